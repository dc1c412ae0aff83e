"""Copies that go out of the window: what their names and their bytes tell."""

from pathlib import Path
from urllib.parse import unquote

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent
from macapp.imaging.extras import extras
from macapp.library import Library, imports
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
    qtbot.keyClick(window, Qt.Key.Key_F12)  # Qt goes on saying that Option is down if an earlier test let it be so
    [dragged] = window.gallery.pictures.drag_data([picture]).urls()
    assert extras(Path(dragged.toLocalFile()).read_bytes()) == []
    window.viewer.show_picture(picture)
    QGuiApplication.clipboard().setText("what was copied before")
    window.picture.copy_without_prompt()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().mimeData().hasImage(), timeout=5000)
    data = QGuiApplication.clipboard().mimeData()
    assert extras(Path(data.urls()[0].toLocalFile()).read_bytes()) == []
    assert QGuiApplication.clipboard().image().textKeys() == []
    assert "secret" not in unquote(data.text())
