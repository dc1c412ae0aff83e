"""Deleting pictures into the system's Trash, and bringing them back. Any thread.

The row is marked first, so that the picture is gone from sight at once; then its file is moved and the row says where
to. What dies in between is undone at the next start. Nothing here deletes a file: the Trash is the user's to empty.
"""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from macapp.domain.job import Picture, utc_now
from macapp.errors import MachineError
from macapp.library.index.database import transaction
from macapp.library.index.rows import reindex_text
from macapp.library.marks import sidecar_path
from macapp.system import storage
from macapp.system.paths import LibraryPaths

MoveToTrash = Callable[[Path], Path]
"""Moves a file to the Trash and returns where it lies now; raises `OSError`."""


class Trash:
    """Deletes pictures of one library, on one connection."""

    def __init__(self, connection: sqlite3.Connection, places: LibraryPaths) -> None:
        self._connection = connection
        self._places = places

    def hide(self, numbers: Sequence[int]) -> None:
        """Mark pictures as deleted: they are in no list any more. `move` takes their files away."""
        with transaction(self._connection):
            for number in numbers:
                self._connection.execute(
                    "UPDATE pictures SET deleted = ? WHERE number = ? AND deleted IS NULL", (utc_now(), number)
                )
                reindex_text(self._connection, number)

    def move(self, pictures: Sequence[Picture], move: MoveToTrash) -> None:
        """Move the files of hidden pictures to the Trash; files that are looked at in place stay where they are.

        Raises `MachineFault("trash-refused")` for the first that cannot be moved: that one and the rest are back.
        """
        for done, each in enumerate(pictures):
            try:
                self._move_file(each, move)
            except OSError as error:
                self._unhide(pictures[done:])
                raise MachineError("trash-refused", name=each.path.name) from error

    def restore(self, pictures: Sequence[Picture]) -> list[Picture]:
        """Bring deleted pictures back from the Trash with all their marks; return those whose files are gone.

        Raises `MachineFault("trash-closed")` if the system lets nobody but the Finder read the Trash, once all others
        are back. Such a picture stays deleted until its file is in its place again; see `finish`.
        """
        gone, closed = [], []
        for each in pictures:
            try:
                is_back = self._restore_file(each)
            except PermissionError:
                closed.append(each)
                continue
            if is_back:
                self._unhide([each])
            else:
                gone.append(each)
        if closed:
            raise MachineError("trash-closed", name=closed[0].path.name)
        return gone

    def finish(self) -> int:
        """Show again what was being deleted or brought back when a process died, if its file is there; return how many.

        What had left by then is in the Trash, as was asked, though not for us to bring back.
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
        """Return the ids of deleted pictures whose files are neither in their place nor in the Trash."""
        rows = self._connection.execute("SELECT id, file FROM pictures WHERE deleted IS NOT NULL AND trashed IS NULL")
        return [picture_id for picture_id, file in rows if not _is_there(self._places.pictures / file)]

    def _move_file(self, picture: Picture, move: MoveToTrash) -> None:
        """Move a picture's file and record where to; if that cannot be recorded, the file comes back."""
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
        """Move a picture's file back to its place, unless it is there; return whether it is.

        Raises `PermissionError` if the Trash cannot be read, and `OSError` for what else the disk says.
        """
        row = self._connection.execute(
            "SELECT trashed FROM pictures WHERE number = ?", (picture.row_number,)
        ).fetchone()
        path, trashed = picture.path, Path(row[0]) if row and row[0] else None
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
        self._unhide_numbers([each.row_number for each in pictures])

    def _unhide_numbers(self, numbers: Sequence[int]) -> None:
        with transaction(self._connection):
            for number in numbers:
                self._connection.execute(
                    "UPDATE pictures SET deleted = NULL, trashed = NULL WHERE number = ?", (number,)
                )
                reindex_text(self._connection, number)


def _exists(path: Path) -> bool:
    """Return whether a file exists; raises `PermissionError` where nobody may look: not every `Path.exists` does."""
    try:
        path.stat()
    except PermissionError:
        raise
    except OSError:
        return False
    return True


def _is_there(path: Path) -> bool:
    """Return whether a file exists; False where nobody may look."""
    try:
        return _exists(path)
    except PermissionError:
        return False
