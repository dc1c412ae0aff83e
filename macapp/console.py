"""What the command line prints: pictures and sentences as lines, and a progress bar where there is a terminal.

Standard output carries the results, standard error the rest. Any thread.
"""

import argparse
import io
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from macapp.domain.job import EventKind, Job, JobEvent, JobState, Picture, ReproductionResult
from macapp.errors import BadRequest, Canceled, EaselError, MachineError, as_easel_error
from macapp.messages import message_for

_COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("{task.fields[speed]}"),
    TimeRemainingColumn(),
)


class ArgumentParser(argparse.ArgumentParser):
    """Raises `BadRequest` with what is wrong in one sentence, where argparse would print the usage and leave."""

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help and the version as results are printed: argparse itself ignores an output that is full."""
        if file is sys.stderr:
            super()._print_message(message, file)
        else:
            put(message.rstrip("\n"))

    def error(self, message: str) -> NoReturn:
        raise BadRequest("command-line", message=re.sub(r"^argument [^:]+: (?=[A-Z])", "", message))


def print_result(fields: Mapping[str, Any], as_json: bool, text: str) -> None:
    """Print one result: a JSON object on a line, or its text."""
    if as_json:
        text = json.dumps(fields, ensure_ascii=False)
        if not _fits_output(text):
            text = json.dumps(fields)  # escapes say what is not Unicode, or not in the output's encoding
    put(text)


def put(text: str) -> None:
    """Print text and a line's end on standard output; what its encoding does not have is shown as "?".

    Raises `BrokenPipeError` if nobody reads any more, `MachineFault("output-failed")` if it is closed or its disk full.
    Either is raised once: what follows goes nowhere, so that a job that is running is still made.
    """
    if getattr(sys.stdout, "name", None) == os.devnull:  # closed when we were started: `__main__.fill_streams`
        _silence("stdout")
        raise MachineError("output-failed", why="standard output is closed", closed=True)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
        sys.stdout.flush()
    except OSError as error:
        _silence("stdout")
        if isinstance(error, BrokenPipeError):
            raise
        raise MachineError("output-failed", why=error.strerror) from error


def _fits_output(text: str) -> bool:
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _silence(name: str) -> None:
    """Let a standard stream that cannot be written to lead nowhere, also what it still holds when Python ends."""
    stream = getattr(sys, name)
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    setattr(sys, name, _NOWHERE)


class _Nowhere(io.TextIOBase):
    """Takes everything."""

    def write(self, text: str) -> int:
        return len(text)


_NOWHERE = _Nowhere()


def print_error(error: EaselError) -> int:
    """Print an error as one sentence on standard error; return the exit code it stands for."""
    print_note(message_for(error))
    return error.exit_code


def print_note(text: str) -> None:
    """Print a line for people on standard error."""
    try:
        sys.stderr.write(f"macapp: {' '.join(text.split())}\n")
        sys.stderr.flush()
    except OSError:  # there is nobody left to tell
        _silence("stderr")


def end_event(job: Job, picture: Picture | None, comparison: ReproductionResult | None = None) -> JobEvent:
    """Return the event that the end of `job` would have been, had it run here."""
    if picture is not None or comparison is not None:
        return JobEvent(kind=EventKind.DONE, job=job, picture=picture, comparison=comparison)
    failed = job.state in (JobState.FAILED, JobState.HELD)
    return JobEvent(kind=EventKind.FAILED if failed else EventKind.CANCELED, job=job, reason=job.reason)


@contextmanager
def progress_bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar for long work where there is a terminal; yields the function that takes (done, all)."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with Progress(*_COLUMNS, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(words, total=None, speed="")
        yield lambda done, total: progress.update(task, completed=done, total=total)


class ProgressReporter:
    """Takes the runner's events: shows progress, hands finished pictures on, remembers how it went."""

    def __init__(
        self, done: Callable[[Picture, float], None], compared: Callable[[ReproductionResult], None] = lambda each: None
    ) -> None:
        """`done` is called with each finished picture and the seconds it took, `compared` with what a repeat found."""
        self._done, self._compared = done, compared
        self._began = 0.0
        self._lock = threading.RLock()
        self._bar = _Bar() if sys.stderr.isatty() else None
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
        """Start no more jobs: the user pressed Control-C, or with another exit code, the program is to end."""
        self.stopped = True
        self.canceled = exit_code == Canceled.exit_code
        self.exit_code = exit_code

    def report(self, event: JobEvent) -> None:
        """Take one event, also that of a picture that is saved while the next is drawn. Any thread."""
        with self._lock:
            try:
                self._take(event)
            except BrokenPipeError:  # nobody reads; what was asked for is made all the same
                pass
            except (EaselError, OSError) as fault:
                if as_easel_error(fault).code == "output-failed":
                    self._not_printed(as_easel_error(fault))
                    return
                self.stopped = True
                self._fault(as_easel_error(fault), as_easel_error(fault).exit_code)

    def _not_printed(self, fault: EaselError) -> None:
        """Go on: what was asked for is made all the same. A launcher closes the output; a full disk is a fault."""
        if not fault.data.get("closed"):
            self._fault(fault, fault.exit_code)

    def _take(self, event: JobEvent) -> None:
        if event.kind is EventKind.LOADING and event.job != self.job:
            self._began = time.monotonic()
        if event.is_progress:
            self.job = event.job
        if self._bar:
            self._bar.show(event)
        if event.comparison is not None:
            self._compared(event.comparison)
        if event.kind is EventKind.DONE and event.picture is not None:
            self._finished(event.picture)
        elif event.kind is EventKind.FAILED:
            self._fault(event.reason, 1)
        elif event.kind is EventKind.STOPPED:
            self.stopped = True
            self._fault(event.reason, event.reason.exit_code if event.reason else 1)
        elif event.kind is EventKind.CANCELED:
            self.exit_code = Canceled.exit_code
        elif event.kind is EventKind.MEMORY_REDUCED and event.reason is not None:
            print_error(event.reason)

    def _finished(self, picture: Picture) -> None:
        if picture.doubt is not None:
            print_note(message_for(picture.doubt))
        self._done(picture, time.monotonic() - self._began)
        self._began = time.monotonic()

    def _fault(self, reason: EaselError | None, exit_code: int) -> None:
        self.exit_code = max(self.exit_code, exit_code)
        if reason is not None:
            print_error(reason)


class _Bar:
    """A progress bar on standard error: steps, speed, time left."""

    def __init__(self) -> None:
        self._progress = Progress(*_COLUMNS, console=Console(stderr=True), transient=True)
        self._task: TaskID | None = None

    def show(self, event: JobEvent) -> None:
        if event.kind in (EventKind.DONE, EventKind.FAILED, EventKind.CANCELED, EventKind.STOPPED, EventKind.IDLE):
            self.close()
            return
        if self._task is None:
            self._progress.start()
            self._task = self._progress.add_task("", total=None, speed="")
        if event.kind is EventKind.LOADING:
            self._progress.update(self._task, description="Loading the model", total=1)
        elif event.kind is EventKind.COMPILING:
            self._progress.update(self._task, description="Compiling, once for many", speed="")
        elif event.kind is EventKind.STEP:
            speed = f"{1 / event.seconds_per_step:.1f} it/s" if event.seconds_per_step else ""
            self._progress.update(
                self._task, description="Drawing", completed=event.step, total=event.steps, speed=speed
            )

    def close(self) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._progress.stop()
            self._task = None
