"""The next dialog for saving opens where the last one ended."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from macapp import settings
from macapp.settings import Settings
from macapp.system.paths import LibraryPaths
from macapp.ui.widgets.last_folder import LastFolder
from macapp.ui.widgets.plain_text import file_dialog


def test_the_folder_of_a_saved_file_is_remembered_across_starts(places: LibraryPaths, tmp_path: Path) -> None:
    settings.save(places, Settings(model="/models/mine"))
    (tmp_path / "out").mkdir()
    assert LastFolder(places).path() != tmp_path / "out"
    LastFolder(places).remember(str(tmp_path / "out" / "a.png"))
    assert LastFolder(places).path() == tmp_path / "out"
    assert settings.load(places).model == "/models/mine", "another setting was lost"
    LastFolder(places).remember(str(tmp_path))
    assert LastFolder(places).path() == tmp_path, "a chosen folder"


def test_a_folder_that_is_gone_is_forgotten(places: LibraryPaths, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    LastFolder(places).remember(str(tmp_path / "out"))
    (tmp_path / "out").rmdir()
    assert LastFolder(places).path() != tmp_path / "out"


def test_a_dialog_begins_there_with_the_suggested_name(places: LibraryPaths, tmp_path: Path, parent: QWidget) -> None:
    folder = LastFolder(places)
    folder.remember(str(tmp_path))
    dialog = file_dialog(parent, "Save a Copy", "a heart.png")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    folder.follow(dialog)
    assert Path(dialog.selectedFiles()[0]) == tmp_path / "a heart.png"
    (tmp_path / "other").mkdir()
    dialog.fileSelected.emit(str(tmp_path / "other" / "b.png"))
    assert folder.path() == tmp_path / "other"


def test_settings_that_cannot_be_written_do_not_matter(places: LibraryPaths, tmp_path: Path) -> None:
    places.settings.mkdir(parents=True)
    LastFolder(places).remember(str(tmp_path))
