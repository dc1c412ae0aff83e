"""Long runs: a thousand pictures without growing, a million signals without losing one, an index from 100,000 files."""

import gc
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression

import psutil
from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Signal, Slot

from macapp.domain.job import EventKind, JobEvent
from macapp.domain.request import Request
from macapp.library import Library
from macapp.library.rebuild import rebuild
from macapp.models import resolve_request
from macapp.system.paths import LibraryPaths
from macapp.workflow.runner import ImageEngine, Runner
from tests.support.fake_engine import ScriptedEngine
from tests.support.large_library import fill_with_files
from tests.support.request_factory import request

SHAPES = ((128, 128), (64, 64), (192, 128), (128, 192), (96, 96), (160, 160), (128, 64))
SETTLED = 50  # pictures after which memory must not grow


@dataclass
class Grown:
    """The memory over a run of pictures."""

    pictures: int
    bytes_a_picture: float
    """the slope after the first fifty"""
    handles: int
    """files and sockets that are open at the end but not at the start"""
    threads: int


def pictures(count: int, engine: ImageEngine, model: str, steps: int) -> Grown:
    """Make `count` pictures in one run, in seven sizes; return the memory."""
    process, sizes = psutil.Process(), []
    held: list[tuple[int, int]] = []
    with tempfile.TemporaryDirectory() as folder, Library.open(LibraryPaths.at(Path(folder))) as library:
        library.queue.add([_nth(number, model, steps) for number in range(count)])

        def report(event: JobEvent) -> None:
            if event.kind is EventKind.DONE:
                if len(sizes) % 10 == 0:
                    gc.collect()
                sizes.append(process.memory_info().rss)
                if len(sizes) in (SETTLED, count):  # at both times the saving thread exists
                    held.append((process.num_fds(), threading.active_count()))

        runner = Runner(library, lambda: engine, report)
        runner.run()
        assert library.pictures.count() == count
        runner.close()
    handles, threads = (after - before for before, after in zip(*held, strict=True))
    settled = sizes[SETTLED:]
    slope = linear_regression(range(len(settled)), settled).slope
    return Grown(count, slope, handles, threads)


def switches(count: int, engine: ImageEngine, models: Sequence[str]) -> Grown:
    """Make a picture with one model after another, many times; return the memory."""
    process, sizes = psutil.Process(), []
    handles = threads = 0
    for number in range(count):
        engine.generate(
            resolve_request(_nth(number, models[number % len(models)], 1)), {}, lambda: None, lambda *_done: None
        )
        gc.collect()
        sizes.append(process.memory_info().rss)
        if number == count // 3:
            handles, threads = process.num_fds(), threading.active_count()
    settled = sizes[count // 3 :]
    slope = linear_regression(range(len(settled)), settled).slope
    return Grown(count, slope, process.num_fds() - handles, threading.active_count() - threads)


def _nth(number: int, model: str, steps: int) -> Request:
    width, height = SHAPES[number % len(SHAPES)]
    return request(
        f"a red heart on a white background {number}", number, width=width, height=height, steps=steps, model=model
    )


class _Sender(QThread):
    happened = Signal(JobEvent)

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def run(self) -> None:
        event = JobEvent(kind=EventKind.STEP, step=1, steps=2)
        for number in range(self._count):
            self.happened.emit(event)
            if number % 1000 == 0:
                time.sleep(0.002)  # let the receiver catch up: queued events use memory


class _Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    @Slot(JobEvent)
    def take(self, event: JobEvent) -> None:
        self.count += event.kind is EventKind.STEP


def signals(count: int) -> tuple[int, int]:
    """Send `count` events from a thread to this one; return how many arrived, and how many references leaked."""
    application = QCoreApplication.instance() or QCoreApplication([])
    sender, receiver = _Sender(count), _Receiver()
    sender.happened.connect(receiver.take, Qt.ConnectionType.QueuedConnection)
    before = sys.getrefcount(True), sys.getrefcount(None)
    sender.start()
    end = time.monotonic() + 60 + count / 1000
    while (not sender.isFinished() or receiver.count < count) and time.monotonic() < end:
        application.processEvents()
    sender.wait()
    lost = max(before[0] - sys.getrefcount(True), before[1] - sys.getrefcount(None), 0)
    return receiver.count, lost


def finish_time(learned: int = 10, ahead: int = 20) -> float:
    """Run a slow scripted engine; return the error of its predicted finish, as a share."""
    chance = random.Random(3)

    def at_step(asked: Request, _step: int) -> None:
        time.sleep(0.004 * (asked.width * asked.height / 4096) * chance.uniform(0.9, 1.1))

    with tempfile.TemporaryDirectory() as folder, Library.open(LibraryPaths.at(Path(folder))) as library:
        runner = Runner(library, lambda: ScriptedEngine(at_step=at_step), lambda _event: None)
        requests = [request(seed=n, width=64 * (1 + n % 2), steps=10 + n % 3 * 10) for n in range(learned + ahead)]
        library.queue.add(requests[:learned])
        runner.run()
        told = library.durations().estimate_all(requests[learned:])
        library.queue.add(requests[learned:])
        began = time.perf_counter()
        runner.run()
        took = time.perf_counter() - began
        runner.close()
    assert told is not None
    return abs(told.seconds - took) / took


def rebuilt(count: int) -> tuple[float, int]:
    """Build an index from `count` PNGs; return the seconds, and its number of pictures."""
    with tempfile.TemporaryDirectory() as folder:
        places = LibraryPaths.at(Path(folder))
        fill_with_files(places, count)
        with Library.open(places) as library:
            began = time.perf_counter()
            result = rebuild(library, lambda _done, _all: None)
            took = time.perf_counter() - began
            assert result.added == library.pictures.count()
            return took, result.added
