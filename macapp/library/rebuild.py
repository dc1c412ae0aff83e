"""Rebuild the index from the pictures alone: after the index was lost, or pictures were added or moved by hand.

Every PNG of ours contains everything that its row needs. Folders are indexed in batches, so an interrupted rebuild
continues where it stopped. Every file without a row is decoded, because only its pixels show whether it is intact. Any
thread.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from macapp.errors import BadRequest, MachineError
from macapp.imaging import decode
from macapp.library import imports
from macapp.library.index import backups
from macapp.library.index.database import quarantine, quarantine_log
from macapp.library.index.generation import forget_state
from macapp.library.library import Library
from macapp.library.metadata import recipe
from macapp.library.metadata.recipe import PictureMetadata
from macapp.library.picture_files import IMPORT_FOLDER, iter_picture_files
from macapp.system import storage
from macapp.system.paths import LibraryPaths

BATCH = 2000


@dataclass
class RebuildResult:
    """The result of a rebuild, in files."""

    added: int = 0
    moved: int = 0
    """pictures whose row named a file that no longer exists"""
    copies: int = 0
    """further files of a picture: not touched, except for duplicates from an interrupted import"""
    foreign: int = 0
    """files that are neither ours nor imported: not touched"""
    damaged: int = 0
    """damaged pictures of ours: truncated, or with other pixels or another size than in their recipes"""
    damaged_files: list[str] = field(default_factory=list)
    """the paths of the damaged files. Files that cannot be decoded were moved to the library's hidden folder; others,
    which somebody may have changed on purpose, were not moved and have no row"""


def open_or_reset(places: LibraryPaths) -> tuple[Library, Path | None]:
    """Open the library to rebuild its index, and quarantine a damaged index first; return its new path.

    Raises `MachineError` for errors other than damage.
    """
    try:
        library = Library.open(places)
    except MachineError as fault:
        if fault.code not in ("library-damaged", "library-empty", "library-foreign"):
            raise
        if (library := _without_log(places)) is not None:
            return library, None
    else:
        if not library.find_integrity_faults():
            return library, None
        library.close()
    kept = quarantine(places.database, places.index / "damaged")
    return Library.open(places), kept


def _without_log(places: LibraryPaths) -> Library | None:
    """Open the library without the `-wal` file that a crash left, as that may cause the damage.

    The file is quarantined. Returns None if there was none, or if the index is damaged without it too.
    """
    if quarantine_log(places.database, places.index / "damaged") is None:
        return None
    try:
        library = Library.open(places)
    except MachineError:
        return None
    if library.find_integrity_faults():
        library.close()
        return None
    return library


def restore(places: LibraryPaths, copy: Path) -> Path | None:
    """Replace the index with a backup; return the new path of the former index, if there was one.

    Afterwards a rebuild is needed, for pictures newer than the backup. Raises `BadRequest` for a file that is not a
    valid backup, `MachineError` while the library is in use.
    """
    if not backups.is_valid_backup(copy):
        raise BadRequest("backup-wrong", name=copy.name)
    with _lock_library(places):
        kept = quarantine(places.database, places.index / "damaged") if places.database.exists() else None
        forget_state(places.database)
        storage.copy(copy, places.database, places.index)
    with Library.open(places) as library:
        library.mark_incomplete()
    return kept


def quarantine_index(places: LibraryPaths) -> Path | None:
    """Quarantine an unusable index, so that the next start creates a new one; return its new path."""
    with _lock_library(places):
        return quarantine(places.database, places.index / "damaged") if places.database.exists() else None


@contextmanager
def _lock_library(places: LibraryPaths) -> Iterator[None]:
    """Hold the lock of the runner; raises `MachineError` if another process has it."""
    lock = os.open(places.runner_lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise MachineError("library-in-use") from None
    try:
        yield
    finally:
        os.close(lock)


def rebuild(library: Library, on_progress: Callable[[int, int], None]) -> RebuildResult:
    """Add a row for every picture of ours in the pictures folder; `on_progress(done, all)` counts files."""
    if not library.places.pictures.is_dir():
        library.picture_storage.require_connected()
    elif not library.picture_storage.is_connected:
        library.picture_storage.write_marker(replace=True)  # the user chose this as the new folder
    result = RebuildResult()
    rows = library.pictures.files()
    found = [path for path in iter_picture_files([library.places.pictures]) if path not in rows]
    done = 0
    for _folder, group in groupby(found, key=lambda path: path.parent):
        paths = list(group)
        # A folder holds one month and folders are in order: pictures get numbers by time, with one folder in memory.
        pictures = sorted(_read_files(library, paths, result), key=lambda pair: pair[0].created)
        for start in range(0, len(pictures), BATCH):
            _record(library, pictures[start : start + BATCH], result)
            on_progress(done + start, len(found))
        done += len(paths)
        on_progress(done, len(found))
    library.mark_complete()
    return result


def _read_files(library: Library, paths: list[Path], result: RebuildResult) -> Iterator[tuple[PictureMetadata, Path]]:
    for path in paths:
        made, intact = recipe.read_checked(path) if storage.is_unicode(path) else (None, False)
        if made is None:
            _take_foreign(library, path, result)
        elif intact:
            yield made, path
        else:
            result.damaged += 1
            cut = made.fits and not decode.is_complete(path, recipe.LIMITS)
            result.damaged_files.append(str(storage.quarantine(path, library.places.damaged) if cut else path))


def _take_foreign(library: Library, path: Path, result: RebuildResult) -> None:
    """Index a file of another program if it was imported; other files in the folder are ignored."""
    if not (path.is_relative_to(library.places.pictures / IMPORT_FOLDER) and storage.is_unicode(path)):
        result.foreign += 1
        return
    try:
        taken = imports.reindex_import(library, path)
    except (BadRequest, OSError):
        result.foreign += 1
        return
    if taken is imports.ReindexOutcome.STRAY:
        storage.quarantine(path, library.places.damaged)
    result.added += taken is imports.ReindexOutcome.ADDED
    result.moved += taken is imports.ReindexOutcome.MOVED
    result.copies += taken in (imports.ReindexOutcome.COPY, imports.ReindexOutcome.STRAY)


def _record(library: Library, pictures: list[tuple[PictureMetadata, Path]], result: RebuildResult) -> None:
    added, moved = library.pictures.index_files(pictures)
    result.added += added
    result.moved += moved
    result.copies += len(pictures) - added - moved
