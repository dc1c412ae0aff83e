"""A pictures folder that disappears: it is not created again, nothing is lost, and all pictures move in later."""

import shutil
from pathlib import Path

import pytest

from macapp.domain.job import GeneratedImage
from macapp.errors import MachineError
from macapp.library import Library
from macapp.library.metadata import recipe
from macapp.library.recovery import acquire_runner
from macapp.system.paths import LibraryPaths
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


@pytest.fixture
def places(tmp_path: Path) -> LibraryPaths:
    return LibraryPaths(tmp_path / "volume" / "Easel", tmp_path / "index", tmp_path / "spill")


def test_a_finished_picture_waits_for_its_folder_and_moves_in(library: Library, made, tmp_path: Path) -> None:
    before = made(request("before"))
    (tmp_path / "volume").rename(tmp_path / "unplugged")
    assert not library.picture_storage.is_connected
    with pytest.raises(MachineError, match="not-connected"):
        library.picture_storage.require_connected()
    during = made(request("during"))
    assert during.path.parent == library.places.offline_pictures
    assert not (tmp_path / "volume").exists(), "the missing folder was created"
    assert library.pictures.newest(9) == [during, before]
    (tmp_path / "unplugged").rename(tmp_path / "volume")
    assert library.pictures.import_offline() == 1
    moved = library.pictures.find(during.id)
    assert moved.path.parent.parent == library.places.pictures
    assert recipe.is_intact(moved.path)
    assert list(library.places.offline_pictures.glob("*.png")) == []


def test_another_folder_in_its_place_is_not_taken_for_it(library: Library, made, tmp_path: Path) -> None:
    made(request("before"))
    (tmp_path / "volume").rename(tmp_path / "unplugged")
    library.places.pictures.mkdir(parents=True)
    assert not library.picture_storage.is_connected
    picture = made(request("during"))
    assert picture.path.parent == library.places.offline_pictures
    assert list(library.places.pictures.iterdir()) == []
    library.picture_storage.write_marker(replace=True)
    assert library.picture_storage.is_connected


def test_a_write_that_a_vanishing_disk_swallows_is_done_again(library: Library, monkeypatch, tmp_path: Path) -> None:
    from macapp.system import storage

    [job] = library.queue.add([request("swallowed")])

    def unplug(operation: str) -> None:
        if operation == "sync folder" and not (tmp_path / "unplugged").exists():
            shutil.copytree(tmp_path / "volume", tmp_path / "unplugged")
            shutil.rmtree(library.places.pictures / ".easel")

    monkeypatch.setattr(storage, "operation_hook", unplug)
    picture = library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
    assert picture.path.parent == library.places.offline_pictures


def test_the_spill_of_a_lost_index_is_adopted(library: Library, made, tmp_path: Path) -> None:
    (tmp_path / "volume").rename(tmp_path / "unplugged")
    picture = made(request("during"))
    (tmp_path / "unplugged").rename(tmp_path / "volume")
    again = LibraryPaths(library.places.pictures, tmp_path / "new index", library.places.offline_pictures)
    with Library.open(again) as other, acquire_runner(other):
        assert [each.id for each in other.pictures.newest(9)] == [picture.id]
