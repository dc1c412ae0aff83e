"""A benchmark as it runs: in a process of its own.

The queue rests meanwhile, so that both do not fight for the GPU, and goes on after, however the benchmark ended. On the
window's thread.
"""

import json
import time
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from macapp.benchmark.results import BenchmarkRun, measurement_from_dict
from macapp.domain.job import JobState
from macapp.domain.units import format_duration
from macapp.library import Library
from macapp.ui.widgets.cli_process import CliProcess

LOOK_MS = 200  # between looks whether the picture that was being made is done


class BenchmarkProcess(QObject):
    """Runs `macapp benchmark`, one at a time."""

    changed = Signal()
    """it began or ended, or there is one more row"""
    progressed = Signal(float, str)
    """the share that is done, 0 to 1, and what is measured, with the time left, in words"""
    failed = Signal(str)
    """why it ended without being asked to, in a sentence"""
    pause_requested = Signal()
    resume_requested = Signal()

    def __init__(self, library: Library, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._process: CliProcess | None = None
        self._wanted: list[str] = []
        self._paused_for_it = False
        self._began = 0.0
        self.run: BenchmarkRun | None = None
        self._waiting = QTimer(self)
        self._waiting.setInterval(LOOK_MS)
        self._waiting.timeout.connect(self._begin_if_free)

    @property
    def is_running(self) -> bool:
        """Whether one runs, or waits for the picture that is being made."""
        return self._process is not None or self._waiting.isActive()

    def start(self, quick: bool, models: str = "") -> None:
        """Measure, once the picture that is being made is done; the queue rests meanwhile."""
        if self.is_running:
            return
        self._wanted = [*(["--quick"] if quick else []), *(["--models", models] if models else [])]
        self.run = None
        if not self._library.queue.paused:
            self._paused_for_it = True
            self.pause_requested.emit()
        self._waiting.start()
        self._begin_if_free()
        self.changed.emit()

    def stop(self) -> None:
        """End it; what was measured is kept."""
        self._waiting.stop()
        process, self._process = self._process, None
        if process is not None:
            process.stop()
        self._rest_no_longer()

    def _begin_if_free(self) -> None:
        unfinished = self._library.queue.unfinished(1)
        if any(each.state is JobState.RUNNING for each in unfinished):
            self.progressed.emit(0.0, self.tr("Waiting for the picture that is being made…"))
            return
        self._waiting.stop()
        arguments = ["benchmark", "--progress", *self._wanted]
        self._process = CliProcess(self._library.places, arguments, self)
        self._process.line_received.connect(self._hear)
        self._process.finished.connect(self._ended)
        self._began = time.monotonic()
        self.progressed.emit(0.0, self.tr("Loading PyTorch…"))
        self._process.start()

    def _hear(self, told: dict[str, Any]) -> None:
        with suppress(ValueError, TypeError, LookupError):
            self._take(told)

    def _take(self, told: dict[str, Any]) -> None:
        if "run" in told:
            self.run = BenchmarkRun.from_json(json.dumps(told["run"]))
        elif "row" in told and self.run is not None:
            self.run = self.run.with_row(measurement_from_dict({**told["row"]}))
            self.changed.emit()
        elif "share" in told:
            share, words = float(told["share"]), str(told["words"])
            if share > 0:
                left = (time.monotonic() - self._began) / share * (1 - share)
                words = self.tr("{0}  ·  {1} left").format(words, format_duration(left))
            self.progressed.emit(share, words)

    def _ended(self, code: int, why: str) -> None:
        self._process = None
        if code != 0:
            self.failed.emit(why or self.tr("The benchmark ended unexpectedly."))
        self._rest_no_longer()

    def _rest_no_longer(self) -> None:
        if self._paused_for_it:
            self._paused_for_it = False
            self.resume_requested.emit()
        self.changed.emit()
