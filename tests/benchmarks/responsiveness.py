"""How long the window's event loop waits while the engine loads and works behind it: the longest gap is what is felt.

Run as `python -m tests.benchmarks.responsiveness [model folder] [--plain]`. A timer ticks every 2 ms on the main thread
of an offscreen window program; another thread opens the engine, loads a model and makes two pictures. `--plain` imports
PyTorch and diffusers as they come instead, to show what the care in `macapp/engine/opening.py` is worth.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles

from macapp.paths import resources

TICK_MS = 2
BAR_MS = 16.0  # a frame at 60 Hz


@dataclass
class Probe:
    """Gaps between the ticks of the main thread, told apart by what the other thread was doing."""

    phases: list[tuple[str, float]] = field(default_factory=list)
    """name and when it began, in order"""
    ticks: list[float] = field(default_factory=list)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        self.phases.append((name, time.perf_counter()))
        yield
        self.phases.append(("", time.perf_counter()))

    def gaps(self, name: str) -> list[float]:
        """Return every gap in milliseconds that reaches into a phase."""
        spans = [
            (began, ended)
            for (each, began), (_, ended) in zip(self.phases, self.phases[1:], strict=False)
            if each == name
        ]
        pairs = list(zip(self.ticks, self.ticks[1:], strict=False))
        return [1000 * (b - a) for began, ended in spans for a, b in pairs if a < ended and b > began]


def measure(model: str, plain: bool = False) -> Probe:
    """Run the program's event loop while another thread loads and works; return what it felt."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    probe = Probe()
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: probe.ticks.append(time.perf_counter()))
    timer.start(TICK_MS)
    worker = threading.Thread(target=_work, args=(model, plain, probe))
    with probe.phase("idle"):
        _loop_for(application, lambda began: time.perf_counter() - began < 1)
    worker.start()
    _loop_for(application, lambda _began: worker.is_alive())
    timer.stop()
    return probe


def _loop_for(application, going_on) -> None:  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QEventLoop

    began = time.perf_counter()
    while going_on(began):
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _work(model: str, plain: bool, probe: Probe) -> None:
    """What the worker does: open the engine, load the model, make pictures."""
    if plain:
        with probe.phase("plain import"):
            import torch  # noqa: F401
            from diffusers import StableDiffusionPipeline  # noqa: F401
        return
    from macapp.engine import open_engine
    from tests.requests_of_all_kinds import request

    def ignored(*_: object) -> None:
        pass

    with probe.phase("open engine"):
        engine = open_engine("cpu")
    for name in ("load, first", "generate"):
        with probe.phase(name):
            engine.generate(request(model=model, steps=20), {}, ignored, ignored)
    with probe.phase("release"):
        engine.release()


def table(probe: Probe) -> str:
    """Return one line for each phase: gaps in milliseconds."""
    lines = [f"{'phase':14} {'ticks':>6} {'p50':>7} {'p99':>7} {'max':>7}  ms between events"]
    for name in dict.fromkeys(each for each, _ in probe.phases if each):
        gaps = sorted(probe.gaps(name))
        if len(gaps) < 2:
            continue
        p99 = quantiles(gaps, n=100)[98]
        lines.append(f"{name:14} {len(gaps):6} {gaps[len(gaps) // 2]:7.1f} {p99:7.1f} {gaps[-1]:7.1f}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Print the table; return 1 if a gap was over the bar."""
    plain = "--plain" in arguments
    folders = [each for each in arguments if not each.startswith("-")]
    probe = measure(folders[0] if folders else str(resources() / "starter-model"), plain)
    print(table(probe))
    longest = max(gap for name in dict(probe.phases) if name not in ("", "idle") for gap in probe.gaps(name))
    print(f"longest gap {longest:.1f} ms (bar {BAR_MS:.0f} ms)")
    return longest > BAR_MS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
