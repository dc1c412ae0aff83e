"""The canvas: fit and zoom by wheel, pinch and keys, moving, and the picture in progress in place of the viewed one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, Job, JobEvent
from macapp.ui.main.window import MainWindow
from macapp.ui.viewer.canvas import Canvas
from macapp.ui.viewer.image_levels import ImageLevels
from tests.support.request_factory import request

NO_KEY, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
MIDDLE = QPointF(200, 150)


def picture(width: int = 800, height: int = 800, colour: Qt.GlobalColor = Qt.GlobalColor.red) -> ImageLevels:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    return ImageLevels(image)


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """A canvas of 400 x 300 points with a red picture of 800 x 800 pixels."""
    shown = Canvas()
    qtbot.addWidget(shown)
    shown.resize(400, 300)
    shown.show()
    qtbot.waitExposed(shown)
    shown.show_image(picture(), Path("picture.png"))
    return shown


def turn_wheel(canvas: Canvas, notches: int, keys: Qt.KeyboardModifier = NO_KEY, at: QPointF = MIDDLE) -> bool:
    """Turn the wheel up (or down, below 0); return whether the canvas used it."""
    event = QWheelEvent(
        at,
        canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QGuiApplication.sendEvent(canvas, event)
    return event.isAccepted()


def pixel_under(canvas: Canvas, at: QPointF) -> QPointF:
    return (at - canvas.zoom.rect().topLeft()) * (1 / canvas.zoom.scale)


def pinch(canvas: Canvas, kind: Qt.NativeGestureType, value: float, at: QPointF) -> None:
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, device, 2, at, at, canvas.mapToGlobal(at), value, QPointF(), 1)
    QGuiApplication.sendEvent(canvas, event)


def colour_at(canvas: Canvas, x: int, y: int) -> str:
    return canvas.grab().toImage().pixelColor(QPoint(x, y) * canvas.devicePixelRatio()).name()


def drag(canvas: Canvas, qtbot: QtBot, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(canvas, end)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


def test_a_picture_is_fitted_and_sharp_at_its_edges(canvas: Canvas) -> None:
    assert canvas.zoom.is_fitted
    assert colour_at(canvas, 200, 150) == "#ff0000"
    assert colour_at(canvas, 52, 150) == "#ff0000"
    assert colour_at(canvas, 48, 150) != "#ff0000"


def test_the_wheel_with_control_zooms_around_the_pointer(canvas: Canvas) -> None:
    pointer = QPointF(300, 200)
    before = pixel_under(canvas, pointer)
    assert turn_wheel(canvas, 4, CONTROL, pointer)
    assert canvas.zoom.percent == pytest.approx(75)
    assert (pixel_under(canvas, pointer) - before).manhattanLength() < 4
    turn_wheel(canvas, -4, CONTROL, pointer)
    assert canvas.zoom.is_fitted


def test_the_plain_wheel_moves_a_zoomed_picture_and_leaves_a_fitted_one_alone(canvas: Canvas) -> None:
    assert not turn_wheel(canvas, -1)
    canvas.zoom_to_actual_size()
    before = canvas.zoom.rect().top()
    assert turn_wheel(canvas, -1)
    assert canvas.zoom.rect().top() == before - 60


def test_a_pinch_zooms_and_two_fingers_tap_between_fit_and_actual_size(canvas: Canvas) -> None:
    pinch(canvas, Qt.NativeGestureType.ZoomNativeGesture, 0.5, QPointF(200, 150))
    assert canvas.zoom.percent == pytest.approx(37.5 * 1.5)
    pinch(canvas, Qt.NativeGestureType.SmartZoomNativeGesture, 0, QPointF(200, 150))
    assert canvas.zoom.is_fitted
    pinch(canvas, Qt.NativeGestureType.SmartZoomNativeGesture, 0, QPointF(200, 150))
    assert canvas.zoom.percent == pytest.approx(100)


def test_a_drag_moves_a_zoomed_picture_with_an_open_hand(canvas: Canvas, qtbot: QtBot) -> None:
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    canvas.zoom_to_actual_size()
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    before = canvas.zoom.rect().topLeft()
    drag(canvas, qtbot, QPoint(200, 150), QPoint(170, 110))
    assert canvas.zoom.rect().topLeft() - before == QPointF(-30, -40)
    canvas.zoom_to_fit()
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_pixels_show_as_squares_when_a_picture_is_enlarged_beyond_twice(canvas: Canvas) -> None:
    image = QImage(800, 800, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for x in range(0, 800, 2):
        for y in range(800):
            image.setPixel(x, y, 0xFF000000)
    canvas.show_image(ImageLevels(image), Path("stripes.png"))
    canvas.zoom_to_actual_size()
    for _press in range(4):
        canvas.zoom_in()
    assert canvas.zoom.percent == pytest.approx(400)
    shown = canvas.grab().toImage()
    assert {shown.pixelColor(x, 150).name() for x in range(400)} == {"#000000", "#ffffff"}


def test_zoom_and_position_stay_while_stepping_through_pictures_of_one_size(canvas: Canvas) -> None:
    canvas.zoom_to_actual_size()
    turn_wheel(canvas, 2)
    before = canvas.zoom.rect()
    canvas.show_image(picture(colour=Qt.GlobalColor.blue), Path("next.png"))
    assert canvas.zoom.rect() == before
    assert colour_at(canvas, 200, 150) == "#0000ff"
    canvas.show_image(picture(400, 800), Path("tall.png"))
    assert canvas.zoom.is_fitted


def test_keys_of_the_view_menu_zoom(window: MainWindow, made, qtbot: QtBot) -> None:
    canvas = window.viewer.canvas
    window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request(width=1536, height=1536))))
    qtbot.waitUntil(lambda: canvas.path is not None, timeout=5000)
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_1, CONTROL)
    assert canvas.zoom.percent == pytest.approx(100)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus, CONTROL)
    assert canvas.zoom.percent == pytest.approx(141, abs=1)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus, CONTROL)
    assert canvas.zoom.percent == pytest.approx(100)
    qtbot.keyClick(canvas, Qt.Key.Key_0, CONTROL)
    assert canvas.zoom.is_fitted
    qtbot.keyClick(canvas, Qt.Key.Key_Z)
    assert canvas.zoom.percent == pytest.approx(100)
    qtbot.keyClick(canvas, Qt.Key.Key_Z)
    assert canvas.zoom.is_fitted


def test_other_views_and_pictures_are_asked_for(canvas: Canvas, qtbot: QtBot) -> None:
    gallery, large, steps = (
        QSignalSpy(each) for each in (canvas.gallery_requested, canvas.large_requested, canvas.step_requested)
    )
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert (gallery.count(), large.count()) == (3, 0)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert (gallery.count(), large.count()) == (3, 1)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert [steps.at(n)[0] for n in range(steps.count())] == [1, -1]


def test_the_focus_is_seen_when_it_comes_by_tab(canvas: Canvas, qtbot: QtBot) -> None:
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton)
    clicked = canvas.grab().toImage()
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert canvas.grab().toImage() != clicked


@pytest.fixture
def step(parent: QWidget) -> Callable[..., JobEvent]:
    """Build an event of a job that makes a picture of 800 x 800 pixels."""

    def build(number: int, name: str = "one", colour: str = "", size: int = 800) -> JobEvent:
        job = Job(id=name, request=request(width=size, height=size), created="2026-01-01T00:00:00.000Z")
        preview = Image.new("RGB", (8, 8), colour) if colour else None
        return JobEvent(kind=EventKind.STEP, job=job, step=number, steps=20, preview=preview)

    return build


def test_the_picture_in_progress_takes_the_place_of_the_viewed_one(
    canvas: Canvas, step: Callable[..., JobEvent]
) -> None:
    shown = QSignalSpy(canvas.running_shown)
    canvas.watch_running(True)
    place = canvas.zoom.rect()
    canvas.running.follow(step(1, colour="blue"))
    assert canvas.shows_running
    assert canvas.zoom.rect() == place, "nothing moves"
    assert colour_at(canvas, 200, 100) == "#0000ff"
    assert canvas.accessibleDescription() == "Step 1 of 20"
    canvas.running.follow(JobEvent(kind=EventKind.CANCELED, job=step(1).job))
    assert colour_at(canvas, 200, 100) == "#ff0000"
    assert [shown.at(n)[0] for n in range(shown.count())] == [True, False]


def test_the_first_drawing_has_the_shape_of_its_picture_and_no_sentence_about_keys(
    qtbot: QtBot, step: Callable[..., JobEvent]
) -> None:
    empty = Canvas()
    qtbot.addWidget(empty)
    empty.resize(400, 300)
    empty.show()
    empty.watch_running(True)
    empty.running.follow(step(1))
    surface = colour_at(empty, 60, 20)
    assert surface == colour_at(empty, 200, 150), "no words in the middle"
    assert surface != colour_at(empty, 20, 150)
    assert empty.zoom.rect() == QRectF(50, 0, 300, 300)


def test_who_looks_at_a_picture_keeps_it(canvas: Canvas, step: Callable[..., JobEvent]) -> None:
    canvas.watch_running(False)
    before = canvas.grab().toImage()
    canvas.running.follow(step(1, colour="blue"))
    assert canvas.grab().toImage() == before


def test_the_last_preview_stays_until_the_new_picture_is_decoded(canvas: Canvas, step: Callable[..., JobEvent]) -> None:
    canvas.watch_running(True)
    canvas.running.follow(step(20, colour="blue"))
    canvas.running.follow(JobEvent(kind=EventKind.DONE, job=step(20).job))
    assert colour_at(canvas, 200, 100) == "#0000ff", "the picture before does not flash"
    assert not canvas.shows_running
    canvas.show_image(picture(colour=Qt.GlobalColor.yellow), Path("new.png"))
    assert colour_at(canvas, 200, 100) == "#ffff00"


def test_a_new_picture_stays_a_moment_before_the_next_one_is_seen_developing(
    canvas: Canvas, step: Callable[..., JobEvent], qtbot: QtBot
) -> None:
    canvas.watch_running(True)
    canvas.running.follow(step(20, "one", "blue"))
    canvas.running.follow(JobEvent(kind=EventKind.DONE, job=step(20).job))
    canvas.show_image(picture(colour=Qt.GlobalColor.yellow), Path("new.png"))
    canvas.running.follow(step(1, "two", "green"))
    assert colour_at(canvas, 200, 100) == "#ffff00"
    qtbot.waitUntil(lambda: canvas.shows_running, timeout=5000)
    assert colour_at(canvas, 200, 100) == "#008000"


def test_generate_does_not_wait_for_that_moment(canvas: Canvas, step: Callable[..., JobEvent]) -> None:
    canvas.watch_running(True)
    canvas.running.follow(step(20, "one", "blue"))
    canvas.running.follow(JobEvent(kind=EventKind.DONE, job=step(20).job))
    canvas.watch_running(True, at_once=True)
    canvas.running.follow(step(1, "two", "green"))
    assert canvas.shows_running


def test_a_hidden_canvas_shows_nothing_in_progress(canvas: Canvas, step: Callable[..., JobEvent]) -> None:
    canvas.watch_running(True)
    canvas.running.follow(step(1))
    canvas.hide()
    assert not canvas.shows_running
    canvas.show()
    assert canvas.shows_running


def test_dragged_out_picture_is_its_file(canvas: Canvas) -> None:
    [url] = canvas.drag_data(Path("/somewhere/picture.png")).urls()
    assert url.toLocalFile() == "/somewhere/picture.png"
