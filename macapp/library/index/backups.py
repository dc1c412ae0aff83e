"""Back up the index before each upgrade and once a day, if it passes a check; delete expired backups. Any thread.

Pictures do not need a backup, as each file contains its request; the queue, albums, styles and history do.
"""

import re
import sqlite3
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote

from macapp.system import storage

BEFORE_UPGRADE, DAILY, REQUESTED = "before-upgrade", "daily", "asked"
KEPT_DAILY, KEPT_WEEKLY = 7, 4
_KEPT_COUNTS = {BEFORE_UPGRADE: 3, REQUESTED: 5}
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z)-(before-upgrade|daily|asked)\.sqlite3")


def backup_folder(database: Path) -> Path:
    """Return the folder for the backups of an index."""
    return database.parent / "backups"


def list_backups(database: Path) -> list[Path]:
    """Return the backups, newest first."""
    folder = backup_folder(database)
    backups = (file for file in folder.iterdir() if _NAME.fullmatch(file.name)) if folder.is_dir() else ()
    return sorted(backups, key=lambda file: file.name, reverse=True)


def create_backup(connection: sqlite3.Connection, database: Path, kind: str) -> Path | None:
    """Copy the index, which may be in use; return the path, or None if the index fails its check.

    Raises `OSError` or `sqlite3.Error`.
    """
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        return None
    path = backup_folder(database) / f"{datetime.now(timezone.utc):%Y-%m-%dT%H%M%SZ}-{kind}.sqlite3"
    copy_to(connection, path)
    for backup in expired(list_backups(database)):
        storage.delete(backup)
    return path


def copy_to(connection: sqlite3.Connection, path: Path) -> None:
    """Write a complete copy of the index to `path`."""

    def fill(temporary: Path) -> None:
        target = sqlite3.connect(temporary)
        try:
            connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()

    storage.write_with(path, fill, path.parent)


def is_valid_backup(copy: Path) -> bool:
    """Return whether a file is a backup of an index and passes its check."""
    if not storage.is_regular(copy):
        return False
    try:
        connection = sqlite3.connect(f"file:{quote(str(copy.absolute()))}?mode=ro", uri=True)
        try:
            passed = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            return passed and connection.execute("SELECT count(*) FROM pictures").fetchone() is not None
        finally:
            connection.close()
    except sqlite3.Error:
        return False


def is_due(database: Path) -> bool:
    """Return whether there is no backup from today yet."""
    today = f"{datetime.now(timezone.utc):%Y-%m-%d}"
    return not any(backup.name.startswith(today) for backup in list_backups(database))


def expired(copies: list[Path]) -> list[Path]:
    """Return the backups, from a list sorted newest first, that can be deleted.

    Kept are 7 daily ones, 4 weekly ones before these, 3 from before upgrades, and 5 that the user requested.
    """
    of_kind: dict[str, list[Path]] = {}
    for backup in copies:
        match = _NAME.fullmatch(backup.name)
        if match:
            of_kind.setdefault(match[2], []).append(backup)
    gone = [backup for kind, most in _KEPT_COUNTS.items() for backup in of_kind.get(kind, [])[most:]]
    older = of_kind.get(DAILY, [])[KEPT_DAILY:]
    last_of_week: dict[tuple[int, int], Path] = {}
    for backup in older:
        last_of_week.setdefault(datetime.fromisoformat(backup.name[:10]).isocalendar()[:2], backup)
    weekly = list(last_of_week.values())[:KEPT_WEEKLY]
    return gone + [backup for backup in older if backup not in weekly]
