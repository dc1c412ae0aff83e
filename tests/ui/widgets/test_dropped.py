"""Drags as the Finder, Safari and Photos make them, over each window: used completely, or refused on entry."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.library import Library, source_images
from macapp.ui.main.window import MainWindow
from macapp.ui.mask.window import MaskWindow
from macapp.ui.widgets.dropped import dropped_files

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def make_drag(*urls: str | Path, image: QImage | None = None) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(url)) if isinstance(url, Path) else QUrl(url) for url in urls])
    if image is not None:
        data.setImageData(image)
    return data


def make_promise() -> QMimeData:
    """Return a drag of Photos: it says what the file will be, and has none."""
    data = QMimeData()
    data.setData("com.apple.pasteboard.promised-file-content-type", b"public.heic")
    data.setData("com.apple.NSFilePromiseItemMetaData", b"")
    return data


def enters(window: QWidget, data: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, LEFT, NONE)
    event.ignore()
    QCoreApplication.sendEvent(window, event)
    return event.isAccepted()


def may_drop(window: QWidget, data: QMimeData, point: QPoint) -> bool:
    event = QDragMoveEvent(point, Qt.DropAction.CopyAction, data, LEFT, NONE)
    QCoreApplication.sendEvent(window, event)
    return event.isAccepted()


def test_only_whole_drags_enter(window: MainWindow, painting: MaskWindow, sketch: Path, tmp_path: Path) -> None:
    window.sides.show_models()
    models, image = window.sides.models, QImage(str(sketch))
    assert models is not None
    gone, page = tmp_path / "promised.heic", "https://example.invalid/picture.png"
    for data, accepted_by in (
        (make_drag(sketch), {window, painting, models}),
        (make_drag(sketch, tmp_path), {window, models}),
        (make_drag(sketch, gone), set()),
        (make_drag(sketch, page), set()),
        (make_drag(page), set()),
        (make_drag("file://otherhost/picture.png"), set()),
        (make_promise(), set()),
        (make_drag(page, image=image), {window}),
        (make_drag(gone, image=image), {window}),
    ):
        assert {each for each in (window, painting, models) if enters(each, data)} == accepted_by, data.formats()
    assert dropped_files(make_drag(sketch)) == [sketch]
    assert dropped_files(make_drag(Path("/x" * 5000))) == [], "a name that no disk can have"


def test_the_image_of_a_page_becomes_the_source_image_and_the_gallery_refuses_it(
    window: MainWindow, library: Library, sketch: Path, qtbot: QtBot
) -> None:
    data = make_drag("https://example.invalid/picture.png", image=QImage(str(sketch)))
    over_gallery = window.gallery.mapTo(window, window.gallery.rect().center())
    over_form = window.prompt_panel.mapTo(window, window.prompt_panel.rect().center())
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
