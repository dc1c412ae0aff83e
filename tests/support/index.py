"""Direct access to the index of a library, to change it as another program, another Easel or a crash might."""

from collections.abc import Sequence
from contextlib import closing
from typing import Any

from macapp.library.index.database import connect
from macapp.system.paths import LibraryPaths


def execute(places: LibraryPaths, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement on the index of a library in its own connection; return the rows."""
    with closing(connect(places.database)) as index:
        return index.execute(statement, values).fetchall()


def checkpoint(places: LibraryPaths) -> None:
    """Move all changes from the write-ahead log into the index file."""
    execute(places, "PRAGMA wal_checkpoint(TRUNCATE)")
