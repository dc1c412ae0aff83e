"""The index: made once, refused when it is from the future, told apart when it is broken."""

import sqlite3
from pathlib import Path

import pytest

from macapp import files
from macapp.errors import BadRequest, MachineFault
from macapp.library import Library
from macapp.paths import Places
from tests.requests_of_all_kinds import request


def test_a_commit_is_durable(library: Library) -> None:
    connection = library.queue._connection
    pragmas = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "fullfsync")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "fullfsync": 1}


def test_an_index_of_a_newer_easel_is_refused_and_left_alone(places: Places) -> None:
    Library.open(places).close()
    raw = sqlite3.connect(places.database)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = places.database.read_bytes()
    with pytest.raises(MachineFault, match="library-too-new"):
        Library.open(places)
    assert places.database.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to have a header " * 30])
def test_a_file_that_is_no_index_is_said_to_be_damaged(places: Places, content: bytes) -> None:
    places.index.mkdir(parents=True)
    places.database.write_bytes(content)
    with pytest.raises(MachineFault, match="library-damaged"):
        Library.open(places)
    assert places.database.read_bytes() == content


def test_a_database_of_another_program_is_not_ours(places: Places) -> None:
    places.index.mkdir(parents=True)
    raw = sqlite3.connect(places.database)
    raw.executescript("CREATE TABLE other (x); PRAGMA user_version = 1;")
    raw.close()
    with pytest.raises(MachineFault, match="library-damaged"):
        Library.open(places)


def test_an_index_that_stays_locked_is_said_to_be_busy(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.library.database.BUSY_MILLISECONDS", 100)
    with Library.open(places) as library:
        raw = sqlite3.connect(places.database, isolation_level=None)
        raw.execute("BEGIN EXCLUSIVE")
        with pytest.raises(MachineFault, match="library-busy"):
            library.queue.add([request()])
        raw.execute("ROLLBACK")
        raw.close()
        assert library.queue.add([request()])


def test_whichever_statement_fails_all_or_nothing_is_kept(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(places) as library:
        for fatal in ("begin", "commit"):

            def fail(name: str, fatal: str = fatal) -> None:
                if name == fatal:
                    raise OSError(28, "No space left on device")

            monkeypatch.setattr(files, "before_operation", fail)
            with pytest.raises(OSError, match="No space"):
                library.queue.add([request("a"), request("b")])
            assert library.queue.unfinished() == []
        monkeypatch.undo()
        assert len(library.queue.add([request("a"), request("b")])) == 2


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadRequest, match="folder-expected"):
        Library.open(Places.under(tmp_path / "file" / "library"))
