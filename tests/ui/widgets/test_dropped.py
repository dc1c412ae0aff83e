"""Drags as the Finder, Safari and Photos make them, over each window: used completely, or refused on entry."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QImage
from PySide6.QtWidgets import QWidget

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
