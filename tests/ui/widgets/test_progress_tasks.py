"""Long tasks run one after another, show their progress, and can be stopped."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from macapp.errors import EaselError, MachineError
from macapp.ui.widgets.progress_tasks import ProgressTasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[ProgressTasks]:
    widget = ProgressTasks()
    qtbot.addWidget(widget)
    yield widget
    widget.shut_down()


def fail(error: EaselError) -> None:
    raise error


def test_tasks_run_in_order_with_progress(tasks: ProgressTasks, qtbot: QtBot) -> None:
    proceed, results = threading.Event(), list[str]()

    def first(on_progress, _keep_going) -> str:
        on_progress(1, 4)
        proceed.wait(10)
        return "first"

    tasks.start("Copying", first, results.append, fail)
    tasks.start("Checking", lambda _on_progress, _keep_going: "second", results.append, fail)
    qtbot.waitUntil(lambda: tasks.status_text.startswith("Copying: 1 of 4, "), timeout=5000)
    proceed.set()
    qtbot.waitUntil(lambda: results == ["first", "second"], timeout=5000)
    assert tasks.status_text == ""
    assert tasks.isHidden()


def test_stop_ends_the_running_task(tasks: ProgressTasks, qtbot: QtBot) -> None:
    started, results = threading.Event(), list[int]()

    def count(on_progress, keep_going) -> int:
        done = 0
        while keep_going():
            done += 1
            started.set()
        return done

    with qtbot.waitSignal(tasks.finished, timeout=5000):
        tasks.start("Counting", count, results.append, fail)
        started.wait(10)
        tasks.stop()
    assert results[0] > 0


def test_an_error_is_reported(tasks: ProgressTasks, qtbot: QtBot) -> None:
    def work(_on_progress, _keep_going) -> None:
        raise MachineError("disk-full")

    errors = list[EaselError]()
    with qtbot.waitSignal(tasks.finished, timeout=5000):
        tasks.start("Writing", work, fail, errors.append)
    assert [error.code for error in errors] == ["disk-full"]
