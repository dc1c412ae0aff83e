"""Check the invariants of a library: compare the index with the files, one check per invariant. Changes nothing.

Every picture is decoded, so it takes a while. Any thread.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from macapp.domain.job import Marks
from macapp.imaging import decode
from macapp.library import source_images
from macapp.library.library import Library
from macapp.library.marks import read_packet
from macapp.library.metadata import recipe, xmp
from macapp.library.picture_files import IMPORT_FOLDER, iter_picture_files
from macapp.system import storage

MAX_SHOWN = 20  # ids or files that a check lists
MAX_OPEN_SECONDS = 10.0  # seconds


@dataclass(frozen=True)
class InvariantResult:
    """One invariant, and what violates it."""

    id: str
    """I1 to I10, in the order of `messages.INVARIANTS`"""
    name: str
    holds: bool
    found: tuple[str, ...]
    """ids, files or messages that violate it: the first 20"""
    count: int
    """how many there are in total"""


@dataclass
class _FilesFound:
    """The files in the pictures folder."""

    intact: dict[Path, str] = field(default_factory=dict)
    """intact pictures with their ids; the id of an imported picture is empty"""
    damaged: dict[Path, None] = field(default_factory=dict)
    """pictures that are truncated, damaged, or do not match their recipes; in folder order"""
    marks: dict[Path, Marks] = field(default_factory=dict)


def verify(library: Library, on_progress: Callable[[int, int], None]) -> list[InvariantResult]:
    """Check the index, the queue and every picture; `on_progress(done, all)` counts files."""
    began = time.monotonic()
    Library.open(library.places).close()
    opening = time.monotonic() - began
    rows = library.pictures.files()
    seen = _scan_files(library, list(iter_picture_files([library.places.pictures])), on_progress)
    of_id: dict[str, list[Path]] = defaultdict(list)
    for path, picture_id in seen.intact.items():
        of_id[picture_id].append(path)
    ids = set(rows.values())
    strangers = (
        str(path)
        for path, picture_id in seen.intact.items()
        if (picture_id not in ids if picture_id else path not in rows)
    )
    found: dict[str, Iterable[str]] = {
        "index-whole": library.find_integrity_faults(),
        "jobs-in-one-state": library.queue.unreadable(),
        "pictures-whole": (str(path) for path in rows if path not in seen.intact and not _is_intact(path, seen)),
        "no-partial-files": map(str, seen.damaged),
        "rows-and-files": strangers,
        "made-once": (picture_id for picture_id, paths in of_id.items() if picture_id and _differ(paths)),
        "marks-in-files": _find_lost_marks(library, seen),
        "nothing-outside": _find_outside_files(library, rows),
        "opens-quickly": [f"{opening:.1f} s"] if opening > MAX_OPEN_SECONDS else [],
        "nothing-deleted-unasked": _find_vanished_files(library),
    }
    return [_build_result(f"I{place}", name, each) for place, (name, each) in enumerate(found.items(), start=1)]


def _scan_files(library: Library, paths: list[Path], on_progress: Callable[[int, int], None]) -> _FilesFound:
    seen = _FilesFound()
    for done, path in enumerate(paths):
        on_progress(done, len(paths))
        made, intact = recipe.read_checked(path)
        if made is None:
            if path.is_relative_to(library.places.pictures / IMPORT_FOLDER):
                _record_file(seen, path, "", decode.is_complete(path), xmp.read_marks(read_packet(path)))
        else:
            _record_file(seen, path, made.id, intact, made.marks)
    on_progress(len(paths), len(paths))
    return seen


def _record_file(seen: _FilesFound, path: Path, picture_id: str, whole: bool, marks: Marks) -> None:
    if whole:
        seen.intact[path], seen.marks[path] = picture_id, marks
    else:
        seen.damaged[path] = None


def _is_intact(path: Path, seen: _FilesFound) -> bool:
    """Return whether a picture that the scan did not see is intact: it may be in the folder of another program."""
    if path in seen.damaged:
        return False
    made, intact = recipe.read_checked(path)
    return decode.is_complete(path) if made is None else intact


def _find_lost_marks(library: Library, seen: _FilesFound) -> list[str]:
    """Return the ids of pictures whose marks should be in their files, but differ there."""
    return [
        picture.id
        for picture in library.pictures.marked_in_files()
        if picture.path in seen.marks and seen.marks[picture.path] != picture.marks
    ]


def _find_outside_files(library: Library, rows: dict[Path, str]) -> list[str]:
    """Return the files of rows that are outside of the library and of all watched folders."""
    places = library.places
    own = [storage.resolved(folder) for folder in (places.pictures, places.offline_pictures, *library.folders.all())]
    return [str(path) for path in rows if not any(storage.resolved(path).is_relative_to(folder) for folder in own)]


def _find_vanished_files(library: Library) -> list[str]:
    """Return what disappeared without a request: deleted files that are in no Trash, and source images in use."""
    images = {name for job in library.queue.unfinished() for name in job.request.images}
    gone = [name for name in images if not source_images.image_path(library.places, name).exists()]
    return [*library.trash.missing_files(), *gone]


def _differ(paths: list[Path]) -> bool:
    """Return whether the files of one id have different contents."""
    return len({storage.read_regular(path, storage.MAX_PICTURE_BYTES) for path in paths}) > 1


def _build_result(check_id: str, name: str, found: Iterable[str]) -> InvariantResult:
    offenders = list(found)
    return InvariantResult(check_id, name, not offenders, tuple(offenders[:MAX_SHOWN]), len(offenders))
