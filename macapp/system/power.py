"""Keeps a Mac awake while it makes pictures: no idle sleep and no App Nap; the display may sleep. Any thread."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

USER_INITIATED = 0x00FFFFFF  # NSActivityUserInitiated: work that the user started; no idle sleep
CAFFEINATE = Path("/usr/bin/caffeinate")
ON_A_MAC = sys.platform == "darwin"
_log = logging.getLogger(__name__)


@contextmanager
def keep_awake(why: str) -> Iterator[None]:
    """Prevent sleep inside the block; the system shows `why` as the reason. Does nothing on other systems."""
    end = _begin_activity(why) if ON_A_MAC else _do_nothing
    try:
        yield
    finally:
        end()


def _begin_activity(why: str) -> Callable[[], object]:
    """Begin an activity of the system; return the function that ends it."""
    try:
        from Foundation import NSProcessInfo  # type: ignore[import-not-found]  # pyobjc: macOS only

        process = NSProcessInfo.processInfo()
        activity = process.beginActivityWithOptions_reason_(USER_INITIATED, why)
    except Exception:  # noqa: BLE001  (it must not fail a picture)
        _log.warning("sleep was not prevented", exc_info=True)
        return _start_caffeinate()
    return lambda: process.endActivity_(activity)


def _start_caffeinate() -> Callable[[], object]:
    """Run `caffeinate`, at most for the life of this process; return the function that ends it. App Nap stays on."""
    try:
        command = subprocess.Popen([CAFFEINATE, "-i", "-w", str(os.getpid())])  # noqa: S603
    except OSError:
        return _do_nothing

    def end() -> None:
        command.terminate()
        command.wait()

    return end


def _do_nothing() -> None:
    """There is nothing to end."""
