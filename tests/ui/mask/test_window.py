"""A mask painted in its window: strokes, keys, pen, edges dragged outwards, files."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QInputDevice, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from macapp.library import Library, source_images
from macapp.ui.main.window import MainWindow
from macapp.ui.mask.canvas import MaskCanvas, Tool
from macapp.ui.mask.window import MaskWindow
from tests.support.ui_jobs import ordered


@pytest.fixture
def painting(window: MainWindow, library: Library, sketch: Path, qtbot: QtBot) -> MaskWindow:
    """The window that opens to paint a mask on the sketch."""
    window.prompt_panel.start_image.set_image(source_images.store_file(library.places, sketch))
    window.form.paint_mask()
    opened = window.form.mask_window
    assert opened is not None
    qtbot.waitExposed(opened)
    return opened


def white(canvas: MaskCanvas) -> float:
    """Return which share of the mask is white."""
    grey = canvas.grey()
    return sum(grey.pixelColor(x, y).red() > 127 for x in range(grey.width()) for y in range(grey.height())) / (
        grey.width() * grey.height()
    )


def test_a_mask_is_painted_with_the_pointer_and_goes_with_the_next_picture(
    window: MainWindow, library: Library, painting: MaskWindow, qtbot: QtBot
) -> None:
    canvas = painting.canvas
    canvas.set_brush(10)
    canvas.fit()
    inside = [canvas._view.map(QPointF(x, 32)).toPoint() for x in (70, 80)]
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=inside[0])
    qtbot.mouseMove(canvas, inside[1])
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=inside[1])
    assert 0.01 < white(canvas) < 0.05
    painting.feather.setValue(4)
    with qtbot.waitSignal(painting.done, timeout=5000):
        painting.accept()
    field = window.prompt_panel.start_image
    assert field.mask_image is not None
    assert window.prompt_panel.size_field.size_asked == (96, 64), "the image's own size can be drawn"
    [made] = ordered(window, library)
    assert (made.mask, made.mask_feather, made.mask_only, made.strength) == (field.mask_image.name, 4, False, 1.0)
    with Image.open(field.mask_image.path) as mask:
        assert mask.size == (96, 64)
        assert mask.getpixel((75, 32)) == (255, 255, 255)
        assert mask.getpixel((20, 10)) == (0, 0, 0)


def test_painting_is_undone_stroke_by_stroke(painting: MaskWindow) -> None:
    canvas = painting.canvas
    canvas.stroke([QPointF(20, 20), QPointF(60, 20)])
    one = white(canvas)
    canvas.stroke([QPointF(20, 50), QPointF(60, 50)])
    two = white(canvas)
    canvas.invert()
    assert white(canvas) == pytest.approx(1 - two)
    canvas.clear()
    for expected in (1 - two, two, one, 0):
        painting.undo.undo()
        assert white(canvas) == pytest.approx(expected)
    for expected in (one, two, 1 - two, 0):
        painting.undo.redo()
        assert white(canvas) == pytest.approx(expected)


def test_the_eraser_takes_paint_off(painting: MaskWindow) -> None:
    canvas = painting.canvas
    canvas.stroke([QPointF(48, 32)])
    painted = white(canvas)
    canvas.set_brush(500)
    canvas.stroke([QPointF(48, 32)], erase=True)
    assert painted > 0
    assert white(canvas) == 0


def test_keys_choose_tool_brush_and_zoom(painting: MaskWindow, qtbot: QtBot) -> None:
    canvas = painting.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_E)
    assert painting.eraser.isChecked()
    qtbot.keyClick(canvas, Qt.Key.Key_X)
    assert painting.brush.isChecked()
    before = painting.size_slider.value()
    qtbot.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert painting.size_slider.value() > before
    qtbot.keyClick(canvas, Qt.Key.Key_BracketLeft)
    qtbot.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert painting.size_slider.value() < before
    fitting = canvas.zoom
    qtbot.keyClick(painting, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == 1.0
    qtbot.keyClick(painting, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == pytest.approx(fitting)
    canvas.stroke([QPointF(48, 32)])
    painted = white(canvas)
    qtbot.keyClick(painting, Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
    assert white(canvas) == pytest.approx(1 - painted)
    qtbot.keyClick(painting, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert white(canvas) == pytest.approx(painted)


def test_the_wheel_pans_and_zooms_about_the_pointer(painting: MaskWindow) -> None:
    canvas = painting.canvas
    at = canvas._view.map(QPointF(30, 30))

    def turn(modifiers: Qt.KeyboardModifier) -> None:
        event = QWheelEvent(
            at,
            canvas.mapToGlobal(at),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(canvas, event)

    zoom = canvas.zoom
    turn(Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom > zoom
    assert (canvas._view.map(QPointF(30, 30)) - at).manhattanLength() < 1e-6
    turn(Qt.KeyboardModifier.NoModifier)
    assert canvas._view.map(QPointF(30, 30)).y() == pytest.approx(at.y() + 30)


def test_a_pen_paints_as_wide_as_it_is_pressed(painting: MaskWindow) -> None:
    def pressed(pressure: float) -> float:
        canvas = painting.canvas
        canvas.clear()
        canvas.set_brush(20)
        pen = QPointingDevice(
            "pen",
            1,
            QInputDevice.DeviceType.Stylus,
            QPointingDevice.PointerType.Pen,
            QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
            1,
            1,
        )
        for kind in (QEvent.Type.TabletPress, QEvent.Type.TabletRelease):
            at = canvas._view.map(QPointF(48, 32))
            event = QTabletEvent(
                kind,
                pen,
                at,
                at,
                pressure,
                0,
                0,
                0,
                0,
                0,
                Qt.KeyboardModifier.NoModifier,
                Qt.MouseButton.LeftButton,
                Qt.MouseButton.LeftButton,
            )
            QApplication.sendEvent(canvas, event)
        return white(canvas)

    assert 0 < pressed(0.3) < pressed(1.0)


def test_an_edge_dragged_outwards_gives_room_that_is_drawn(
    window: MainWindow, library: Library, painting: MaskWindow, qtbot: QtBot
) -> None:
    canvas = painting.canvas
    shown = canvas.image_rect()
    start = QPointF(shown.right() + 4, shown.center().y()).toPoint()
    end = canvas._view.map(QPointF(96 + 32, 32)).toPoint()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(canvas, end)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: canvas.image.width() == 128, timeout=5000)
    assert canvas.grey().pixelColor(110, 30).red() == 255
    assert canvas.grey().pixelColor(40, 30).red() == 0
    painting.undo.undo()
    assert canvas.image.width() == 96
    painting.undo.redo()
    with qtbot.waitSignal(painting.done, timeout=5000):
        painting.accept()
    [made] = ordered(window, library)
    assert made.size == (128, 64)
    assert made.mask_feather > 0


@pytest.mark.parametrize(
    ("size", "shade", "words"),
    [((96, 64), 0, "is empty"), ((48, 32), 255, "as large as the image"), ((96, 64), 255, "whole")],
)
def test_a_mask_file_that_says_nothing_is_a_sentence(
    painting: MaskWindow, tmp_path: Path, qtbot: QtBot, size, shade: int, words: str
) -> None:
    Image.new("L", size, shade).save(tmp_path / "mask.png")
    drop(painting, tmp_path / "mask.png")
    qtbot.waitUntil(lambda: words in painting.fault.text(), timeout=5000)
    assert white(painting.canvas) == 0


def test_a_mask_file_is_opened_and_a_picture_dropped_there_is_none(
    painting: MaskWindow, tmp_path: Path, sketch: Path, qtbot: QtBot
) -> None:
    drop(painting, sketch)
    qtbot.waitUntil(lambda: "is not a mask" in painting.fault.text(), timeout=5000)
    mask = Image.new("L", (96, 64))
    mask.paste(255, (0, 0, 48, 64))
    mask.save(tmp_path / "mask.png")
    drop(painting, tmp_path / "mask.png")
    qtbot.waitUntil(lambda: white(painting.canvas) == pytest.approx(0.5), timeout=5000)
    assert painting.fault.isHidden()


def drop(painting: MaskWindow, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    painting.dropEvent(
        QDropEvent(
            QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def test_a_mask_needs_an_image(window: MainWindow) -> None:
    window.form.paint_mask()
    assert window.form.mask_window is None
    assert "source image first" in window.banner.text


def test_a_large_image_is_changed_in_its_masked_part_only(window: MainWindow, library: Library, tmp_path: Path) -> None:
    Image.new("RGB", (1600, 1200), "white").save(tmp_path / "large.png")
    image = source_images.store_file(library.places, tmp_path / "large.png")
    mask = Image.new("L", image.size)
    mask.paste(255, (100, 100, 200, 200))
    window.prompt_panel.start_image.set_image(image)
    window.form.use_mask(image, source_images.store_image(library.places, mask), 0)
    [made] = ordered(window, library)
    assert made.mask_only
    assert made.size == (128, 128)


def test_the_canvas_paints_what_it_holds(painting: MaskWindow) -> None:
    painting.canvas.stroke([QPointF(48, 32)])
    shown = painting.canvas.grab().toImage()
    at = painting.canvas._view.map(QPointF(80, 60)).toPoint()
    red = painting.canvas._view.map(QPointF(48, 32)).toPoint()
    assert shown.pixelColor(at * shown.devicePixelRatio()).name() == "#ffffff"
    assert shown.pixelColor(red * shown.devicePixelRatio()).red() > shown.pixelColor(red).green() + 40
    assert isinstance(painting.canvas.image, QImage)
    assert painting.canvas._tool is Tool.BRUSH
