"""Collections and smart albums."""

import pytest

from macapp.errors import BadRequest
from macapp.library import Library, marks
from macapp.library.albums import Album
from macapp.library.place import Place, PlaceKind
from tests.support.request_factory import request


def test_a_removed_smart_album_can_be_restored(library: Library) -> None:
    album = library.albums.add("Hearts", "heart stars:>3")
    library.albums.remove(album)
    assert library.albums.all() == []
    library.albums.restore(album)
    assert library.albums.all() == [Album("Hearts", "heart stars:>3")]
    assert album.is_smart
    assert album.place == Place(PlaceKind.SMART_ALBUM, "Hearts", "heart stars:>3")


def test_an_album_of_the_user_is_found_by_its_name(library: Library) -> None:
    album = library.albums.add('The "best"')
    assert album.place == Place(PlaceKind.ALBUM, "The 'best'")
    assert not album.is_smart


def test_a_removed_album_leaves_its_pictures_and_gets_them_back(library: Library, made) -> None:
    inside, other = made(request("inside")), made(request("other"))
    album = library.albums.add("For the wall")
    library.marks.change([inside], marks.add_to_collection(album.name))
    numbers = library.albums.remove(album)
    assert numbers == [inside.row_number]
    assert library.marks.read(inside.row_number).collections == (), "the next rebuild would bring the album back"
    assert library.pictures.newest(9) == [other, inside]
    library.albums.restore(album, numbers)
    assert library.pictures.search(place=album.place).tolist() == [inside.row_number]


def test_renaming_an_album_renames_it_on_its_pictures(library: Library, made) -> None:
    picture = made(request())
    album = library.albums.add("Wall")
    library.marks.change([picture], marks.add_to_collection(album.name))
    library.marks.change([picture], marks.add_to_collection("Other"))
    library.marks.write_pending()
    renamed = library.albums.rename(album, "  Kitchen   wall ")
    assert [each.name for each in library.albums.all()] == ["Kitchen wall", "Other"]
    assert library.marks.read(picture.row_number).collections == ("Kitchen wall", "Other")
    assert library.pictures.search(place=renamed.place).tolist() == [picture.row_number]
    assert library.pictures.search("kitchen").tolist() == [picture.row_number]
    assert library.marks.pending_writes() == 1, "the file must get the new name"


def test_a_renamed_smart_album_keeps_its_search(library: Library) -> None:
    album = library.albums.rename(library.albums.add("Hearts", "heart"), "Red hearts")
    assert library.albums.all() == [album] == [Album("Red hearts", "heart")]


@pytest.mark.parametrize(("name", "code"), [("Sea", "name-taken"), (" ", "name-missing")])
def test_a_name_that_cannot_be_used_changes_nothing(library: Library, made, name: str, code: str) -> None:
    picture = made(request())
    album, other = library.albums.add("Hearts"), library.albums.add("Sea")
    library.marks.change([picture], marks.add_to_collection(album.name))
    with pytest.raises(BadRequest, match=code):
        library.albums.rename(album, name)
    assert library.albums.all() == [album, other]
    assert library.marks.read(picture.row_number).collections == ("Hearts",)


@pytest.mark.parametrize(("name", "query", "code"), [("  ", None, "name-missing"), ("x", "steps:many", "search-value")])
def test_an_album_needs_a_name_and_a_valid_query(library: Library, name: str, query: str | None, code: str) -> None:
    with pytest.raises(BadRequest, match=code):
        library.albums.add(name, query)


def test_a_name_is_used_once(library: Library) -> None:
    library.albums.add("Hearts")
    with pytest.raises(BadRequest, match="name-taken"):
        library.albums.add("Hearts", "heart")
