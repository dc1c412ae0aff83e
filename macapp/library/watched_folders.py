"""Watched folders: folders of other programs whose pictures are shown in place. Never written to. Any thread.

A picture is identified by its content, not by its path: a renamed file keeps its marks. The index stores size and time
of each file when it was last read, to detect changes and to know all files of one picture. A picture whose file is
missing is hidden, never deleted: its disk may be disconnected.
"""

import os
import sqlite3
from pathlib import Path

from macapp.domain.job import utc_now
from macapp.library.index.database import transaction
from macapp.library.index.rows import reindex_text
from macapp.library.place import folder_condition

# Default picture folders of other programs, below the user's home folder.
PROGRAM_FOLDERS = {
    "AUTOMATIC1111": ("stable-diffusion-webui/outputs", "stable-diffusion-webui/output"),
    "ComfyUI": ("ComfyUI/output", "Documents/ComfyUI/output"),
    "InvokeAI": ("invokeai/outputs/images",),
    "Mochi Diffusion": ("MochiDiffusion/images",),
    "DiffusionBee": (".diffusionbee/images",),
    "Fooocus": ("Fooocus/outputs",),
}


class WatchedFolders:
    """The watched folders of one library, and their files, on one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Path]:
        """Return the watched folders."""
        return [Path(path) for (path,) in self._connection.execute("SELECT path FROM folders ORDER BY path")]

    def add(self, folder: Path) -> None:
        """Watch a folder."""
        with transaction(self._connection):
            self._connection.execute("INSERT OR IGNORE INTO folders VALUES (?, ?)", (str(folder), utc_now()))

    def remove(self, folder: Path) -> None:
        """Stop watching a folder: its pictures are hidden until it is added again; its files do not change."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM folders WHERE path = ?", (str(folder),))
            for number, _file in self._list_visible(folder):
                self._hide(number)

    def count(self, folder: Path) -> int:
        """Return how many pictures of a folder the gallery shows."""
        return len(self._list_visible(folder))

    def hide_missing(self, folder: Path) -> int:
        """Hide the pictures of a folder without any existing file; return how many.

        A file that cannot be checked right now counts as existing.
        """
        missing = [(number, file) for number, file in self._list_visible(folder) if _is_gone(file)]
        hidden = 0
        with transaction(self._connection):
            for number, file in missing:
                other = self._find_other_file(number, file)
                if other is not None:
                    self._connection.execute("UPDATE pictures SET file = ? WHERE number = ?", (other, number))
                else:
                    self._hide(number)
                    hidden += 1
        return hidden

    # Single files

    def find_unchanged(self, file: Path, stat: os.stat_result) -> str | None:
        """Return the id of the picture in a file that is unchanged since it was last read; None for any other file."""
        row = self._connection.execute(
            "SELECT picture FROM seen WHERE file = ? AND bytes = ? AND changed = ?"
            " AND picture IN (SELECT id FROM pictures)",
            (str(file), stat.st_size, stat.st_mtime_ns),
        ).fetchone()
        return row[0] if row else None

    def find_by_image(self, image: str) -> str | None:
        """Return the id of the picture of a file with the same image, whatever its texts were."""
        row = self._connection.execute(
            "SELECT picture FROM seen WHERE image = ? AND picture IN (SELECT id FROM pictures) LIMIT 1", (image,)
        ).fetchone()
        return row[0] if row else None

    def record(self, file: Path, stat: os.stat_result, picture_id: str, image: str) -> None:
        """Record the size and time of a file when it was read, and its picture."""
        with transaction(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)",
                (str(file), picture_id, stat.st_size, stat.st_mtime_ns, image),
            )

    def show(self, picture_id: str, file: Path) -> bool:
        """Show a picture that was hidden, or whose file is missing, from this file; return whether it was hidden.

        A picture that the user deleted stays deleted; one with a file in the library does not change.
        """
        row = self._connection.execute(
            "SELECT number, file, missing FROM pictures WHERE id = ?", (picture_id,)
        ).fetchone()
        if row is None:
            return False
        number, shown, missing = row
        if missing is None and (shown == str(file) or not Path(shown).is_absolute() or not _is_gone(shown)):
            return False
        with transaction(self._connection):
            self._connection.execute("UPDATE pictures SET file = ? WHERE number = ?", (str(file), number))
            if missing is not None:
                self._connection.execute(
                    "UPDATE pictures SET deleted = NULL, trashed = NULL, missing = NULL WHERE number = ?", (number,)
                )
                reindex_text(self._connection, number)
        return missing is not None

    def release(self, file: Path, picture_id: str | None) -> None:
        """Detach a file from its former picture, if its content changed: show that from another file, or hide it."""
        row = self._connection.execute(
            "SELECT number, id FROM pictures WHERE file = ? AND id IS NOT ?", (str(file), picture_id)
        ).fetchone()
        if row is None:
            return
        number, old = row
        with transaction(self._connection):
            other = self._find_other_file(number, str(file))
            if other is None:
                self._hide(number)
            # Rows need unique paths. A path below a file never exists, so this picture counts as missing.
            changed = (other or f"{file}/{old}", number)
            self._connection.execute("UPDATE pictures SET file = ? WHERE number = ?", changed)
            self._connection.execute("DELETE FROM seen WHERE file = ?", (str(file),))

    def _list_visible(self, folder: Path) -> list[tuple[int, str]]:
        """Return the row numbers and files of the visible pictures of a folder."""
        condition, values = folder_condition(folder)
        sql = f"SELECT number, file FROM pictures WHERE {condition} AND deleted IS NULL"  # noqa: S608
        return self._connection.execute(sql, values).fetchall()

    def _find_other_file(self, number: int, file: str) -> str | None:
        """Return another file of a picture that is unchanged since it was read."""
        rows = self._connection.execute(
            "SELECT file, bytes, changed FROM seen WHERE picture = (SELECT id FROM pictures WHERE number = ?)"
            " AND file != ? AND file NOT IN (SELECT file FROM pictures) ORDER BY file",
            (number, file),
        )
        return next((other for other, size, changed in rows if _is_unmodified(other, size, changed)), None)

    def _hide(self, number: int) -> None:
        """Hide a picture, inside a transaction: it counts as deleted until its file is found again."""
        now = utc_now()
        self._connection.execute(
            "UPDATE pictures SET deleted = ?, trashed = '', missing = ? WHERE number = ? AND deleted IS NULL",
            (now, now, number),
        )
        reindex_text(self._connection, number)


def detect_program_folders(home: Path) -> list[tuple[str, Path]]:
    """Return the existing default folders of other programs below a home folder, with the names of the programs."""
    return [
        (name, home / place) for name, places in PROGRAM_FOLDERS.items() for place in places if (home / place).is_dir()
    ]


def _is_gone(file: str) -> bool:
    """Return whether a file is known to be missing; an error of the disk does not count."""
    try:
        os.stat(file)  # noqa: PTH116  (called once per picture)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def _is_unmodified(file: str, size: int, changed: int) -> bool:
    try:
        stat = os.stat(file)  # noqa: PTH116
    except (OSError, ValueError):
        return False
    return (stat.st_size, stat.st_mtime_ns) == (size, changed)
