"""An open library: what it creates, what it refuses, and what it records about its index."""

from contextlib import closing
from pathlib import Path

import pytest

from macapp.domain.job import GeneratedImage
from macapp.errors import MachineError
from macapp.library import Library
from macapp.library.index import backups
from macapp.library.index.database import connect
from macapp.system.paths import LibraryPaths
from tests.support import index
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


def test_the_first_start_creates_an_empty_library(places: LibraryPaths) -> None:
    with Library.open(places) as library:
        assert (library.pictures.count(), library.queue.unfinished(), library.index_was_lost) == (0, [], False)
        assert library.find_integrity_faults() == []
        assert library.passes_quick_check()
    assert places.database.exists()
    assert places.marker.exists()


@pytest.mark.parametrize("name", ["Bilder äöü", "รูปภาพ", "emoji 😀", "with spaces", "-dash", "n" * 200])
def test_a_library_may_lie_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    with Library.open(LibraryPaths.at(tmp_path / name)) as library:
        [job] = library.queue.add([request()])
        library.queue.claim_next()
        library.pictures.save(job, GeneratedImage(image=plain_picture(request()), made_with={}))
    with Library.open(LibraryPaths.at(tmp_path / name)) as library:
        assert library.pictures.find(job.id).path.exists()


def test_a_closed_library_can_be_opened_again(places: LibraryPaths) -> None:
    with Library.open(places) as library:
        [job] = library.queue.add([request()])
    library.close()
    with Library.open(places) as library:
        assert library.queue.unfinished() == [job]


def test_an_empty_file_is_not_taken_for_a_new_library(places: LibraryPaths) -> None:
    Library.open(places).close()
    places.database.write_bytes(b"")
    with pytest.raises(MachineError, match="library-empty"):
        Library.open(places)
    assert places.database.stat().st_size == 0


def test_a_removed_index_is_told_from_a_new_library(places: LibraryPaths) -> None:
    with Library.open(places) as library:
        assert not library.index_was_lost
    places.database.unlink()
    for _start in range(2):
        with Library.open(places) as library:
            assert library.index_was_lost
    with Library.open(places) as library:
        library.mark_complete()
        assert not library.index_was_lost


def test_an_index_from_before_some_pictures_is_marked_until_a_rebuild(library: Library) -> None:
    library.mark_incomplete()
    library.mark_incomplete()
    assert library.index_was_lost
    library.mark_complete()
    assert not library.index_was_lost


def test_an_import_that_raises_stays_recorded(places: LibraryPaths) -> None:
    with Library.open(places) as library:
        with library.import_in_progress():
            assert library.has_interrupted_import()
        assert not library.has_interrupted_import()
        with pytest.raises(KeyboardInterrupt), library.import_in_progress():
            raise KeyboardInterrupt
    with Library.open(places) as library:
        with library.import_in_progress():  # the record of the other import outlives this one
            pass
        assert library.has_interrupted_import()
        library.clear_interrupted_import()
        assert not library.has_interrupted_import()


def test_a_daily_backup_is_made_once_a_day(library: Library) -> None:
    copy = library.daily_backup()
    assert copy is not None
    assert backups.is_valid_backup(copy)
    assert library.daily_backup() is None
    assert library.backup() is not None


def test_a_damaged_index_is_described_and_not_backed_up(places: LibraryPaths) -> None:
    with Library.open(places) as library:
        library.queue.add([request("x" * 900, seed=seed) for seed in range(20)])
    index.checkpoint(places)
    content = places.database.read_bytes()
    places.database.write_bytes(content[:8192] + bytes(12288) + content[20480:])
    with Library.open(places) as library:
        assert library.find_integrity_faults()
        assert not library.passes_quick_check()
        assert library.backup() is None


def test_a_change_gives_up_after_its_own_timeout(places: LibraryPaths) -> None:
    with Library.open(places, busy_timeout=0.05) as library, closing(connect(places.database)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(MachineError, match="library-busy"):
            library.queue.add([request()])
        other.execute("ROLLBACK")
        assert library.queue.add([request()])
