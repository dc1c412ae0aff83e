"""Quitting while a call of the engine never returns: the program ends, and the job waits in the queue."""

import signal
import subprocess
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from macapp import models
from macapp.app.application import ApplicationController
from macapp.domain.job import JobState
from macapp.library import Library
from macapp.library.recovery import acquire_runner
from macapp.system.paths import LibraryPaths
from tests.support.children import Child
from tests.support.fake_engine import ScriptedEngine
from tests.support.request_factory import request

Begin = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def begin(places: LibraryPaths) -> Iterator[Begin]:
    """Start the program on the library of the test, and wait until its engine blocks."""
    started: list[subprocess.Popen[str]] = []

    def start(*how: str) -> "subprocess.Popen[str]":
        command = ["-m", "tests.support.child_blocked", str(places.pictures), *how]
        process = Child(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert "blocks\n" in iter(process.stdout.readline, ""), process.communicate()[1]
        return process

    yield start
    for each in started:
        each.kill()
        each.communicate()


def ended(process: "subprocess.Popen[str]") -> int:
    """Return the exit code; fail if the process waits for the engine, which takes ten minutes."""
    _, errors = process.communicate(timeout=60)
    assert errors == ""
    return process.returncode


@pytest.mark.parametrize("where", ["step", "load"])
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT], ids=lambda each: each.name)
def test_a_signal_ends_it_and_the_job_waits(begin: Begin, library: Library, where: str, by: signal.Signals) -> None:
    first, second = library.queue.add([request("first"), request("second")])
    process = begin("nothing", where)
    process.send_signal(by)
    assert ended(process) == 0
    assert [(each.id, each.state) for each in library.queue.unfinished()] == [
        (first.id, JobState.WAITING),
        (second.id, JobState.WAITING),
    ]


def test_a_closed_window_ends_it_and_the_next_start_goes_on_with_the_job(begin: Begin, library: Library) -> None:
    [job] = library.queue.add([request()])
    assert ended(begin("close")) == 0
    with acquire_runner(library) as recovered:
        assert recovered.crashed_jobs == ()
        assert not library.queue.is_paused, "nobody died: there is nothing to ask"
        claimed = library.queue.claim_next()
    assert claimed is not None
    assert claimed.id == job.id


@pytest.mark.parametrize("where", ["step", "prepare"])
def test_a_call_that_holds_the_interpreter_is_ended_too_and_nobody_died(
    begin: Begin,
    start: Callable[..., ApplicationController],
    library: Library,
    places: LibraryPaths,
    qtbot: QtBot,
    where: str,
) -> None:
    if where == "step":
        library.queue.add([request()])
    process = begin("holding", where)
    process.terminate()
    assert ended(process) == -signal.SIGKILL, "nothing in the process could run"
    start(ScriptedEngine())
    model = models.find_checkpoint("starter").fingerprint
    qtbot.waitUntil(lambda: library.queue.may_preload(model), timeout=10_000)
    qtbot.waitUntil(lambda: not places.cut_short.exists(), timeout=10_000)
    qtbot.waitUntil(lambda: library.queue.unfinished() == [], timeout=10_000)
    assert not library.queue.is_paused
    assert library.pictures.count() == (1 if where == "step" else 0)


def test_a_checkpoint_that_was_being_prepared_may_be_prepared_again(begin: Begin, library: Library) -> None:
    process = begin("nothing", "prepare")
    process.terminate()
    assert ended(process) == 0
    assert library.queue.may_preload(models.find_checkpoint("starter").fingerprint)
