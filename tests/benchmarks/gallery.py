"""The library and its gallery at 100,000 pictures: opening, scrolling, a new picture, searching, the queue, a crash.

The library is made first (half a minute), with rows and thumbnails like a used one. The picture files are missing,
because no figure here reads them.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from macapp.domain.job import EventKind, GeneratedImage, JobEvent
from macapp.library import Library
from macapp.library.recovery import acquire_runner
from macapp.settings import Settings
from macapp.system.machine import detect_machine
from macapp.system.paths import LibraryPaths
from macapp.ui.main.window import MainWindow
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import MB, run_in_process
from tests.support import index
from tests.support.fake_engine import plain_picture
from tests.support.large_library import fill, old_jobs, put_thumbnails
from tests.support.request_factory import request

PICTURES = 100_000
QUERIES = ("red heart", "lighthouse sunset", "東京", "schön -night", "number 77", "steps:>25 fog", "model:dream kyoto")


def measure_opening(places: LibraryPaths) -> Row:
    """Return the milliseconds from a library on disk to the first page of thumbnails."""
    began = time.perf_counter()
    with Library.open(places) as library:
        window = _show_window(library)
        _spin(lambda: _count_thumbnails(window) >= len(window.gallery.filmstrip.rows_in_view()))
        took = time.perf_counter() - began
        window.close()
    return Row("open, to the first thumbnails", took * 1000, "ms", 1000)


def measure_scrolling(places: LibraryPaths) -> list[Row]:
    """Return frame times while jumping through a window-sized gallery: before its thumbnails are loaded, and after."""
    frames = []
    chance = random.Random(1)
    with Library.open(places) as library:
        window = _show_window(library)
        window.resize(1600, 1000)
        window.views.toggle_gallery_alone()
        _spin_for(0.5)
        bar, viewport = window.gallery.grid.verticalScrollBar(), window.gallery.grid.viewport()
        for _jump in range(150):
            bar.setValue(chance.randrange(bar.maximum() + 1))
            for _frame in ("empty", "filled"):
                began = time.perf_counter()
                viewport.repaint()
                frames.append((time.perf_counter() - began) * 1000)
                _spin_for(0.15)
        window.close()
    p99 = statistics.quantiles(frames, n=100)[98]
    return [
        Row("scroll anywhere: frame, p99", p99, "ms", 16),
        Row("scroll anywhere: frame, max", max(frames), "ms", 50),
    ]


def measure_stepping(places: LibraryPaths) -> Row:
    """Return the time from an arrow key in the picture to the painted filmstrip: the 95th percentile of 150 presses."""
    took = []
    with Library.open(places) as library:
        window = _show_window(library)
        window.resize(1600, 1000)
        _spin_for(0.5)
        canvas, strip = window.viewer.canvas, window.gallery.filmstrip
        for _press in range(150):
            began = time.perf_counter()
            QTest.keyClick(canvas, Qt.Key.Key_Right)
            strip.viewport().repaint()
            took.append((time.perf_counter() - began) * 1000)
            _spin_for(0.02)
        window.close()
    return Row("step to the next picture, p95", statistics.quantiles(took, n=20)[18], "ms", 50)


def measure_insertion(places: LibraryPaths) -> Row:
    """Return the time on the thread of the window to insert a finished picture, as the median of 20."""
    took = []
    with Library.open(places) as library:
        window = _show_window(library)
        for number in range(20):
            [job] = library.queue.add([request(seed=number)])
            picture = library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
            event = JobEvent(kind=EventKind.DONE, job=job, picture=picture)
            began = time.perf_counter()
            window.on_event(event)
            took.append((time.perf_counter() - began) * 1000)
            _spin_for(0.02)
        window.close()
    return Row("a finished picture appears, median", statistics.median(took), "ms", 16)


def measure_search(places: LibraryPaths) -> Row:
    """Return the time from a key to its results in the grid: the 95th percentile."""
    took = []
    with Library.open(places) as library:
        window = _show_window(library)
        gallery, found = window.gallery, []
        gallery.results_shown.connect(lambda: found.append(time.perf_counter()))
        for query in QUERIES:
            for length in range(1, len(query) + 1):
                found.clear()
                gallery.line.setText(query[:length])
                began = time.perf_counter()
                gallery.search()
                _spin(lambda: bool(found) or not gallery.hint.isHidden())
                took.append(((found[0] if found else time.perf_counter()) - began) * 1000)
                gallery.hint.hide()
                _spin_for(0.05)
        window.close()
    return Row("search as you type, p95", statistics.quantiles(took, n=20)[18], "ms", 50)


def measure_queue(places: LibraryPaths) -> list[Row]:
    """Return the time to accept 10,000 jobs and to claim the next, with 100,000 old jobs."""
    with Library.open(places) as library:
        old_jobs(library, 100_000)
        requests = [request(seed=each) for each in range(10_000)]
        began = time.perf_counter()
        library.queue.add(requests)
        added = time.perf_counter() - began
        claims = []
        for _claim in range(100):
            began = time.perf_counter()
            library.queue.claim_next()
            claims.append((time.perf_counter() - began) * 1000)
        library.queue.clear()
        for left in library.queue.orphaned_jobs():
            library.queue.requeue(left.job.id)
        library.queue.clear()
    return [
        Row("enqueue 10,000 jobs", added * 1000, "ms", 1000),
        Row("claim the next, median", statistics.median(claims), "ms", 5),
    ]


def measure_recovery(places: LibraryPaths) -> Row:
    """Return the time to open, check and recover after a crash in a job."""
    with Library.open(places) as library:
        library.queue.add([request()])
        library.queue.claim_next()
        index.execute(places, "UPDATE jobs SET run = 'another' WHERE state = 'running'")
    began = time.perf_counter()
    with Library.open(places) as library, acquire_runner(library):
        library.passes_quick_check()
    took = time.perf_counter() - began
    return Row("start-up check and reconcile after a crash", took * 1000, "ms", 2000)


def compare_memory(places: LibraryPaths, empty: LibraryPaths) -> Row:
    """Return the memory of a window with the large library after scrolling, minus one with an empty library."""
    sizes = [run_in_process(measure_memory, each.pictures) for each in (empty, places)]
    return Row("memory above an empty library", (sizes[1] - sizes[0]) / MB, "MB", 300)


def measure_memory(folder: str) -> int:
    """Return the bytes of a window with a library after a hundred jumps."""
    application = QApplication.instance() or QApplication([])
    with Library.open(LibraryPaths.at(Path(folder))) as library:
        window = _show_window(library)
        window.views.show_gallery()
        bar, chance = window.gallery.grid.verticalScrollBar(), random.Random(2)
        for _jump in range(100):
            bar.setValue(chance.randrange(bar.maximum() + 1))
            _spin_for(0.05)
        size = psutil.Process().memory_info().rss
        window.close()
    del application
    return size


def _show_window(library: Library) -> MainWindow:
    window = MainWindow(library, detect_machine(), Settings())
    window.show()
    return window


def _count_thumbnails(window: MainWindow) -> int:
    gallery = window.gallery
    return sum(gallery.pictures.tile(row)[0] is not None for row in gallery.filmstrip.rows_in_view())


def _spin(until: Callable[[], bool], most: float = 10.0) -> None:
    application = QApplication.instance()
    end = time.perf_counter() + most
    waiting = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    wakes = QTimer()  # the event loop blocks without events: a few wake-ups are enough
    wakes.start(5)
    while not until() and time.perf_counter() < end:
        application.processEvents(waiting)  # type: ignore[union-attr]


def _spin_for(seconds: float) -> None:
    _spin(lambda: False, seconds)


def rows(_model: str) -> list[Row]:
    """Return all figures for a library with `PICTURES` pictures."""
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory(prefix="easel-benchmark-") as folder:
        places, empty = LibraryPaths.at(Path(folder) / "large"), LibraryPaths.at(Path(folder) / "empty")
        Library.open(empty).close()
        with Library.open(places) as library:
            fill(library, PICTURES)
            put_thumbnails(library)
        measure_opening(places)  # warms the caches
        made = [
            measure_opening(places),
            compare_memory(places, empty),
            *measure_scrolling(places),
            measure_stepping(places),
            measure_insertion(places),
            measure_search(places),
        ]
        made += [*measure_queue(places), measure_recovery(places)]
    del application
    return [replace(each, subject=f"{PICTURES:,} pictures: {each.subject}") for each in made]
