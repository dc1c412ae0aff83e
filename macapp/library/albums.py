"""Albums: collections that the user fills, and saved searches (smart albums). Any thread."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from macapp.errors import BadRequest
from macapp.library.index import search
from macapp.library.index.database import transaction
from macapp.library.marks import MarkStore, OnProgress, add_to_collection, rename_collection
from macapp.library.metadata import xmp
from macapp.library.place import Place, PlaceKind


@dataclass(frozen=True)
class Album:
    """A collection, or a saved search."""

    name: str
    stored_query: str | None = None

    @property
    def is_smart(self) -> bool:
        """Whether it is a search rather than a collection."""
        return self.stored_query is not None

    @property
    def place(self) -> Place:
        """The place that shows its pictures."""
        if self.stored_query is None:
            return Place(PlaceKind.ALBUM, self.name)
        return Place(PlaceKind.SMART_ALBUM, self.name, self.stored_query)


class Albums:
    """The albums of one library, on one connection. The marks of a picture list its collections.

    The marks of many pictures change in several transactions, so that others wait briefly.
    """

    def __init__(self, connection: sqlite3.Connection, marks: MarkStore) -> None:
        self._connection, self._marks = connection, marks

    def all(self) -> list[Album]:
        """Return the albums, sorted by name."""
        return [Album(*row) for row in self._connection.execute("SELECT name, query FROM albums ORDER BY folded(name)")]

    def add(self, name: str, query: str | None = None) -> Album:
        """Create a collection, or a smart album if a search line is given; raises `BadRequest`."""
        if query is not None:
            search.parse_query(query)
        with transaction(self._connection):
            album = Album(self.check_name(name), query)
            self._connection.execute("INSERT INTO albums VALUES (?, ?)", (album.name, query))
        return album

    def check_name(self, name: str) -> str:
        """Return the name that a new album gets; raises `BadRequest` if it is empty or taken.

        A search line quotes the name, so double quotes become single ones.
        """
        cleaned = xmp.collection_label(name).replace('"', "'")
        if not cleaned:
            raise BadRequest("name-missing")
        if any(other.name == cleaned for other in self.all()):
            raise BadRequest("name-taken", name=cleaned)
        return cleaned

    def rename(self, album: Album, name: str, on_progress: OnProgress = lambda done, total: None) -> Album:
        """Rename an album, also in the marks of its pictures; raises `BadRequest` if the name is empty or taken."""
        renamed = self.add(name, album.stored_query)
        if not album.is_smart:
            numbers = self._marks.in_collection(album.name)
            self._marks.change_numbers(numbers, rename_collection(album.name, renamed.name), on_progress)
        self._delete_row(album)
        return renamed

    def remove(self, album: Album, on_progress: OnProgress = lambda done, total: None) -> list[int]:
        """Remove an album, and its name from the marks of its pictures; the pictures stay. Returns their numbers."""
        numbers = [] if album.is_smart else self._marks.in_collection(album.name)
        self._marks.change_numbers(numbers, add_to_collection(album.name, on=False), on_progress)
        self._delete_row(album)
        return numbers

    def restore(
        self, album: Album, numbers: Sequence[int] = (), on_progress: OnProgress = lambda done, total: None
    ) -> None:
        """Undo the removal of an album that had the pictures with these numbers."""
        with transaction(self._connection):
            self._connection.execute("INSERT OR REPLACE INTO albums VALUES (?, ?)", (album.name, album.stored_query))
        self._marks.change_numbers(numbers, add_to_collection(album.name), on_progress)

    def _delete_row(self, album: Album) -> None:
        with transaction(self._connection):
            self._connection.execute("DELETE FROM albums WHERE name = ?", (album.name,))
