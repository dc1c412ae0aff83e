"""A write-ahead log that was lost, damaged or exchanged after a crash is detected; an intact one is used."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from macapp.errors import MachineError
from macapp.library import Library, rebuild
from macapp.library.index.generation import read_state, state_file
from macapp.library.verify import verify
from macapp.messages import message_for
from macapp.system.paths import LibraryPaths
from tests.support.request_factory import request

BEFORE = ["", "checkpoint"]
"""Whether part of what was written is in the index itself by the time of the crash."""


def die(places: LibraryPaths, prompt: str = "ours", pictures: int = 6, checkpoint: str = "") -> None:
    """Save pictures in a process that is then killed: its last changes stay in the log next to the index."""
    command = [
        sys.executable,
        "-m",
        "tests.support.child_killed_importing",
        str(places.pictures),
        prompt,
        str(pictures),
    ]
    with subprocess.Popen([*command, checkpoint], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "made\n"
        process.kill()
    assert log(places).stat().st_size > 0


def log(places: LibraryPaths) -> Path:
    return places.database.with_name(f"{places.database.name}-wal")


def prompts(library: Library) -> list[str]:
    return sorted(each.request.prompt for each in library.pictures.newest(99))


def rebuilt(library: Library) -> None:
    rebuild.rebuild(library, lambda _done, _all: None)
    assert prompts(library) == [f"ours {number}" for number in range(6)]
    assert not library.index_was_lost
    assert [each.name for each in verify(library, lambda _done, _all: None) if not each.holds] == []


@pytest.mark.parametrize("checkpoint", BEFORE)
def test_a_crash_with_a_good_log_is_opened_without_a_word(places: LibraryPaths, checkpoint: str) -> None:
    die(places, checkpoint=checkpoint)
    for _time in range(2):
        with Library.open(places) as library:
            assert not library.index_was_lost
            assert len(prompts(library)) == 6
            assert library.queue.count_waiting() == 1


def delete(file: Path) -> None:
    file.unlink()


def fill_with_garbage(file: Path) -> None:
    file.write_bytes(os.urandom(file.stat().st_size))


def empty(file: Path) -> None:
    file.write_bytes(b"")


def cut_in_half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("checkpoint", BEFORE)
@pytest.mark.parametrize("spoil", [delete, fill_with_garbage, empty, cut_in_half])
def test_a_lost_or_spoilt_log_is_noticed_and_the_pictures_are_found_again(
    places: LibraryPaths, spoil, checkpoint: str
) -> None:
    die(places, checkpoint=checkpoint)
    spoil(log(places))
    if checkpoint or places.database.stat().st_size:
        with Library.open(places) as library:
            assert library.index_was_lost
    library, _kept = rebuild.open_or_reset(places)
    with library:
        rebuilt(library)
    with Library.open(places) as library:
        assert not library.index_was_lost, "the lost log was reported again"


@pytest.mark.parametrize("checkpoint", BEFORE)
@pytest.mark.parametrize("theirs", BEFORE)
def test_the_log_of_another_library_is_refused_and_leaves_no_row_behind(
    places: LibraryPaths, tmp_path: Path, checkpoint: str, theirs: str
) -> None:
    other = LibraryPaths.at(tmp_path / "other")
    die(places, checkpoint=checkpoint)
    die(other, "theirs", 9, theirs)
    shutil.copy(log(other), log(places))
    before = places.database.read_bytes()
    if (checkpoint, theirs) == ("", "checkpoint"):  # SQLite finds no page of this log that belongs to a table
        with Library.open(places) as library:
            assert library.index_was_lost
            assert prompts(library) == []
    else:
        for _time in range(2):
            with pytest.raises(MachineError) as raised:
                Library.open(places)
            assert raised.value.code in ("library-foreign", "library-damaged", "library-empty")
            assert message_for(raised.value)
        assert places.database.read_bytes() == before, "content of the other library came into this one"
    library, _kept = rebuild.open_or_reset(places)
    with library:
        rebuilt(library)


def test_the_index_of_another_library_is_refused(places: LibraryPaths, tmp_path: Path) -> None:
    other = LibraryPaths.at(tmp_path / "other")
    for each in (places, other):
        with Library.open(each) as library:
            library.queue.add([request()])
    shutil.copy(other.database, places.database)
    with pytest.raises(MachineError, match="library-foreign"):
        Library.open(places)


def test_an_older_copy_in_its_place_is_noticed(places: LibraryPaths, made) -> None:
    made(request("ours 0"))
    with Library.open(places) as library:
        copy = library.backup()
    assert copy is not None
    for number in range(1, 6):
        made(request(f"ours {number}"))
    content = copy.read_bytes()
    for part in ("", "-wal", "-shm"):
        places.database.with_name(f"{places.database.name}{part}").unlink(missing_ok=True)
    places.database.write_bytes(content)
    with Library.open(places) as library:
        assert library.index_was_lost
        rebuilt(library)


def test_a_copy_that_was_put_back_on_purpose_is_no_foreign_index(places: LibraryPaths) -> None:
    with Library.open(places) as library:
        copy = library.backup()
        library.queue.add([request()])
    assert copy is not None
    rebuild.restore(places, copy)
    with Library.open(places) as library:
        assert library.queue.unfinished() == []
        library.queue.add([request()])
    assert read_state(places.database).generation > 0


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"generation": "x", "library": 7}', b"\xff" * 200])
def test_an_index_of_which_nothing_is_known_is_opened_as_ever(places: LibraryPaths, content: bytes | None) -> None:
    """A library of an older Easel has no recorded state."""
    with Library.open(places) as library:
        library.queue.add([request()])
    state_file(places.database).unlink()
    if content is not None:
        state_file(places.database).write_bytes(content)
    with Library.open(places) as library:
        assert not library.index_was_lost
        assert library.queue.count_waiting() == 1
        library.queue.add([request()])
    assert read_state(places.database).library is not None


def test_a_library_of_an_older_easel_that_lost_its_first_log_is_noticed(places: LibraryPaths) -> None:
    die(places)
    state_file(places.database).unlink()
    log(places).unlink()
    if places.database.stat().st_size:
        with Library.open(places) as library:
            assert library.index_was_lost
    library, _kept = rebuild.open_or_reset(places)
    with library:
        rebuilt(library)


def test_a_log_that_is_lost_while_the_folder_is_away_makes_no_second_library(tmp_path: Path) -> None:
    places = LibraryPaths(tmp_path / "volume" / "Easel", tmp_path / "index", tmp_path / "spill")
    with Library.open(places) as library:
        library.queue.add([request()])
        noted = read_state(places.database).library
    (tmp_path / "volume").rename(tmp_path / "unplugged")
    raw = sqlite3.connect(places.database)
    raw.execute("DELETE FROM notes")
    raw.commit()
    raw.close()
    with Library.open(places) as library:
        assert library.index_was_lost
        assert not library.picture_storage.is_connected
        assert not (tmp_path / "volume").exists()
    (tmp_path / "unplugged").rename(tmp_path / "volume")
    with Library.open(places) as library:
        assert library.picture_storage.is_connected
    assert read_state(places.database).library == noted


def test_each_change_is_counted_by_whoever_makes_it(places: LibraryPaths, library: Library) -> None:
    before = read_state(places.database).generation
    library.queue.add([request()])
    with Library.open(places) as other:
        other.queue.pause()
        library.queue.resume()
    assert read_state(places.database).generation == before + 3
