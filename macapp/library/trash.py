"""Deleting pictures into the system's Trash, and bringing them back. Any thread.

The row is marked first, so that the picture is gone from sight at once; then its file is moved and the row says where
to. What dies in between is undone at the next start. Nothing here deletes a file: the Trash is the user's to empty.
"""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from macapp import files
from macapp.errors import MachineFault
from macapp.jobs import Picture, utc_now
from macapp.library.database import transaction
from macapp.library.marks import sidecar
from macapp.library.rows import refresh_text
from macapp.paths import Places

Move = Callable[[Path], Path]
"""Moves a file to the Trash and returns where it lies now; raises `OSError`."""


class Trash:
    """Deletes pictures of one library, on one connection."""

    def __init__(self, connection: sqlite3.Connection, places: Places) -> None:
        self._connection = connection
        self._places = places

    def hide(self, numbers: Sequence[int]) -> None:
        """Mark pictures as deleted: they are in no list any more. `move` takes their files away."""
        with transaction(self._connection):
            for number in numbers:
                self._connection.execute(
                    "UPDATE pictures SET deleted = ? WHERE number = ? AND deleted IS NULL", (utc_now(), number)
                )
                refresh_text(self._connection, number)

    def move(self, pictures: Sequence[Picture], move: Move) -> None:
        """Move the files of hidden pictures to the Trash; files that are looked at in place stay where they are.

        Raises `MachineFault("trash-refused")` for the first that cannot be moved: that one and the rest are back.
        """
        for done, each in enumerate(pictures):
            try:
                self._move(each, move)
            except OSError as error:
                self._show(pictures[done:])
                raise MachineFault("trash-refused", name=each.path.name) from error

    def restore(self, pictures: Sequence[Picture]) -> list[Picture]:
        """Bring deleted pictures back from the Trash with all their marks; return those whose files are gone."""
        gone = []
        for each in pictures:
            row = self._connection.execute("SELECT trashed FROM pictures WHERE number = ?", (each.number,)).fetchone()
            trashed = Path(row[0]) if row and row[0] else None
            path = each.path
            if not path.exists():
                if trashed is None or not trashed.exists():
                    gone.append(each)
                    continue
                files.move_in(trashed, path, self._places.unfinished)
                if sidecar(trashed).exists():
                    files.move_in(sidecar(trashed), sidecar(path), self._places.unfinished)
            self._show([each])
        return gone

    def finish(self) -> int:
        """Show again what was being deleted or brought back when a process died, if its file is there; return how many.

        What had left by then is in the Trash, as was asked, though not for us to bring back.
        """
        rows = self._connection.execute("SELECT number, file FROM pictures WHERE deleted IS NOT NULL").fetchall()
        back = [number for number, file in rows if (self._places.pictures / file).exists() and not file.startswith("/")]
        if rows:
            self._show_numbers(back)
            with transaction(self._connection):
                self._connection.execute(
                    "UPDATE pictures SET trashed = '' WHERE deleted IS NOT NULL AND trashed IS NULL"
                )
        return len(back)

    def unaccounted(self) -> list[str]:
        """Return the ids of deleted pictures whose files are neither in their place nor in the Trash."""
        rows = self._connection.execute("SELECT id, file FROM pictures WHERE deleted IS NOT NULL AND trashed IS NULL")
        return [picture_id for picture_id, file in rows if not (self._places.pictures / file).exists()]

    def _move(self, picture: Picture, move: Move) -> None:
        """Move a picture's file and record where to; if that cannot be recorded, the file comes back."""
        where: Path | None = None
        if picture.path.is_relative_to(self._places.pictures) and picture.path.exists():
            files.before_operation("trash")
            where = move(picture.path)
        try:
            with transaction(self._connection):
                changed = (str(where or ""), picture.number)
                self._connection.execute("UPDATE pictures SET trashed = ? WHERE number = ?", changed)
        except BaseException:
            if where is not None:
                files.rename(where, picture.path)
            raise
        if sidecar(picture.path).exists():
            move(sidecar(picture.path))

    def _show(self, pictures: Sequence[Picture]) -> None:
        self._show_numbers([each.number for each in pictures])

    def _show_numbers(self, numbers: Sequence[int]) -> None:
        with transaction(self._connection):
            for number in numbers:
                self._connection.execute(
                    "UPDATE pictures SET deleted = NULL, trashed = NULL WHERE number = ?", (number,)
                )
                refresh_text(self._connection, number)
