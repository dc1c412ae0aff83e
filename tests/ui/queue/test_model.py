"""The rows of the queue: order, state as text, and drops."""

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.domain.job import JobState
from macapp.errors import MachineError
from macapp.library import Library
from macapp.ui.queue.model import JOB_ROLE, QueueModel
from tests.support.request_factory import request


@pytest.fixture
def model(library: Library, parent: QWidget) -> QueueModel:
    """A running job, two waiting ones, and a failed one."""
    library.queue.add([request(prompt) for prompt in ("failed", "running", "first", "second")])
    failed = library.queue.claim_next()
    assert failed is not None
    library.queue.end(failed.id, JobState.FAILED, MachineError("out-of-memory"))
    library.queue.claim_next()
    return QueueModel(library, parent)


def test_unfinished_jobs_come_before_failed_ones(model: QueueModel) -> None:
    rows = [model.index(row) for row in range(model.rowCount())]
    assert [row.data(Qt.ItemDataRole.DisplayRole) for row in rows] == ["running", "first", "second", "failed"]
    assert rows[3].data(JOB_ROLE).state is JobState.FAILED
    assert [model.count(state) for state in (JobState.WAITING, JobState.RUNNING, JobState.FAILED)] == [2, 1, 1]
    assert model.job(4) is None


def test_the_state_of_a_job_is_text(model: QueueModel) -> None:
    running, first, _second, failed = (model.index(row).data(JOB_ROLE) for row in range(4))
    assert model.format_state(running) == "Starting…"
    model.set_progress("Step 1 of 3")
    assert model.format_state(running) == "Step 1 of 3"
    assert "3 steps" in model.format_state(first)
    assert "memory" in model.format_state(failed)


def test_a_screen_reader_hears_the_state_and_what_the_keys_do(model: QueueModel) -> None:
    model.set_progress("Step 1 of 3")
    text, keys = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole
    heard = [(model.index(row).data(text), model.index(row).data(keys)) for row in (0, 1, 3)]
    assert heard[0] == ("running. Generating. Step 1 of 3", "Delete cancels it.")
    assert heard[1][0].startswith("first. Waiting. ")
    assert heard[1][1].startswith("Return edits it")
    assert heard[2][0].startswith("failed. Failed. There was not enough memory")
    assert heard[2][1].startswith("Return tries it again")


def test_a_waiting_job_is_described_by_what_differs_from_the_one_above(model: QueueModel, library: Library) -> None:
    library.queue.add([request("second", seed=7), request("second", seed=7, steps=30)])
    model.refresh()
    rows = [model.index(row).data(JOB_ROLE) for row in range(2, 5)]
    assert [model.format_detail(job) for job in rows] == ["64 × 64  ·  3 steps  ·  seed 1", "seed 7", "30 steps"]


def test_a_refresh_changes_only_the_rows_that_differ(model: QueueModel, library: Library) -> None:
    kept = [QPersistentModelIndex(model.index(row)) for row in range(4)]
    resets, removed = QSignalSpy(model.modelReset), QSignalSpy(model.rowsRemoved)
    inserted, moved = QSignalSpy(model.rowsInserted), QSignalSpy(model.layoutChanged)
    model.refresh()
    assert (removed.count(), inserted.count(), moved.count()) == (0, 0, 0)
    waiting = library.queue.waiting_ids()
    library.queue.arrange(waiting[::-1])
    library.queue.add([request("third"), request("fourth")])
    model.refresh()
    assert (removed.count(), inserted.count(), moved.count()) == (0, 1, 1)
    assert [model.index(row).data() for row in range(6)] == [
        "running", "second", "first", "third", "fourth", "failed"
    ]  # fmt: skip
    assert [index.data() for index in kept] == ["running", "first", "second", "failed"]
    library.queue.end(model.index(0).data(JOB_ROLE).id, JobState.DONE)
    library.queue.cancel(waiting[0])
    model.refresh()
    assert removed.count() == 2
    assert [index.row() for index in kept] == [-1, -1, 0, 3]
    assert resets.count() == 0
    assert all(model.row_of(model.index(row).data(JOB_ROLE).id) == row for row in range(4))


def test_thousands_of_jobs_come_and_go(model: QueueModel, library: Library) -> None:
    library.queue.add([request(seed=seed) for seed in range(10_000)])
    model.refresh()
    assert (model.rowCount(), model.count(JobState.WAITING)) == (502, 10_002)
    library.queue.cancel_all(library.queue.waiting_ids()[1:400:2])
    model.refresh()
    assert (model.rowCount(), model.count(JobState.WAITING)) == (502, 9802)
    library.queue.clear()
    model.refresh()
    assert model.rowCount() == 2


def test_only_waiting_jobs_can_be_dragged(model: QueueModel) -> None:
    draggable = [bool(model.flags(model.index(row)) & Qt.ItemFlag.ItemIsDragEnabled) for row in range(4)]
    assert draggable == [False, True, True, False]


def test_a_drop_emits_ids_and_the_next_waiting_job(model: QueueModel, qtbot: QtBot) -> None:
    first, second = (model.index(row).data(JOB_ROLE).id for row in (1, 2))
    data = model.mimeData([model.index(2)])
    with qtbot.waitSignal(model.move_requested) as moved:
        assert not model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert moved.args == [[second], first]
    with qtbot.waitSignal(model.move_requested) as moved:
        model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, QModelIndex())
    assert moved.args == [[second], None]
