"""Import pictures: copy them into the library, or index the folder of another program in place. Any thread; slow.

A copy is identical to the original file, so the program that wrote it can still read it. The settings in the file go
into the index, with a report on each field. A picture is imported once, however often its file is given.
"""

import hashlib
import itertools
import json
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from pathlib import Path

from macapp import PRODUCT
from macapp.domain.ids import encode_id
from macapp.domain.job import Marks
from macapp.domain.timestamps import from_unix_time, local_day
from macapp.errors import BadRequest, EaselError, InternalError, MachineError, as_easel_error, printable
from macapp.imaging import png
from macapp.imaging.decode import decode_image
from macapp.library import content, source_images
from macapp.library.library import Library
from macapp.library.marks import read_packet, sidecar_path
from macapp.library.merging import KnownPicture, has_settings, merge_settings
from macapp.library.metadata import importers, recipe, sidecars
from macapp.library.metadata.xmp import read_marks
from macapp.library.picture_files import IMPORT_FOLDER, iter_picture_files
from macapp.models.model_names import ModelNames
from macapp.system import storage
from macapp.system.paths import at_home

_NUMBER = re.compile(r" \(\d{1,6}\)$")
_NOT_UNICODE = re.compile("[\ud800-\udfff]")  # surrogates stand for bytes of names that are not UTF-8
_SINGLE_FILE_FAULTS = frozenset({"out-of-memory", "disk-not-allowed", "system-refused"})
"""The codes of machine errors that may affect only one file."""
_log = logging.getLogger(__name__)


class ReindexOutcome(Enum):
    """The result for the file of an imported picture during a rebuild of the index."""

    ADDED = 1
    MOVED = 2  # its row named a file that no longer exists
    COPY = 3  # another file of a picture
    STRAY = 4  # a numbered duplicate in the same folder, from an interrupted import


@dataclass
class ImportResult:
    """The result of an import."""

    added: list[str] = field(default_factory=list)
    """the ids of new pictures"""
    numbers: list[int] = field(default_factory=list)
    """the row numbers of the pictures in the files that were copied or known"""
    known: int = 0
    """files whose pictures were already in the library"""
    without_settings: int = 0
    """new pictures whose files contain no settings"""
    refused: list[tuple[str, EaselError]] = field(default_factory=list)
    """files that could not be imported, and the reasons"""
    completed: list[str] = field(default_factory=list)
    """known pictures to which these files added settings"""
    returned: int = 0
    """pictures that were hidden because their files were missing, and are visible again"""
    hidden: int = 0
    """pictures whose files no longer exist"""
    emptied: list[tuple[Path, int]] = field(default_factory=list)
    """folders that no longer contain pictures, with the number still shown: the user decides whether to hide them"""
    stopped: EaselError | None = None
    """the error that stopped the import, such as a full disk; earlier files were imported"""


def import_pictures(
    library: Library,
    paths: Sequence[Path],
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    keep_going: Callable[[], bool] = lambda: True,
) -> ImportResult:
    """Copy pictures, and all pictures in folders, into the library; raises `MachineError` if it is not connected.

    A file that cannot be imported does not stop the rest. A full disk does; the result until then is returned.
    """
    library.picture_storage.require_connected()
    result = ImportResult()
    with _report_stop(result), library.import_in_progress():
        files = _with_progress(list(iter_picture_files(paths, with_unsupported=True)), on_progress, keep_going)
        take = partial(_import_copy, library, result, ModelNames(library.places))
        _import_each(library, files, take, result)
    return result


def index_folder(
    library: Library,
    folder: Path,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    keep_going: Callable[[], bool] = lambda: True,
    hide_all: bool = False,
) -> ImportResult:
    """Show the pictures of another program's folder in the gallery, in place; they are never written.

    Another call adds new pictures and hides missing ones. A folder that has become empty may be on a disconnected disk,
    so nothing is hidden without `hide_all`. Raises `BadRequest` if it is not a folder or belongs to the library,
    `MachineError` if it cannot be listed.
    """
    folder = storage.resolved(at_home(folder))
    if not folder.is_dir():
        raise BadRequest("folder-expected", path=str(folder))
    if folder.is_relative_to(library.places.pictures.resolve()):
        raise BadRequest("folder-is-library", path=str(folder))
    _check_listed(folder)
    library.folders.add(folder)
    own = storage.resolved(library.places.pictures)
    paths = [path for path in iter_picture_files([folder], with_unsupported=True) if not path.is_relative_to(own)]
    shown = library.folders.count(folder)
    if shown and not paths and not hide_all:
        return ImportResult(emptied=[(folder, shown)])
    result = ImportResult()
    with _report_stop(result):
        files = _with_progress(paths, on_progress, keep_going)
        take = partial(_import_in_place, library, result, ModelNames(library.places))
        _import_each(library, files, take, result)
        if keep_going():  # after a stop, files that were not read may contain missing pictures
            result.hidden = library.folders.hide_missing(folder)
    return result


def reindex_import(library: Library, path: Path) -> ReindexOutcome:
    """Add the row of an earlier import again, from its file and the files next to it.

    Raises `BadRequest` for a file that is not a picture, or `OSError`.
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
    """Return whether two names differ only in a number, as after an interrupted import."""
    names = {_NUMBER.sub("", file.stem).casefold() for file in (path, other)}
    return len(names) == 1 and path.suffix == other.suffix


def _check_listed(folder: Path) -> None:
    """Raise `MachineError` for a folder that cannot be listed, which would look empty."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise as_easel_error(error) from error


def content_id(path: Path) -> str:
    """Return the id of an imported picture: a hash of its content, so it is the same in every library."""
    content = storage.read_regular(path, source_images.MAX_FILE_BYTES)
    try:
        digest = bytes.fromhex(png.hash_image_data(content))
    except BadRequest:
        digest = hashlib.sha256(content).digest()
    return encode_id(int.from_bytes(digest[:10], "big"))


@contextmanager
def _report_stop(result: ImportResult) -> Iterator[None]:
    """Store the error that stops an import in its result."""
    try:
        yield
    except (EaselError, OSError) as fault:
        result.stopped = as_easel_error(fault)


def _with_progress(
    paths: list[Path], on_progress: Callable[[int, int], None], keep_going: Callable[[], bool]
) -> Iterator[Path]:
    """Yield paths until `keep_going` returns False, and report progress."""
    for done, path in enumerate(paths):
        if not keep_going():
            break
        on_progress(done, len(paths))
        yield path
    on_progress(len(paths), len(paths))


def _import_each(library: Library, paths: Iterable[Path], take: Callable[[Path], None], result: ImportResult) -> None:
    """Import files one by one. An error of one file does not stop the others; an error of the library is raised."""
    for path in paths:
        try:
            take(path)
        except Exception as exception:
            fault = _to_easel_error(exception, path)
            if _is_of_library(library, path, exception, fault):
                raise fault from exception
            result.refused.append((printable(path.name), fault))


def _to_easel_error(exception: Exception, path: Path) -> EaselError:
    """Return the error to report for a file that was not imported; unexpected errors are logged."""
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
    """Return whether an error affects all other files too: one of the index, the disk or the library folder."""
    at = getattr(exception, "filename", None)
    if (
        isinstance(at, str)
        and at != str(path)
        and any(Path(at).is_relative_to(folder) for folder in _library_folders(library))
    ):
        return True
    return isinstance(fault, MachineError) and fault.code not in _SINGLE_FILE_FAULTS


def _library_folders(library: Library) -> tuple[Path, ...]:
    return (library.places.pictures, library.places.index)


@dataclass(frozen=True)
class _GivenFile:
    """A file to import, after reading."""

    path: Path
    id: str
    """of the picture in it"""
    made: recipe.PictureMetadata | None
    """its recipe, if it is our own file"""
    found: importers.ParsedMetadata
    """its settings"""
    marks: Marks


def _read_given(path: Path, names: ModelNames) -> _GivenFile:
    """Read a file to import, and the files next to it; raises `BadRequest` if it is not a picture."""
    made = _read_recipe(path)
    if made is None:
        picture_id = content_id(path)
        found = sidecars.read(path, picture_id)
        found.mark_installed(names.find)
        return _GivenFile(path, picture_id, None, found, sidecars.read_all_marks(path))
    found = importers.ParsedMetadata(PRODUCT, json.loads(made.request_json))
    return _GivenFile(path, made.id, made, found, sidecars.read_all_marks(path))


def _import_copy(library: Library, result: ImportResult, names: ModelNames, path: Path) -> None:
    image, _notices = decode_image(path)  # raises if the file is incomplete
    given, pixels = _read_given(path, names), recipe.pixels_hash(image)
    row = library.merger.find(given.id) or _find_same_pixels(library, given, pixels)
    if row is None:
        copy = _copy_file(library, given, pixels)
        result.added.append(given.id)
        result.without_settings += not given.found.source
        row = library.merger.find(given.id)
        if row is not None:  # an earlier import may have left marks
            library.merger.request_marks_rewrite(row.number, sidecars.read_own_marks(copy))
    else:
        result.known += 1
        if not _is_in_library(library, row):  # it is in a watched folder, or its file was deleted
            _adopt_file(library, row, _copy_file(library, given, pixels))
            row = library.merger.find(row.id)
    if row is not None:
        result.numbers.append(row.number)
        _complete_row(library, row, given, result)


def _find_same_pixels(library: Library, given: _GivenFile, pixels: str) -> KnownPicture | None:
    """Return a picture in the library with the same pixels and without contradicting settings."""
    row = library.merger.find_same_pixels(pixels, importers.read_size(given.path), given.found)
    return row if row is not None and _is_in_library(library, row) else None


def _is_in_library(library: Library, row: KnownPicture) -> bool:
    """Return whether the file of a row exists inside the library."""
    return not Path(row.file).is_absolute() and (library.places.pictures / row.file).exists()


def _adopt_file(library: Library, row: KnownPicture, path: Path) -> None:
    """Store the path of a file in the library in a row."""
    library.merger.set_file(row, library.pictures.stored_path(path))
    library.merger.request_marks_rewrite(row.number, sidecars.read_own_marks(path))


def _copy_file(library: Library, given: _GivenFile, pixels: str) -> Path:
    """Copy a file into the library and add its row, if it has none; return its path."""
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
    """Return the path for a copy: an unused name, or a copy that an interrupted import left."""
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
    """Add settings from another file to a known picture, and write them next to its own file."""
    if row.file != str(given.path):  # the same file must not restore marks that the user removed
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
    """Return the name and ending for a copy: valid Unicode, and not too long."""
    suffix = path.suffix if suffix is None else suffix
    return storage.fit_for_a_file(_NOT_UNICODE.sub("_", path.stem), _NOT_UNICODE.sub("_", suffix))


def _import_in_place(library: Library, result: ImportResult, names: ModelNames, path: Path) -> None:
    if not storage.is_unicode(path):
        raise BadRequest("name-not-unicode", name=path.name)
    stat = path.stat()
    picture_id = library.folders.find_unchanged(path, stat)
    if picture_id is not None:
        result.known += 1
        result.returned += library.folders.show(picture_id, path)
        return
    try:
        given = _read_given(path, names)
    except BadRequest:
        library.folders.release(path, None)
        raise
    _take_in_place(library, given, stat, result)


def _take_in_place(library: Library, given: _GivenFile, stat: os.stat_result, result: ImportResult) -> None:
    """Add or complete the row of the picture in a new or changed file."""
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
    """Return the recipe of our own picture, or None; raises `BadRequest` if its size differs from the recipe."""
    made = recipe.read(path)
    if made is not None and not made.fits:
        raise BadRequest("image-broken", name=path.name)
    return made


def _record(library: Library, path: Path, given: _GivenFile, pixels: str | None = None) -> bool:
    """Add the row of a file of another program, or restore its deleted row; return whether it had none."""
    width, height = importers.read_size(path)
    inside = path.is_relative_to(library.places.pictures)
    return library.pictures.insert_foreign(
        given.id,
        path,
        given.found,
        given.marks,
        created=_creation_time(path, given.found),
        width=width,
        height=height,
        pixels=pixels,
        unwritten=int(inside and given.marks != read_marks(read_packet(path))),
    )


def _creation_time(path: Path, found: importers.ParsedMetadata) -> str:
    return found.created or from_unix_time(path.stat().st_mtime)
