"""Move pictures to the system's Trash, and restore them. Any thread.

The row is marked first, so the picture disappears at once; then its file is moved and the row stores the new path. If
the process dies in between, the next start undoes the deletion. No file is deleted here: only the user empties the
Trash.
"""

import json
import sqlite3
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

from macapp.domain.job import Picture, utc_now
from macapp.errors import MachineError
from macapp.library.index import search
from macapp.library.index.database import transaction
from macapp.library.index.rows import reindex_text
from macapp.library.marks import sidecar_path
from macapp.system import storage
from macapp.system.paths import LibraryPaths

MoveToTrash = Callable[[Path], Path]
"""Moves a file to the Trash and returns its new path; raises `OSError`."""


class Trash:
    """Deletes and restores pictures of one library, on one connection."""

    def __init__(self, connection: sqlite3.Connection, places: LibraryPaths) -> None:
        self._connection = connection
        self._places = places

    def search(self, query: str = "", sort: str = "newest") -> "array[int]":
        """Return the numbers of the deleted pictures that match a search line, in order: those that can come back.

        A picture whose file the user has deleted from the system's Trash is left out. One in a Trash that only the
        Finder may read is listed, because its file may still be there. Looks at every file, so it is slow for a full
        Trash. Raises `BadRequest` for an invalid search line.
        """
        sql = search.parse_query(query, in_trash=True)
        rows = self._connection.execute(
            f"SELECT number, file, trashed FROM pictures WHERE {sql.where} ORDER BY {search.SORT_ORDERS[sort]}",  # noqa: S608
            sql.values,
        )
        return array("q", [number for number, file, trashed in rows if self._can_come_back(file, trashed)])

    def hide(self, numbers: Sequence[int]) -> None:
        """Mark pictures as deleted, so that no list shows them. `move` then moves their files."""
        with transaction(self._connection):
            for number in numbers:
                self._connection.execute(
                    "UPDATE pictures SET deleted = ? WHERE number = ? AND deleted IS NULL", (utc_now(), number)
                )
                reindex_text(self._connection, number)

    def move(self, pictures: Sequence[Picture], move: MoveToTrash) -> None:
        """Move the files of hidden pictures to the Trash; files in watched folders are not moved.

        Raises `MachineError("trash-refused")` for the first file that cannot be moved; it and the rest are shown again.
        """
        for done, picture in enumerate(pictures):
            try:
                self._move_file(picture, move)
            except OSError as error:
                self._unhide(pictures[done:])
                raise MachineError("trash-refused", name=picture.path.name) from error

    def restore(self, pictures: Sequence[Picture]) -> list[Picture]:
        """Restore deleted pictures and their marks from the Trash; return the pictures whose files are missing.

        Raises `MachineError("trash-closed")`, after restoring all others, if only the Finder may read the Trash. Such a
        picture stays deleted until the user moves its file back; see `finish`.
        """
        gone, closed = [], []
        for picture in pictures:
            try:
                is_back = self._restore_file(picture)
            except PermissionError:
                closed.append(picture)
                continue
            if is_back:
                self._unhide([picture])
            else:
                gone.append(picture)
        if closed:
            raise MachineError("trash-closed", name=closed[0].path.name)
        return gone

    def can_restore(self, numbers: Sequence[int]) -> bool:
        """Return whether `restore` could bring back at least one of these pictures: its file exists.

        A file in a Trash that only the Finder may read counts as existing.
        """
        rows = self._connection.execute(
            "SELECT file, trashed FROM pictures WHERE deleted IS NOT NULL"
            " AND number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        return any(self._can_come_back(file, trashed) for file, trashed in rows)

    def finish(self) -> int:
        """Show the pictures again whose deletion or restoration was interrupted, if their files exist; return how many.

        Files that had been moved by then stay in the Trash, but can no longer be restored from here.
        """
        rows = self._connection.execute("SELECT number, file FROM pictures WHERE deleted IS NOT NULL").fetchall()
        back = [number for number, file in rows if _is_there(self._places.pictures / file) and not file.startswith("/")]
        if rows:
            self._unhide_numbers(back)
            with transaction(self._connection):
                self._connection.execute(
                    "UPDATE pictures SET trashed = '' WHERE deleted IS NOT NULL AND trashed IS NULL"
                )
        return len(back)

    def missing_files(self) -> list[str]:
        """Return the ids of deleted pictures whose files are neither in the library nor in the Trash."""
        rows = self._connection.execute("SELECT id, file FROM pictures WHERE deleted IS NOT NULL AND trashed IS NULL")
        return [picture_id for picture_id, file in rows if not _is_there(self._places.pictures / file)]

    def _can_come_back(self, file: str, trashed: str | None) -> bool:
        """Return whether the file of a deleted picture is in the system's Trash or still in its folder."""
        return _may_exist(self._places.pictures / file) or (bool(trashed) and _may_exist(Path(trashed or "")))

    def _move_file(self, picture: Picture, move: MoveToTrash) -> None:
        """Move the file of a picture and store its new path; if storing fails, move the file back."""
        where: Path | None = None
        if picture.path.is_relative_to(self._places.pictures) and picture.path.exists():
            storage.operation_hook("trash")
            where = move(picture.path)
        try:
            with transaction(self._connection):
                changed = (None if where is None else str(where), picture.row_number)
                self._connection.execute(
                    "UPDATE pictures SET trashed = coalesce(?, trashed, '') WHERE number = ?", changed
                )
        except BaseException:
            if where is not None:
                storage.rename(where, picture.path)
            raise
        if sidecar_path(picture.path).exists():
            move(sidecar_path(picture.path))

    def _restore_file(self, picture: Picture) -> bool:
        """Move the file of a picture back, unless it is there already; return whether it exists now.

        Raises `PermissionError` if the Trash cannot be read, and `OSError` for other errors of the disk.
        """
        row = self._connection.execute(
            "SELECT file, trashed FROM pictures WHERE number = ?", (picture.row_number,)
        ).fetchone()
        path, trashed = self._places.pictures / row[0], Path(row[1]) if row[1] else None
        if _exists(path):
            return True
        if trashed is None or not _exists(trashed):
            return False
        try:
            storage.move_across_volumes(trashed, path, self._places.temporary)
            if _exists(sidecar_path(trashed)):
                storage.move_across_volumes(sidecar_path(trashed), sidecar_path(path), self._places.temporary)
        except PermissionError:
            if not _exists(path):
                raise
        return True

    def _unhide(self, pictures: Sequence[Picture]) -> None:
        self._unhide_numbers([picture.row_number for picture in pictures])

    def _unhide_numbers(self, numbers: Sequence[int]) -> None:
        with transaction(self._connection):
            for number in numbers:
                self._connection.execute(
                    "UPDATE pictures SET deleted = NULL, trashed = NULL WHERE number = ?", (number,)
                )
                reindex_text(self._connection, number)


def _may_exist(path: Path) -> bool:
    """Return whether a file exists, or might: its folder cannot be read."""
    try:
        return _exists(path)
    except PermissionError:
        return True


def _exists(path: Path) -> bool:
    """Return whether a file exists; raises `PermissionError`, which some versions of `Path.exists` do not."""
    try:
        path.stat()
    except PermissionError:
        raise
    except OSError:
        return False
    return True


def _is_there(path: Path) -> bool:
    """Return whether a file exists; False without permission to look."""
    try:
        return _exists(path)
    except PermissionError:
        return False
