"""Bringing pictures in: copied into the library, or looked at in place in another program's folder. Any thread; slow.

A copy is byte for byte the file that was given, so that it stays readable by whoever wrote it. What its file tells goes
into the index, with a report, field by field. The same picture comes in once, however often it is given.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from macapp import files
from macapp.errors import BadRequest, EaselError, known
from macapp.jobs import UNKNOWN_SOURCE
from macapp.library import content, foreign, png, recipe, start_images
from macapp.library.library import Library
from macapp.library.marks import packet_of
from macapp.library.moments import local_day, of_timestamp
from macapp.library.xmp import marks_in
from macapp.paths import at_home

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif", ".bmp")
FOLDER = "Imported"
_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass
class Imported:
    """What came of an import."""

    added: list[str] = field(default_factory=list)
    """the ids of the pictures that are new"""
    known: int = 0
    """files whose pictures were in the library already"""
    without_settings: int = 0
    """pictures among the new ones whose files do not say how they were made"""
    refused: list[tuple[str, EaselError]] = field(default_factory=list)
    """files that could not be taken, and why"""
    returned: int = 0
    """pictures that were hidden, as their files were not there, and are back"""
    hidden: int = 0
    """pictures whose files are not there any more"""
    emptied: list[tuple[Path, int]] = field(default_factory=list)
    """folders that have no pictures any more, and how many are still shown of each: whether to hide them is asked"""


def bring_in(
    library: Library,
    paths: Sequence[Path],
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    keep_going: Callable[[], bool] = lambda: True,
) -> Imported:
    """Copy pictures, and all below folders, into the library; raises `MachineFault` when it is not connected.

    A file that cannot be taken does not stop the rest; a disk that is full does.
    """
    library.spill.check()
    with library.importing():
        return _each(library, list(pictures_at(paths)), _copied, on_progress, keep_going)


def look_at(
    library: Library,
    folder: Path,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    keep_going: Callable[[], bool] = lambda: True,
    hide_all: bool = False,
) -> Imported:
    """Show the pictures of another program's folder in the gallery where they lie: they are read, never written.

    Called again it takes what is new and hides what is gone. A folder that was full and is empty may be the place of a
    disk that is not connected: nothing is hidden then without `hide_all`. Raises `BadRequest` if it is no folder, or
    the library's, `MachineFault` if it cannot be listed.
    """
    folder = files.resolved(at_home(folder))
    if not folder.is_dir():
        raise BadRequest("folder-expected", path=str(folder))
    if folder.is_relative_to(library.places.pictures.resolve()):
        raise BadRequest("folder-is-library", path=str(folder))
    _check_listed(folder)
    library.folders.add(folder)
    own = library.places.pictures.resolve()
    paths = [each for each in pictures_at([folder]) if not each.is_relative_to(own)]
    shown = library.folders.count(folder)
    if shown and not paths and not hide_all:
        return Imported(emptied=[(folder, shown)])
    result = _each(library, paths, _in_place, on_progress, keep_going)
    if keep_going():  # what was not looked at may hold what is missing
        result.hidden = library.folders.hide_missing(folder)
    return result


def take_again(library: Library, path: Path) -> bool:
    """Give a picture that was imported before its row again, from its file; return whether it had none."""
    return _record(library, path, foreign.read(path))


def pictures_at(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files given, and the pictures below the folders given in the order of their names."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for each in files.below(path, _is_shown):
            if each.name.lower().endswith(SUFFIXES) and _is_shown(each.name):
                yield each


def _check_listed(folder: Path) -> None:
    """Raise `MachineFault` for a folder that cannot be listed, which would look empty."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise known(error) from error


def _is_shown(name: str) -> bool:
    return not name.startswith(".")


def id_of(path: Path) -> str:
    """Return the id of an imported picture: from what is in it, so that it has the same one everywhere."""
    content = files.read_regular(path, start_images.MOST_FILE_BYTES)
    try:
        digest = bytes.fromhex(png.image_hash(content))
    except BadRequest:
        digest = hashlib.sha256(content).digest()
    value = int.from_bytes(digest[:10], "big")
    return "".join(_BASE32[(value >> shift) & 31] for shift in range(75, -1, -5))


def _each(
    library: Library,
    paths: list[Path],
    take: Callable[[Library, Path, Imported], None],
    on_progress: Callable[[int, int], None],
    keep_going: Callable[[], bool],
) -> Imported:
    result = Imported()
    for done, path in enumerate(paths):
        if not keep_going():
            break
        on_progress(done, len(paths))
        try:
            take(library, path, result)
        except BadRequest as error:
            result.refused.append((path.name, error))
        except (FileNotFoundError, IsADirectoryError):
            result.refused.append((path.name, BadRequest("file-missing", path=str(path)[:200])))
        except OSError as error:
            fault = known(error)
            if fault.code != "disk-not-allowed":
                raise fault from error
            result.refused.append((path.name, fault))
    on_progress(len(paths), len(paths))
    return result


def _copied(library: Library, path: Path, result: Imported) -> None:
    image, _notices = start_images.opened(path)  # also says whether the file is whole
    made = _recipe_of(path)
    if made is not None:
        if library.pictures.has(made.id):
            result.known += 1
            return
        target = files.unused(library.places.pictures / local_day(made.created)[:7], path.stem, path.suffix)
        with files.taken_back(target):
            files.copy(path, target, library.places.unfinished)
            library.pictures.record_found([(made, target)])
        result.added.append(made.id)
        return
    picture_id = id_of(path)
    if library.pictures.has(picture_id):
        result.known += 1
        return
    found = foreign.read(path)
    folder = library.places.pictures / FOLDER / _created(path, found)[:7]
    target = files.unused(folder, path.stem, path.suffix.lower())
    with files.taken_back(target):
        files.copy(path, target, library.places.unfinished)
        _record(library, target, found, recipe.pixels_hash(image))
    _count(result, picture_id, found)


def _in_place(library: Library, path: Path, result: Imported) -> None:
    stat = path.stat()
    picture_id = library.folders.unchanged(path, stat)
    if picture_id is None:
        picture_id = _read_in_place(library, path, stat, result)
    else:
        result.known += 1
    result.returned += library.folders.show(picture_id, path)


def _read_in_place(library: Library, path: Path, stat: os.stat_result, result: Imported) -> str:
    """Read a file that is new or was changed, and return the id of the picture in it, which has a row now."""
    try:
        made, found = _recipe_of(path), foreign.read(path)
    except BadRequest:
        library.folders.release(path, None)
        raise
    image, picture_id = content.image_key(path), id_of(path) if made is None else made.id
    if image is not None and made is None:
        picture_id = library.folders.picture_with(image) or picture_id
    library.folders.release(path, picture_id)
    if library.pictures.has_row(picture_id):
        result.known += 1
    elif made is not None:
        library.pictures.record_found([(made, path)])
        result.added.append(made.id)
    else:
        _record(library, path, found)
        _count(result, picture_id, found)
    library.folders.record(path, stat, picture_id, image or picture_id)
    return picture_id


def _recipe_of(path: Path) -> recipe.Recipe | None:
    """Return the recipe of a picture of ours; raises `BadRequest` if the picture has not the size that it says."""
    made = recipe.read(path)
    if made is not None and not made.fits:
        raise BadRequest("image-broken", name=path.name)
    return made


def _record(library: Library, path: Path, found: foreign.Found, pixels: str | None = None) -> bool:
    width, height = foreign.size_of(path)
    return library.pictures.insert_foreign(
        id_of(path),
        path,
        found.known,
        found.source or UNKNOWN_SOURCE,
        foreign.packed(found.lines),
        marks_in(packet_of(path)),
        created=_created(path, found),
        width=width,
        height=height,
        pixels=pixels,
    )


def _created(path: Path, found: foreign.Found) -> str:
    return found.created or of_timestamp(path.stat().st_mtime)


def _count(result: Imported, picture_id: str, found: foreign.Found) -> None:
    result.added.append(picture_id)
    if not found.source:
        result.without_settings += 1
