"""The names of places, and what an empty one says."""

import pytest

from macapp.library.place import ALL_PICTURES, TRASH, Place, PlaceKind
from macapp.ui.gallery.place_text import empty_text, place_name


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (ALL_PICTURES, "All Pictures"),
        (TRASH, "Trash"),
        (Place(PlaceKind.ALBUM, "Wall"), "Wall"),
        (Place(PlaceKind.SMART_ALBUM, "Hearts", "heart"), "Hearts"),
        (Place(PlaceKind.FOLDER, "/home/me/ComfyUI/output"), "ComfyUI / output"),
        (Place(PlaceKind.FOLDER, "/pictures"), "pictures"),
    ],
)
def test_every_place_has_a_name(place: Place, name: str) -> None:
    assert place_name(place) == name


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_every_empty_place_says_what_to_do(kind: PlaceKind) -> None:
    title, step = empty_text(Place(kind, "x", "heart" if kind is PlaceKind.SMART_ALBUM else ""))
    assert title
    assert step.endswith(".")


def test_a_search_without_results_quotes_the_search_and_says_where_else_to_look() -> None:
    assert empty_text(ALL_PICTURES, " boat ")[0] == "No results for “boat”"
    assert "All Pictures" not in empty_text(ALL_PICTURES, "boat")[1]
    assert "All Pictures" in empty_text(TRASH, "boat")[1]
    assert empty_text(Place(PlaceKind.SMART_ALBUM, "x", "heart"))[0] == "No results for “heart”"
