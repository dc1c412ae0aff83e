"""Copies of the viewed picture, their names and bytes, and the reuse of its settings."""

from pathlib import Path
from urllib.parse import unquote

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent
from macapp.imaging.extras import list_extras
from macapp.library import Library, imports
from macapp.library.metadata import recipe
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


def test_the_name_that_is_offered_tells_no_prompt_where_the_file_does_not(
    window: MainWindow, made, qtbot: QtBot
) -> None:
    picture = made(request("a very secret heart"))
    window.on_event(JobEvent(kind=EventKind.DONE, picture=picture))
    window.picture.save_copy()
    dialog = next(each for each in window.findChildren(QFileDialog) if each.isVisible())

    def offered() -> str:
        return Path(dialog.selectedFiles()[0]).name

    silent, open_ = "WebP without prompt (*.webp)", "JPEG (*.jpg)"
    assert "secret" in offered()
    dialog.selectNameFilter(silent)
    dialog.filterSelected.emit(silent)
    assert "secret" not in offered()
    assert offered().endswith(".webp")
    dialog.selectNameFilter(open_)
    dialog.filterSelected.emit(open_)
    assert offered() == f"{picture.path.stem}.jpg"
    dialog.selectFile("mine.jpg")
    dialog.filterSelected.emit(silent)
    assert offered() == "mine.jpg"
    dialog.close()


def test_what_is_dragged_or_copied_without_its_prompt_is_pixels_alone(
    window: MainWindow, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    Image.new("RGB", (64, 64), "red").save(tmp_path / "a.jpg", comment=b"a secret", exif=b"Exif\0\0a secret")
    [picture_id] = imports.import_pictures(library, [tmp_path / "a.jpg"]).added
    picture = library.pictures.find(picture_id)
    window.gallery.pictures.shares_without_prompt = True
    qtbot.keyClick(window, Qt.Key.Key_F12)  # an earlier test may leave Option down in Qt's state
    [dragged] = window.gallery.pictures.drag_data([picture]).urls()
    assert list_extras(Path(dragged.toLocalFile()).read_bytes()) == []
    window.viewer.show_picture(picture)
    QGuiApplication.clipboard().setText("what was copied before")
    window.picture.copy_without_prompt()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().mimeData().hasImage(), timeout=5000)
    data = QGuiApplication.clipboard().mimeData()
    assert list_extras(Path(data.urls()[0].toLocalFile()).read_bytes()) == []
    assert QGuiApplication.clipboard().image().textKeys() == []
    assert "secret" not in unquote(data.text())


def test_settings_and_picture_can_be_copied_saved_and_used(
    window: MainWindow, made, tmp_path: Path, qtbot: QtBot
) -> None:
    asked = request("to be copied", seed=77, negative_prompt="blue")
    picture = made(asked)
    window.on_event(JobEvent(kind=EventKind.DONE, picture=picture))
    window.picture.copy_settings()
    assert QGuiApplication.clipboard().text().startswith("to be copied\nNegative prompt: blue\n64 × 64")
    qtbot.waitUntil(lambda: not window.viewer.canvas.image().isNull(), timeout=5000)
    window.picture.copy_picture()
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert data.urls()[0].toLocalFile() == str(picture.path)
    window.picture.use_settings()
    assert window.prompt_panel.request() == asked
    window.picture.use_settings_without_seed()
    assert not window.prompt_panel.seed.kept
    window.picture.save_copy_as(picture, str(tmp_path / "copy.png"))
    qtbot.waitUntil(lambda: (tmp_path / "copy.png").exists(), timeout=5000)
    assert recipe.read(tmp_path / "copy.png").request == asked  # type: ignore[union-attr]
    window.picture.start_from_picture()
    qtbot.waitUntil(lambda: window.prompt_panel.start_image.image is not None, timeout=5000)
