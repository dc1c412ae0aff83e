"""Making the index again from the pictures alone: for an index that was lost, or pictures that came or moved by hand.

Every PNG of ours says all that its row said. Folder by folder, a batch at a time: what is done when it is interrupted
is found done when it is called again. Any thread; it decodes every file that has no row, as only its pixels
show whether it is whole.
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
from macapp.system import storage
from macapp.system.paths import LibraryPaths

BATCH = 500  # pictures in a transaction, and files between two reports of progress


@dataclass
class RebuildResult:
    """What was found, in files."""

    added: int = 0
    moved: int = 0
    """pictures whose row named a place where no file is any more"""
    copies: int = 0
    """more files of a picture that has one already: left alone, but for what an import that died left beside it"""
    foreign: int = 0
    """files that are neither ours nor imported: left alone"""
    damaged: int = 0
    """pictures of ours that are not what they were: cut, or with other pixels or another size than their recipes say"""
    damaged_files: list[str] = field(default_factory=list)
    """where those are now. What cannot be decoded was set aside in the library's hidden folder; the rest, which
    somebody may have changed on purpose, lies where it lay and has no row"""


def open_or_reset(places: LibraryPaths) -> tuple[Library, Path | None]:
    """Open the library to rebuild its index; one that is damaged is set aside first: return where it went.

    Raises `MachineError` for anything but damage.
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
    """Open the library without the changes that a crash left beside its index, as they may be what is wrong with it.

    They are set aside. None if there were none, or if the index is not whole without them either.
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
    """Put a copy of the index in its place; return where the one that was there is kept now, if there was one.

    A rebuild is due then, for what is newer than the copy. Raises `BadRequest` for a file that is no copy of an index,
    `MachineError` while the library is in use.
    """
    if not backups.is_valid_backup(copy):
        raise BadRequest("backup-wrong", name=copy.name)
    with _nobody_else(places):
        kept = quarantine(places.database, places.index / "damaged") if places.database.exists() else None
        forget_state(places.database)
        storage.copy(copy, places.database, places.index)
    with Library.open(places) as library:
        library.mark_incomplete()
    return kept


def reset_index(places: LibraryPaths) -> Path | None:
    """Set an index that cannot be used aside, so that the next opening makes a new one; return where it is kept now."""
    with _nobody_else(places):
        return quarantine(places.database, places.index / "damaged") if places.database.exists() else None


@contextmanager
def _nobody_else(places: LibraryPaths) -> Iterator[None]:
    held = os.open(places.runner_lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise MachineError("library-in-use") from None
    try:
        yield
    finally:
        os.close(held)


def rebuild(library: Library, on_progress: Callable[[int, int], None]) -> RebuildResult:
    """Give every picture of ours below the pictures' folder its row; `on_progress(done, all)` counts files."""
    if not library.places.pictures.is_dir():
        library.picture_storage.require_connected()
    elif not library.picture_storage.is_connected:
        library.picture_storage.write_marker(replace=True)  # the user says that this is the folder from now on
    result = RebuildResult()
    rows = library.pictures.files()
    found = [path for path in imports.iter_picture_files([library.places.pictures]) if path not in rows]
    done = 0
    for _folder, group in groupby(found, key=lambda path: path.parent):
        paths = list(group)
        # A folder is a month and months come in order: so pictures are numbered by time, with one folder in memory.
        pictures = sorted(_read(library, paths, result), key=lambda pair: pair[0].created)
        for start in range(0, len(pictures), BATCH):
            _record(library, pictures[start : start + BATCH], result)
            on_progress(done + start, len(found))
        done += len(paths)
        on_progress(done, len(found))
    library.mark_complete()
    return result


def _read(library: Library, paths: list[Path], result: RebuildResult) -> Iterator[tuple[PictureMetadata, Path]]:
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
    """Take a file that is not ours if it was imported; whatever else lies in the folder is the user's own affair."""
    if not (path.is_relative_to(library.places.pictures / imports.IMPORT_FOLDER) and storage.is_unicode(path)):
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
