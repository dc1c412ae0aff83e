"""The log and the crash report: on a Mac in the folder for logs, elsewhere next to the index. Any thread.

Nothing in them leaves the machine.
"""

import contextlib
import faulthandler
import logging
import logging.handlers
import os
from collections.abc import Callable
from pathlib import Path

from macapp.system import storage
from macapp.system.paths import LibraryPaths

MAX_LOG_BYTES, BACKUP_COUNT = 1_000_000, 3
MAX_CRASH_CHARACTERS = 20_000  # of the stack of a crashed process


def configure(places: LibraryPaths) -> None:
    """Write the log of the program to the log file of the library, which is created with the first line."""
    root = logging.getLogger("macapp")
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    if places.logs != places.index:
        with contextlib.suppress(OSError):
            places.logs.mkdir(parents=True, exist_ok=True)
    if not os.access(places.logs, os.W_OK) or not _is_writable(places.log):
        root.addHandler(logging.NullHandler())
        return
    handler = _LogHandler(places.log, maxBytes=MAX_LOG_BYTES, backupCount=BACKUP_COUNT, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.propagate = False


class _LogHandler(logging.handlers.RotatingFileHandler):
    """Ignores a log that cannot be written, for example on a full disk."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (name given by logging)
        """Drop the line, where logging would print a traceback."""


def _is_writable(path: Path) -> bool:
    """Return whether a path is a regular file or absent: a pipe would block its writer."""
    return storage.is_regular(path) or not os.path.lexists(path)


def previous_crash(places: LibraryPaths) -> Path | None:
    """Move the output of a crash of the last process into the crash report; None if that process ended normally.

    A process that was killed, for example for lack of memory, leaves no output.
    """
    with contextlib.suppress(OSError):
        output = (
            storage.read_text(places.crash_log, storage.MAX_TEXT_FILE_BYTES, errors="replace")
            if places.crash_log.exists()
            else ""
        )
        if output.strip():
            logging.getLogger(__name__).warning("the last process crashed:\n%s", output[:MAX_CRASH_CHARACTERS])
            places.crash_report.write_text(output[:MAX_CRASH_CHARACTERS], encoding="utf-8")
            places.crash_log.write_text("", encoding="utf-8")
            return places.crash_report
    return None


def install_crash_handler(places: LibraryPaths) -> Callable[[], None]:
    """Write the Python stack to the crash log when a signal kills the process; return a function that ends this."""
    if not _is_writable(places.crash_log):
        return _do_nothing
    with contextlib.suppress(OSError):
        file = places.crash_log.open("w", encoding="utf-8")

        def end() -> None:
            faulthandler.disable()
            file.close()

        # Only the thread that crashed: other threads run on while their stacks are written, which may cut it short.
        faulthandler.enable(file, all_threads=False)
        return end
    return _do_nothing


def _do_nothing() -> None:
    """There is nothing to end."""
