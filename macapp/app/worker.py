"""`Worker`: the thread that owns the engine and runs the queue. QtCore only.

The window's thread calls the public methods. `run` and everything it calls are on the worker's own thread and report
through one signal. Only `stop` ends the thread.
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

POLL_SECONDS = 1.0  # interval of the checks for jobs or a released lock of another process
NICENESS = 5  # a third of the window's share of a contended core (man 7 sched); 10 was no better
_log = logging.getLogger(__name__)


class Worker(QThread):
    """Runs the queue of one library whenever jobs are waiting."""

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
        self._stop_requested = threading.Event()
        self._rests = threading.Event()
        self._runner: Runner | None = None
        self._model_to_preload: str | None = None

    def prepare(self, model: str) -> None:
        """Load a checkpoint as soon as no job waits, so that the first picture starts sooner. Any thread."""
        self._model_to_preload = model
        self._work.set()

    def wake(self) -> None:
        """Check the queue again, after jobs were added or the queue was resumed. Any thread."""
        self._work.set()

    def set_rest(self, rests: bool) -> None:
        """Start no job while `rests`; the running one continues. It says nothing to other processes. Any thread."""
        if rests:
            self._rests.set()
        elif self._rests.is_set():
            self._rests.clear()
            self._work.set()

    def cancel(self, job_id: str) -> None:
        """Cancel a job if it is the running one. Any thread."""
        if self._runner is not None:
            self._runner.cancel(job_id)

    def stop(self) -> None:
        """Ask the thread to end within one step, without waiting; its job waits for the next start. Any thread."""
        self._stop_requested.set()
        runner = self._runner
        if runner is not None:
            runner.interrupt()
        self._work.set()

    def shut_down(self, seconds: float | None = None) -> bool:
        """Stop, wait for the end of the thread for at most `seconds`, and return whether it has ended.

        The thread never ends if the GPU hangs.
        """
        self.stop()
        return self.wait() if seconds is None else self.wait(round(seconds * 1000))

    def leave(self, library: Library) -> None:
        """Return the jobs of a thread that did not end to the queue; the process is about to end without it.

        `library` belongs to the calling thread. Raises `MachineError` if the queue cannot be written.
        """
        runner = self._runner
        running = None if runner is None else runner.drawing
        if running is not None:
            library.queue.requeue(running.id)
        library.queue.leave_running()

    @property
    def saves(self) -> bool:
        """Whether its only work is to save a finished picture. Any thread."""
        runner = self._runner
        return runner is not None and runner.has_pending and runner.drawing is None

    def run(self) -> None:
        """Run the queue until `stop`, on the worker's thread. Every exception is reported, and none ends the thread."""
        _lower_priority()
        self._work.set()
        while not self._stop_requested.is_set():
            try:
                self._run_library()
            except BaseException as exception:  # noqa: BLE001  (else the thread would end without a report)
                self._report_stop(as_easel_error(exception))
                self._work.clear()
                self._work.wait(POLL_SECONDS if as_easel_error(exception).code == "library-in-use" else None)

    def _run_library(self) -> None:
        with Library.open(self._places) as library, acquire_runner(library) as recovered:
            self._report_recovery(library, recovered)
            runner = self._runner = Runner(library, self._open_engine, self.event_emitted.emit, self._pressure)
            try:
                while not self._stop_requested.is_set():
                    self._work.clear()
                    runner.run(keep_going=self._may_start)
                    self._prepare(runner, library)
                    while not self._work.wait(POLL_SECONDS) and not self._has_work(runner, library):
                        runner.on_idle()
            finally:
                self._runner = None
                runner.close()

    def _may_start(self) -> bool:
        return not (self._stop_requested.is_set() or self._rests.is_set())

    def _has_work(self, runner: Runner, library: Library) -> bool:
        return runner.has_pending or (library.queue.has_work and self._may_start())

    def _prepare(self, runner: Runner, library: Library) -> None:
        if self._model_to_preload is not None and self._may_start() and not library.queue.has_work:
            model, self._model_to_preload = self._model_to_preload, None
            runner.preload(model)

    def _report_recovery(self, library: Library, recovered: RecoveryReport) -> None:
        for picture in recovered.adopted:
            self.event_emitted.emit(JobEvent(kind=EventKind.DONE, picture=picture))
        for job in recovered.crashed_jobs:
            self.event_emitted.emit(JobEvent(kind=EventKind.RECOVERED, job=library.queue.find(job.id)))

    def _report_stop(self, reason: EaselError) -> None:
        _log.error("the worker stopped: %s", reason, exc_info=True)
        self.event_emitted.emit(JobEvent(kind=EventKind.STOPPED, reason=reason))


def _lower_priority() -> None:
    """Give the window's thread precedence over this thread and the threads that PyTorch starts from it.

    While all cores made pictures, 20 of 3,000 waits of the window took longer than 8 ms. With niceness it was 18, and
    with the batch policy as well, which never preempts a running thread, it was 12. Pictures took no longer. Only on
    Linux: on other systems niceness applies to the whole process, and a GPU makes the pictures.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a sandbox may forbid it
            os.nice(NICENESS)
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
