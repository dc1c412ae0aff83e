"""Slow work off the window's thread: decoding, shrinking, checking files. Results come back as signals."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot
from shiboken6 import isValid

from macapp.errors import EaselError, as_easel_error
from macapp.system import garbage

SWITCH_SECONDS = 0.0005
GC_INTERVAL_MS = 100
NEXT = 2**31 - 1  # the highest priority
Done = Callable[[Any], None]
Failed = Callable[[EaselError], None]


def install_gc_timer(parent: QObject) -> None:
    """Collect reference cycles on the window's thread alone, while `parent` lives."""
    garbage.restrict_to_this_thread()
    timer = QTimer(parent, interval=GC_INTERVAL_MS)
    timer.timeout.connect(garbage.collect_if_due)
    timer.start()


class TaskPool(QObject):
    """Runs functions on a few threads of its own and calls back on the window's thread."""

    _ended = Signal(object, object, object)  # the callback, its argument, the task

    def __init__(self, parent: QObject, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._ended.connect(self._call_back)
        self._closed = False
        # Python lets a thread keep the interpreter for 5 ms; the window, which needs it between any two of Qt's calls,
        # would wait that long several times in one frame.
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_SECONDS))
        self._order = 0

    def run(self, work: Callable[[], Any], done: Done, failed: Failed, newest_first: bool = False) -> None:
        """Run `work` elsewhere; then call `done` with its result, or `failed` with what went wrong, here.

        With `newest_first` it goes before others of the kind that wait: what was asked for last is looked at now.
        """
        if not self._closed:
            self._order += 1
            self._pool.start(_Task(work, done, failed, self._ended), self._order if newest_first else NEXT)

    def wait(self) -> None:
        """Wait until all that was asked for is done (not for its callbacks)."""
        self._pool.waitForDone()

    def close(self) -> None:
        """Drop what has not begun, wait for what has, call nothing back any more."""
        self._closed = True
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(object, object, object)
    def _call_back(self, callback: Callable[[Any], None], argument: Any, _task: object) -> None:
        if not self._closed and _is_there(callback):
            callback(argument)


class _Task(QRunnable):
    def __init__(self, work: Callable[[], Any], done: Done, failed: Failed, ended: Any) -> None:
        super().__init__()
        self._work, self._done, self._failed, self._ended = work, done, failed, ended

    def run(self) -> None:
        try:
            callback, argument = self._done, self._work()
        except Exception as exception:  # noqa: BLE001  (a broken file must not end a thread of the pool)
            callback, argument = self._failed, as_easel_error(exception)
        self._ended.emit(callback, argument, self)


def _is_there(callback: Callable[[Any], None]) -> bool:
    """Return False for a method of a widget that is no more: its window was closed while something was read for it."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
