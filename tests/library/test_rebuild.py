"""The index is rebuilt from the pictures alone, and agrees with them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image

from macapp.domain.job import GeneratedImage, Picture
from macapp.domain.request import Request
from macapp.library import Library, rebuild
from macapp.library.verify import verify
from macapp.system.paths import LibraryPaths
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request, requests

Make = Callable[[Request], Picture]


def make(library: Library, asked: Request) -> Picture:
    [job] = library.queue.add([asked])
    library.queue.claim_next([job.id])
    return library.pictures.save(job, GeneratedImage(image=plain_picture(asked), made_with={"device": "script"}))


def nothing(_done: int, _all: int) -> None:
    pass


def rebuilt(places: LibraryPaths) -> rebuild.RebuildResult:
    library, _kept = rebuild.open_or_reset(places)
    with library:
        return rebuild.rebuild(library, nothing)


def broken(library: Library) -> set[str]:
    return {check.name for check in verify(library, nothing) if not check.holds}


def lose_index(library: Library) -> None:
    library.close()
    shutil.rmtree(library.places.index)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=requests())
def test_any_request_comes_back_from_its_file_alone(asked: Request, tmp_path_factory: pytest.TempPathFactory) -> None:
    places = LibraryPaths(
        tmp_path_factory.mktemp("pictures"),
        tmp_path_factory.mktemp("index") / "index",
        tmp_path_factory.mktemp("spill"),
    )
    with Library.open(places) as library:
        picture = make(library, asked)
        lose_index(library)
    assert rebuilt(places) == rebuild.RebuildResult(added=1)
    with Library.open(places) as library:
        assert library.pictures.find(picture.id) == picture


def test_a_lost_index_comes_back_in_the_order_of_time(library: Library, tmp_path: Path) -> None:
    places = LibraryPaths(library.places.pictures, tmp_path / "index", tmp_path / "spill")
    with Library.open(places) as own:
        made = [make(own, request(f"picture {n}", seed=n)) for n in range(7)]
        lose_index(own)
    counted: list[tuple[int, int]] = []
    with Library.open(places) as own:
        assert rebuild.rebuild(own, lambda *each: counted.append(each)).added == 7
        assert own.pictures.newest(10) == made[::-1]
        assert broken(own) == set()
    assert counted[-1] == (7, 7)
    assert rebuilt(places) == rebuild.RebuildResult()


def test_what_was_done_when_it_was_interrupted_is_found_done(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 2)
    places = LibraryPaths(library.places.pictures, tmp_path / "index", tmp_path / "spill")
    with Library.open(places) as own:
        made = [make(own, request(seed=n)) for n in range(7)]
        lose_index(own)

    def stop_at_four(done: int, _all: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with Library.open(places) as own:
        with pytest.raises(KeyboardInterrupt):
            rebuild.rebuild(own, stop_at_four)
        assert 0 < own.pictures.count() < 7
    assert 0 < rebuilt(places).added < 7
    with Library.open(places) as own:
        assert own.pictures.newest(10) == made[::-1]


def test_a_file_that_was_moved_by_hand_is_found_by_its_id(library: Library) -> None:
    picture = make(library, request())
    shelf = library.places.pictures / "hearts"
    shelf.mkdir()
    moved = Path(shutil.move(picture.path, shelf / "my heart.png"))
    assert broken(library) == {"pictures-whole"}
    assert rebuild.rebuild(library, nothing) == rebuild.RebuildResult(moved=1)
    assert library.pictures.find(picture.id).path == moved
    assert broken(library) == set()


def test_copies_and_strangers_are_left_alone_and_what_is_cut_short_is_set_aside(library: Library) -> None:
    picture = make(library, request())
    copy = Path(shutil.copy(picture.path, picture.path.with_name("a copy.png")))
    stranger = picture.path.with_name("a stranger.png")
    Image.new("RGB", (8, 8)).save(stranger)
    cut = picture.path.with_name("cut.png")
    cut.write_bytes(picture.path.read_bytes()[:-20])
    assert broken(library) == {"no-partial-files"}
    aside = library.places.damaged / "cut.png"
    assert rebuild.rebuild(library, nothing) == rebuild.RebuildResult(
        copies=1, foreign=1, damaged=1, damaged_files=[str(aside)]
    )
    assert copy.exists()
    assert stranger.exists()
    assert aside.exists()
    assert broken(library) == set()


@pytest.mark.parametrize("damage", ["zeros in the middle", "no header", "half", "text"])
def test_a_damaged_index_is_set_aside_and_made_again(places: LibraryPaths, damage: str) -> None:
    with Library.open(places) as library:
        made = [make(library, request("x" * 900, seed=n)) for n in range(20)]
    content = places.database.read_bytes()
    places.database.write_bytes(
        {
            "zeros in the middle": content[:8192] + bytes(12288) + content[20480:],
            "no header": bytes(100) + content[100:],
            "half": content[: len(content) // 2],
            "text": b"this was an index once",
        }[damage]
    )
    library, kept = rebuild.open_or_reset(places)
    with library:
        assert kept is not None
        assert kept.exists()
        assert rebuild.rebuild(library, nothing).added == 20
        assert library.pictures.newest(100) == made[::-1]
        assert broken(library) == set()
