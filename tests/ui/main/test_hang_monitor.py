"""A picture that makes no progress is reported; a relaunch of the program keeps the job."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent, JobState
from macapp.library import Library
from macapp.system.paths import LibraryPaths
from macapp.ui.main.hang_monitor import LOADING_SILENCE_SECONDS, MIN_SILENCE_SECONDS, HangMonitor
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(window: MainWindow, clock: Clock) -> HangMonitor:
    """A monitor with the clock of the test."""
    return HangMonitor(window, clock)


def check_for(watch: HangMonitor, clock: Clock, seconds: float) -> list[float]:
    """Return the silences, in seconds, that the monitor reports while time passes."""
    silences: list[float] = []
    connection = watch.hang_detected.connect(silences.append)
    looks = round(seconds)
    for _ in range(looks):
        clock.now += seconds / looks
        watch.check()
    watch.hang_detected.disconnect(connection)
    return [round(each) for each in silences]


@pytest.mark.parametrize(
    ("kind", "each", "patience"),
    [
        (EventKind.LOADING, None, LOADING_SILENCE_SECONDS),
        (EventKind.COMPILING, None, LOADING_SILENCE_SECONDS),
        (EventKind.STEP, None, MIN_SILENCE_SECONDS),
        (EventKind.STEP, 0.5, MIN_SILENCE_SECONDS),
        (EventKind.STEP, 60.0, 1200.0),
        (EventKind.SAVING, None, MIN_SILENCE_SECONDS),
    ],
)
def test_it_waits_as_long_as_the_work_may_take(
    watch: HangMonitor, clock: Clock, kind: EventKind, each: float | None, patience: float
) -> None:
    watch.follow(JobEvent(kind=kind, seconds_per_step=each))
    assert not check_for(watch, clock, patience - 1)
    assert check_for(watch, clock, 2) == [patience + 1]
    assert not check_for(watch, clock, 1000), "it is reported once"
    watch.follow(JobEvent(kind=kind, seconds_per_step=each))
    assert not check_for(watch, clock, patience - 1), "the new event resets the monitor"


def test_while_the_program_itself_stood_still_nothing_hung(watch: HangMonitor, clock: Clock) -> None:
    """For example, the process was stopped or the Mac asleep, so no events could arrive."""
    watch.follow(JobEvent(kind=EventKind.STEP))
    assert not check_for(watch, clock, 60)
    clock.now += 3600
    assert not check_for(watch, clock, 60)
    assert check_for(watch, clock, MIN_SILENCE_SECONDS), "now it hangs"


@pytest.mark.parametrize("kind", [EventKind.IDLE, EventKind.DONE, EventKind.FAILED, EventKind.CANCELED])
def test_nobody_waits_when_nothing_is_made(watch: HangMonitor, clock: Clock, kind: EventKind) -> None:
    watch.follow(JobEvent(kind=EventKind.STEP))
    watch.follow(JobEvent(kind=kind))
    assert not check_for(watch, clock, 10 * LOADING_SILENCE_SECONDS)


def test_the_end_of_the_picture_before_does_not_call_the_watch_off(window: MainWindow, library: Library) -> None:
    """A picture is saved while the next one is generated, and the first step of that one may hang."""
    first, second = library.queue.add([request("first"), request("second")])
    for kind, job in ((EventKind.SAVING, first), (EventKind.STEP, second), (EventKind.FAILED, first)):
        window.on_event(JobEvent(kind=kind, job=job))
    [timer] = window.watch.findChildren(QTimer)
    assert timer.isActive()
    window.on_event(JobEvent(kind=EventKind.FAILED, job=second))
    assert not timer.isActive()


def test_the_window_says_so_and_offers_to_start_again(window: MainWindow, qtbot: QtBot) -> None:
    window.watch.hang_detected.emit(240.0)
    assert "4 minutes" in window.banner.text
    with qtbot.waitSignal(window.relaunch_requested):
        window.banner.button.click()


@pytest.fixture
def ended(tmp_path: Path) -> Iterator[None]:
    """End all processes on the library of this test."""
    yield
    for each in psutil.process_iter(["cmdline"]):
        if str(tmp_path) in (each.info["cmdline"] or ()) or str(tmp_path / "library") in (each.info["cmdline"] or ()):
            each.kill()
            each.wait(10)


def test_it_starts_again_from_a_gpu_that_hangs(tmp_path: Path, ended: None) -> None:
    """Start the real program: its thread never returns, but it ends, starts again, and keeps the job."""
    folder = tmp_path / "library"
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.support.child_hung", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"hangs\n"
    assert child.wait(20) == 0
    child.stdout.close()
    began = time.monotonic()
    with Library.open(LibraryPaths.at(folder)) as library:
        while not library.queue.is_paused:
            assert time.monotonic() - began < 60, "the program did not start again"
            time.sleep(0.1)
        [job] = library.queue.unfinished()
    assert job.request == request("a heart", steps=4)
    assert job.state is JobState.WAITING
