"""The state of the gallery as text; damaged parts become defaults."""

import pytest

from macapp.library.place import ALL_PICTURES, Place, PlaceKind
from macapp.ui.gallery.panel_state import GalleryState


def test_a_state_is_read_as_it_was_written() -> None:
    state = GalleryState(Place(PlaceKind.SMART_ALBUM, "Hearts", "heart"), "red", "stars", True, 128, 7)
    assert GalleryState.from_json(state.to_json()) == state


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", '{"place": 3, "query": 4, "sort": [], "tile": "x"}'])
def test_a_damaged_text_gives_the_default(text: str) -> None:
    assert GalleryState.from_json(text) == GalleryState()


@pytest.mark.parametrize(
    "text",
    [
        '{"place": ["of a newer Easel", "", ""]}',
        '{"place": ["album"]}',
        '{"sort": "by colour"}',
        '{"tile": 9000}',
        '{"tile": true}',
        '{"picture": "3"}',
        '{"stacks": 1}',
    ],
)
def test_one_damaged_part_leaves_the_others(text: str) -> None:
    state = GalleryState.from_json(text[:-1] + ', "query": "heart"}')
    assert state == GalleryState(query="heart")
    assert state.place == ALL_PICTURES
