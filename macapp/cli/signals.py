"""Signals that end a command, cleanly and within seconds. The main thread.

Control-C cancels the request. SIGTERM and SIGHUP, as at a logout, end the program: the running job waits in the queue
for the next start, and is not counted as a crash.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from macapp.cli.progress import ProgressReporter
from macapp.errors import EaselError
from macapp.library import Library
from macapp.system.paths import LibraryPaths
from macapp.system.shutdown import Guard
from macapp.workflow.runner import Runner

ENGINE_SECONDS = 3.0  # for the engine to end its step after a signal
SAVING_SECONDS = 20.0  # for a finished picture to be saved after that
INDEX_SECONDS = 1.0  # for the index to open at the end; the thread that hangs may have locked it
_END_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


class Terminated(BaseException):
    """A signal ended the command. Not an `Exception`, so that no handler on the way treats it as an error."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = exit_code(number)
        """as in shells: 143 for SIGTERM"""


def exit_code(number: int) -> int:
    """Return the exit code of a process that was ended by a signal."""
    return 128 + number


@contextmanager
def signals_raised() -> Iterator[None]:
    """Raise `Terminated` on SIGTERM and SIGHUP, so that the code inside can clean up."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise Terminated(number)

    with _handling(end, _END_SIGNALS):
        yield


@contextmanager
def stopped_by_signals(reporter: ProgressReporter) -> Iterator[None]:
    """Stop the reporter on a signal: `should_continue` returns false from then on."""

    def stop(number: int, _frame: FrameType | None) -> None:
        reporter.stop(exit_code(number))

    with _handling(stop, (signal.SIGINT, *_END_SIGNALS)):
        yield


@contextmanager
def runner_stopped_by_signals(
    reporter: ProgressReporter, runner: Runner, places: LibraryPaths, ids: Sequence[str] | None
) -> Iterator[None]:
    """Stop a runner within a step on a signal, or end the process within seconds if the engine hangs in its step.

    Control-C cancels the running job and the waiting jobs of `ids`; other signals leave all of them in the queue.
    """
    exit_timer = _QueueExitTimer(runner, places, ids)

    def stop(number: int, _frame: FrameType | None) -> None:
        if exit_timer.is_requested:  # a second signal ends the process at once
            exit_timer.exit_now(number)
        exit_timer.is_requested = True
        reporter.stop(exit_code(number))
        if number != signal.SIGINT:
            runner.interrupt()
        elif reporter.job is not None:
            runner.cancel(reporter.job.id)

    with _handling(stop, (signal.SIGINT, *_END_SIGNALS)), exit_timer.watch():
        yield


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """End the process within seconds of a signal, even if the code inside hangs in a native call."""
    with _ExitTimer(Path(os.devnull)).watch():
        yield


class _ExitTimer:
    """Ends the process if the code that it watches is still running some seconds after a signal."""

    def __init__(self, mark: Path) -> None:
        """`mark` is the file that the guard creates."""
        self._mark = mark
        self._ended = threading.Event()
        self._guard: Guard | None = None
        self.is_requested = False

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Watch the code inside."""
        guard = self._guard = Guard(self._mark, on_signal=self._wait_and_exit)
        try:
            yield
        finally:
            self._ended.set()
            guard.dismiss()

    def _wait_and_exit(self, number: int) -> None:
        """Wait for the code inside, then end the process. Called on the thread of the guard."""
        if self._ended.wait(ENGINE_SECONDS):
            return
        if self._guard is not None:
            self._guard.relent()
        if not (self._is_only_saving and self._ended.wait(SAVING_SECONDS)):
            self.exit_now(number)

    @property
    def _is_only_saving(self) -> bool:
        """Whether the only remaining work is to save a finished picture."""
        return False

    def _clean_up(self, number: int) -> None:
        """Do what is necessary before the process ends."""

    def exit_now(self, number: int) -> None:
        """End the process now. Any thread."""
        self._clean_up(number)
        if sys.stderr.isatty():
            sys.stderr.write("\x1b[?25h\n")  # the progress bar hides the cursor
            sys.stderr.flush()
        os._exit(exit_code(number))


class _QueueExitTimer(_ExitTimer):
    """The same for a process that runs the queue."""

    def __init__(self, runner: Runner, places: LibraryPaths, ids: Sequence[str] | None) -> None:
        super().__init__(places.cut_short)
        self._runner, self._places, self._ids = runner, places, ids

    @property
    def _is_only_saving(self) -> bool:
        return self._runner.has_pending and self._runner.drawing is None

    def _clean_up(self, number: int) -> None:
        """Put the running job back into the queue; after Control-C, cancel it."""
        with suppress(EaselError, OSError), Library.open(self._places, INDEX_SECONDS) as library:
            running = self._runner.drawing
            if running is not None:
                library.queue.requeue(running.id)
            library.queue.leave_running()
            if number == signal.SIGINT and running is not None:
                library.queue.cancel_all([running.id, *(self._ids or ())])


@contextmanager
def _handling(handler: Callable[[int, FrameType | None], object], numbers: Sequence[signal.Signals]) -> Iterator[None]:
    """Handle signals inside the block, except ignored ones such as SIGHUP under `nohup`."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handled = [number for number in numbers if signal.getsignal(number) not in (signal.SIG_IGN, None)]
    previous = {number: signal.signal(number, handler) for number in handled}
    try:
        yield
    finally:
        for number, old in previous.items():
            signal.signal(number, old)
