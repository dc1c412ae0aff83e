"""Jobs are moved, edited, duplicated, retried and removed by hand, and each change can be undone."""

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, Job, JobEvent, JobState
from macapp.errors import MachineError
from macapp.library import Library
from macapp.planning.rest import Rest
from macapp.ui.main.window import MainWindow
from tests.support import index
from tests.support.mac_keys import activate
from tests.support.request_factory import request


@pytest.fixture
def jobs(window: MainWindow, library: Library) -> list[Job]:
    window.ordering.add([request(each) for each in "abcde"])
    return library.queue.unfinished()


def list_waiting(library: Library) -> str:
    return "".join(each.request.prompt for each in library.queue.unfinished())


def test_a_job_is_dropped_before_another_and_that_is_undone(
    window: MainWindow, library: Library, jobs: list[Job]
) -> None:
    rows = window.queue_panel.jobs
    data = rows.mimeData([rows.index(3), rows.index(1)])
    rows.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert list_waiting(library) == "bdace"
    rows.dropMimeData(rows.mimeData([rows.index(0)]), Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    assert list_waiting(library) == "daceb"
    window.undo.undo()
    assert list_waiting(library) == "bdace"
    window.undo.undo()
    assert list_waiting(library) == "abcde"
    window.undo.redo()
    assert list_waiting(library) == "bdace"


def test_option_with_an_arrow_moves_a_job(window: MainWindow, library: Library, jobs: list[Job], qtbot: QtBot) -> None:
    window.queue_panel.list.setCurrentIndex(window.queue_panel.jobs.index(1))
    for key, order in ((Qt.Key.Key_Down, "acbde"), (Qt.Key.Key_Down, "acdbe"), (Qt.Key.Key_Up, "acbde")):
        qtbot.keyClick(window.queue_panel.list, key, Qt.KeyboardModifier.AltModifier)
        assert list_waiting(library) == order


def test_a_duplicate_is_put_behind_and_shown_to_be_changed(
    window: MainWindow, library: Library, jobs: list[Job]
) -> None:
    window.queue_panel.duplicate(jobs[1])
    assert list_waiting(library) == "abbcde"
    assert window.prompt_panel.generate.text() == "Save Changes"
    window.editing.stop()
    window.undo.undo()
    assert list_waiting(library) == "abcde"


def test_cancelling_and_clearing_are_undone_in_place(window: MainWindow, library: Library, jobs: list[Job]) -> None:
    window.queue_panel.remove([jobs[1]])
    assert list_waiting(library) == "acde"
    window.queue_panel.clear()
    assert list_waiting(library) == ""
    window.undo.undo()
    assert list_waiting(library) == "acde"
    window.undo.undo()
    assert list_waiting(library) == "abcde"
    window.undo.undo()
    assert list_waiting(library) == "", "adding the jobs is undone too"


def test_commands_about_jobs_that_have_started_disappear_in_their_order(
    window: MainWindow, library: Library, jobs: list[Job]
) -> None:
    panel = window.queue_panel
    panel.reorder([jobs[4].id], jobs[0].id)
    panel.replace_request(jobs[4], request("E"))
    assert list_waiting(library) == "Eabcd"
    running = library.queue.claim_next()
    window.on_event(JobEvent(kind=EventKind.STEP, job=running, step=1, steps=3))
    assert window.undo.undoText() == "Add to Queue", (
        "the moved and edited job runs; the order of the others is as before"
    )
    while (running := library.queue.claim_next()) is not None:
        library.queue.end(running.id, JobState.DONE)
    panel.refresh()
    assert not window.undo.canUndo()


def test_a_move_that_moves_nothing_is_not_kept(window: MainWindow, jobs: list[Job]) -> None:
    window.queue_panel.reorder([jobs[0].id], jobs[1].id)
    assert window.undo.undoText() == "Add to Queue"


def test_trying_again_and_clearing_failed_jobs_are_undone(
    window: MainWindow, library: Library, jobs: list[Job]
) -> None:
    panel = window.queue_panel
    for job in jobs[:3]:
        library.queue.claim_next()
        library.queue.end(job.id, JobState.FAILED, MachineError("out-of-memory"))
    panel.clear_failed()
    assert library.queue.failed() == []
    window.undo.undo()
    assert len(library.queue.failed()) == 3
    panel.retry_all(library.queue.failed()[:2])
    assert list_waiting(library) == "bcde"
    window.undo.undo()
    assert list_waiting(library) == "de"
    assert all("memory" in str(job.reason) for job in library.queue.failed())


def test_delete_removes_all_selected_jobs_waiting_and_failed_and_one_undo_brings_them_back(
    window: MainWindow, library: Library, jobs: list[Job], qtbot: QtBot
) -> None:
    library.queue.claim_next()
    library.queue.end(jobs[0].id, JobState.FAILED, MachineError("out-of-memory"))
    panel = window.queue_panel
    panel.refresh()
    panel.list.setFocus()
    rows = [row for row in range(5) if (job := panel.jobs.job(row)) and job.request.prompt in "ace"]
    panel.list.setCurrentIndex(panel.jobs.index(rows[0]))
    for row in rows[1:]:
        panel.list.selectionModel().select(panel.jobs.index(row), QItemSelectionModel.SelectionFlag.Select)
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert list_waiting(library) == "bd"
    assert panel.jobs.rowCount() == 2
    window.undo.undo()
    assert list_waiting(library) == "bcde"
    assert [job.request.prompt for job in library.queue.failed()] == ["a"]


def test_a_failed_job_is_tried_again_with_another_seed(window: MainWindow, library: Library, jobs: list[Job]) -> None:
    library.queue.claim_next()
    library.queue.end(jobs[0].id, JobState.FAILED, MachineError("out-of-memory"))
    [failed] = library.queue.failed()
    window.queue_panel.retry_with_new_seed(failed)
    assert list_waiting(library) == "bcdea"
    assert library.queue.unfinished()[-1].request.seed != failed.request.seed
    assert library.queue.failed() == []
    window.undo.undo()
    assert list_waiting(library) == "bcde"
    assert [each.id for each in library.queue.failed()] == [failed.id]


def test_pausing_after_a_job_is_asked_for_and_taken_back(window: MainWindow, library: Library, jobs: list[Job]) -> None:
    library.queue.claim_next()
    window.queue_panel.refresh()
    window.queue_panel.pause_after_running()
    assert library.queue.paused_after == jobs[0].id
    window.queue_panel.pause_after_running()
    assert library.queue.paused_after is None


def test_generate_before_all_that_waits(window: MainWindow, library: Library, jobs: list[Job]) -> None:
    window.prompt_panel.prompt.setPlainText("first")
    window.ordering.generate_first()
    assert list_waiting(library) == "firstabcde"


def test_the_finish_is_told_from_what_was_learned(window: MainWindow, library: Library, made) -> None:
    for _number in range(3):
        [job] = library.queue.add([request("old", steps=10)])
        library.queue.claim_next()
        index.execute(library.places, "UPDATE jobs SET state = 'done', seconds = 40 WHERE id = ?", (job.id,))
    library.queue.add([request(steps=10), request(steps=20), request(steps=10)])
    running = library.queue.claim_next()
    window.queue_panel.jobs.reload_durations()
    window.queue_panel.refresh()
    assert "≈ 1 min 20 s" in window.queue_panel.jobs.format_state(library.queue.unfinished()[1])
    window.on_event(JobEvent(kind=EventKind.STEP, job=running, step=5, steps=10, seconds_per_step=2.0))
    assert window.queue_panel.time_left.startswith("2 min 10 s left, done at ")


def test_ten_thousand_jobs_are_counted_and_the_first_listed(window: MainWindow, library: Library) -> None:
    window.ordering.add([request(seed=each) for each in range(2000)])
    assert window.queue_panel.jobs.count(JobState.WAITING) == 2000
    assert window.queue_panel.jobs.rowCount() == 500
    shown = [label.text() for label in window.queue_panel.findChildren(QLabel) if not label.isHidden()]
    assert any(words.startswith("2000 waiting") for words in shown)
    assert "1500 more are waiting." in shown
    window.queue_panel.clear()
    assert library.queue.unfinished() == []
    window.undo.undo()
    assert library.queue.count_waiting() == 2000


def test_an_order_that_loads_each_model_once_is_offered_and_undone(window: MainWindow, library: Library) -> None:
    panel = window.queue_panel
    assert panel.sort_button.isHidden()
    window.ordering.add([request("a", model="/one"), request("b", model="/two")])
    assert panel.sort_button.isHidden(), "each model is already loaded only once"
    window.ordering.add([request("c", model="/one"), request("d", model="/two"), request("e", model="/one")])
    assert not panel.sort_button.isHidden()
    assert panel.sort_button.text() == "Sort by Model: 2 Loads Instead of 5"
    panel.sort_button.click()
    assert list_waiting(library) == "acebd"
    assert panel.sort_button.isHidden()
    window.undo.undo()
    assert list_waiting(library) == "abcde"


def test_what_is_loaded_comes_first(window: MainWindow, library: Library) -> None:
    names = {"a": "/two", "b": "/one", "c": "/two", "d": "/one"}
    window.ordering.add([request(each, model=model) for each, model in names.items()])
    library.queue.claim_next()
    window.queue_panel.sort_by_model()
    assert list_waiting(library).removeprefix("a") == "cbd"


def test_the_queue_is_reached_worked_on_and_left_with_keys_alone(
    window: MainWindow, library: Library, jobs: list[Job], qtbot: QtBot
) -> None:
    """Before, no key reached the queue, and Return after a move edited nothing: Generate then added another job."""
    activate(window, qtbot)
    prompt, view = window.prompt_panel.prompt, window.queue_panel.list
    prompt.setFocus()
    prompt.setPlainText("half a thought")
    ctrl, shift, alt = (
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.AltModifier,
    )
    qtbot.keyClick(prompt, Qt.Key.Key_J, ctrl | shift)
    assert window.queue_popover.isVisible()
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down, alt)
    qtbot.keyClick(view, Qt.Key.Key_Down, alt)
    assert list_waiting(library) == "bcade"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert not window.queue_popover.isVisible()
    assert (prompt.toPlainText(), prompt.hasFocus()) == ("a", True)
    prompt.setPlainText("A")
    qtbot.keyClick(prompt, Qt.Key.Key_Return, ctrl)
    assert list_waiting(library) == "bcAde"
    assert prompt.toPlainText() == "half a thought"
    qtbot.keyClick(prompt, Qt.Key.Key_J, ctrl | shift)
    qtbot.keyClick(view, Qt.Key.Key_Down, shift)
    qtbot.keyClick(view, Qt.Key.Key_Down, shift)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert len(list_waiting(library)) == 2
    qtbot.keyClick(view, Qt.Key.Key_Z, ctrl)
    assert list_waiting(library) == "bcAde", "one undo, without leaving the queue"
    qtbot.keyClick(view, Qt.Key.Key_J, ctrl | shift)
    assert not window.queue_popover.isVisible()
    assert prompt.hasFocus(), "the focus is where it was"


def test_all_failed_jobs_go_with_one_command_and_one_of_them_is_tried_again(
    window: MainWindow, library: Library, jobs: list[Job], qtbot: QtBot
) -> None:
    for job in jobs[:3]:
        library.queue.claim_next()
        library.queue.end(job.id, JobState.FAILED, MachineError("out-of-memory"))
        window.on_event(JobEvent(kind=EventKind.FAILED, job=job, reason=MachineError("out-of-memory")))
    assert window.queue_button.accessibleName().endswith("3 failed")
    window.queue_popover.open()
    view = window.queue_panel.list
    qtbot.keyClick(view, Qt.Key.Key_End)
    with qtbot.waitSignal(window.work_added):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert len(library.queue.failed()) == 2
    find_command(window, "Clear Failed").trigger()
    assert library.queue.failed() == []
    assert len(list_waiting(library)) == 3


def test_the_menu_of_the_queue_has_every_command_of_it(window: MainWindow, library: Library, jobs: list[Job]) -> None:
    menu = window.queue_panel.header.more_button.menu()
    menu.aboutToShow.emit()
    commands = {action.text(): action for action in menu.actions() if not action.isSeparator()}
    assert list(commands) == ["Pause After Current Picture", "Wait…", "Sort by Model", "Clear Failed", "Clear Queue"]
    assert not commands["Pause After Current Picture"].isEnabled(), "nothing runs"
    assert not commands["Clear Failed"].isEnabled()
    waits = commands["Wait…"].menu()
    assert isinstance(waits, QMenu)
    assert [action.text() for action in waits.actions()] == [window.queue_panel.rest.label(rest) for rest in Rest]
    library.queue.claim_next()
    window.queue_panel.refresh()
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    assert library.queue.paused_after == jobs[0].id
    menu.aboutToShow.emit()
    assert menu.actions()[0].isChecked()
    menu.actions()[-1].trigger()
    assert library.queue.waiting_ids() == []


def test_the_commands_of_a_row_act_on_all_selected_jobs(
    window: MainWindow, library: Library, jobs: list[Job], qtbot: QtBot
) -> None:
    panel = window.queue_panel
    for row in (2, 4):
        panel.list.selectionModel().select(panel.jobs.index(row), QItemSelectionModel.SelectionFlag.Select)
    job = panel.jobs.job(2)
    panel.list.menu_requested.emit(job, QPoint(0, 0))
    [menu] = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
    front, remove = menu.actions()
    assert remove.text() == "Remove 2 Jobs"
    front.trigger()
    assert list_waiting(library) == "ceabd"
    menu.close()
    panel.remove(panel.list.selected_jobs())
    assert list_waiting(library) == "abd"


def find_command(window: MainWindow, text: str) -> QAction:
    return next(action for action in window.findChildren(QAction) if action.text() == text)
