"""Watches whether the picture that is being made still moves. On the window's thread.

A GPU that hangs holds the worker's thread for ever, and nothing can end that but the end of the program.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from macapp.domain.job import EventKind, JobEvent

LOOKS_MILLISECONDS = 5000
LEAST_SECONDS = 180.0  # without a word: the first step on a Mac compiles its kernels, and decoding says nothing
OF_A_STEP = 20  # times as long as the steps before took
LOADING_SECONDS = 900.0  # a large checkpoint from a slow disk, or blocks that are compiled on a slow processor
_WORKING = (EventKind.LOADING, EventKind.COMPILING, EventKind.STEP, EventKind.SAVING)


class HangMonitor(QObject):
    """Tells once when a job has said nothing for too long, and again when the next one does."""

    hang_detected = Signal(float)
    """for how many seconds nothing was heard"""

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._heard = 0.0
        self._patience: float | None = None
        self._looked = 0.0
        self._timer = QTimer(self, interval=LOOKS_MILLISECONDS)
        self._timer.timeout.connect(self.check)

    def follow(self, event: JobEvent) -> None:
        """Hear what the runner says."""
        self._heard = self._looked = self._clock()
        self._patience = _patience(event) if event.kind in _WORKING else None
        if self._patience is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def check(self) -> None:
        """Tell if it has been too long; while this program itself stood still, nothing could be heard."""
        now = self._clock()
        self._heard += max(0.0, now - self._looked - LOOKS_MILLISECONDS / 1000 * 2)
        self._looked = now
        silence = now - self._heard
        if self._patience is not None and silence > self._patience:
            self._patience = None
            self._timer.stop()
            self.hang_detected.emit(silence)


def _patience(event: JobEvent) -> float:
    """Return the seconds that nothing need be heard for after an event."""
    if event.kind in (EventKind.LOADING, EventKind.COMPILING):
        return LOADING_SECONDS
    return max(LEAST_SECONDS, OF_A_STEP * (event.seconds_per_step or 0.0))
