"""A benchmark as it runs: in a process of its own, so that the window never waits and it can be ended at any moment.

The queue rests meanwhile, so that both do not fight for the GPU, and goes on after, however the benchmark ended. On the
window's thread.
"""

import json
import time
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from macapp.benchmark import Run, row_of
from macapp.jobs import JobState
from macapp.library import Library
from macapp.paths import Places, own_command
from macapp.sentences import time_shown

PATIENCE = 5000  # milliseconds that it has to stop in
LOOK_MS = 200  # between looks whether the picture that was being made is done


class Benchmarking(QObject):
    """Runs `macapp benchmark`, one at a time."""

    changed = Signal()
    """it began or ended, or there is one more row"""
    progressed = Signal(float, str)
    """the share that is done, 0 to 1, and what is measured, with the time left, in words"""
    failed = Signal(str)
    """why it ended without being asked to, in a sentence"""
    pause_asked = Signal()
    resume_asked = Signal()

    def __init__(self, library: Library, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._process: QProcess | None = None
        self._wanted: list[str] = []
        self._paused_for_it = False
        self._began = 0.0
        self.run: Run | None = None
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
            self.pause_asked.emit()
        self._waiting.start()
        self._begin_if_free()
        self.changed.emit()

    def stop(self) -> None:
        """End it; what was measured is kept."""
        self._waiting.stop()
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._finished)
            process.readyReadStandardOutput.disconnect(self._read)
            process.terminate()
            if not process.waitForFinished(PATIENCE):
                process.kill()
                process.waitForFinished(PATIENCE)
            process.deleteLater()
        self._rest_no_longer()

    def _begin_if_free(self) -> None:
        unfinished = self._library.queue.unfinished(1)
        if any(each.state is JobState.RUNNING for each in unfinished):
            self.progressed.emit(0.0, self.tr("Waiting for the picture that is being made…"))
            return
        self._waiting.stop()
        program, *arguments = own_command()
        places = self._library.places
        library = [] if places == Places.of_this_user() else ["--library", str(places.pictures)]
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._began = time.monotonic()
        self.progressed.emit(0.0, self.tr("Loading PyTorch…"))
        self._process.start(program, [*arguments, *library, "benchmark", "--progress", *self._wanted])

    def _read(self) -> None:
        process = self._process
        while process is not None and process.canReadLine():
            with suppress(ValueError, TypeError, LookupError):
                self._take(json.loads(bytes(process.readLine().data())))

    def _take(self, told: dict[str, Any]) -> None:
        if "run" in told:
            self.run = Run.from_json(json.dumps(told["run"]))
        elif "row" in told and self.run is not None:
            self.run = self.run.with_row(row_of({**told["row"]}))
            self.changed.emit()
        elif "share" in told:
            share, words = float(told["share"]), str(told["words"])
            if share > 0:
                left = (time.monotonic() - self._began) / share * (1 - share)
                words = self.tr("{0}  ·  {1} left").format(words, time_shown(left))
            self.progressed.emit(share, words)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if code != 0 or status is not QProcess.ExitStatus.NormalExit:
            lines = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip().splitlines()
            named = [each.removeprefix("macapp: ") for each in lines if each.startswith("macapp: ")]
            self.failed.emit(named[-1] if named else self.tr("The benchmark ended unexpectedly."))
        process.deleteLater()
        self._rest_no_longer()

    def _rest_no_longer(self) -> None:
        if self._paused_for_it:
            self._paused_for_it = False
            self.resume_asked.emit()
        self.changed.emit()
