"""The button of the queue: words, ring, name, and no drops."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from macapp.library.durations import Estimate
from macapp.ui.queue.ring_button import RingButton
from macapp.ui.queue.summary import QueueSummary
from macapp.ui.widgets.colours import Colour, colour

TWO_MINUTES = Estimate(125, 100, 150)


@pytest.fixture
def ring(parent: QWidget) -> RingButton:
    search, ring = QLineEdit(parent), RingButton(parent)
    ring.move(0, 40)
    ring.resize(ring.sizeHint())
    parent.show()
    search.setFocus()
    return ring


@pytest.mark.parametrize(
    ("summary", "words", "name"),
    [
        (QueueSummary(), "Queue", "Queue"),
        (QueueSummary(waiting=3, running=1, left=TWO_MINUTES), "3 waiting · 2 min", "Queue: 3 waiting · 2 min"),
        (QueueSummary(running=1, left=Estimate(6, 5, 7)), "Generating · 6 s", "Queue: Generating · 6 s"),
        (QueueSummary(waiting=3, is_paused=True, left=TWO_MINUTES), "Paused · 3", "Queue: Paused · 3"),
        (QueueSummary(failed=1), "1 failed", "Queue: 1 failed"),
        (QueueSummary(waiting=3, failed=1), "3 waiting", "Queue: 3 waiting · 1 failed"),
        (QueueSummary(waiting=3, rest_reason="on battery power"), "3 waiting", "Queue: 3 waiting · on battery power"),
    ],
)
def test_the_queue_is_said_in_a_few_words(ring: RingButton, summary: QueueSummary, words: str, name: str) -> None:
    ring.show_summary(summary)
    assert (ring.shown_words, ring.accessibleName()) == (words, name)


def test_words_that_do_not_fit_leave_out_the_time(ring: RingButton) -> None:
    size = ring.sizeHint()
    assert size.width() >= 150
    assert size.height() >= 32
    ring.show_summary(QueueSummary(waiting=12345, running=1, left=Estimate(40_000, 1, 90_000)))
    assert "waiting" in ring.shown_words
    assert "·" not in ring.shown_words
    assert "11 h 7 min" in ring.accessibleName()
    assert ring.sizeHint() == size, "the toolbar does not move"


def accent_pixels(ring: RingButton) -> int:
    image, shade = ring.grab().toImage(), colour(ring, Colour.FOCUS)
    return sum(image.pixelColor(x, y) == shade for x in range(image.width() // 4) for y in range(image.height()))


def test_the_ring_fills_with_the_running_job(ring: RingButton) -> None:
    assert accent_pixels(ring) == 0
    ring.show_summary(QueueSummary(running=1))
    filled = []
    for share in (None, 0.25, 0.5, 1.0):
        ring.show_progress(share)
        filled.append(accent_pixels(ring))
    assert filled == sorted(filled)
    assert filled[0] > 0, "it is seen that something runs"
    assert filled[3] > 3 * filled[1]
    ring.show_summary(QueueSummary())
    assert accent_pixels(ring) == 0


def test_a_screen_reader_hears_ten_steps_of_a_picture(ring: RingButton) -> None:
    heard = set()
    for step in range(51):
        ring.show_progress(step / 50)
        heard.add(ring.accessibleDescription())
    assert len(heard) == 11
    assert "40 % of the picture is done" in heard
    ring.show_progress(None)
    assert ring.accessibleDescription() == ""


def test_each_state_looks_different(ring: RingButton) -> None:
    states = (
        QueueSummary(),
        QueueSummary(running=1),
        QueueSummary(waiting=1, is_paused=True),
        QueueSummary(failed=1),
        QueueSummary(running=1, failed=1),
    )
    images: list[QImage] = []
    for summary in states:
        ring.show_summary(summary)
        images.append(ring.grab().toImage().copy(0, 0, 34, ring.height()))
    assert all(one != other for n, one in enumerate(images) for other in images[:n])


def test_nothing_can_be_dropped_on_it(ring: RingButton) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/picture.png")])
    place, copy, left = QPoint(20, 10), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    ring.dragEnterEvent(QDragEnterEvent(place, copy, data, left, none))
    move, drop = QDragMoveEvent(place, copy, data, left, none), QDropEvent(QPointF(place), copy, data, left, none)
    ring.dragMoveEvent(move)
    ring.dropEvent(drop)
    assert not move.isAccepted()
    assert not drop.isAccepted()


def test_the_keyboard_presses_it_and_a_click_leaves_the_focus(ring: RingButton, qtbot: QtBot) -> None:
    assert ring.focusPolicy() == Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(ring.clicked):
        qtbot.keyClick(ring, Qt.Key.Key_Space)
    qtbot.mouseClick(ring, Qt.MouseButton.LeftButton)
    assert not ring.hasFocus()
    plain = ring.grab().toImage()
    ring.window().activateWindow()
    ring.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.hasFocus)
    assert ring.grab().toImage() != plain, "the focus is seen"
