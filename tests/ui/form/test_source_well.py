"""The well of the source image, next to the prompt."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from macapp.library import Library, source_images
from macapp.ui.main.window import MainWindow


def test_a_drag_lights_up_the_well_and_says_what_a_drop_does(window: MainWindow, sketch: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sketch))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    assert window.prompt_panel.bar.well.text() == "Start from\nthis"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert window.prompt_panel.bar.well.text() == "+\nImage"


def test_the_well_shows_the_source_image_and_delete_removes_it(
    window: MainWindow, library: Library, sketch: Path, qtbot: QtBot
) -> None:
    panel = window.prompt_panel
    panel.start_image.set_image(source_images.store_file(library.places, sketch))
    assert not panel.bar.well.icon().isNull()
    assert panel.bar.well.accessibleName() == "Source image"
    qtbot.keyClick(panel.bar.well, Qt.Key.Key_Delete)
    assert panel.start_image.image is None
    assert panel.bar.well.accessibleName() == "Choose a source image"


def test_its_menu_replaces_masks_and_removes_the_image(
    window: MainWindow, library: Library, sketch: Path, qtbot: QtBot
) -> None:
    panel = window.prompt_panel
    panel.start_image.set_image(source_images.store_file(library.places, sketch))
    menu = QMenu(window)
    panel.bar.well.fill_menu(menu)
    replace, paint, _line, remove = menu.actions()
    assert [action.text() for action in (replace, paint, remove)] == ["Replace…", "Paint Mask…", "Remove"]
    with qtbot.waitSignal(panel.start_image.mask_requested):
        paint.trigger()
    remove.trigger()
    assert panel.start_image.image is None
