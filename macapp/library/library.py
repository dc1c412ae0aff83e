"""`Library`: one library as one thread sees it, and putting it in order after a crash."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import psutil

from macapp.domain.job import Job, Picture
from macapp.errors import MachineError, as_easel_error
from macapp.library.albums import Albums
from macapp.library.durations import Durations
from macapp.library.grids import Grids
from macapp.library.index import backups
from macapp.library.index.database import connect, set_busy_timeout, transaction, translate_sqlite_errors
from macapp.library.marks import MarkStore
from macapp.library.merging import Merging
from macapp.library.metadata import recipe
from macapp.library.model_usage import ModelUsage, model_usage
from macapp.library.offline_storage import PictureStorage
from macapp.library.pictures import Pictures
from macapp.library.presets import Presets
from macapp.library.prompt_history import PromptHistory
from macapp.library.queue import DEATHS_TO_HOLD, OrphanedJob, Queue
from macapp.library.trash import Trash
from macapp.library.watched_folders import Folders
from macapp.models.cost import machine_tflops
from macapp.system import storage
from macapp.system.machine import detect_machine
from macapp.system.paths import LibraryPaths


@dataclass(frozen=True)
class RecoveryReport:
    """What was found and put in order."""

    adopted: tuple[Picture, ...] = ()
    """pictures that were on disk and not yet in the index"""
    died: tuple[Job, ...] = ()
    """jobs that their process died in: they wait with the queue paused, or are held"""


class Library:
    """The queue and the pictures of one library. Belongs to the thread that opened it."""

    def __init__(self, places: LibraryPaths, patience: float | None = None) -> None:
        self.places = places
        lost, was_there = _index_is_lost(places), places.marker.exists()
        self._connection = connect(places.database)
        if patience is not None:
            set_busy_timeout(self._connection, patience)
        if lost or self._connection.is_behind or (was_there and self._connection.was_empty):
            self.mark_incomplete()
        self.spill = PictureStorage(self._connection, places)
        self.queue = Queue(self._connection)
        self.pictures = Pictures(self._connection, places, self.queue, self.spill)
        self.marks = MarkStore(self._connection, places)
        self.trash = Trash(self._connection, places)
        self.albums = Albums(self._connection)
        with suppress(OSError, MachineError):  # a folder that can only be read is a gallery without new pictures
            self.spill.write_marker()
        self.prompts = PromptHistory(self._connection)
        self.folders = Folders(self._connection)
        self.merging = Merging(self._connection, self.marks)
        self.grids = Grids(self._connection, self.pictures)
        self.presets = Presets(self._connection)

    @classmethod
    def open(cls, places: LibraryPaths, patience: float | None = None) -> "Library":
        """Open the library at `places`, making it on first use; raises `MachineError`.

        `patience` is how many seconds a change waits for another program to let go of the index, 5 if not given.
        """
        return cls(places, patience)

    def durations(self) -> Durations:
        """Return what the last pictures' times, and before there are any the machine, teach about the next."""
        return Durations.from_history(self._connection, machine_tflops(detect_machine(), measure=False))

    def uses(self) -> dict[str, ModelUsage]:
        """Return how often each model went into a picture, and when last."""
        return model_usage(self._connection)

    @property
    def index_was_lost(self) -> bool:
        """Whether the index is a new one though there were pictures: a rebuild is due."""
        return self._connection.execute("SELECT 1 FROM notes WHERE name = 'index lost'").fetchone() is not None

    def mark_incomplete(self) -> None:
        """Record that there may be pictures that the index does not have: a rebuild is due."""
        with transaction(self._connection):
            self._connection.execute("INSERT OR IGNORE INTO notes VALUES ('index lost', '')")

    def mark_complete(self) -> None:
        """Record that a rebuild has found all there is."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM notes WHERE name = 'index lost'")

    @contextmanager
    def import_in_progress(self) -> Iterator[None]:
        """Note that files are being copied in: should the process die, the next start looks for those without rows.

        The note of an import that died stays until then.
        """
        with transaction(self._connection):
            noted = self._connection.execute("INSERT OR IGNORE INTO notes VALUES ('importing', '')").rowcount
        yield
        if noted:
            with transaction(self._connection):
                self._connection.execute("DELETE FROM notes WHERE name = 'importing'")

    def daily_backup(self) -> Path | None:
        """Once a day, copy the index to its backups; return where, or None if that was done or it did not pass.

        Raises `MachineError` when the copy cannot be written. A second at 100,000 pictures: not on the window's thread.
        """
        if not backups.is_due(self.places.database):
            return None
        return self.backup(backups.DAILY)

    def backup(self, kind: str = backups.ASKED) -> Path | None:
        """Copy the index to its backups now; return where, or None if it did not pass its check."""
        try:
            with translate_sqlite_errors(self.places.database):
                return backups.create_backup(self._connection, self.places.database, kind)
        except OSError as error:
            raise as_easel_error(error) from error

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
    def acquire_runner(self) -> Iterator[RecoveryReport]:
        """Be the one process that runs this library's queue; raises `MachineFault("library-in-use")` if another is.

        The lock is the operating system's: it goes with the process, however that dies. Whoever gets it puts right what
        the last one left (see `reconcile`), and is told what that was.
        """
        descriptor = os.open(self.places.runner_lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise MachineError("library-in-use") from None
            yield self.recover()
        finally:
            os.close(descriptor)

    def integrity_faults(self) -> list[str]:
        """Return what SQLite finds wrong in the index: nothing, if all is well."""
        try:
            with translate_sqlite_errors(self.places.database):
                said = [row[0] for row in self._connection.execute("PRAGMA integrity_check")]
        except MachineError as fault:
            if fault.code != "library-damaged":
                raise
            return [str(fault.__cause__)]
        return [] if said == ["ok"] else said

    def integrity_quick(self) -> bool:
        """Return whether SQLite's quick check finds the index whole: a tenth of a second at 100,000 pictures."""
        with translate_sqlite_errors(self.places.database):
            return self._connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"

    def recover(self) -> RecoveryReport:
        """Put right what a process that died left: only for the holder of the runner lock.

        Its half-written files go; a job it was running whose whole picture is on disk is done (its picture is adopted,
        not made again); a damaged file is set aside. Any other job it was running waits again, first in line: at once
        if the machine was started again since, else with the queue paused, and held if it happened before.
        """
        for folder in (
            self.places.temporary,
            self.places.offline_pictures,
            self.places.index,
            self.places.index / "backups",
        ):
            storage.remove_stale_temporaries(folder, psutil.pid_exists)
        self.trash.finish()
        self._move_in()
        self._finish_import()
        self.queue.release_understood()
        if self.places.cut_short.exists():
            self.queue.leave_running()
            with suppress(OSError):  # then nobody is blamed the next time either
                storage.delete(self.places.cut_short)
        left = self.queue.orphaned_jobs()
        if not left:
            return RecoveryReport()
        adopted = self._adopt_orphans(since=min(each.job.created for each in left))
        done = {picture.id for picture in adopted}
        unfinished = [each for each in left if each.job.id not in done]
        for each in unfinished:
            self._put_in_order(each)
        return RecoveryReport(tuple(adopted), tuple(each.job for each in unfinished if each.crashed_job))

    def _finish_import(self) -> None:
        noted = self._connection.execute("SELECT 1 FROM notes WHERE name = 'importing'").fetchone() is not None
        if noted and self.spill.is_connected:  # else a rebuild would take the empty place of a disk for the library
            from macapp.library.rebuild import rebuild  # it needs a library itself

            rebuild(self, lambda _done, _all: None)
            with transaction(self._connection):
                self._connection.execute("DELETE FROM notes WHERE name = 'importing'")

    def _move_in(self) -> None:
        with suppress(OSError, MachineError):  # it stays where it is safe, for another time
            self.pictures.import_offline()

    def _put_in_order(self, left: OrphanedJob) -> None:
        if not left.crashed_job:
            self.queue.requeue(left.job.id)
        elif left.record_loading and self.queue.hold_checkpoint(
            left.job.request.model, left.record_loading, MachineError("checkpoint-held", times=DEATHS_TO_HOLD)
        ):
            pass  # this job and every other that would load it
        elif left.attempts >= DEATHS_TO_HOLD:
            self.queue.hold(left.job.id, MachineError("job-held", times=left.attempts))
        else:
            self.queue.requeue_and_pause(left.job.id)

    def _adopt_orphans(self, since: str) -> list[Picture]:
        adopted = []
        for path in self.pictures.unindexed_files(since):
            made = recipe.read(path)
            if made is None:
                continue  # not ours: the user may keep what they like in the folder
            if not recipe.is_intact(path, made):
                storage.quarantine(path, self.places.damaged)
            elif picture := self.pictures.adopt(path):
                adopted.append(picture)
        return adopted


def _index_is_lost(places: LibraryPaths) -> bool:
    """Return whether a library that was there before has no index; raises `MachineError` if it has an empty one.

    SQLite takes an empty file for a new database: only the marker, which is written last, tells the two apart.
    """
    if not places.marker.exists():
        return False
    if not places.database.exists():
        return True
    if places.database.stat().st_size == 0:
        raise MachineError("library-empty", path=str(places.database))
    return False
