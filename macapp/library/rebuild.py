"""Making the index again from the pictures alone: for an index that was lost, or pictures that came or moved by hand.

Every PNG of ours says all that its row said. Folder by folder, a batch at a time: what is done when it is interrupted
is found done when it is called again. Any thread; it reads every file's head.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from macapp import files
from macapp.errors import MachineFault
from macapp.library import recipe
from macapp.library.database import set_aside
from macapp.library.library import Library
from macapp.library.recipe import Recipe
from macapp.paths import Places

BATCH = 500  # pictures in a transaction, and files between two reports of progress


@dataclass
class Rebuilt:
    """What was found, in files."""

    added: int = 0
    moved: int = 0
    """pictures whose row named a place where no file is any more"""
    copies: int = 0
    """more files of a picture that has one already: left alone"""
    foreign: int = 0
    """PNGs that are not ours: left alone"""
    damaged: int = 0
    """cut short: set aside in the library's hidden folder"""


def opened(places: Places) -> tuple[Library, Path | None]:
    """Open the library to rebuild its index; one that is damaged is set aside first: return where it went.

    Raises `MachineFault` for anything but damage.
    """
    try:
        library = Library.open(places)
    except MachineFault as fault:
        if fault.code != "library-damaged":
            raise
    else:
        if not library.integrity_faults():
            return library, None
        library.close()
    kept = set_aside(places.database, places.index / "damaged")
    return Library.open(places), kept


def rebuild(library: Library, on_progress: Callable[[int, int], None]) -> Rebuilt:
    """Give every picture of ours below the pictures' folder its row; `on_progress(done, all)` counts files."""
    result = Rebuilt()
    rows = library.pictures.files()
    found = [path for path in pngs(library.places.pictures) if path not in rows]
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
    library.index_is_complete()
    return result


def pngs(folder: Path) -> Iterator[Path]:
    """Yield the PNG files below a folder in the order of their names; hidden folders and files are left out."""
    for inside, below, names in os.walk(folder):
        below[:] = sorted(each for each in below if not each.startswith("."))
        yield from (Path(inside, each) for each in sorted(names) if _is_png(each))


def _is_png(name: str) -> bool:
    return name.lower().endswith(".png") and not name.startswith(".")


def _read(library: Library, paths: list[Path], result: Rebuilt) -> Iterator[tuple[Recipe, Path]]:
    for path in paths:
        made = recipe.read(path)
        if made is None:
            result.foreign += 1
        elif not recipe.ends(path):
            files.set_aside(path, library.places.damaged)
            result.damaged += 1
        else:
            yield made, path


def _record(library: Library, pictures: list[tuple[Recipe, Path]], result: Rebuilt) -> None:
    added, moved = library.pictures.record_found(pictures)
    result.added += added
    result.moved += moved
    result.copies += len(pictures) - added - moved
