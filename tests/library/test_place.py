"""What each place of the sidebar contains, alone and under a search."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from macapp.domain.timestamps import from_unix_time
from macapp.errors import BadRequest
from macapp.library import Library, imports, marks
from macapp.library.place import ALL_PICTURES, RECENT_DAYS, Place, PlaceKind, folder_condition
from tests.library.metadata.importers.files import A1111, png
from tests.support.large_library import recipes
from tests.support.request_factory import request

FAVOURITES, RECENT, IMPORTED = Place(PlaceKind.FAVOURITES), Place(PlaceKind.RECENT), Place(PlaceKind.IMPORTED)


def find(library: Library, place: Place, query: str = "", **how) -> list[str]:
    numbers = library.pictures.search(query, place=place, **how)
    assert library.pictures.count(place) == len(library.pictures.search(place=place))
    assert all(library.pictures.matches(number, query, place) for number in numbers)
    return [each.request.prompt for each in library.pictures.by_row_numbers(numbers)]


def test_favourites_are_found_under_a_search_too(library: Library, made) -> None:
    heart, sea, _other = made(request("a heart")), made(request("the sea")), made(request("a heart again"))
    library.marks.change([heart, sea], marks.set_favourite(True))
    assert find(library, FAVOURITES) == ["the sea", "a heart"]
    assert find(library, FAVOURITES, "heart") == ["a heart"]
    assert find(library, FAVOURITES, sort="oldest") == ["a heart", "the sea"]
    assert find(library, ALL_PICTURES, "heart") == ["a heart again", "a heart"]


def test_recent_is_what_easel_made_in_the_last_days(library: Library, made, tmp_path: Path) -> None:
    made(request("now"))
    old = datetime.now(timezone.utc) - timedelta(days=RECENT_DAYS + 1)
    made_then = replace(recipes(1)[0], request=request("then"), created=from_unix_time(old.timestamp()))
    library.pictures.index_files([(made_then, library.places.pictures / "then.png")])
    imports.import_pictures(library, [png(tmp_path, parameters=A1111)])
    assert find(library, RECENT) == ["now"]


def test_what_was_copied_and_what_is_shown_in_place_are_two_places(library: Library, made, tmp_path: Path) -> None:
    made(request("ours"))
    for name in ("copied", "outputs", "outputs too"):
        (tmp_path / name).mkdir()
    copied = png(
        tmp_path / "copied", parameters="a copied picture\nSteps: 5, Sampler: Euler, CFG scale: 7, Seed: 5, Size: 64x96"
    )
    png(
        tmp_path / "outputs", parameters="a shown picture\nSteps: 6, Sampler: Euler, CFG scale: 7, Seed: 6, Size: 64x96"
    )
    png(tmp_path / "outputs too", parameters="another\nSteps: 7, Sampler: Euler, CFG scale: 7, Seed: 7, Size: 64x96")
    imports.import_pictures(library, [copied])
    imports.index_folder(library, tmp_path / "outputs")
    imports.index_folder(library, tmp_path / "outputs too")
    [folder, longer] = [Place(PlaceKind.FOLDER, str(each)) for each in library.folders.all()]
    assert find(library, IMPORTED) == ["a copied picture"]
    assert find(library, folder) == ["a shown picture"], "a folder with a longer name is another one"
    assert find(library, longer) == ["another"]
    assert find(library, folder, "copied") == []


def test_an_album_is_found_by_its_exact_name(library: Library, made) -> None:
    first, second = made(request("first")), made(request("second"))
    library.marks.change([first], marks.add_to_collection("Wall"))
    library.marks.change([second], marks.add_to_collection("wall"))
    assert find(library, Place(PlaceKind.ALBUM, "Wall")) == ["first"]


@pytest.mark.parametrize(
    ("query", "prompts"),
    [
        ("", ["a blue sea", "a red heart"]),
        ("red", ["a red heart"]),
        ("OR red", ["a red heart"]),
        ("steps:<20", ["a blue sea"]),
        ("-blue", ["a red heart"]),
        ("a", ["a blue sea", "a red heart"]),
    ],
)
def test_a_smart_album_and_a_search_must_both_match(library: Library, made, query: str, prompts: list[str]) -> None:
    made(request("a red heart", steps=30))
    made(request("a blue sea", steps=10))
    made(request("a red boat", steps=30))
    assert find(library, Place(PlaceKind.SMART_ALBUM, "x", "heart OR sea"), query) == prompts


def test_a_smart_album_of_a_newer_easel_is_an_error(library: Library) -> None:
    with pytest.raises(BadRequest, match="search-value"):
        library.pictures.search(place=Place(PlaceKind.SMART_ALBUM, "x", "steps:many"))


def test_a_folder_is_a_range_of_paths() -> None:
    assert folder_condition(Path("/a/b")) == ("file >= ? AND file < ?", ("/a/b/", "/a/b0"))


def test_only_some_places_take_pictures() -> None:
    assert {kind for kind in PlaceKind if Place(kind).takes_pictures} == {
        PlaceKind.FAVOURITES,
        PlaceKind.TRASH,
        PlaceKind.ALBUM,
    }
