"""The runner lock of a library, and what puts it in order after a process died. The thread that runs the queue."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil

from macapp.domain.job import Job, Picture
from macapp.errors import MachineError
from macapp.library.library import Library
from macapp.library.metadata import recipe
from macapp.library.queue import DEATHS_TO_HOLD, OrphanedJob
from macapp.library.rebuild import rebuild
from macapp.system import storage


@dataclass(frozen=True)
class RecoveryReport:
    """What was found and put in order."""

    adopted: tuple[Picture, ...] = ()
    """pictures that were on disk and not yet in the index"""
    crashed_jobs: tuple[Job, ...] = ()
    """jobs that their process died in: they wait with the queue paused, or are held"""


@contextmanager
def acquire_runner(library: Library) -> Iterator[RecoveryReport]:
    """Be the one process that runs this library's queue; raises `MachineFault("library-in-use")` if another is.

    The lock is the operating system's: it goes with the process, however that dies. Whoever gets it puts right what
    the last one left (see `reconcile`), and is told what that was.
    """
    descriptor = os.open(library.places.runner_lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise MachineError("library-in-use") from None
        yield recover(library)
    finally:
        os.close(descriptor)


def recover(library: Library) -> RecoveryReport:
    """Put right what a process that died left: only for the holder of the runner lock.

    Its half-written files go; a job it was running whose whole picture is on disk is done (its picture is adopted,
    not made again); a damaged file is set aside. Any other job it was running waits again, first in line: at once
    if the machine was started again since, else with the queue paused, and held if it happened before.
    """
    for folder in (
        library.places.temporary,
        library.places.offline_pictures,
        library.places.index,
        library.places.index / "backups",
    ):
        storage.remove_stale_temporaries(folder, psutil.pid_exists)
    library.trash.finish()
    _import_offline(library)
    _finish_import(library)
    library.queue.release_understood()
    if library.places.cut_short.exists():
        library.queue.leave_running()
        with suppress(OSError):  # then nobody is blamed the next time either
            storage.delete(library.places.cut_short)
    left = library.queue.orphaned_jobs()
    if not left:
        return RecoveryReport()
    adopted = _adopt_orphans(library, since=min(each.job.created for each in left))
    done = {picture.id for picture in adopted}
    unfinished = [each for each in left if each.job.id not in done]
    for each in unfinished:
        _requeue_orphan(library, each)
    return RecoveryReport(tuple(adopted), tuple(each.job for each in unfinished if each.crashed_job))


def _finish_import(library: Library) -> None:
    # A library that is not connected is an empty folder: a rebuild would take that for what there is.
    if library.has_interrupted_import() and library.picture_storage.is_connected:
        rebuild(library, lambda _done, _all: None)
        library.clear_interrupted_import()


def _import_offline(library: Library) -> None:
    with suppress(OSError, MachineError):  # it stays where it is safe, for another time
        library.pictures.import_offline()


def _requeue_orphan(library: Library, left: OrphanedJob) -> None:
    if not left.crashed_job:
        library.queue.requeue(left.job.id)
    elif left.loading and library.queue.hold_checkpoint(
        left.job.request.model, left.loading, MachineError("checkpoint-held", times=DEATHS_TO_HOLD)
    ):
        pass  # this job and every other that would load it
    elif left.attempts >= DEATHS_TO_HOLD:
        library.queue.hold(left.job.id, MachineError("job-held", times=left.attempts))
    else:
        library.queue.requeue_and_pause(left.job.id)


def _adopt_orphans(library: Library, since: str) -> list[Picture]:
    adopted = []
    for path in library.pictures.unindexed_files(since):
        made, intact = recipe.read_checked(path)
        if made is None:
            continue  # not ours: the user may keep what they like in the folder
        if not intact:
            storage.quarantine(path, library.places.damaged)
        elif picture := library.pictures.adopt(path):
            adopted.append(picture)
    return adopted
