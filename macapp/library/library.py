"""`Library`: one library as one thread sees it, and putting it in order after a crash."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import psutil

from macapp import files
from macapp.errors import MachineFault
from macapp.jobs import Picture
from macapp.library import recipe
from macapp.library.database import connect, faults
from macapp.library.pictures import Pictures
from macapp.library.queue import Queue
from macapp.paths import Places


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
    def as_runner(self) -> Iterator[None]:
        """Be the one process that runs this library's queue; raises `MachineFault("library-in-use")` if another is.

        The lock is the operating system's: it goes with the process, however that dies. Whoever gets it puts right what
        the last one left (see `reconcile`).
        """
        descriptor = os.open(self.places.runner_lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise MachineFault("library-in-use") from None
            self.reconcile()
            yield
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

    def reconcile(self) -> list[Picture]:
        """Put right what a process that died left: only for the holder of the runner lock.

        Its half-written files go; a job it was running whose whole picture is on disk is done (its picture is adopted,
        not made again); a damaged file is set aside; any other job it was running waits again, first in line.
        Returns the pictures adopted.
        """
        files.sweep(self.places.unfinished, psutil.pid_exists)
        left = self.queue.running()
        if not left:
            return []
        adopted = self._adopt_orphans(since=min(job.created for job in left))
        for job in left:
            if all(picture.id != job.id for picture in adopted):
                self.queue.put_back(job.id)
        return adopted

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
