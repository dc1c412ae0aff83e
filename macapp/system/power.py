"""Keeps a Mac awake while pictures are made: no idle sleep and no App Nap; the display may sleep. Any thread."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

USER_INITIATED = 0x00FFFFFF  # NSActivityUserInitiated: work that was asked for; the system does not sleep by itself
CAFFEINATE = Path("/usr/bin/caffeinate")
ON_A_MAC = sys.platform == "darwin"
_log = logging.getLogger(__name__)


@contextmanager
def keep_awake(why: str) -> Iterator[None]:
    """Hold sleep off; `why` is what the system shows for it. Does nothing where nothing can be done."""
    end = _held(why) if ON_A_MAC else _nothing
    try:
        yield
    finally:
        end()


def _held(why: str) -> Callable[[], object]:
    """Ask the system, and return what tells it that the work is done."""
    try:
        from Foundation import NSProcessInfo  # type: ignore[import-not-found]  # pyobjc: macOS only

        process = NSProcessInfo.processInfo()
        activity = process.beginActivityWithOptions_reason_(USER_INITIATED, why)
    except Exception:  # noqa: BLE001  (a picture must not fail for it)
        _log.warning("the system was not asked to stay awake", exc_info=True)
        return _caffeinated()
    return lambda: process.endActivity_(activity)


def _caffeinated() -> Callable[[], object]:
    """Let the system's own command do it, for as long as this process lives at most; App Nap stays possible."""
    try:
        command = subprocess.Popen([CAFFEINATE, "-i", "-w", str(os.getpid())])  # noqa: S603
    except OSError:
        return _nothing

    def end() -> None:
        command.terminate()
        command.wait()

    return end


def _nothing() -> None:
    """Do nothing."""
