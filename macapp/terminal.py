"""What the command line prints: pictures and sentences as lines, and a progress bar where there is a terminal.

Standard output carries the results, standard error the rest. Any thread.
"""

import argparse
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from macapp.errors import BadRequest, Canceled, EaselError, known
from macapp.jobs import Comparison, EventKind, Job, JobEvent, JobState, Picture
from macapp.sentences import sentence

_COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("{task.fields[speed]}"),
    TimeRemainingColumn(),
)


class Parser(argparse.ArgumentParser):
    """Raises `BadRequest` with what is wrong in one sentence, where argparse would print the usage and leave."""

    def error(self, message: str) -> NoReturn:
        raise BadRequest("command-line", message=re.sub(r"^argument [^:]+: (?=[A-Z])", "", message))


def out(fields: Mapping[str, Any], as_json: bool, text: str) -> None:
    """Print one result: a JSON object on a line, or its text."""
    line = json.dumps(fields, ensure_ascii=False) if as_json else text
    sys.stdout.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()


def say(error: EaselError) -> int:
    """Print an error as one sentence on standard error; return the exit code it stands for."""
    note(sentence(error))
    return error.exit_code


def note(text: str) -> None:
    """Print a line for people on standard error."""
    sys.stderr.write(f"macapp: {' '.join(text.split())}\n")
    sys.stderr.flush()


def ended(job: Job, picture: Picture | None, comparison: Comparison | None = None) -> JobEvent:
    """Return the event that the end of `job` would have been, had it run here."""
    if picture is not None or comparison is not None:
        return JobEvent(kind=EventKind.DONE, job=job, picture=picture, comparison=comparison)
    failed = job.state in (JobState.FAILED, JobState.HELD)
    return JobEvent(kind=EventKind.FAILED if failed else EventKind.CANCELED, job=job, reason=job.reason)


@contextmanager
def counting(words: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar for long work where there is a terminal; yields the function that takes (done, all)."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with Progress(*_COLUMNS, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(words, total=None, speed="")
        yield lambda done, total: progress.update(task, completed=done, total=total)


class Reporter:
    """Takes the runner's events: shows progress, hands finished pictures on, remembers how it went."""

    def __init__(
        self, done: Callable[[Picture, float], None], compared: Callable[[Comparison], None] = lambda each: None
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

    def __enter__(self) -> "Reporter":
        self._began = time.monotonic()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._bar:
            self._bar.close()

    def goes_on(self) -> bool:
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
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            except (EaselError, OSError) as fault:
                self.stopped = True
                self._fault(known(fault), known(fault).exit_code)

    def _take(self, event: JobEvent) -> None:
        if event.kind is EventKind.LOADING and event.job != self.job:
            self._began = time.monotonic()
        if event.is_of_work:
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
        elif event.kind is EventKind.SPARED and event.reason is not None:
            say(event.reason)

    def _finished(self, picture: Picture) -> None:
        if picture.doubt is not None:
            note(sentence(picture.doubt))
        self._done(picture, time.monotonic() - self._began)
        self._began = time.monotonic()

    def _fault(self, reason: EaselError | None, exit_code: int) -> None:
        self.exit_code = max(self.exit_code, exit_code)
        if reason is not None:
            say(reason)


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
