"""The Benchmark window shows saved runs and changes between them."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from macapp.benchmark.results import save_run
from macapp.library import Library
from macapp.ui.benchmark.window import BenchmarkWindow
from macapp.ui.main.window import MainWindow
from macapp.ui.widgets.theme import palette
from tests.support.benchmark_runs import OLD, RUN, SKIPPED, TEXT


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
    assert shown.comparison.isHidden(), "there is no earlier run"
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        shown.setPalette(palette(scheme))
        assert not shown.grab().isNull()
    assert [shown.chart.row_at(height) for height in (5, 30, 60, 80, 900)] == [None, TEXT, SKIPPED, None, None]


def test_closing_the_window_ends_it(window: MainWindow, opened: BenchmarkWindow, library: Library) -> None:
    opened.process.start(quick=True, models="starter")
    window.close()
    assert not opened.process.is_running
    assert not library.queue.is_paused
