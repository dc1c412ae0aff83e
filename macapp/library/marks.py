"""Favourites, stars, tags and collections, stored in the index and then in the picture files as XMP. Any thread.

A change of the index is immediate; `write_pending` then updates the files. So an index rebuilt from the files has all
marks. Files in watched folders are never written to.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from macapp.domain.job import Marks, Picture
from macapp.errors import BadRequest
from macapp.imaging import png
from macapp.imaging.decode import kind_of, open_picture
from macapp.library.index.database import transaction
from macapp.library.index.rows import reindex_text, store_marks
from macapp.library.metadata import recipe, xmp
from macapp.system import storage
from macapp.system.paths import LibraryPaths

MarksChange = Callable[[Marks], Marks]
OnProgress = Callable[[int, int], object]
Item = TypeVar("Item")
BATCH_PICTURES = 500  # pictures in a transaction


class MarkStore:
    """The marks of the pictures of one library, on one connection."""

    def __init__(self, connection: sqlite3.Connection, places: LibraryPaths) -> None:
        self._connection = connection
        self._places = places

    def change(self, pictures: Sequence[Picture], change: MarksChange) -> list[tuple[int, Marks]]:
        """Change the marks of pictures; return the row numbers and old marks, with which `replace_marks` undoes it."""
        return self.change_numbers([picture.row_number for picture in pictures], change)

    def change_numbers(
        self, numbers: Sequence[int], change: MarksChange, on_progress: OnProgress = lambda done, total: None
    ) -> list[tuple[int, Marks]]:
        """Change the marks of any number of pictures by row number, 500 per transaction, so others wait briefly."""
        before: list[tuple[int, Marks]] = []
        for part in _iter_batches(numbers):
            with transaction(self._connection):
                old = [(number, self._marks(number)) for number in part]
                self._store([(number, change(marks)) for number, marks in old])
            before += old
            on_progress(len(before), len(numbers))
        return before

    def replace_marks(
        self, marks: Sequence[tuple[int, Marks]], on_progress: OnProgress = lambda done, total: None
    ) -> None:
        """Replace the marks of pictures, given by row number."""
        done = 0
        for part in _iter_batches(marks):
            with transaction(self._connection):
                self._store(part)
            done += len(part)
            on_progress(done, len(marks))

    def in_collection(self, name: str) -> list[int]:
        """Return the row numbers of the pictures in a collection, including deleted ones."""
        rows = self._connection.execute("SELECT picture FROM labels WHERE kind = 'collection' AND name = ?", (name,))
        return [number for (number,) in rows]

    def labels_on(self, numbers: Sequence[int]) -> tuple[list[str], list[str]]:
        """Return the tags and the collections of these pictures."""
        found: set[tuple[str, str]] = set()
        for part in _iter_batches(numbers):
            among = ", ".join("?" * len(part))
            sql = f"SELECT DISTINCT kind, name FROM labels WHERE picture IN ({among})"  # noqa: S608
            found.update(self._connection.execute(sql, list(part)))
        tags, collections = ({name for kind, name in found if kind == wanted} for wanted in ("tag", "collection"))
        return sorted(tags), sorted(collections)

    def are_all_favourites(self, numbers: Sequence[int]) -> bool:
        """Return whether all of these pictures are favourites."""
        found = {number for (number,) in self._connection.execute("SELECT number FROM pictures WHERE favourite")}
        return found.issuperset(numbers)

    def _store(self, marks: Iterable[tuple[int, Marks]]) -> None:
        for number, each in marks:
            store_marks(self._connection, number, each)
            reindex_text(self._connection, number)
            self._connection.execute("UPDATE pictures SET unwritten = unwritten + 1 WHERE number = ?", (number,))

    def tags(self) -> list[str]:
        """Return all tags, the most used first."""
        rows = self._connection.execute(
            "SELECT name FROM labels WHERE kind = 'tag' GROUP BY name ORDER BY count(*) DESC, name"
        )
        return [name for (name,) in rows]

    def pending_writes(self) -> int:
        """Return how many pictures have marks that are not in their files yet."""
        sql = "SELECT count(*) FROM pictures WHERE unwritten AND deleted IS NULL"
        return self._connection.execute(sql).fetchone()[0]

    def write_pending(self, keep_going: Callable[[], bool] = lambda: True) -> int:
        """Write changed marks into the files; return how many were written. Files that cannot be written stay pending.

        Slow: it rewrites each file. Does not raise for missing or damaged files.
        """
        written = 0
        rows = self._connection.execute(
            "SELECT number, file, unwritten FROM pictures WHERE unwritten AND deleted IS NULL"
        )
        for number, file, changes in rows.fetchall():
            if not keep_going():
                break
            with contextlib.suppress(OSError, BadRequest):
                if not Path(file).is_absolute():
                    write_to_file(self._places.pictures / file, self._marks(number), self._places.temporary)
                    written += 1
                with transaction(self._connection):
                    # Only if they were not changed again while the file was written.
                    done = "UPDATE pictures SET unwritten = 0 WHERE number = ? AND unwritten = ?"
                    self._connection.execute(done, (number, changes))
        return written

    def read(self, number: int) -> Marks:
        """Return the marks of a picture, given by row number."""
        return self._marks(number)

    def _marks(self, number: int) -> Marks:
        favourite, stars = self._connection.execute(
            "SELECT favourite, stars FROM pictures WHERE number = ?", (number,)
        ).fetchone()
        labels = self._connection.execute("SELECT kind, name FROM labels WHERE picture = ?", (number,)).fetchall()
        return Marks(
            favourite=bool(favourite),
            stars=stars,
            tags=tuple(sorted(name for kind, name in labels if kind == "tag")),
            collections=tuple(sorted(name for kind, name in labels if kind == "collection")),
        )


def write_to_file(path: Path, marks: Marks, unfinished: Path) -> None:
    """Write marks into a PNG, without changing pixels or other texts; for any other file, into the sidecar `NAME.xmp`.

    The format is detected from the content: a JPEG may be named `.png`.

    Raises `OSError`, or `BadRequest` for an incomplete PNG.
    """
    times = path.stat()
    if kind_of(path) != "PNG":
        sidecar = sidecar_path(path)
        old = storage.read_text(sidecar, storage.MAX_TEXT_FILE_BYTES) if sidecar.exists() else None
        storage.write(sidecar, xmp.write_marks(old, marks).encode(), unfinished)
        return
    content = storage.read_regular(path, storage.MAX_PICTURE_BYTES)
    packet = xmp.write_marks(read_packet(path), marks)
    storage.write(path, png.replace_text(content, xmp.KEY, packet), unfinished)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # people sort by the creation time


def read_packet(path: Path) -> str | None:
    """Return the XMP packet inside a PNG, or in the sidecar of any other file."""
    with contextlib.suppress(OSError, ValueError, BadRequest):
        if kind_of(path) == "PNG":
            with open_picture(path, recipe.LIMITS, ("PNG",)) as image:
                own = image.info.get(xmp.KEY)
                if own or path.suffix.lower() == ".png":
                    return own  # earlier versions wrote a sidecar for a PNG with another ending
        return storage.read_text(sidecar_path(path), xmp.MAX_BYTES)
    return None


def sidecar_path(path: Path) -> Path:
    """Return the path of the sidecar of a file."""
    return path.with_name(path.name + ".xmp")


def _iter_batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), BATCH_PICTURES):
        yield items[start : start + BATCH_PICTURES]


def set_favourite(on: bool) -> MarksChange:
    """Return a change that makes pictures favourites, or not."""
    return lambda marks: replace(marks, favourite=on)


def set_stars(count: int) -> MarksChange:
    """Return a change that gives pictures 0 to 5 stars."""
    if count not in range(xmp.MAX_STARS + 1):
        raise BadRequest("out-of-range", field="stars", value=count, least=0, most=xmp.MAX_STARS)
    return lambda marks: replace(marks, stars=count)


def set_tag(name: str, on: bool = True) -> MarksChange:
    """Return a change that adds a tag, or removes it; raises `BadRequest` for an empty name."""
    kept = _clean_name(name)
    return lambda marks: replace(marks, tags=_toggle(marks.tags, kept, on))


def add_to_collection(name: str, on: bool = True) -> MarksChange:
    """Return a change that adds pictures to a collection, or removes them; raises `BadRequest` for an empty name."""
    kept = _clean_name(name)
    return lambda marks: replace(marks, collections=_toggle(marks.collections, kept, on))


def rename_collection(name: str, new: str) -> MarksChange:
    """Return a change that moves pictures from one collection to another; raises `BadRequest` for an empty new name."""
    kept = _clean_name(new)
    return lambda marks: replace(marks, collections=_toggle(_toggle(marks.collections, name, False), kept, True))


def _clean_name(name: str) -> str:
    kept = xmp.collection_label(name)
    if not kept:
        raise BadRequest("name-missing")
    return kept


def _toggle(names: tuple[str, ...], name: str, on: bool) -> tuple[str, ...]:
    return tuple(sorted({*names, name} if on else {*names} - {name}))
