"""Copies of the index: before each upgrade and once a day, made only of an index that passed a check, thinned.

The pictures need none of this, as each carries its own request; the queue, albums, styles and history do. Any thread.
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
    """Return where the copies of an index lie."""
    return database.parent / "backups"


def list_backups(database: Path) -> list[Path]:
    """Return the copies there are, newest first."""
    folder = backup_folder(database)
    names = (each for each in folder.iterdir() if _NAME.fullmatch(each.name)) if folder.is_dir() else ()
    return sorted(names, key=lambda each: each.name, reverse=True)


def create_backup(connection: sqlite3.Connection, database: Path, kind: str) -> Path | None:
    """Copy the index while others may be using it; return where, or None if it did not pass its check.

    Raises `OSError` or `sqlite3.Error`.
    """
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        return None
    path = backup_folder(database) / f"{datetime.now(timezone.utc):%Y-%m-%dT%H%M%SZ}-{kind}.sqlite3"
    copy_to(connection, path)
    for each in expired(list_backups(database)):
        storage.delete(each)
    return path


def copy_to(connection: sqlite3.Connection, path: Path) -> None:
    """Write a whole copy of the index to `path`."""

    def fill(temporary: Path) -> None:
        target = sqlite3.connect(temporary)
        try:
            connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()

    storage.write_with(path, fill, path.parent)


def is_valid_backup(copy: Path) -> bool:
    """Return whether a file is a copy of an index of ours that passes its check."""
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
    """Return whether there is no copy of today yet."""
    today = f"{datetime.now(timezone.utc):%Y-%m-%d}"
    return not any(each.name.startswith(today) for each in list_backups(database))


def expired(copies: list[Path]) -> list[Path]:
    """Return which of the copies (newest first) need not be kept.

    Kept are 7 of a day each, beyond them 4 of a week each, 3 from before upgrades, 5 that were asked for.
    """
    of_kind: dict[str, list[Path]] = {}
    for each in copies:
        match = _NAME.fullmatch(each.name)
        if match:
            of_kind.setdefault(match[2], []).append(each)
    gone = [each for kind, most in _KEPT_COUNTS.items() for each in of_kind.get(kind, [])[most:]]
    older = of_kind.get(DAILY, [])[KEPT_DAILY:]
    last_of_week: dict[tuple[int, int], Path] = {}
    for each in older:
        last_of_week.setdefault(datetime.fromisoformat(each.name[:10]).isocalendar()[:2], each)
    weekly = list(last_of_week.values())[:KEPT_WEEKLY]
    return gone + [each for each in older if each not in weekly]
