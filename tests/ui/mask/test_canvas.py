"""The canvas of the mask window."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QInputDevice, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from macapp.ui.mask.canvas import Tool
from macapp.ui.mask.window import MaskWindow
from tests.support.masks import white_share


def test_painting_is_undone_stroke_by_stroke(painting: MaskWindow) -> None:
    canvas = painting.canvas
    canvas.stroke([QPointF(20, 20), QPointF(60, 20)])
    one = white_share(canvas)
    canvas.stroke([QPointF(20, 50), QPointF(60, 50)])
    two = white_share(canvas)
    canvas.invert()
    assert white_share(canvas) == pytest.approx(1 - two)
    canvas.clear()
    for expected in (1 - two, two, one, 0):
        painting.undo.undo()
        assert white_share(canvas) == pytest.approx(expected)
    for expected in (one, two, 1 - two, 0):
        painting.undo.redo()
        assert white_share(canvas) == pytest.approx(expected)


def test_the_eraser_takes_paint_off(painting: MaskWindow) -> None:
    canvas = painting.canvas
    canvas.stroke([QPointF(48, 32)])
    painted = white_share(canvas)
    canvas.set_brush(500)
    canvas.stroke([QPointF(48, 32)], erase=True)
    assert painted > 0
    assert white_share(canvas) == 0


def test_the_wheel_pans_and_zooms_about_the_pointer(painting: MaskWindow) -> None:
    canvas = painting.canvas
    at = canvas.view.map(QPointF(30, 30))

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
    assert (canvas.view.map(QPointF(30, 30)) - at).manhattanLength() < 1e-6
    turn(Qt.KeyboardModifier.NoModifier)
    assert canvas.view.map(QPointF(30, 30)).y() == pytest.approx(at.y() + 30)


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
            at = canvas.view.map(QPointF(48, 32))
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
        return white_share(canvas)

    assert 0 < pressed(0.3) < pressed(1.0)


def test_the_canvas_paints_what_it_holds(painting: MaskWindow) -> None:
    painting.canvas.stroke([QPointF(48, 32)])
    shown = painting.canvas.grab().toImage()
    at = painting.canvas.view.map(QPointF(80, 60)).toPoint()
    red = painting.canvas.view.map(QPointF(48, 32)).toPoint()
    assert shown.pixelColor(at * shown.devicePixelRatio()).name() == "#ffffff"
    assert shown.pixelColor(red * shown.devicePixelRatio()).red() > shown.pixelColor(red).green() + 40
    assert isinstance(painting.canvas.image, QImage)
    assert painting.canvas.tool is Tool.BRUSH
