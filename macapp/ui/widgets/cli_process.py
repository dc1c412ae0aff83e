"""A command of this very program in a process of its own: the window never waits, and it can be ended at any moment.

It tells what it does in lines of JSON, and why it failed in its last line of standard error. On the window's thread.
"""

import json
from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, QProcess, Signal

from macapp.system.paths import LibraryPaths, self_command

TERMINATE_TIMEOUT_MS = 5000  # milliseconds that it has to stop in
CRASHED = -1
SAID = "macapp: "  # what the command line puts before an error


class CliProcess(QObject):
    """One command over the same library, from `start` until it `ended` or is stopped."""

    line_received = Signal(dict)
    """a line of what it does"""
    finished = Signal(int, str)
    """its exit code, `CRASHED` if it was ended from outside or could not begin; and why, if it said so"""

    def __init__(self, places: LibraryPaths, arguments: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        program, *before = self_command()
        library = [] if places == LibraryPaths.default() else ["--library", str(places.pictures)]
        self._command = program, [*before, *library, *arguments]
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)

    def start(self) -> None:
        """Begin; whoever listens hears of it from now on."""
        self._process.start(*self._command)

    def stop(self) -> None:
        """End it, and wait for that; nothing is told of it any more."""
        self.blockSignals(True)
        self._process.terminate()
        if not self._process.waitForFinished(TERMINATE_TIMEOUT_MS):
            self._process.kill()
            self._process.waitForFinished(TERMINATE_TIMEOUT_MS)
        self.deleteLater()

    def _read(self) -> None:
        while self._process.canReadLine():
            with suppress(ValueError):
                told = json.loads(bytes(self._process.readLine().data()))
                if isinstance(told, dict):
                    self.line_received.emit(told)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        lines = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip().splitlines()
        why = [each.removeprefix(SAID) for each in lines if each.startswith(SAID)]
        self._end(code if status is QProcess.ExitStatus.NormalExit else CRASHED, why[-1] if why else "")

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # then it never finishes
            self._end(CRASHED, "")

    def _end(self, code: int, why: str) -> None:
        self.finished.emit(code, why)
        self.deleteLater()
