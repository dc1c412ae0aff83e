"""A benchmark runs in its own process; the queue pauses for it and resumes however it ends."""

import psutil
import pytest
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.ui.benchmark.window import BenchmarkWindow
from tests.support.request_factory import request


def find_benchmarks() -> list[psutil.Process]:
    """Return the child processes that run a benchmark."""
    return [child for child in psutil.Process().children() if "benchmark" in child.cmdline()]


def test_the_queue_rests_while_it_measures_and_goes_on_after(
    opened: BenchmarkWindow, library: Library, qtbot: QtBot
) -> None:
    library.queue.add([request()])
    [job] = [library.queue.claim_next()]
    opened.process.start(quick=True, models="starter")
    assert library.queue.is_paused
    assert "Waiting for the current picture" in opened.status.text()
    assert opened.button.text() == "Stop"
    assert job is not None
    library.queue.requeue(job.id)
    qtbot.waitUntil(lambda: bool(opened.run and opened.run.rows), timeout=60_000)
    assert "left" in opened.status.text()
    opened.toggle()
    assert not library.queue.is_paused
    assert opened.button.text() == "Measure"
    assert opened.status.isHidden()


def test_a_benchmark_that_dies_is_told_of_and_the_queue_goes_on(
    opened: BenchmarkWindow, library: Library, qtbot: QtBot
) -> None:
    opened.process.start(quick=True, models="starter")
    qtbot.waitUntil(lambda: bool(find_benchmarks()))
    [process] = find_benchmarks()
    process.kill()
    qtbot.waitUntil(lambda: not opened.process.is_running)
    assert opened.status.text() == "The benchmark ended unexpectedly."
    assert opened.status.isVisible()
    assert not library.queue.is_paused


def test_one_whose_program_is_gone_is_told_of_and_the_queue_goes_on(
    opened: BenchmarkWindow, library: Library, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For example, the user moved the app to the Trash while it ran."""
    monkeypatch.setattr("macapp.ui.widgets.cli_process.self_command", lambda: ["/gone/Easel"])
    opened.process.start(quick=True, models="starter")
    qtbot.waitUntil(lambda: not opened.process.is_running)
    assert opened.status.text() == "The benchmark ended unexpectedly."
    assert not library.queue.is_paused


def test_one_that_cannot_begin_says_why(opened: BenchmarkWindow, library: Library, qtbot: QtBot) -> None:
    library.queue.pause()
    opened.process.start(quick=True, models="no-such")
    qtbot.waitUntil(lambda: not opened.process.is_running, timeout=60_000)
    assert (
        opened.status.text()
        == "There is no model no-such to measure. Choose one of: starter, sd-1.5, sdxl, if-1, if-2, if-3."
    )
    assert library.queue.is_paused, "the queue was paused before the benchmark"
