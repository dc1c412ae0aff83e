"""Run a benchmark in its own process.

The queue pauses during the benchmark, so that they do not compete for the GPU, and resumes however the benchmark ends.
Use it on the window's thread.
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

POLL_MS = 200  # between checks whether the running picture is done


class BenchmarkProcess(QObject):
    """Runs `macapp benchmark`, one process at a time."""

    changed = Signal()
    """it started or ended, or there is a new row"""
    progressed = Signal(float, str)
    """the finished share, 0 to 1, and a text with the current measurement and the time left"""
    failed = Signal(str)
    """the sentence that says why it ended unexpectedly"""
    pause_requested = Signal()
    resume_requested = Signal()

    def __init__(self, library: Library, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._process: CliProcess | None = None
        self._options: list[str] = []
        self._has_paused_queue = False
        self._began = 0.0
        self.run: BenchmarkRun | None = None
        self._waiting = QTimer(self)
        self._waiting.setInterval(POLL_MS)
        self._waiting.timeout.connect(self._start_if_idle)

    @property
    def is_running(self) -> bool:
        """Whether a benchmark runs, or waits for the running picture."""
        return self._process is not None or self._waiting.isActive()

    def start(self, quick: bool, models: str = "") -> None:
        """Pause the queue, and start the benchmark once the running picture is done.

        `quick` uses smaller pictures and fewer steps. `models` is a comma-separated list; empty means all.
        """
        if self.is_running:
            return
        self._options = [*(["--quick"] if quick else []), *(["--models", models] if models else [])]
        self.run = None
        if not self._library.queue.is_paused:
            self._has_paused_queue = True
            self.pause_requested.emit()
        self._waiting.start()
        self._start_if_idle()
        self.changed.emit()

    def stop(self) -> None:
        """Stop the benchmark; rows that are already measured are kept."""
        self._waiting.stop()
        process, self._process = self._process, None
        if process is not None:
            process.stop()
        self._resume_queue()

    def _start_if_idle(self) -> None:
        unfinished = self._library.queue.unfinished(1)
        if any(job.state is JobState.RUNNING for job in unfinished):
            self.progressed.emit(0.0, self.tr("Waiting for the current picture…"))
            return
        self._waiting.stop()
        arguments = ["benchmark", "--progress", *self._options]
        self._process = CliProcess(self._library.places, arguments, self)
        self._process.line_received.connect(self._on_line)
        self._process.finished.connect(self._on_finished)
        self._began = time.monotonic()
        self.progressed.emit(0.0, self.tr("Loading PyTorch…"))
        self._process.start()

    def _on_line(self, line: dict[str, Any]) -> None:
        with suppress(ValueError, TypeError, LookupError):
            self._apply_line(line)

    def _apply_line(self, line: dict[str, Any]) -> None:
        if "run" in line:
            self.run = BenchmarkRun.from_json(json.dumps(line["run"]))
        elif "row" in line and self.run is not None:
            self.run = self.run.with_row(measurement_from_dict({**line["row"]}))
            self.changed.emit()
        elif "share" in line:
            share, words = float(line["share"]), str(line["words"])
            if share > 0:
                left = (time.monotonic() - self._began) / share * (1 - share)
                words = self.tr("{0}  ·  {1} left").format(words, format_duration(left))
            self.progressed.emit(share, words)

    def _on_finished(self, code: int, why: str) -> None:
        self._process = None
        if code != 0:
            self.failed.emit(why or self.tr("The benchmark ended unexpectedly."))
        self._resume_queue()

    def _resume_queue(self) -> None:
        if self._has_paused_queue:
            self._has_paused_queue = False
            self.resume_requested.emit()
        self.changed.emit()
