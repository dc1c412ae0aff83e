"""A pictures' folder that goes away: no ghost in its place, nothing lost, all of it there when it is back."""

import shutil
from pathlib import Path

import pytest

from macapp.domain.job import Generated
from macapp.errors import MachineFault
from macapp.library import Library
from macapp.library.metadata import recipe
from macapp.system.paths import Places
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "volume" / "Easel", tmp_path / "index", tmp_path / "spill")


def test_a_finished_picture_waits_for_its_folder_and_moves_in(library: Library, made, tmp_path: Path) -> None:
    before = made(request("before"))
    (tmp_path / "volume").rename(tmp_path / "unplugged")
    assert not library.spill.is_connected
    with pytest.raises(MachineFault, match="not-connected"):
        library.spill.check()
    during = made(request("during"))
    assert during.path.parent == library.places.spill
    assert not (tmp_path / "volume").exists(), "a ghost of the folder was made"
    assert library.pictures.newest(9) == [during, before]
    (tmp_path / "unplugged").rename(tmp_path / "volume")
    assert library.pictures.move_in() == 1
    moved = library.pictures.find(during.id)
    assert moved.path.parent.parent == library.places.pictures
    assert recipe.is_whole(moved.path)
    assert list(library.places.spill.glob("*.png")) == []


def test_another_folder_in_its_place_is_not_taken_for_it(library: Library, made, tmp_path: Path) -> None:
    made(request("before"))
    (tmp_path / "volume").rename(tmp_path / "unplugged")
    library.places.pictures.mkdir(parents=True)
    assert not library.spill.is_connected
    picture = made(request("during"))
    assert picture.path.parent == library.places.spill
    assert list(library.places.pictures.iterdir()) == []
    library.spill.mark(again=True)
    assert library.spill.is_connected


def test_a_write_that_a_vanishing_disk_swallows_is_done_again(library: Library, monkeypatch, tmp_path: Path) -> None:
    from macapp.system import storage

    [job] = library.queue.add([request("swallowed")])

    def unplug(operation: str) -> None:
        if operation == "sync folder" and not (tmp_path / "unplugged").exists():
            shutil.copytree(tmp_path / "volume", tmp_path / "unplugged")
            shutil.rmtree(library.places.pictures / ".easel")

    monkeypatch.setattr(storage, "before_operation", unplug)
    picture = library.pictures.save(job, Generated(image=plain_picture(job.request), made_with={}))
    assert picture.path.parent == library.places.spill


def test_the_spill_of_a_lost_index_is_adopted(library: Library, made, tmp_path: Path) -> None:
    (tmp_path / "volume").rename(tmp_path / "unplugged")
    picture = made(request("during"))
    (tmp_path / "unplugged").rename(tmp_path / "volume")
    again = Places(library.places.pictures, tmp_path / "new index", library.places.spill)
    with Library.open(again) as other, other.as_runner():
        assert [each.id for each in other.pictures.newest(9)] == [picture.id]
