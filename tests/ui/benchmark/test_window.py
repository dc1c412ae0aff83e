"""Measuring from the window: in a process of its own, the queue at rest meanwhile and at work again after."""

import os
import signal
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from macapp.benchmark.results import FULL, SPEED, BenchmarkRun, Measurement, save_run
from macapp.errors import Reason
from macapp.library import Library
from macapp.ui.benchmark.chart import BenchmarkChart, _scale
from macapp.ui.benchmark.window import BenchmarkWindow
from macapp.ui.main.window import MainWindow
from macapp.ui.widgets.theme import palette
from tests.support.request_factory import request

OLD = {"macOS": "15.1", "PyTorch": "2.12.0"}
TEXT = Measurement(SPEED, "Stable Diffusion 1.5", "text to image", size=512, steps=12, seconds=(0.5, 0.52), tflop=1.6)
SKIPPED = replace(TEXT, batch=4, skipped=Reason("iterate"), seconds=())
RUN = BenchmarkRun("2026-11-01T10:00:00+00:00", "Apple M2", "mps", OLD, FULL, 3.6, (TEXT, SKIPPED))


@pytest.fixture
def opened(window: MainWindow, library: Library) -> BenchmarkWindow:
    window.pause_requested.connect(library.queue.pause)
    window.resume_requested.connect(library.queue.resume)
    window.sides.show_benchmark()
    assert window.sides.benchmark is not None
    return window.sides.benchmark


def test_what_an_update_did_is_said_and_copied(window: MainWindow, library: Library) -> None:
    later = replace(RUN, date="2026-11-20T10:00:00+00:00", software={**OLD, "PyTorch": "2.13.0"})
    slower = replace(TEXT, seconds=tuple(1.8 * each for each in TEXT.seconds))
    for each in (RUN, replace(later, rows=(slower, RUN.rows[1]))):
        save_run(library.places, each)
    window.sides.show_benchmark()
    shown = window.sides.benchmark
    assert shown is not None
    words = "1.8 times slower than before with the same settings (changed since: PyTorch 2.12.0 → 2.13.0)."
    assert shown.comparison.text() == words
    shown.copy()
    copied = QGuiApplication.clipboard().text()
    assert words in copied
    assert "| Stable Diffusion 1.5 | text to image |" in copied
    shown.runs.setCurrentIndex(1)
    assert shown.comparison.isHidden(), "there is none before it"
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        shown.setPalette(palette(scheme))
        assert not shown.grab().isNull()
    assert [shown.chart._row_at(height) for height in (5, 30, 60, 80, 900)] == [None, TEXT, SKIPPED, None, None]


def test_a_published_figure_that_is_far_beyond_leaves_the_bars_as_they_are() -> None:
    slow = replace(TEXT, seconds=(10.0, 10.0), tflop=None)
    near = replace(RUN, rows=(replace(TEXT, seconds=(0.1, 0.1)),))
    assert _scale(replace(RUN, rows=(slow,)), [slow], slow.model) == pytest.approx(0.1)
    assert _scale(near, list(near.rows), TEXT.model) == pytest.approx(TEXT.published)
    chart = BenchmarkChart()
    chart.show_run(replace(RUN, rows=(slow, SKIPPED)))
    assert not chart.grab().isNull()
    assert chart._tool_tip(slow) == "A100: 21.7"
    assert "batches are unreliable" in chart._tool_tip(SKIPPED)


def test_the_queue_rests_while_it_measures_and_goes_on_after(
    opened: BenchmarkWindow, library: Library, qtbot: QtBot
) -> None:
    library.queue.add([request()])
    [job] = [library.queue.claim_next()]
    opened.benchmarking.start(quick=True, models="starter")
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
    opened.benchmarking.start(quick=True, models="starter")
    assert opened.benchmarking._process is not None
    process = opened.benchmarking._process._process
    assert process.waitForStarted()
    os.kill(process.processId(), signal.SIGKILL)
    qtbot.waitUntil(lambda: not opened.benchmarking.is_running)
    assert opened.status.text() == "The benchmark ended unexpectedly."
    assert opened.status.isVisible()
    assert not library.queue.is_paused


def test_one_whose_program_is_gone_is_told_of_and_the_queue_goes_on(
    opened: BenchmarkWindow, library: Library, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the app was thrown away while it ran."""
    monkeypatch.setattr("macapp.ui.widgets.cli_process.self_command", lambda: ["/gone/Easel"])
    opened.benchmarking.start(quick=True, models="starter")
    qtbot.waitUntil(lambda: not opened.benchmarking.is_running)
    assert opened.status.text() == "The benchmark ended unexpectedly."
    assert not library.queue.is_paused


def test_one_that_cannot_begin_says_why(opened: BenchmarkWindow, library: Library, qtbot: QtBot) -> None:
    library.queue.pause()
    opened.benchmarking.start(quick=True, models="no-such")
    qtbot.waitUntil(lambda: not opened.benchmarking.is_running, timeout=60_000)
    assert (
        opened.status.text()
        == "There is no model no-such to measure. Choose one of: starter, sd-1.5, sdxl, if-1, if-2, if-3."
    )
    assert library.queue.is_paused, "it was before"


def test_closing_the_window_ends_it(window: MainWindow, opened: BenchmarkWindow, library: Library) -> None:
    opened.benchmarking.start(quick=True, models="starter")
    window.close()
    assert not opened.benchmarking.is_running
    assert not library.queue.is_paused
