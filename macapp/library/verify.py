"""Whether the library keeps its promises: index against files, one check for each promise. It changes nothing.

Every picture is decoded, so it takes a while. Any thread.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from macapp.library import recipe
from macapp.library.library import Library
from macapp.library.rebuild import pngs

SHOWN = 20  # offenders that a check names


@dataclass(frozen=True)
class Check:
    """One promise, and what breaks it."""

    name: str
    holds: bool
    found: tuple[str, ...]
    """ids, files or messages that break it: the first twenty"""
    count: int
    """how many there are"""


def verify(library: Library, on_progress: Callable[[int, int], None]) -> list[Check]:
    """Check the index, the queue and every picture; `on_progress(done, all)` counts files."""
    rows = library.pictures.files()
    ours, partial = _look(list(pngs(library.places.pictures)), on_progress)
    of_id: dict[str, list[Path]] = defaultdict(list)
    for path, picture_id in ours.items():
        of_id[picture_id].append(path)
    ids = set(rows.values())
    return [
        _check("index-whole", library.integrity_faults()),
        _check("jobs-readable", library.queue.unreadable()),
        _check("pictures-present", (str(path) for path in rows if path not in ours)),
        _check("no-partial-files", map(str, partial)),
        _check("files-have-rows", (str(path) for path, picture_id in ours.items() if picture_id not in ids)),
        _check("made-once", (picture_id for picture_id, paths in of_id.items() if _differ(paths))),
    ]


def _look(paths: list[Path], on_progress: Callable[[int, int], None]) -> tuple[dict[Path, str], list[Path]]:
    """Return the whole pictures of ours with their ids, and those that are cut short or damaged."""
    ours, partial = {}, []
    for done, path in enumerate(paths):
        on_progress(done, len(paths))
        made = recipe.read(path)
        if made is None:
            continue
        if recipe.is_whole(path):
            ours[path] = made.id
        else:
            partial.append(path)
    on_progress(len(paths), len(paths))
    return ours, partial


def _differ(paths: list[Path]) -> bool:
    """Return whether files of one id are more than copies of one picture."""
    return len({path.read_bytes() for path in paths}) > 1


def _check(name: str, found: Iterable[str]) -> Check:
    offenders = list(found)
    return Check(name, not offenders, tuple(offenders[:SHOWN]), len(offenders))
