"""`Worker`: the thread that owns the engine and runs the loop. QtCore only.

The window's thread calls the public methods; `run` and all that it calls happen on the worker's own thread, and come
back as one signal. Nothing ends the thread but `stop`.
"""

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from macapp.domain.job import EventKind, JobEvent
from macapp.errors import EaselError, as_easel_error
from macapp.library import Library
from macapp.library.recovery import RecoveryReport, acquire_runner
from macapp.system.machine import Pressure, memory_pressure
from macapp.system.paths import LibraryPaths
from macapp.workflow.runner import ImageEngine, Runner

POLL_SECONDS = 1.0  # how often it looks for jobs, or for a lock, that another process may have left meanwhile
NICENESS = 5  # a third of the window's share of a core that both want (man 7 sched); 10 was no better
_log = logging.getLogger(__name__)


class Worker(QThread):
    """Runs the queue of one library whenever something is waiting."""

    event_emitted = Signal(JobEvent)

    def __init__(
        self,
        places: LibraryPaths,
        open_engine: Callable[[], ImageEngine],
        parent: QObject | None = None,
        pressure: Callable[[], Pressure] = memory_pressure,
    ) -> None:
        super().__init__(parent)
        self._pressure = pressure
        self.setObjectName("worker")
        self._places = places
        self._open_engine = open_engine
        self._work = threading.Event()
        self._finishing = threading.Event()
        self._runner: Runner | None = None
        self._to_prepare: str | None = None

    def prepare(self, model: str) -> None:
        """Load a checkpoint once nothing waits, so that the first picture need not wait for it. Any thread."""
        self._to_prepare = model
        self._work.set()

    def wake(self) -> None:
        """Look at the queue again: something was added, or it was resumed. Any thread."""
        self._work.set()

    def cancel(self, job_id: str) -> None:
        """Cancel the running job, if it is this one. Any thread."""
        if self._runner is not None:
            self._runner.cancel(job_id)

    def stop(self) -> None:
        """Ask the thread to end within one step, and return; the job it runs waits for the next start. Any thread."""
        self._finishing.set()
        runner = self._runner
        if runner is not None:
            runner.interrupt()
        self._work.set()

    def shut_down(self, seconds: float | None = None) -> bool:
        """`stop`, and wait until the thread has ended, at most so many seconds; return whether it has.

        An engine whose GPU hangs never returns, and neither does the thread.
        """
        self.stop()
        return self.wait() if seconds is None else self.wait(round(seconds * 1000))

    def leave(self, library: Library) -> None:
        """Let the jobs of a thread that did not end wait for the next start: the process is about to end without it.

        `library` is one of the calling thread. Raises `MachineError` if that cannot be recorded.
        """
        runner = self._runner
        drawn = None if runner is None else runner.drawing
        if drawn is not None:
            library.queue.requeue(drawn.id)
        library.queue.leave_running()

    @property
    def saves(self) -> bool:
        """Whether all that it still does is to save a picture that is finished. Any thread."""
        runner = self._runner
        return runner is not None and runner.has_pending and runner.drawing is None

    def run(self) -> None:
        """The thread: until `finish`, run the queue when woken. Whatever goes wrong is reported, never fatal."""
        _let_the_window_go_first()
        self._work.set()
        while not self._finishing.is_set():
            try:
                self._run_library()
            except BaseException as exception:  # noqa: BLE001  (the last stop before the thread would die in silence)
                self._stopped(as_easel_error(exception))
                self._work.clear()
                self._work.wait(POLL_SECONDS if as_easel_error(exception).code == "library-in-use" else None)

    def _run_library(self) -> None:
        with Library.open(self._places) as library, acquire_runner(library) as recovered:
            self._tell(library, recovered)
            runner = self._runner = Runner(library, self._open_engine, self.event_emitted.emit, self._pressure)
            try:
                while not self._finishing.is_set():
                    self._work.clear()
                    runner.run(keep_going=lambda: not self._finishing.is_set())
                    self._prepare(runner, library)
                    while not self._work.wait(POLL_SECONDS) and not (library.queue.has_work or runner.has_pending):
                        runner.on_idle()
            finally:
                self._runner = None
                runner.close()

    def _prepare(self, runner: Runner, library: Library) -> None:
        if self._to_prepare is not None and not (self._finishing.is_set() or library.queue.has_work):
            model, self._to_prepare = self._to_prepare, None
            runner.preload(model)

    def _tell(self, library: Library, recovered: RecoveryReport) -> None:
        for picture in recovered.adopted:
            self.event_emitted.emit(JobEvent(kind=EventKind.DONE, picture=picture))
        for job in recovered.died:
            self.event_emitted.emit(JobEvent(kind=EventKind.RECOVERED, job=library.queue.find(job.id)))

    def _stopped(self, reason: EaselError) -> None:
        _log.error("the worker stopped: %s", reason, exc_info=True)
        self.event_emitted.emit(JobEvent(kind=EventKind.STOPPED, reason=reason))


def _let_the_window_go_first() -> None:
    """Make this thread, and those that PyTorch begins from it, wait for the window's where both want a core.

    While pictures were drawn by all cores, twenty of 3,000 waits of the window were longer than 8 ms; with niceness
    eighteen were, as a batch too, which never takes a core from what runs on it, twelve, and drawing was no slower. On
    Linux alone: elsewhere niceness is of the whole process, and a GPU draws.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a sandbox may forbid it
            os.nice(NICENESS)
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
