"""Albums: collections that the user fills, and saved searches (smart albums). Any thread."""

import sqlite3
from dataclasses import dataclass

from macapp.errors import BadRequest
from macapp.library.index import search
from macapp.library.index.database import transaction
from macapp.library.metadata import xmp


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
    def query(self) -> str:
        """The search line of its pictures."""
        return f'in:"{self.name}"' if self.stored_query is None else self.stored_query


class Albums:
    """The albums of one library, on one connection. The marks of a picture list its collections."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Album]:
        """Return the albums, sorted by name."""
        return [Album(*row) for row in self._connection.execute("SELECT name, query FROM albums ORDER BY folded(name)")]

    def add(self, name: str, query: str | None = None) -> Album:
        """Create a collection, or a smart album if a search line is given; raises `BadRequest`."""
        album = Album(xmp.collection_label(name).replace('"', "'"), query)
        if not album.name:
            raise BadRequest("name-missing")
        if query is not None:
            search.parse_query(query)
        with transaction(self._connection):
            if any(other.name == album.name for other in self.all()):
                raise BadRequest("name-taken", name=album.name)
            self._connection.execute("INSERT INTO albums VALUES (?, ?)", (album.name, query))
        return album

    def restore(self, album: Album) -> None:
        """Undo the removal of an album."""
        with transaction(self._connection):
            self._connection.execute("INSERT OR REPLACE INTO albums VALUES (?, ?)", (album.name, album.stored_query))

    def remove(self, album: Album) -> None:
        """Delete an album; its pictures and their marks do not change."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM albums WHERE name = ?", (album.name,))
