"""A command of this program in its own process, so that the window never waits and can stop it at any time.

The command reports progress as lines of JSON on standard output, and the reason for a failure in its last line on
standard error. Use it on the window's thread.
"""

import json
from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, QProcess, Signal

from macapp.system.paths import LibraryPaths, self_command

TERMINATE_TIMEOUT_MS = 5000  # after which the process is killed
CRASHED = -1
ERROR_PREFIX = "macapp: "  # of an error on the command line


class CliProcess(QObject):
    """One command on the same library, from `start` until `finished` or `stop`."""

    line_received = Signal(dict)
    """one line of JSON from its standard output"""
    finished = Signal(int, str)
    """its exit code, or `CRASHED` if it was killed or did not start; and the error text, or an empty string"""

    def __init__(self, places: LibraryPaths, arguments: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        program, *before = self_command()
        library = [] if places == LibraryPaths.default() else ["--library", str(places.pictures)]
        self._command = program, [*before, *library, *arguments]
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read_lines)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    def start(self) -> None:
        """Start the process."""
        self._process.start(*self._command)

    def stop(self) -> None:
        """Stop the process and wait until it has ended. No more signals are emitted."""
        self.blockSignals(True)
        self._process.terminate()
        if not self._process.waitForFinished(TERMINATE_TIMEOUT_MS):
            self._process.kill()
            self._process.waitForFinished(TERMINATE_TIMEOUT_MS)
        self.deleteLater()

    def _read_lines(self) -> None:
        while self._process.canReadLine():
            with suppress(ValueError):
                line = json.loads(bytes(self._process.readLine().data()))
                if isinstance(line, dict):
                    self.line_received.emit(line)

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_lines()
        lines = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip().splitlines()
        errors = [line.removeprefix(ERROR_PREFIX) for line in lines if line.startswith(ERROR_PREFIX)]
        self._emit_finished(code if status is QProcess.ExitStatus.NormalExit else CRASHED, errors[-1] if errors else "")

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # QProcess then emits no `finished`
            self._emit_finished(CRASHED, "")

    def _emit_finished(self, code: int, why: str) -> None:
        self.finished.emit(code, why)
        self.deleteLater()
