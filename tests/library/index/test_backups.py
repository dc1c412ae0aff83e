"""Backups of the index: intact, made only of an intact index, and thinned out."""

import sqlite3
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from macapp.errors import MachineError
from macapp.library import Library
from macapp.library.index import backups
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from tests.support import index
from tests.support.request_factory import request


def test_a_backup_is_a_whole_index(library: Library, made, tmp_path: Path) -> None:
    picture = made(request("kept"))
    copy = library.backup()
    assert copy is not None
    elsewhere = LibraryPaths(library.places.pictures, tmp_path / "index", tmp_path / "spill")
    elsewhere.index.mkdir()
    copy.rename(elsewhere.database)
    with Library.open(elsewhere) as again:
        assert again.pictures.newest(9) == [picture]


def test_one_a_day_is_made(library: Library) -> None:
    assert library.daily_backup() is not None
    assert library.daily_backup() is None
    assert len(backups.list_backups(library.places.database)) == 1


def test_a_damaged_index_does_not_replace_good_copies(library: Library, made) -> None:
    for number in range(50):
        made(request(f"picture {number} " * 20, seed=number))
    index.checkpoint(library.places)
    content = bytearray(library.places.database.read_bytes())
    [(root,)] = index.execute(library.places, "SELECT rootpage FROM sqlite_master WHERE name = 'pictures'")
    content[(root - 1) * 4096 : root * 4096] = b"\xaa" * 4096
    library.places.database.write_bytes(content)
    with Library.open(library.places) as damaged, suppress(MachineError):
        assert damaged.backup() is None
    assert backups.list_backups(library.places.database) == []


def test_a_folder_that_takes_no_backups_is_said(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(operation: str) -> None:
        raise PermissionError(13, "no", operation)

    monkeypatch.setattr(storage, "operation_hook", fail)
    with pytest.raises(MachineError, match="disk-not-allowed"):
        library.daily_backup()
    monkeypatch.undo()
    assert library.queue.add([request()])


def test_copies_are_thinned() -> None:
    start = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
    days = [Path(f"{start - timedelta(days=n):%Y-%m-%dT%H%M%SZ}-daily.sqlite3") for n in range(90)]
    upgrades = [Path(f"2026-01-0{n}T120000Z-before-upgrade.sqlite3") for n in range(9, 1, -1)]
    gone = set(backups.expired(sorted([*days, *upgrades, Path("mine.txt")], reverse=True)))
    left = [each for each in days if each not in gone]
    assert left[:7] == days[:7]
    assert len(left) == 11
    assert {datetime.fromisoformat(each.name[:10]).isocalendar()[1] for each in left[7:]} == {46, 45, 44, 43}
    assert [each for each in upgrades if each not in gone] == upgrades[:3]
    assert Path("mine.txt") not in gone


def test_a_backup_opens_without_a_write_ahead_log(library: Library) -> None:
    copy = library.backup()
    raw = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
    assert raw.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    raw.close()
