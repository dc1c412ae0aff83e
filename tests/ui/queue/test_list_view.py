"""The list of jobs: keys, buttons of a row, selection and scrolling while jobs end."""

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.domain.job import Job, JobState
from macapp.errors import MachineError
from macapp.library import Library
from macapp.ui.queue.list_view import JobList
from macapp.ui.queue.model import QueueModel
from macapp.ui.queue.row import ROW_HEIGHT, cross_rect
from macapp.ui.queue.thumbnails import JobThumbnails
from macapp.ui.widgets.task_pool import TaskPool
from tests.support.request_factory import request

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def jobs(library: Library) -> list[Job]:
    return library.queue.add([request("first"), request("second")])


@pytest.fixture
def view(library: Library, jobs: list[Job], parent: QWidget, qtbot: QtBot) -> JobList:
    thumbnails = JobThumbnails(library.places, TaskPool(parent), parent)
    view = JobList(QueueModel(library, parent), thumbnails)
    qtbot.addWidget(view)
    view.resize(340, 4 * ROW_HEIGHT)
    view.show()
    qtbot.waitExposed(view)
    view.setCurrentIndex(view.model().index(1, 0))
    return view


def model_of(view: JobList) -> QueueModel:
    model = view.model()
    assert isinstance(model, QueueModel)
    return model


def row_rect(view: JobList, row: int) -> QRect:
    return view.visualRect(view.model().index(row, 0))


def select(view: JobList, *rows: int) -> None:
    view.clearSelection()
    for row in rows:
        view.selectionModel().setCurrentIndex(view.model().index(row, 0), QItemSelectionModel.SelectionFlag.Select)


def prompts(jobs: list[Job]) -> list[str]:
    return [job.request.prompt for job in jobs]


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_removes_the_current_job(view: JobList, jobs: list[Job], qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(view.remove_requested) as removed:
        qtbot.keyClick(view, key)
    assert removed.args is not None
    assert [each.id for each in removed.args[0]] == [jobs[1].id]


def test_return_opens_the_current_job(view: JobList, jobs: list[Job], qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.edit_requested) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args is not None
    assert opened.args[0].id == jobs[1].id


def test_only_a_click_on_the_cross_removes(view: JobList, jobs: list[Job], qtbot: QtBot) -> None:
    removed = QSignalSpy(view.remove_requested)
    row = row_rect(view, 0)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert removed.count() == 0
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cross_rect(row).center())
    assert [each.id for each in removed.at(0)[0]] == [jobs[0].id]


def test_a_row_that_moves_under_a_pressed_button_is_not_removed(
    view: JobList, library: Library, jobs: list[Job], qtbot: QtBot
) -> None:
    removed = QSignalSpy(view.remove_requested)
    cross = cross_rect(row_rect(view, 0)).center()
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    library.queue.cancel(jobs[0].id)
    model_of(view).refresh()
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    assert removed.count() == 0


def test_a_failed_job_is_tried_again_by_its_button_and_by_return(view: JobList, library: Library, qtbot: QtBot) -> None:
    for _job in range(2):
        claimed = library.queue.claim_next()
        assert claimed is not None
        library.queue.end(claimed.id, JobState.FAILED, MachineError("out-of-memory"))
    model_of(view).refresh()
    retried = QSignalSpy(view.retry_requested)
    row = row_rect(view, 0)
    button = QPoint(cross_rect(row).left() - 12, row.center().y())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=button)
    assert prompts(retried.at(0)[0]) == ["second"]
    select(view, 0, 1)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert prompts(retried.at(1)[0]) == ["second", "first"]


def test_selection_and_current_row_stay_with_their_jobs_while_others_end(
    view: JobList, library: Library, qtbot: QtBot
) -> None:
    library.queue.add([request("third"), request("fourth")])
    model_of(view).refresh()
    select(view, 1, 3)
    ended = library.queue.claim_next()
    assert ended is not None
    library.queue.end(ended.id, JobState.FAILED, MachineError("out-of-memory"))
    model_of(view).refresh()
    assert prompts(view.selected_jobs()) == ["second", "fourth"]
    assert view.currentIndex().data() == "fourth"
    qtbot.keyClick(view, Qt.Key.Key_Up, ALT)
    library.queue.add([request("zeroth")], first=True)
    model_of(view).refresh()
    assert prompts(view.selected_jobs()) == ["second", "fourth"]


def test_a_scrolled_list_does_not_jump_when_a_job_ends_above(view: JobList, library: Library) -> None:
    library.queue.add([request(f"number {number}") for number in range(60)])
    model_of(view).refresh()
    view.scrollTo(view.model().index(20, 0), JobList.ScrollHint.PositionAtTop)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 17)
    point = QPoint(20, 100)
    shown, top = view.indexAt(point).data(), view.visualRect(view.indexAt(point)).top()
    for _ended in range(3):
        job = library.queue.claim_next()
        assert job is not None
        library.queue.end(job.id, JobState.DONE)
        model_of(view).refresh()
    assert (view.indexAt(point).data(), view.visualRect(view.indexAt(point)).top()) == (shown, top)
    view.verticalScrollBar().setValue(0)
    model_of(view).refresh()
    assert view.verticalScrollBar().value() == 0


def test_several_jobs_are_moved_together_by_keys(view: JobList, library: Library, qtbot: QtBot) -> None:
    library.queue.add([request("third"), request("fourth"), request("fifth")])
    model = model_of(view)
    model.move_requested.connect(library.queue.move)
    model.move_requested.connect(model.refresh)
    model.refresh()
    select(view, 1, 3)
    for key, order in (
        (Qt.Key.Key_Up, "second fourth first third fifth"),
        (Qt.Key.Key_Up, "second fourth first third fifth"),
        (Qt.Key.Key_Down, "first second fourth third fifth"),
        (Qt.Key.Key_Down, "first third second fourth fifth"),
        (Qt.Key.Key_Down, "first third fifth second fourth"),
        (Qt.Key.Key_Down, "first third fifth second fourth"),
    ):
        qtbot.keyClick(view, key, ALT)
        assert " ".join(prompts(library.queue.unfinished())) == order
        assert prompts(view.selected_jobs()) == ["second", "fourth"]


def test_after_delete_the_next_row_is_selected(view: JobList, library: Library, qtbot: QtBot) -> None:
    model = model_of(view)
    library.queue.add([request("third")])
    model.refresh()
    view.remove_requested.connect(lambda jobs: library.queue.cancel_all([job.id for job in jobs]))
    view.remove_requested.connect(model.refresh)
    select(view, 0)
    for left in (["second", "third"], ["third"], []):
        qtbot.keyClick(view, Qt.Key.Key_Delete)
        assert prompts(library.queue.unfinished()) == left
    assert view.selected_jobs() == []


def test_rows_and_an_empty_queue_are_painted(view: JobList, library: Library) -> None:
    full = view.grab().toImage()
    assert view.accessibleDescription() == ""
    library.queue.clear()
    model_of(view).refresh()
    assert view.model().rowCount() == 0
    assert view.accessibleDescription().startswith("The queue is empty. Write a prompt and press ")
    empty = view.grab().toImage()
    assert empty != full
    middle = QRect(0, empty.height() // 2 - 20, empty.width(), 40)
    colours = {empty.pixel(x, y) for x in range(middle.width()) for y in range(middle.top(), middle.bottom())}
    assert len(colours) > 1, "it says that the queue is empty"
