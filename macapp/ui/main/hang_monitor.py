"""Detects a job that makes no progress. On the window's thread.

A GPU that hangs blocks the worker's thread forever. Only the end of the process can end that thread.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from macapp.domain.job import EventKind, JobEvent

CHECK_INTERVAL_MS = 5000
MIN_SILENCE_SECONDS = 180.0  # the first step on a Mac compiles its kernels, and decoding sends no events
MAX_STEPS_OF_SILENCE = 20  # in durations of the steps before
LOADING_SILENCE_SECONDS = 900.0  # for a large checkpoint on a slow disk, or compilation on a slow processor
_WORKING = (EventKind.LOADING, EventKind.COMPILING, EventKind.STEP, EventKind.SAVING)


class HangMonitor(QObject):
    """Emits `hang_detected` once for each job that sends no event for too long."""

    hang_detected = Signal(float)
    """the seconds since the last event"""

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last_event = 0.0
        self._allowed_seconds: float | None = None
        self._last_check = 0.0
        self._timer = QTimer(self, interval=CHECK_INTERVAL_MS)
        self._timer.timeout.connect(self.check)

    def follow(self, event: JobEvent) -> None:
        """Note an event of the runner, and start or stop the timer."""
        self._last_event = self._last_check = self._clock()
        self._allowed_seconds = _allowed_silence(event) if event.kind in _WORKING else None
        if self._allowed_seconds is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def check(self) -> None:
        """Check the time since the last event, without the time in which this process itself was stopped or asleep."""
        now = self._clock()
        self._last_event += max(0.0, now - self._last_check - CHECK_INTERVAL_MS / 1000 * 2)
        self._last_check = now
        silence = now - self._last_event
        if self._allowed_seconds is not None and silence > self._allowed_seconds:
            self._allowed_seconds = None
            self._timer.stop()
            self.hang_detected.emit(silence)


def _allowed_silence(event: JobEvent) -> float:
    """Return the seconds that may pass after an event until the next one."""
    if event.kind in (EventKind.LOADING, EventKind.COMPILING):
        return LOADING_SILENCE_SECONDS
    return max(MIN_SILENCE_SECONDS, MAX_STEPS_OF_SILENCE * (event.seconds_per_step or 0.0))
