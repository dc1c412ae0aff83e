"""`Library`: one library as one thread sees it, and putting it in order after a crash."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType

import psutil

from macapp import files
from macapp.errors import MachineFault
from macapp.jobs import Job, Picture
from macapp.library import recipe
from macapp.library.database import connect, faults
from macapp.library.pictures import Pictures
from macapp.library.queue import DEATHS_TO_HOLD, Left, Queue
from macapp.paths import Places


@dataclass(frozen=True)
class Recovered:
    """What was found and put in order."""

    adopted: tuple[Picture, ...] = ()
    """pictures that were on disk and not yet in the index"""
    died: tuple[Job, ...] = ()
    """jobs that their process died in: they wait with the queue paused, or are held"""


class Library:
    """The queue and the pictures of one library. Belongs to the thread that opened it."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._connection = connect(places.database)
        self.queue = Queue(self._connection)
        self.pictures = Pictures(self._connection, places, self.queue)

    @classmethod
    def open(cls, places: Places) -> "Library":
        """Open the library at `places`, making it on first use; raises `MachineFault`."""
        return cls(places)

    def close(self) -> None:
        """Close the connection; the library can be opened again."""
        self._connection.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def as_runner(self) -> Iterator[Recovered]:
        """Be the one process that runs this library's queue; raises `MachineFault("library-in-use")` if another is.

        The lock is the operating system's: it goes with the process, however that dies. Whoever gets it puts right what
        the last one left (see `reconcile`), and is told what that was.
        """
        descriptor = os.open(self.places.runner_lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise MachineFault("library-in-use") from None
            yield self.reconcile()
        finally:
            os.close(descriptor)

    def integrity_faults(self) -> list[str]:
        """Return what SQLite finds wrong in the index: nothing, if all is well."""
        try:
            with faults(self.places.database):
                said = [row[0] for row in self._connection.execute("PRAGMA integrity_check")]
        except MachineFault as fault:
            if fault.code != "library-damaged":
                raise
            return [str(fault.__cause__)]
        return [] if said == ["ok"] else said

    def reconcile(self) -> Recovered:
        """Put right what a process that died left: only for the holder of the runner lock.

        Its half-written files go; a job it was running whose whole picture is on disk is done (its picture is adopted,
        not made again); a damaged file is set aside. Any other job it was running waits again, first in line: at once
        if the machine was started again since, else with the queue paused, and held if it happened before.
        """
        files.sweep(self.places.unfinished, psutil.pid_exists)
        left = self.queue.left_running()
        if not left:
            return Recovered()
        adopted = self._adopt_orphans(since=min(each.job.created for each in left))
        done = {picture.id for picture in adopted}
        unfinished = [each for each in left if each.job.id not in done]
        for each in unfinished:
            self._put_in_order(each)
        return Recovered(tuple(adopted), tuple(each.job for each in unfinished if each.died))

    def _put_in_order(self, left: Left) -> None:
        if not left.died:
            self.queue.put_back(left.job.id)
        elif left.loading and self.queue.hold_checkpoint(
            left.job.request.model, left.loading, MachineFault("checkpoint-held", times=DEATHS_TO_HOLD)
        ):
            pass  # this job and every other that would load it
        elif left.attempts >= DEATHS_TO_HOLD:
            self.queue.hold(left.job.id, MachineFault("job-held", times=left.attempts))
        else:
            self.queue.put_back_and_pause(left.job.id)

    def _adopt_orphans(self, since: str) -> list[Picture]:
        adopted = []
        for path in self.pictures.without_row(since):
            if recipe.read(path) is None:
                continue  # not ours: the user may keep what they like in the folder
            if not recipe.is_whole(path):
                files.set_aside(path, self.places.damaged)
            elif picture := self.pictures.adopt(path):
                adopted.append(picture)
        return adopted
