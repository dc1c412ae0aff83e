"""The log: one rotating file, on a Mac among its logs, else beside the index. Nothing in it leaves the machine.

Any thread.
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

BYTES, KEPT = 1_000_000, 3
LAST_WORDS = 20_000  # characters of a dead process's stacks


def configure(places: LibraryPaths) -> None:
    """Send the program's log to the library's log file, which is made when the first line is written."""
    root = logging.getLogger("macapp")
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    if places.logs != places.index:
        with contextlib.suppress(OSError):
            places.logs.mkdir(parents=True, exist_ok=True)
    if not os.access(places.logs, os.W_OK) or not _can_be_written(places.log):
        root.addHandler(logging.NullHandler())
        return
    handler = _Log(places.log, maxBytes=BYTES, backupCount=KEPT, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.propagate = False


class _Log(logging.handlers.RotatingFileHandler):
    """A log that cannot be written, as on a full disk, is no reason to fail or to say anything."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (logging's name)
        """Leave the line out, where logging would print a traceback."""


def _can_be_written(path: Path) -> bool:
    """Return whether there is a regular file at a path, or nothing: a pipe would block whoever writes to it."""
    return storage.is_regular(path) or not os.path.lexists(path)


def previous_crash(places: LibraryPaths) -> Path | None:
    """Put what the last process said when it died where it can be looked at; None if it ended as it should.

    One that was killed, as for lack of memory, says nothing.
    """
    with contextlib.suppress(OSError):
        said = storage.read_text(places.crash_log, storage.SMALL, errors="replace") if places.crash_log.exists() else ""
        if said.strip():
            logging.getLogger(__name__).warning("the last process died:\n%s", said[:LAST_WORDS])
            places.crash_report.write_text(said[:LAST_WORDS], encoding="utf-8")
            places.crash_log.write_text("", encoding="utf-8")
            return places.crash_report
    return None


def install_crash_handler(places: LibraryPaths) -> Callable[[], None]:
    """Let the interpreter write where it was when the process dies of a signal; return what ends it."""
    if not _can_be_written(places.crash_log):
        return _nothing
    with contextlib.suppress(OSError):
        file = places.crash_log.open("w", encoding="utf-8")

        def end() -> None:
            faulthandler.disable()
            file.close()

        # The thread that died, alone: the others run on while they are written down, and that may cut it short.
        faulthandler.enable(file, all_threads=False)
        return end
    return _nothing


def _nothing() -> None:
    """There is nothing to end."""
