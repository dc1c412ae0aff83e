"""Run slow functions off the window's thread: decoding, scaling, checking files. Results come back as signals."""

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
MAX_PRIORITY = 2**31 - 1
Done = Callable[[Any], None]
Failed = Callable[[EaselError], None]


def install_gc_timer(parent: QObject) -> None:
    """Collect reference cycles only on the window's thread, as long as `parent` exists."""
    garbage.restrict_to_this_thread()
    timer = QTimer(parent, interval=GC_INTERVAL_MS)
    timer.timeout.connect(garbage.collect_if_due)
    timer.start()


class TaskPool(QObject):
    """Runs functions on its own threads and calls back on the window's thread."""

    _completed = Signal(object, object, object)  # the callback, its argument, the task

    def __init__(self, parent: QObject, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._completed.connect(self._call_back)
        self._closed = False
        # By default a Python thread holds the interpreter for 5 ms. The window needs the interpreter between any two
        # calls of Qt, and would wait that long several times per frame.
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_SECONDS))
        self._order = 0

    def run(self, work: Callable[[], Any], done: Done, failed: Failed, newest_first: bool = False) -> None:
        """Run `work` on a pool thread; then call `done` with its result, or `failed` with its error, on this thread.

        With `newest_first` the task runs before earlier tasks of that kind, because the user looks at the newest.
        """
        if not self._closed:
            self._order += 1
            self._pool.start(_Task(work, done, failed, self._completed), self._order if newest_first else MAX_PRIORITY)

    def wait(self) -> None:
        """Wait until all tasks are done (not for their callbacks)."""
        self._pool.waitForDone()

    def close(self) -> None:
        """Drop the tasks that have not started, wait for the others, and call nothing back."""
        self._closed = True
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(object, object, object)
    def _call_back(self, callback: Callable[[Any], None], argument: Any, _task: object) -> None:
        if not self._closed and _is_alive(callback):
            callback(argument)


class _Task(QRunnable):
    def __init__(self, work: Callable[[], Any], done: Done, failed: Failed, completed: Any) -> None:
        super().__init__()
        self._work, self._done, self._failed, self._completed = work, done, failed, completed

    def run(self) -> None:
        try:
            callback, argument = self._done, self._work()
        except Exception as exception:  # noqa: BLE001  (a broken file must not end a thread of the pool)
            callback, argument = self._failed, as_easel_error(exception)
        self._completed.emit(callback, argument, self)


def _is_alive(callback: Callable[[Any], None]) -> bool:
    """Return False for a method of a deleted widget: its window was closed while the task ran."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
