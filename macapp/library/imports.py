"""Bringing pictures in: copied into the library, or looked at in place in another program's folder. Any thread; slow.

A copy is byte for byte the file that was given, so that it stays readable by whoever wrote it. What its file tells goes
into the index, with a report, field by field. The same picture comes in once, however often it is given.
"""

import hashlib
import itertools
import json
import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from pathlib import Path

from macapp import PRODUCT
from macapp.domain.job import UNKNOWN_SOURCE, Marks
from macapp.domain.timestamps import from_unix_time, local_day
from macapp.errors import BadRequest, EaselError, InternalError, MachineError, as_easel_error, printable
from macapp.imaging import png
from macapp.library import content, source_images
from macapp.library.library import Library
from macapp.library.marks import read_packet, sidecar_path
from macapp.library.merging import KnownPicture, has_settings, merge_settings
from macapp.library.metadata import importers, recipe, sidecars
from macapp.library.metadata.xmp import read_marks
from macapp.system import storage
from macapp.system.paths import at_home

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif", ".bmp")
IMPORT_FOLDER = "Imported"
_NUMBER = re.compile(r" \(\d{1,6}\)$")
_NOT_UNICODE = re.compile("[\ud800-\udfff]")  # as Python reads bytes in names that are not UTF-8
_SINGLE_FILE_FAULTS = frozenset({"out-of-memory", "disk-not-allowed", "system-refused"})
"""Faults of the machine that need not meet the next file."""
_log = logging.getLogger(__name__)
_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


class ReindexOutcome(Enum):
    """What became of an imported picture's file when the index was made again."""

    ADDED = 1
    MOVED = 2  # its row named a place where no file is any more
    COPY = 3  # another file of a picture
    STRAY = 4  # the same in the same folder under the same name but for a number: an import that died left one of them


@dataclass
class ImportResult:
    """What came of an import."""

    added: list[str] = field(default_factory=list)
    """the ids of the pictures that are new"""
    known: int = 0
    """files whose pictures were in the library already"""
    without_settings: int = 0
    """pictures among the new ones whose files do not say how they were made"""
    refused: list[tuple[str, EaselError]] = field(default_factory=list)
    """files that could not be taken, and why"""
    completed: list[str] = field(default_factory=list)
    """pictures that were known, of which these files say more than was known"""
    returned: int = 0
    """pictures that were hidden, as their files were not there, and are back"""
    hidden: int = 0
    """pictures whose files are not there any more"""
    emptied: list[tuple[Path, int]] = field(default_factory=list)
    """folders that have no pictures any more, and how many are still shown of each: whether to hide them is asked"""
    stopped: EaselError | None = None
    """what ended the import before its end, as a disk that is full; what came in until then is in"""


def import_pictures(
    library: Library,
    paths: Sequence[Path],
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    keep_going: Callable[[], bool] = lambda: True,
) -> ImportResult:
    """Copy pictures, and all below folders, into the library; raises `MachineError` when it is not connected.

    A file that cannot be taken does not stop the rest; a disk that is full does, and what came of it is still returned.
    """
    library.picture_storage.require_connected()
    result = ImportResult()
    with _report_stop(result), library.import_in_progress():
        _import_each(
            library,
            list(iter_picture_files(paths)),
            partial(_import_copy, library, result),
            result,
            on_progress,
            keep_going,
        )
    return result


def index_folder(
    library: Library,
    folder: Path,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    keep_going: Callable[[], bool] = lambda: True,
    hide_all: bool = False,
) -> ImportResult:
    """Show the pictures of another program's folder in the gallery where they lie: they are read, never written.

    Called again it takes what is new and hides what is gone. A folder that was full and is empty may be the place of a
    disk that is not connected: nothing is hidden then without `hide_all`. Raises `BadRequest` if it is no folder, or
    the library's, `MachineError` if it cannot be listed.
    """
    folder = storage.resolved(at_home(folder))
    if not folder.is_dir():
        raise BadRequest("folder-expected", path=str(folder))
    if folder.is_relative_to(library.places.pictures.resolve()):
        raise BadRequest("folder-is-library", path=str(folder))
    _check_listed(folder)
    library.folders.add(folder)
    own = storage.resolved(library.places.pictures)
    paths = [each for each in iter_picture_files([folder]) if not each.is_relative_to(own)]
    shown = library.folders.count(folder)
    if shown and not paths and not hide_all:
        return ImportResult(emptied=[(folder, shown)])
    result = ImportResult()
    with _report_stop(result):
        _import_each(library, paths, partial(_import_in_place, library, result), result, on_progress, keep_going)
        if keep_going():  # what was not looked at may hold what is missing
            result.hidden = library.folders.hide_missing(folder)
    return result


def reindex_import(library: Library, path: Path) -> ReindexOutcome:
    """Give a picture that was imported before its row again, from its file and what lies beside it.

    Raises `BadRequest` for what is no picture, or `OSError`.
    """
    picture_id = content_id(path)
    given = _GivenFile(path, picture_id, None, sidecars.read(path, picture_id), sidecars.read_own_marks(path))
    row = library.merger.find(picture_id)
    if row is None:
        return ReindexOutcome.ADDED if _record(library, path, given) else ReindexOutcome.MOVED
    _complete_row(library, row, given, ImportResult())
    if _is_in_library(library, row):
        own = library.places.pictures / row.file
        return ReindexOutcome.STRAY if own.parent == path.parent and _is_numbered(path, own) else ReindexOutcome.COPY
    _adopt_file(library, row, path)
    return ReindexOutcome.MOVED


def _is_numbered(path: Path, other: Path) -> bool:
    """Return whether two names are those that one file gets when it is copied twice, as by an import that died."""
    names = {_NUMBER.sub("", each.stem).casefold() for each in (path, other)}
    return len(names) == 1 and path.suffix == other.suffix


def iter_picture_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files given, and the pictures below the folders given in the order of their names."""
    for path in paths:
        if not storage.is_folder(path):
            yield path
            continue
        for each in storage.below(path, _is_shown):
            if each.name.lower().endswith(SUFFIXES) and _is_shown(each.name):
                yield each


def _check_listed(folder: Path) -> None:
    """Raise `MachineError` for a folder that cannot be listed, which would look empty."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise as_easel_error(error) from error


def _is_shown(name: str) -> bool:
    return not name.startswith(".")


def content_id(path: Path) -> str:
    """Return the id of an imported picture: from what is in it, so that it has the same one everywhere."""
    content = storage.read_regular(path, source_images.MOST_FILE_BYTES)
    try:
        digest = bytes.fromhex(png.hash_image_data(content))
    except BadRequest:
        digest = hashlib.sha256(content).digest()
    value = int.from_bytes(digest[:10], "big")
    return "".join(_BASE32[(value >> shift) & 31] for shift in range(75, -1, -5))


@contextmanager
def _report_stop(result: ImportResult) -> Iterator[None]:
    """Keep what ends an import in its result."""
    try:
        yield
    except (EaselError, OSError) as fault:
        result.stopped = as_easel_error(fault)


def _import_each(
    library: Library,
    paths: list[Path],
    take: Callable[[Path], None],
    result: ImportResult,
    on_progress: Callable[[int, int], None],
    keep_going: Callable[[], bool],
) -> None:
    """Take files one by one. Whatever one of them causes, the others go on; a fault of the library's disk is raised."""
    for done, path in enumerate(paths):
        if not keep_going():
            break
        on_progress(done, len(paths))
        try:
            take(path)
        except Exception as exception:
            fault = _to_easel_error(exception, path)
            if _is_of_library(library, path, exception, fault):
                raise fault from exception
            result.refused.append((printable(path.name), fault))
    on_progress(len(paths), len(paths))


def _to_easel_error(exception: Exception, path: Path) -> EaselError:
    """Return what to say of a file that could not be taken; the log has what nobody has thought of."""
    if isinstance(exception, UnicodeEncodeError) and not storage.is_unicode(path):
        return BadRequest("name-not-unicode", name=path.name)
    if isinstance(exception, (FileNotFoundError, IsADirectoryError)):
        return BadRequest("file-missing", path=str(path)[:200])
    fault = as_easel_error(exception)
    if isinstance(fault, InternalError):
        _log.error("%r could not be imported", path, exc_info=exception)
        return BadRequest("import-unreadable", name=path.name, kind=type(exception).__name__)
    return fault


def _is_of_library(library: Library, path: Path, exception: Exception, fault: EaselError) -> bool:
    """Return whether a fault would meet every other file as well: of the index, the disk or the library's folder."""
    at = getattr(exception, "filename", None)
    if (
        isinstance(at, str)
        and at != str(path)
        and any(Path(at).is_relative_to(each) for each in _library_folders(library))
    ):
        return True
    return isinstance(fault, MachineError) and fault.code not in _SINGLE_FILE_FAULTS


def _library_folders(library: Library) -> tuple[Path, ...]:
    return (library.places.pictures, library.places.index)


@dataclass(frozen=True)
class _GivenFile:
    """A file that was given, as it was read."""

    path: Path
    id: str
    """of the picture in it"""
    made: recipe.PictureMetadata | None
    """its recipe, if it is one of ours"""
    found: importers.ParsedMetadata
    """how it was made"""
    marks: Marks


def _read_given(path: Path) -> _GivenFile:
    """Read a file that was given, and what lies beside it; raises `BadRequest` for what is no picture."""
    made = _read_recipe(path)
    if made is None:
        picture_id = content_id(path)
        return _GivenFile(path, picture_id, None, sidecars.read(path, picture_id), sidecars.read_all_marks(path))
    found = importers.ParsedMetadata(PRODUCT, json.loads(made.request_json))
    return _GivenFile(path, made.id, made, found, sidecars.read_all_marks(path))


def _import_copy(library: Library, result: ImportResult, path: Path) -> None:
    image, _notices = source_images.decode_image(path)  # also says whether the file is whole
    given, pixels = _read_given(path), recipe.pixels_hash(image)
    row = library.merger.find(given.id) or _find_same_pixels(library, given, pixels)
    if row is None:
        copy = _copy_file(library, given, pixels)
        result.added.append(given.id)
        result.without_settings += not given.found.source
        row = library.merger.find(given.id)
        if row is not None:  # perhaps with marks from when it was here before
            library.merger.request_marks_rewrite(row.number, sidecars.read_own_marks(copy))
    else:
        result.known += 1
        if not _is_in_library(library, row):  # but shown where it lies, or deleted by hand
            _adopt_file(library, row, _copy_file(library, given, pixels))
            row = library.merger.find(row.id)
    if row is not None:
        _complete_row(library, row, given, result)


def _find_same_pixels(library: Library, given: _GivenFile, pixels: str) -> KnownPicture | None:
    """Return a picture in the library that has these pixels and nothing that this file contradicts."""
    row = library.merger.find_same_pixels(pixels, importers.read_size(given.path), given.found)
    return row if row is not None and _is_in_library(library, row) else None


def _is_in_library(library: Library, row: KnownPicture) -> bool:
    """Return whether the file of a picture lies in the library, where that says."""
    return not Path(row.file).is_absolute() and (library.places.pictures / row.file).exists()


def _adopt_file(library: Library, row: KnownPicture, path: Path) -> None:
    """Let a row name a file in the library from now on."""
    library.merger.set_file(row, library.pictures.stored_path(path))
    library.merger.request_marks_rewrite(row.number, sidecars.read_own_marks(path))


def _copy_file(library: Library, given: _GivenFile, pixels: str) -> Path:
    """Copy a file into the library and give it its row, if it has none; return where it lies."""
    path, made = given.path, given.made
    pictures, unfinished = library.places.pictures, library.places.temporary
    if made is not None:
        folder, name = pictures / local_day(made.created)[:7], _copy_name(path)
    else:
        folder, name = (
            pictures / IMPORT_FOLDER / _creation_time(path, given.found)[:7],
            _copy_name(path, path.suffix.lower()),
        )
    target = _choose_target(library, path, folder, *name)
    with library.pictures.remove_on_error(target, sidecar_path(target)):
        if not target.exists():
            storage.copy(path, target, unfinished)
        if made is not None:
            library.pictures.index_files([(made, target)])
        else:
            if not sidecars.is_described(target, given.id, given.found):
                sidecars.write(
                    target, given.id, given.found, unfinished, next(iter(importers.read_sidecar_packets(path)), None)
                )
            _record(library, target, given, pixels)
    return target


def _choose_target(library: Library, path: Path, folder: Path, name: str, suffix: str) -> Path:
    """Return where a copy goes: a name that is free, or that of a copy which an import that died has left."""
    for number in itertools.count(1):
        target = folder / f"{name}{f' ({number})' if number > 1 else ''}{suffix}"
        if not target.exists():
            if not sidecar_path(target).exists():
                return target
        elif (
            storage.is_regular(target) and not library.pictures.has_file(target) and storage.same_content(path, target)
        ):
            return target
    raise AssertionError  # pragma: no cover


def _complete_row(library: Library, row: KnownPicture, given: _GivenFile, result: ImportResult) -> None:
    """Add what a file says more of a picture that is known, and keep it beside the picture's own file."""
    if row.file != str(given.path):  # what was taken off by the user is not brought back by the same file
        library.merger.add_marks(row.number, given.marks)
    whole = merge_settings(row.found, given.found)
    if whole is None and row.file == str(given.path) and row.found.source != PRODUCT and has_settings(given.found):
        whole = given.found if given.found.known != row.found.known else None
    if whole is None:
        return
    path = library.places.pictures / row.file
    if (
        path.is_relative_to(library.places.pictures)
        and path.exists()
        and not sidecars.is_described(path, row.id, whole)
    ):
        sidecars.write(path, row.id, whole, library.places.temporary)
    library.merger.record_settings(row, whole, given.made.made_with if given.made else {})
    result.completed.append(row.id)


def _copy_name(path: Path, suffix: str | None = None) -> tuple[str, str]:
    """Return a file's name and ending as a copy can have them: of Unicode, and not too long."""
    suffix = path.suffix if suffix is None else suffix
    return storage.fit_for_a_file(_NOT_UNICODE.sub("_", path.stem), _NOT_UNICODE.sub("_", suffix))


def _import_in_place(library: Library, result: ImportResult, path: Path) -> None:
    if not storage.is_unicode(path):
        raise BadRequest("name-not-unicode", name=path.name)
    stat = path.stat()
    picture_id = library.folders.find_unchanged(path, stat)
    if picture_id is not None:
        result.known += 1
        result.returned += library.folders.show(picture_id, path)
        return
    try:
        given = _read_given(path)
    except BadRequest:
        library.folders.release(path, None)
        raise
    _take_in_place(library, given, stat, result)


def _take_in_place(library: Library, given: _GivenFile, stat: os.stat_result, result: ImportResult) -> None:
    """Give the picture in a file that is new or was changed its row, or complete the one that it has."""
    path, picture_id = given.path, given.id
    image = content.hash_without_texts(path)
    if image is not None and given.made is None:
        picture_id = library.folders.find_by_image(image) or picture_id
    library.folders.release(path, picture_id)
    if library.pictures.has_row(picture_id):
        result.known += 1
        result.returned += library.folders.show(picture_id, path)
        if row := library.merger.find(picture_id):
            _complete_row(library, row, given, result)
    else:
        if given.made is not None:
            library.pictures.index_files([(given.made, path)])
        else:
            _record(library, path, given)
        result.added.append(picture_id)
        result.without_settings += not given.found.source
    library.folders.record(path, stat, picture_id, image or picture_id)


def _read_recipe(path: Path) -> recipe.PictureMetadata | None:
    """Return the recipe of a picture of ours; raises `BadRequest` if the picture has not the size that it says."""
    made = recipe.read(path)
    if made is not None and not made.fits:
        raise BadRequest("image-broken", name=path.name)
    return made


def _record(library: Library, path: Path, given: _GivenFile, pixels: str | None = None) -> bool:
    """Give a file of another program its row, or its deleted row back; return whether it had none."""
    width, height = importers.read_size(path)
    inside = path.is_relative_to(library.places.pictures)
    return library.pictures.insert_foreign(
        given.id,
        path,
        given.found.known,
        given.found.source or UNKNOWN_SOURCE,
        importers.dump_report(given.found.lines),
        given.marks,
        created=_creation_time(path, given.found),
        width=width,
        height=height,
        pixels=pixels,
        unwritten=int(inside and given.marks != read_marks(read_packet(path))),
    )


def _creation_time(path: Path, found: importers.ParsedMetadata) -> str:
    return found.created or from_unix_time(path.stat().st_mtime)
