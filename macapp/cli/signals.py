"""Ending a command by a signal, in order and within seconds. The main thread.

Control-C gives up what was asked for. SIGTERM and SIGHUP, as at a logout, end the program: the job that is being drawn
waits in the queue for the next start, and counts as no death of the process.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from macapp.console import ProgressReporter
from macapp.errors import EaselError
from macapp.library import Library
from macapp.system.paths import LibraryPaths
from macapp.system.shutdown import Guard
from macapp.workflow.runner import Runner

ENGINE_SECONDS = 3.0  # that an engine has to end its step, once the program is to end
SAVING_SECONDS = 20.0  # that a finished picture has to be saved then
PATIENCE = 1.0  # seconds that leaving waits for the index, which the thread that hangs may have locked
_ENDING = (signal.SIGTERM, signal.SIGHUP)


class Terminated(BaseException):
    """A signal ended the command. No `Exception`: nothing on the way may take it for a fault of what it does."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = exit_code(number)
        """as shells have it: 143 for SIGTERM"""


def exit_code(number: int) -> int:
    """Return the exit code of a process that a signal ended."""
    return 128 + number


@contextmanager
def signals_raised() -> Iterator[None]:
    """Let SIGTERM and SIGHUP raise `Terminated`, so that what is inside can put its things away."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise Terminated(number)

    with _handled(end, _ENDING):
        yield


@contextmanager
def stopped_by_signals(reporter: ProgressReporter) -> Iterator[None]:
    """Let signals stop the reporter instead: `should_continue` is false from then on."""

    def stop(number: int, _frame: FrameType | None) -> None:
        reporter.stop(exit_code(number))

    with _handled(stop, (signal.SIGINT, *_ENDING)):
        yield


@contextmanager
def runner_stopped_by_signals(
    reporter: ProgressReporter, runner: Runner, places: LibraryPaths, ids: Sequence[str] | None
) -> Iterator[None]:
    """Let signals stop a runner within a step, or end the process within seconds if its engine does not end the step.

    Control-C cancels the running job, and those of `ids` that wait; other signals let all of them wait.
    """
    leaving = _LeavingQueue(runner, places, ids)

    def stop(number: int, _frame: FrameType | None) -> None:
        if leaving.is_asked:  # a second signal means it
            leaving.leave(number)
        leaving.is_asked = True
        reporter.stop(exit_code(number))
        if number != signal.SIGINT:
            runner.interrupt()
        elif reporter.job is not None:
            runner.cancel(reporter.job.id)

    with _handled(stop, (signal.SIGINT, *_ENDING)), leaving.in_time():
        yield


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let a signal end the process within seconds even if what is inside is in a native call that does not return."""
    with _Leaving(Path(os.devnull)).in_time():
        yield


class _Leaving:
    """Ends the process when what it does has not ended by itself some seconds after a signal."""

    def __init__(self, mark: Path) -> None:
        """`mark` is the file of the guard."""
        self._mark = mark
        self._ended = threading.Event()
        self._guard: Guard | None = None
        self.is_asked = False

    @contextmanager
    def in_time(self) -> Iterator[None]:
        """Watch over what is inside."""
        guard = self._guard = Guard(self._mark, on_signal=self._wait_and_leave)
        try:
            yield
        finally:
            self._ended.set()
            guard.dismiss()

    def _wait_and_leave(self, number: int) -> None:
        """Called by the guard's own thread."""
        if self._ended.wait(ENGINE_SECONDS):
            return
        if self._guard is not None:
            self._guard.relent()
        if not (self._only_saves and self._ended.wait(SAVING_SECONDS)):
            self.leave(number)

    @property
    def _only_saves(self) -> bool:
        """Whether all that is still done is to save a picture that is finished."""
        return False

    def _put_away(self, number: int) -> None:
        """Do what has to be done before the process ends."""

    def leave(self, number: int) -> None:
        """End the process now. Any thread."""
        self._put_away(number)
        if sys.stderr.isatty():
            sys.stderr.write("\x1b[?25h\n")  # the progress bar hides the cursor
            sys.stderr.flush()
        os._exit(exit_code(number))


class _LeavingQueue(_Leaving):
    """The same for a process that works through a queue."""

    def __init__(self, runner: Runner, places: LibraryPaths, ids: Sequence[str] | None) -> None:
        super().__init__(places.cut_short)
        self._runner, self._places, self._ids = runner, places, ids

    @property
    def _only_saves(self) -> bool:
        return self._runner.has_pending and self._runner.drawing is None

    def _put_away(self, number: int) -> None:
        """Let the job that is being drawn wait; after Control-C, cancel it."""
        with suppress(EaselError, OSError), Library.open(self._places, PATIENCE) as library:
            drawn = self._runner.drawing
            if drawn is not None:
                library.queue.requeue(drawn.id)
            library.queue.leave_running()
            if number == signal.SIGINT and drawn is not None:
                library.queue.cancel_all([drawn.id, *(self._ids or ())])


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], object], numbers: Sequence[signal.Signals]) -> Iterator[None]:
    """Handle signals meanwhile, but for those that are ignored, as SIGHUP is under `nohup`."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    taken = [each for each in numbers if signal.getsignal(each) not in (signal.SIG_IGN, None)]
    before = {each: signal.signal(each, handler) for each in taken}
    try:
        yield
    finally:
        for each, old in before.items():
            signal.signal(each, old)
