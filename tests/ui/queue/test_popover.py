"""The queue opens below its button, works with the keyboard alone, and stays open while jobs end."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, Job, JobEvent, JobState
from macapp.errors import MachineError
from macapp.library import Library
from macapp.ui.queue.panel import QueuePanel
from macapp.ui.queue.popover import CARD_WIDTH, MAX_CARD_HEIGHT, SHADOW, QueuePopover
from macapp.ui.queue.ring_button import RingButton
from macapp.ui.queue.row import ROW_HEIGHT
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.undo import UndoHistory
from tests.support.request_factory import request


class Window(QWidget):
    """A toolbar with the button of the queue, and a text field."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.resize(900, 640)
        self.library = library
        self.undo = UndoHistory(self)
        background = TaskPool(self)
        self.destroyed.connect(background.wait)
        self.text = QPlainTextEdit(self)
        self.text.setGeometry(0, 60, 900, 580)
        self.ring = RingButton(self)
        self.ring.setGeometry(700, 10, 150, 32)
        self.panel = QueuePanel(library, self.undo, background)
        self.popover = QueuePopover(self.panel, self.ring, self)

    def add(self, *prompts: str) -> list[Job]:
        jobs = self.library.queue.add([request(prompt) for prompt in prompts])
        self.panel.register_jobs(jobs)
        return jobs


@pytest.fixture
def window(library: Library, qtbot: QtBot) -> Window:
    window = Window(library)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.text.setFocus()
    return window


def card_of(window: Window) -> QRect:
    return window.popover.geometry().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)


def press(window: Window, point: QPoint) -> None:
    """Press and release the mouse at a point of the window, as the system reports it to the window."""
    handle = window.windowHandle()
    assert handle is not None
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    inside, place = QPointF(point), QPointF(window.mapToGlobal(point))
    for kind, held in (
        (QEvent.Type.MouseButtonPress, left),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        QGuiApplication.sendEvent(handle, QMouseEvent(kind, inside, inside, place, left, held, none))


def test_the_button_opens_it_below_itself_and_closes_it(window: Window, qtbot: QtBot) -> None:
    assert not window.popover.isVisible()
    press(window, window.ring.geometry().center())
    assert window.popover.isVisible()
    card = card_of(window)
    assert card.width() == CARD_WIDTH
    assert card.right() == window.ring.geometry().right()
    assert card.top() > window.ring.geometry().bottom()
    assert window.panel.list.hasFocus()
    press(window, window.ring.geometry().center())
    assert not window.popover.isVisible()
    assert window.text.hasFocus()


def test_escape_and_a_click_elsewhere_close_it(window: Window, qtbot: QtBot) -> None:
    window.add("a", "b")
    window.popover.open()
    press(window, card_of(window).center())
    assert window.popover.isVisible()
    qtbot.keyClick(window.panel.list, Qt.Key.Key_Escape)
    assert not window.popover.isVisible()
    assert window.text.hasFocus()
    window.popover.open()
    press(window, QPoint(40, 300))
    assert not window.popover.isVisible()
    assert window.text.hasFocus()


def test_it_closes_when_the_focus_goes_elsewhere_and_leaves_it_there(window: Window) -> None:
    other = QPlainTextEdit(window)
    other.show()
    window.popover.open()
    other.setFocus()
    assert not window.popover.isVisible()
    assert other.hasFocus()


def test_tab_goes_round_inside(window: Window, qtbot: QtBot) -> None:
    window.add("a")
    window.popover.open()
    header, stops = window.panel.header, []
    for _press in range(4):
        stops.append(QApplication.focusWidget())
        qtbot.keyClick(stops[-1], Qt.Key.Key_Tab)
    assert stops == [window.panel.list, header.pause_button, header.more_button, window.panel.list]
    header.more_button.setFocus()
    qtbot.keyClick(header.more_button, Qt.Key.Key_Backtab)
    assert header.pause_button.hasFocus()
    assert window.popover.isVisible()


def test_the_queue_is_worked_on_with_keys_alone(window: Window, library: Library, qtbot: QtBot) -> None:
    window.add("a", "b", "c", "d")
    window.popover.open()
    view = window.panel.list
    assert [job.request.prompt for job in view.selected_jobs()] == ["a"], "the first row is selected"
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [job.request.prompt for job in view.selected_jobs()] == ["a", "c"]
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert [job.request.prompt for job in library.queue.unfinished()] == ["b", "d"]
    window.undo.undo()
    assert [job.request.prompt for job in library.queue.unfinished()] == ["b", "a", "c", "d"]
    edited = QSignalSpy(window.panel.edit_requested)
    view.setCurrentIndex(window.panel.jobs.index(0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert edited.at(0)[0].request.prompt == "b"
    assert not window.popover.isVisible(), "the form shows the job now"


def test_it_stays_open_and_still_while_jobs_end(window: Window, library: Library, qtbot: QtBot) -> None:
    window.add(*(f"number {number}" for number in range(6)))
    window.popover.open()
    before = window.popover.geometry()
    window.panel.list.setCurrentIndex(window.panel.jobs.index(3))
    for state in (JobState.DONE, JobState.FAILED):
        job = library.queue.claim_next()
        assert job is not None
        window.panel.on_event(JobEvent(kind=EventKind.STEP, job=job, step=1, steps=3, seconds_per_step=1.0), "Step 1")
        assert window.ring.accessibleName().startswith("Queue: ")
        reason = MachineError("out-of-memory") if state is JobState.FAILED else None
        library.queue.end(job.id, state, reason)
        kind = EventKind.DONE if state is JobState.DONE else EventKind.FAILED
        window.panel.on_event(JobEvent(kind=kind, job=job, reason=reason), "")
    assert window.popover.isVisible()
    assert window.popover.geometry() == before
    assert window.panel.list.hasFocus()
    assert [job.request.prompt for job in window.panel.list.selected_jobs()] == ["number 3"]
    library.queue.clear()
    library.queue.dismiss_all([job.id for job in library.queue.failed()])
    window.panel.refresh()
    assert window.popover.isVisible(), "also when the queue is empty"
    assert window.panel.list.hasFocus()


def test_it_grows_with_the_queue_up_to_its_limit(window: Window) -> None:
    window.popover.open()
    empty = card_of(window).height()
    window.add(*"abcde")
    assert card_of(window).height() > empty
    assert window.panel.list.height() >= 5 * ROW_HEIGHT
    window.add(*"fghijklmnop")
    assert card_of(window).height() == MAX_CARD_HEIGHT
    window.resize(900, 400)
    assert card_of(window).bottom() < 400
    window.resize(1000, 640)
    assert window.rect().contains(card_of(window))


def test_the_button_shows_the_queue(window: Window, library: Library) -> None:
    assert window.ring.shown_words == "Queue"
    window.add("a", "b")
    assert window.ring.shown_words == "2 waiting"
    library.queue.pause()
    window.panel.refresh()
    assert window.ring.shown_words == "Paused · 2"
    library.queue.resume()
    job = library.queue.claim_next()
    window.panel.on_event(JobEvent(kind=EventKind.STEP, job=job, step=1, steps=3, seconds_per_step=20.0), "Step 1")
    assert window.ring.shown_words == "1 waiting · 2 min"
    assert window.ring.accessibleDescription() == "30 % of the picture is done"
    window.panel.on_event(JobEvent(kind=EventKind.SAVING, job=job), "Saving")
    assert window.ring.accessibleDescription() == "100 % of the picture is done"
    assert job is not None
    library.queue.end(job.id, JobState.DONE)
    window.panel.on_event(JobEvent(kind=EventKind.DONE, job=job), "")
    assert window.ring.accessibleDescription() == ""
