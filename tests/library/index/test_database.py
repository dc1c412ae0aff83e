"""The index: created once, refused if it is newer than Easel, and distinct errors for each kind of damage."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from macapp.errors import BadRequest, MachineError
from macapp.library import Library
from macapp.library.index import backups, database
from macapp.library.queue import Queue
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from tests.soak.crashes import run_child
from tests.support import index
from tests.support.request_factory import request


def test_a_commit_is_durable(library: Library) -> None:
    pragmas = {
        name: index.execute(library.places, f"PRAGMA {name}")[0][0]
        for name in ("journal_mode", "synchronous", "fullfsync")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "fullfsync": 1}


def test_an_index_of_a_newer_easel_is_refused_and_left_alone(places: LibraryPaths) -> None:
    Library.open(places).close()
    raw = sqlite3.connect(places.database)
    raw.execute("PRAGMA user_version = 2000")
    raw.close()
    before = places.database.read_bytes()
    with pytest.raises(MachineError, match="library-too-new"):
        Library.open(places)
    assert places.database.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to have a header " * 30])
def test_a_file_that_is_no_index_is_said_to_be_damaged(places: LibraryPaths, content: bytes) -> None:
    places.index.mkdir(parents=True)
    places.database.write_bytes(content)
    with pytest.raises(MachineError, match="library-damaged"):
        Library.open(places)
    assert places.database.read_bytes() == content


def test_a_database_of_another_program_is_not_ours(places: LibraryPaths) -> None:
    places.index.mkdir(parents=True)
    raw = sqlite3.connect(places.database)
    raw.executescript("CREATE TABLE other (x); PRAGMA user_version = 1;")
    raw.close()
    with pytest.raises(MachineError, match="library-damaged"):
        Library.open(places)


def test_an_index_that_stays_locked_is_said_to_be_busy(places: LibraryPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.library.index.database.BUSY_MILLISECONDS", 100)
    with Library.open(places) as library:
        raw = sqlite3.connect(places.database, isolation_level=None)
        raw.execute("BEGIN EXCLUSIVE")
        with pytest.raises(MachineError, match="library-busy"):
            library.queue.add([request()])
        raw.execute("ROLLBACK")
        raw.close()
        assert library.queue.add([request()])


def test_a_new_index_may_be_opened_by_several_at_once(tmp_path: Path) -> None:
    """Without a lock, one in six indexes was busy for one of three processes at the first start."""
    with ThreadPoolExecutor(3) as pool:
        for each in range(40):
            file = LibraryPaths.at(tmp_path / str(each)).database
            list(pool.map(lambda file: database.connect(file).close(), [file] * 3))


def test_whichever_statement_fails_all_or_nothing_is_kept(
    places: LibraryPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(places) as library:
        for fatal in ("begin", "commit"):

            def fail(name: str, fatal: str = fatal) -> None:
                if name == fatal:
                    raise OSError(28, "No space left on device")

            monkeypatch.setattr(storage, "operation_hook", fail)
            with pytest.raises(OSError, match="No space"):
                library.queue.add([request("a"), request("b")])
            assert library.queue.unfinished() == []
        monkeypatch.undo()
        assert len(library.queue.add([request("a"), request("b")])) == 2


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadRequest, match="folder-expected"):
        Library.open(LibraryPaths.at(tmp_path / "file" / "library"))


# Versions -------------------------------------------------------------------------------------------------------------

OLD = sorted((Path(__file__).parents[2] / "data").glob("library-*.sqlite3"))


def contents(library: Library) -> tuple:
    jobs = library.queue.unfinished() + library.queue.failed()
    return [(each.id, each.request, each.state, each.reason and each.reason.code) for each in jobs], [
        (each.id, each.request, each.created, each.path.name, dict(each.made_with))
        for each in library.pictures.newest(99)
    ]


@pytest.mark.parametrize("old", OLD, ids=lambda each: each.stem)
def test_an_index_of_every_old_version_opens_with_all_it_had(places: LibraryPaths, old: Path) -> None:
    places.index.mkdir(parents=True)
    places.database.write_bytes(old.read_bytes())
    with Library.open(places) as library:
        jobs, pictures = contents(library)
        assert [state.value for _, _, state, _ in jobs] == ["waiting", "waiting", "held", "failed"]
        assert [code for *_, code in jobs] == [None, None, "job-held", "out-of-memory"]
        assert [asked.prompt for _, asked, *_ in pictures] == ["from an image", "a blue star", "a red heart, schön"]
        assert pictures[1][1].seed == 2**63 - 1
        assert library.pictures.search("schon heart").tolist() == [1]
        assert library.pictures.search("steps:40 size:64x64").tolist() == [2]
        assert library.prompts.recent("star")[0].times == 1
        assert library.queue.is_paused
        assert library.find_integrity_faults() == []
    [kept] = backups.list_backups(places.database)
    assert kept.name.endswith("before-upgrade.sqlite3")
    raw = sqlite3.connect(kept)
    assert raw.execute("SELECT count(*) FROM jobs").fetchone() == (8,)
    raw.close()


def test_there_is_an_old_index_of_every_version_but_the_newest() -> None:
    kept = {tuple(map(int, each.stem.removeprefix("library-").split("."))) for each in OLD}
    assert kept >= set(database.UPGRADES) - {database.VERSION}


@pytest.mark.parametrize("old", [*OLD, None], ids=lambda each: each.stem if each else "new")
def test_an_upgrade_that_fails_anywhere_is_all_or_nothing(
    places: LibraryPaths, old: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = 0
    while True:
        if old is not None:
            shutil.rmtree(places.index, ignore_errors=True)
            places.index.mkdir(parents=True)
            places.database.write_bytes(old.read_bytes())
        else:
            shutil.rmtree(places.index, ignore_errors=True)
        with monkeypatch.context() as patch:
            patch.setattr(storage, "operation_hook", fail_the(failed))
            try:
                Library.open(places).close()
                break
            except OSError:
                failed += 1
        with Library.open(places) as library:
            assert library.find_integrity_faults() == []
            assert library.pictures.count() == (0 if old is None else 3)
            assert len(library.queue.unfinished()) == (0 if old is None else 2)
    assert failed > len(database.UPGRADES)


def fail_the(nth: int):
    """Return a hook that makes the operation after `nth` others fail, once."""
    left = [nth]

    def before(operation: str) -> None:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(5, f"{operation} was made to fail")

    return before


def test_a_full_disk_fails_with_a_sentence_reads_go_on_and_all_is_well_when_there_is_room(library: Library) -> None:
    with closing(database.connect(library.places.database)) as connection:
        queue = Queue(connection)
        before = queue.add([request()])
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        many = [request("x" * 3000, seed=each) for each in range(5000)]
        with pytest.raises(MachineError, match="disk-full"):
            queue.add(many)
        assert queue.unfinished()[0].id == before[0].id
        assert library.find_integrity_faults() == []
        connection.execute("PRAGMA max_page_count = 1073741823")
        assert len(queue.add([request("x" * 3000, seed=each) for each in range(50)])) == 50


def test_a_damaged_index_is_not_upgraded(places: LibraryPaths) -> None:
    places.index.mkdir(parents=True)
    content = bytearray(OLD[0].read_bytes())
    content[4096 * 2 : 4096 * 3] = b"\xaa" * 4096
    places.database.write_bytes(content)
    with pytest.raises(MachineError, match="library-damaged"):
        Library.open(places)
    assert places.database.read_bytes()[4096:] == bytes(content)[4096:]


@pytest.mark.parametrize("old", OLD, ids=lambda each: each.stem)
def test_a_kill_inside_an_upgrade_leaves_all_that_was_there(tmp_path: Path, old: Path) -> None:
    for nth in range(1, 200, 9):  # the tests above fail each of them without a kill
        places = LibraryPaths.at(tmp_path / str(nth))
        places.index.mkdir(parents=True)
        places.database.write_bytes(old.read_bytes())
        untouched = any(word == "untouched" for word, _ in run_child(places.pictures, 0, nth=nth))
        with Library.open(places) as library:
            assert library.pictures.count() + len(library.queue.unfinished()) == 5
            assert library.find_integrity_faults() == []
        if untouched:
            return
