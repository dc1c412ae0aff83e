"""Where a drop on the main window goes."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.library import Library, source_images
from macapp.ui.main.window import MainWindow
from tests.ui.widgets.test_dropped import LEFT, NONE, make_drag


def may_drop(window: QWidget, data: QMimeData, point: QPoint) -> bool:
    entering = QDragEnterEvent(point, Qt.DropAction.CopyAction, data, LEFT, NONE)
    QCoreApplication.sendEvent(window, entering)  # Qt sends the moves to the window that accepted the drag
    event = QDragMoveEvent(point, Qt.DropAction.CopyAction, data, LEFT, NONE)
    QCoreApplication.sendEvent(window, event)
    return event.isAccepted()


def test_the_image_of_a_page_becomes_the_source_image_and_the_gallery_refuses_it(
    window: MainWindow, library: Library, sketch: Path, qtbot: QtBot
) -> None:
    data = make_drag("https://example.invalid/picture.png", image=QImage(str(sketch)))
    window.views.show_gallery()
    over_gallery = window.gallery.mapTo(window, window.gallery.rect().center())
    over_form = window.prompt_panel.bar.mapTo(window, window.prompt_panel.bar.rect().center())
    assert not may_drop(window, data, over_gallery)
    assert may_drop(window, make_drag(sketch), over_gallery)
    assert may_drop(window, data, over_form)
    window.dropEvent(QDropEvent(QPointF(over_form), Qt.DropAction.CopyAction, data, LEFT, NONE))
    qtbot.waitUntil(lambda: window.prompt_panel.start_image.image is not None, timeout=10_000)
    found = window.prompt_panel.start_image.image
    assert found is not None
    assert found.name == source_images.store_file(library.places, sketch).name


@pytest.mark.parametrize("image", [None, QImage()])
def test_a_drag_without_a_readable_image_is_a_sentence(window: MainWindow, image: QImage | None) -> None:
    data = make_drag("https://example.invalid/picture.png", image=image)
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, NONE))
    assert "Only files on this computer" in window.banner.text
