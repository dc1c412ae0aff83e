"""The progress of jobs and of other long work on a terminal, and their exit code. Any thread."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from macapp.console import print_error, print_note
from macapp.domain.job import EventKind, Job, JobEvent, JobState, Picture, ReproductionResult
from macapp.errors import Canceled, EaselError, as_easel_error
from macapp.messages import message_for

_COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("{task.fields[speed]}"),
    TimeRemainingColumn(),
)
_END_KINDS = (EventKind.DONE, EventKind.FAILED, EventKind.CANCELED, EventKind.STOPPED, EventKind.IDLE)


@contextmanager
def progress_bar(description: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar if standard error is a terminal; yield the function that takes (done, total)."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with Progress(*_COLUMNS, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(description, total=None, speed="")
        yield lambda done, total: progress.update(task, completed=done, total=total)


def end_event(job: Job, picture: Picture | None, comparison: ReproductionResult | None = None) -> JobEvent:
    """Return the event that a runner in this process would have reported at the end of `job`."""
    if picture is not None or comparison is not None:
        return JobEvent(kind=EventKind.DONE, job=job, picture=picture, comparison=comparison)
    failed = job.state in (JobState.FAILED, JobState.HELD)
    return JobEvent(kind=EventKind.FAILED if failed else EventKind.CANCELED, job=job, reason=job.reason)


class ProgressReporter:
    """Takes the events of a runner: shows progress, passes finished pictures on, and keeps the exit code."""

    def __init__(
        self,
        done: Callable[[Picture, float], None],
        compared: Callable[[ReproductionResult], None] = lambda _result: None,
    ) -> None:
        """Call `done` with each finished picture and its seconds, and `compared` with the result of a repeat."""
        self._done, self._compared = done, compared
        self._began = 0.0
        self._lock = threading.RLock()
        self._bar = _JobBar() if sys.stderr.isatty() else None
        self.job: Job | None = None
        self.exit_code = 0
        self.stopped = False
        self.canceled = False

    def __enter__(self) -> "ProgressReporter":
        self._began = time.monotonic()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._bar:
            self._bar.close()

    def should_continue(self) -> bool:
        """Return whether another job may start."""
        return not self.stopped

    def stop(self, exit_code: int = Canceled.exit_code) -> None:
        """Start no more jobs: the user pressed Control-C or, with another exit code, the program must end."""
        self.stopped = True
        self.canceled = exit_code == Canceled.exit_code
        self.exit_code = exit_code

    def report(self, event: JobEvent) -> None:
        """Handle one event, possibly while the next picture is already drawn. Any thread."""
        with self._lock:
            try:
                self._handle(event)
            except BrokenPipeError:  # nobody reads; the pictures are made all the same
                pass
            except (EaselError, OSError) as exception:
                self._handle_error(as_easel_error(exception))

    def _handle_error(self, error: EaselError) -> None:
        """Stop for an error of our own, but not for an output that fails: the pictures are made all the same.

        A launcher closes the output on purpose; an output whose disk is full is an error.
        """
        if error.code != "output-failed":
            self.stopped = True
        elif error.data.get("closed"):
            return
        self._fail(error, error.exit_code)

    def _handle(self, event: JobEvent) -> None:
        if event.kind is EventKind.LOADING and event.job != self.job:
            self._began = time.monotonic()
        if event.is_progress:
            self.job = event.job
        if self._bar:
            self._bar.show(event)
        if event.comparison is not None:
            self._compared(event.comparison)
        if event.kind is EventKind.DONE and event.picture is not None:
            self._finish(event.picture)
        elif event.kind is EventKind.FAILED:
            self._fail(event.reason, 1)
        elif event.kind is EventKind.STOPPED:
            self.stopped = True
            self._fail(event.reason, event.reason.exit_code if event.reason else 1)
        elif event.kind is EventKind.CANCELED:
            self.exit_code = Canceled.exit_code
        elif event.kind is EventKind.MEMORY_REDUCED and event.reason is not None:
            print_error(event.reason)

    def _finish(self, picture: Picture) -> None:
        for doubt in picture.doubts:
            print_note(message_for(doubt))
        self._done(picture, time.monotonic() - self._began)
        self._began = time.monotonic()

    def _fail(self, reason: EaselError | None, exit_code: int) -> None:
        self.exit_code = max(self.exit_code, exit_code)
        if reason is not None:
            print_error(reason)


class _JobBar:
    """The progress bar of a job on standard error: steps, speed, time left."""

    def __init__(self) -> None:
        self._progress = Progress(*_COLUMNS, console=Console(stderr=True), transient=True)
        self._task: TaskID | None = None

    def show(self, event: JobEvent) -> None:
        if event.kind in _END_KINDS:
            self.close()
            return
        if self._task is None:
            self._progress.start()
            self._task = self._progress.add_task("", total=None, speed="")
        if event.kind is EventKind.LOADING:
            self._progress.update(self._task, description="Loading the model", total=1)
        elif event.kind is EventKind.COMPILING:
            self._progress.update(self._task, description="Compiling the model", speed="")
        elif event.kind is EventKind.STEP:
            speed = f"{1 / event.seconds_per_step:.1f} it/s" if event.seconds_per_step else ""
            self._progress.update(
                self._task, description="Generating", completed=event.step, total=event.steps, speed=speed
            )

    def close(self) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._progress.stop()
            self._task = None
