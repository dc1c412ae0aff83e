"""Acquire the runner lock of a library, and recover after a crash. Call it on the thread that runs the queue."""

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
    """The result of a recovery."""

    adopted: tuple[Picture, ...] = ()
    """pictures that were on disk but not in the index"""
    crashed_jobs: tuple[Job, ...] = ()
    """jobs that crashed their process: they wait while the queue is paused, or are held"""


@contextmanager
def acquire_runner(library: Library) -> Iterator[RecoveryReport]:
    """Hold the lock of the process that runs the queue; raises `MachineError("library-in-use")` if another holds it.

    The operating system releases the lock when the process ends, in any way. The new holder first recovers from a crash
    of the previous one (see `recover`); the context manager yields the report.
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
    """Recover from a crash of the process that ran the queue. Only the holder of the runner lock may call it.

    Temporary files are deleted and damaged files quarantined. If the complete picture of a running job is on disk, it
    is adopted and the job is done. Any other running job waits again, first in line: immediately if the computer was
    restarted since, otherwise with the queue paused. A job that crashes again is held.
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
        with suppress(OSError):  # then the next start does not blame a job either
            storage.delete(library.places.cut_short)
    left = library.queue.orphaned_jobs()
    if not left:
        return RecoveryReport()
    adopted = _adopt_orphans(library, since=min(orphan.job.created for orphan in left))
    done = {picture.id for picture in adopted}
    unfinished = [orphan for orphan in left if orphan.job.id not in done]
    for orphan in unfinished:
        _requeue_orphan(library, orphan)
    return RecoveryReport(tuple(adopted), tuple(orphan.job for orphan in unfinished if orphan.crashed_job))


def _finish_import(library: Library) -> None:
    # A disconnected library looks like an empty folder: a rebuild would find no pictures.
    if library.has_interrupted_import() and library.picture_storage.is_connected:
        rebuild(library, lambda _done, _all: None)
        library.clear_interrupted_import()


def _import_offline(library: Library) -> None:
    with suppress(OSError, MachineError):  # the pictures stay in the offline folder until the next start
        library.pictures.import_offline()


def _requeue_orphan(library: Library, left: OrphanedJob) -> None:
    if not left.crashed_job:
        library.queue.requeue(left.job.id)
    elif left.loading and library.queue.hold_checkpoint(
        left.job.request.model, left.loading, MachineError("checkpoint-held", times=DEATHS_TO_HOLD)
    ):
        pass  # this job and all others with this checkpoint are held
    elif left.attempts >= DEATHS_TO_HOLD:
        library.queue.hold(left.job.id, MachineError("job-held", times=left.attempts))
    else:
        library.queue.requeue_and_pause(left.job.id)


def _adopt_orphans(library: Library, since: str) -> list[Picture]:
    adopted = []
    for path in library.pictures.unindexed_files(since):
        made, intact = recipe.read_checked(path)
        if made is None:
            continue  # not our file
        if not intact:
            storage.quarantine(path, library.places.damaged)
        elif picture := library.pictures.adopt(path):
            adopted.append(picture)
    return adopted
