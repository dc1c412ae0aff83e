"""The Benchmark window over a queue that it can pause."""

import pytest

from macapp.library import Library
from macapp.ui.benchmark.window import BenchmarkWindow
from macapp.ui.main.window import MainWindow


@pytest.fixture
def opened(window: MainWindow, library: Library) -> BenchmarkWindow:
    window.pause_requested.connect(library.queue.pause)
    window.resume_requested.connect(library.queue.resume)
    window.sides.show_benchmark()
    assert window.sides.benchmark is not None
    return window.sides.benchmark
