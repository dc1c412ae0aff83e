"""How long the event loop of the window waits while the engine loads and works: the longest gap is noticeable.

A timer ticks every 2 ms on the main thread of the real program, offscreen. PyTorch and the starter model load behind
the open window; then a checkpoint of 4 GB (the size of Stable Diffusion 1.5 in single precision, random weights) is
selected and loads; then pictures are made, saved and shown in the gallery. The 99.9th percentile is reported for all
three together, and for each one with thousands of ticks: loading 4 GB takes a second or less. Stalls of the whole
machine (`host_stalls.py`) are not caused by the program; they are subtracted and reported separately. A plain import of
PyTorch and diffusers on a thread shows the effect of `macapp/engine/runtime/torch_import.py`.
"""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

from tests.benchmarks import host_stalls
from tests.benchmarks.models import write_sd
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import run_in_process

TICK_MS = 2
BAR_MS, EVER_MS = 16.0, 50.0  # one in a thousand may be longer than a frame at 60 Hz; none may be noticeable
PICTURES = 20
GIVEN: dict[str, Any] = {"width": 128, "height": 128, "steps": 20}
LEAST_TICKS = 2000  # enough for a 99.9th percentile
ROOM = 8 * 2**30
LOADING, LARGE, DRAWING = (
    "while PyTorch and the starter model load",
    "while a checkpoint of 4 GB loads",
    "while pictures are drawn by all cores, saved and shown",
)


@dataclass
class Probe:
    """Gaps between the ticks of the main thread, by the phase of the other thread."""

    phases: list[tuple[str, float]] = field(default_factory=list)
    """name and begin, in order"""
    ticks: list[float] = field(default_factory=list)
    standstills: list[host_stalls.Span] = field(default_factory=list)
    """spans in which the whole machine stalled"""

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Let a timer tick on this thread."""
        from PySide6.QtCore import Qt, QTimer

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(lambda: self.ticks.append(time.perf_counter()))
        timer.start(TICK_MS)
        yield
        timer.stop()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        self.phases.append((name, time.perf_counter()))
        yield
        self.phases.append(("", time.perf_counter()))

    def gaps(self, name: str) -> list[float]:
        """Return every gap in milliseconds that overlaps a phase, without stalls of the machine."""
        pairs = list(zip(self.ticks, self.ticks[1:], strict=False))
        return [
            1000 * host_stalls.subtract_stalls(a, b, self.standstills)
            for began, ended in self._spans(name)
            for a, b in pairs
            if a < ended and b > began
        ]

    def stood(self, name: str) -> str:
        """Return the longest stall of the machine in a phase as text; empty if there was none."""
        spans = self._spans(name)
        waits = [b - a for a, b in self.standstills if any(a < ended and b > began for began, ended in spans)]
        return f"beside {1000 * max(waits):.1f} ms in which the machine stood still" if waits else ""

    def _spans(self, name: str) -> list[host_stalls.Span]:
        return [
            (began, ended)
            for (each, began), (_, ended) in zip(self.phases, self.phases[1:], strict=False)
            if each == name
        ]


def measure_program(folder: Path, model: Path | None) -> Probe:
    """Run the program while its worker loads, generates and saves; return the gaps of its window."""
    from macapp.app.application import ApplicationController
    from macapp.domain.job import EventKind, JobEvent
    from macapp.system.paths import LibraryPaths
    from tests.support.request_factory import request

    application = _application()
    easel = ApplicationController(LibraryPaths.at(folder))
    probe, heard = Probe(), list[EventKind]()

    def hear(event: JobEvent) -> None:
        heard.append(event.kind)

    easel.worker.event_emitted.connect(hear)
    easel.window.show()
    with probe.ticking():
        _loop_for(application, lambda began: time.perf_counter() - began < 1)
        with probe.phase(LOADING):
            easel.worker.prepare("starter")
            _loop_for(application, lambda _began: heard[-2:] != [EventKind.LOADING, EventKind.IDLE])
        if model is not None:
            with probe.phase(LARGE):
                easel.window.prompt_panel.load_request(request(**GIVEN, model=str(model)))
                _add_jobs(easel, 1, model=str(model), steps=1)
                _loop_for(application, lambda _began: EventKind.STEP not in heard)
            _loop_for(application, lambda _began: EventKind.DONE not in heard)
        _add_jobs(easel, 1)
        done = heard.count(EventKind.DONE)
        _loop_for(application, lambda _began: heard.count(EventKind.DONE) == done)  # the starter model is loaded again
        _add_jobs(easel, PICTURES)
        with probe.phase(DRAWING):
            _loop_for(application, lambda _began: heard.count(EventKind.DONE) < done + 1 + PICTURES)
    easel.close()
    return probe


def measure_plain_import() -> float:
    """Return the longest gap in milliseconds while a thread imports PyTorch and diffusers in the plain way."""
    application, probe = _application(), Probe()

    def imports() -> None:
        import torch  # noqa: F401
        from diffusers import StableDiffusionPipeline  # noqa: F401

    thread = threading.Thread(target=imports)
    with probe.ticking(), probe.phase(LOADING):
        thread.start()
        _loop_for(application, lambda _began: thread.is_alive())
    return max(probe.gaps(LOADING))


def _application() -> Any:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from macapp.app.application import Application

    return Application(["easel"])


def _add_jobs(easel: Any, count: int, **changes: Any) -> None:
    from tests.support.request_factory import request

    given = {"model": "starter", **GIVEN, **changes}
    easel.library.queue.add([request(seed=seed, **given) for seed in range(count)])
    easel.worker.wake()


def _loop_for(application: Any, going_on: Callable[[float], bool]) -> None:
    from PySide6.QtCore import QEventLoop

    began = time.perf_counter()
    while going_on(began):
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def percentile(gaps: Sequence[float]) -> float:
    """Return the 99.9th percentile of gaps."""
    return quantiles(gaps, n=1000, method="inclusive")[998]


def rows(_model: str) -> list[Row]:
    """Return the waits of each phase."""
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        room = shutil.disk_usage(folder).free > ROOM
        large = Path(run_in_process(write_sd, folder / "sd")) if room else None
        os.sync()  # writes to the disk now, not during the measurement
        with host_stalls.record_stalls() as standstills:
            probe = measure_program(folder / "library", large)
        probe.standstills += standstills
    made, whole = [], list[float]()
    for phase in (LOADING, LARGE, DRAWING):
        subject, gaps = f"wait of the window's event loop {phase}", probe.gaps(phase)
        whole += gaps
        if not gaps:
            made.append(Row(subject, None, more="the disk has no room for it"))
            continue
        if len(gaps) >= LEAST_TICKS:
            made.append(Row(f"{subject}: p99.9", percentile(gaps), "ms", BAR_MS))
        made.append(Row(f"{subject}: longest", max(gaps), "ms", EVER_MS, probe.stood(phase)))
    made.append(Row("the same all the while: p99.9", percentile(whole), "ms", BAR_MS, f"{len(whole):,} ticks"))
    subject = "the same while a thread imports PyTorch and diffusers plainly: longest"
    return [*made, Row(subject, run_in_process(measure_plain_import), "ms")]
