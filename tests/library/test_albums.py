"""Collections and smart albums."""

import pytest

from macapp.errors import BadRequest
from macapp.library import Library
from macapp.library.albums import Album


def test_a_removed_album_can_be_restored(library: Library) -> None:
    album = library.albums.add("Hearts", "heart stars:>3")
    library.albums.remove(album)
    assert library.albums.all() == []
    library.albums.restore(album)
    assert library.albums.all() == [Album("Hearts", "heart stars:>3")]
    assert album.is_smart
    assert album.query == "heart stars:>3"


def test_the_query_of_a_collection_is_its_name(library: Library) -> None:
    album = library.albums.add('The "best"')
    assert album.query == "in:\"The 'best'\""
    assert not album.is_smart


@pytest.mark.parametrize(("name", "query", "code"), [("  ", None, "name-missing"), ("x", "steps:many", "search-value")])
def test_an_album_needs_a_name_and_a_valid_query(library: Library, name: str, query: str | None, code: str) -> None:
    with pytest.raises(BadRequest, match=code):
        library.albums.add(name, query)


def test_a_name_is_used_once(library: Library) -> None:
    library.albums.add("Hearts")
    with pytest.raises(BadRequest, match="name-taken"):
        library.albums.add("Hearts", "heart")
