"""The worker thread: only it uses the engine, only `shut_down` ends it, and nothing is lost when it ends."""

import os
import sys
import threading
import time
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from macapp.app.worker import NICENESS, Worker
from macapp.domain.job import EventKind, JobEvent
from macapp.errors import MachineError
from macapp.library import Library
from macapp.library.recovery import acquire_runner
from macapp.system.machine import Pressure
from macapp.system.paths import LibraryPaths
from tests.support.fake_engine import ScriptedEngine
from tests.support.request_factory import request


class Working:
    """A worker with a scripted engine, which ends with the test."""

    def __init__(
        self, places: LibraryPaths, engine: ScriptedEngine, pressure: Callable[[], Pressure] = lambda: "normal"
    ) -> None:
        self.engine = engine
        self.events: list[JobEvent] = []
        self.worker = Worker(places, lambda: engine, pressure=pressure)
        self.worker.event_emitted.connect(self.events.append)

    def kinds(self) -> list[EventKind]:
        return [each.kind for each in self.events]


@pytest.fixture
def working(places: LibraryPaths, qtbot: QtBot):
    started = Working(places, ScriptedEngine())
    started.worker.start()
    yield started
    started.worker.shut_down()
    assert started.worker.isFinished()


def test_what_is_added_is_made_on_the_worker_s_own_thread(working: Working, library: Library, qtbot: QtBot) -> None:
    library.queue.add([request("a"), request("b")])
    working.worker.wake()
    qtbot.waitUntil(lambda: working.kinds().count(EventKind.DONE) == 2, timeout=5000)
    assert threading.get_ident() not in working.engine.threads
    assert len(working.engine.threads) == 1
    assert library.pictures.count() == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere niceness is of the whole process")
def test_what_draws_waits_for_the_window_where_both_want_a_core(
    working: Working, library: Library, qtbot: QtBot
) -> None:
    assert sys.platform == "linux"
    found = []
    working.engine.at_step = lambda asked, step: found.append(
        (os.getpriority(os.PRIO_PROCESS, 0), os.sched_getscheduler(0))
    )
    library.queue.add([request()])
    working.worker.wake()
    qtbot.waitUntil(lambda: EventKind.DONE in working.kinds(), timeout=5000)
    assert set(found) == {(os.getpriority(os.PRIO_PROCESS, 0) + NICENESS, os.SCHED_BATCH)}


def test_jobs_that_another_process_added_are_found_without_being_told(working, library, qtbot) -> None:
    qtbot.waitUntil(lambda: EventKind.IDLE in working.kinds(), timeout=5000)
    library.queue.add([request()])
    qtbot.waitUntil(lambda: EventKind.DONE in working.kinds(), timeout=5000)


@pytest.mark.parametrize("fault", [SystemExit(), MemoryError(), RuntimeError("x"), KeyboardInterrupt()])
def test_no_exception_ends_the_worker(working, library, qtbot, fault) -> None:
    working.engine.faults = {"bad": fault}
    library.queue.add([request("bad"), request("good")])
    working.worker.wake()
    qtbot.waitUntil(lambda: EventKind.DONE in working.kinds(), timeout=5000)
    assert EventKind.FAILED in working.kinds()


def test_an_engine_that_cannot_be_opened_fails_the_job_and_not_the_worker(places, library, qtbot) -> None:
    def no_engine():
        raise MachineError("device-missing", device="mps")

    worker, events = Worker(places, no_engine), []
    worker.event_emitted.connect(events.append)
    library.queue.add([request()])
    worker.start()
    qtbot.waitUntil(lambda: any(each.kind is EventKind.FAILED for each in events), timeout=5000)
    assert worker.isRunning()
    worker.shut_down()
    assert library.queue.failed()[0].reason.code == "device-missing"


def test_the_running_job_can_be_cancelled_from_the_window(working, library, qtbot) -> None:
    working.engine.at_step = lambda asked, step: time.sleep(0.01)
    [job] = library.queue.add([request(steps=1000)])
    working.worker.wake()
    qtbot.waitUntil(lambda: EventKind.STEP in working.kinds(), timeout=5000)
    working.worker.cancel(job.id)
    qtbot.waitUntil(lambda: EventKind.CANCELED in working.kinds(), timeout=5000)


def test_finish_leaves_the_running_job_for_the_next_start(places, library, qtbot) -> None:
    working = Working(places, ScriptedEngine())
    working.engine.at_step = lambda asked, step: time.sleep(0.01)
    [job] = library.queue.add([request(steps=1000)])
    working.worker.start()
    qtbot.waitUntil(lambda: EventKind.STEP in working.kinds(), timeout=5000)
    began = time.monotonic()
    working.worker.shut_down()
    assert time.monotonic() - began < 5
    assert [each.id for each in library.queue.unfinished()] == [job.id]
    assert working.engine.released


def test_a_library_that_another_process_works_through_is_waited_for(places, qtbot) -> None:
    with Library.open(places) as other:
        with acquire_runner(other):
            working = Working(places, ScriptedEngine())
            other.queue.add([request()])
            working.worker.start()
            qtbot.waitUntil(lambda: EventKind.STOPPED in working.kinds(), timeout=5000)
            stopped = working.events[-1].reason
            assert stopped is not None
            assert stopped.code == "library-in-use"
        qtbot.waitUntil(lambda: EventKind.DONE in working.kinds(), timeout=8000)
        working.worker.shut_down()


def test_events_are_counted_to_the_last_one(working, library, qtbot) -> None:
    library.queue.add([request(seed=n, steps=1) for n in range(100)])
    working.worker.wake()
    qtbot.waitUntil(lambda: working.kinds().count(EventKind.DONE) == 100, timeout=30_000)
    assert [each.job.request.seed for each in working.events if each.kind is EventKind.DONE] == list(range(100))


# The checkpoint of last time


def is_in_order(kinds: list[EventKind], first: EventKind, second: EventKind) -> bool:
    return first in kinds and second in kinds[kinds.index(first) :]


def test_the_checkpoint_of_last_time_is_loaded_while_nothing_waits(working, library, qtbot) -> None:
    working.worker.prepare("starter")
    qtbot.waitUntil(lambda: working.engine.prepared == ["starter"], timeout=5000)
    # An idle worker may say so more than once: how often depends on when it began.
    qtbot.waitUntil(lambda: is_in_order(working.kinds(), EventKind.LOADING, EventKind.IDLE), timeout=10_000)
    library.queue.add([request()])
    working.worker.wake()
    qtbot.waitUntil(lambda: EventKind.DONE in working.kinds(), timeout=10_000)
    assert len(working.engine.threads) == 1, "the engine runs on one thread, for preloading too"


def test_what_waits_comes_before_what_may_be_wanted(places, library, qtbot) -> None:
    library.queue.add([request()])
    working = Working(places, ScriptedEngine())
    working.worker.prepare("starter")
    working.worker.start()
    qtbot.waitUntil(lambda: EventKind.DONE in working.kinds(), timeout=5000)
    working.worker.shut_down()
    assert working.engine.prepared == [], "the engine has just used this checkpoint"


def test_a_checkpoint_that_cannot_be_prepared_is_said_when_it_is_asked_for(working, library, qtbot) -> None:
    working.engine.faults = {"broken": MachineError("model-load-failed", model="broken", why="it is")}
    working.worker.prepare("broken")
    qtbot.waitUntil(lambda: working.engine.prepared == ["broken"], timeout=5000)
    library.queue.add([request()])
    working.worker.wake()
    qtbot.waitUntil(lambda: EventKind.DONE in working.kinds(), timeout=5000)
    assert EventKind.FAILED not in working.kinds()


def test_while_memory_is_short_an_idle_checkpoint_is_let_go(places, library, qtbot, monkeypatch) -> None:
    monkeypatch.setattr("macapp.app.worker.POLL_SECONDS", 0.01)
    pressed: list[Pressure] = ["normal"]
    working = Working(places, ScriptedEngine(), lambda: pressed[0])
    working.worker.start()
    library.queue.add([request()])
    working.worker.wake()
    qtbot.waitUntil(lambda: EventKind.DONE in working.kinds(), timeout=5000)
    pressed[0] = "warning"
    qtbot.waitUntil(lambda: EventKind.MEMORY_REDUCED in working.kinds(), timeout=5000)
    assert working.engine.released
    time.sleep(0.1)
    working.worker.shut_down()
    assert working.kinds().count(EventKind.MEMORY_REDUCED) == 1, "the event comes once"
