"""The sidebar's list of places, with the number of pictures in each."""

from pathlib import Path

from macapp.library import Library, imports, marks
from macapp.library.place import ALL_PICTURES, FIXED_PLACES, Place, PlaceKind
from macapp.library.place_counts import count_places
from tests.library.metadata.importers.files import A1111, png
from tests.support.index import execute
from tests.support.request_factory import request


def counts(library: Library) -> dict[Place, int | None]:
    return {counted.place: counted.count for counted in count_places(library)}


def test_an_empty_library_has_the_places_that_every_library_has(library: Library) -> None:
    assert counts(library) == dict.fromkeys(FIXED_PLACES, 0)


def test_every_place_is_counted_in_the_order_of_the_sidebar(library: Library, made, tmp_path: Path) -> None:
    pictures = [made(request(f"heart {number}", seed=number)) for number in range(4)]
    library.marks.change(pictures[:2], marks.set_favourite(True))
    library.marks.change(pictures[:3], marks.add_to_collection("Wall"))
    library.albums.add("Attic")
    library.albums.add("Hearts", "heart seed:>2")
    (tmp_path / "out").mkdir()
    png(tmp_path / "out", parameters=A1111)
    imports.index_folder(library, tmp_path / "out")
    folder = Place(PlaceKind.FOLDER, str(library.folders.all()[0]))
    assert [(each.place.kind.value, each.place.name, each.count) for each in count_places(library)] == [
        ("all", "", 5),
        ("favourites", "", 2),
        ("recent", "", 4),
        ("imported", "", 0),
        ("trash", "", 0),
        ("album", "Attic", 0),
        ("album", "Wall", 3),
        ("smart-album", "Hearts", 2),
        ("folder", folder.name, 1),
    ]


def test_what_the_user_deletes_from_the_systems_trash_is_no_longer_counted(
    library: Library, made, tmp_path: Path
) -> None:
    picture = made(request())
    (tmp_path / "trash").mkdir()
    library.trash.hide([picture.row_number])
    library.trash.move([picture], lambda path: path.rename(tmp_path / "trash" / path.name))
    assert (counts(library)[ALL_PICTURES], counts(library)[Place(PlaceKind.TRASH)]) == (0, 1)
    (tmp_path / "trash" / picture.path.name).unlink()
    assert counts(library)[Place(PlaceKind.TRASH)] == 0


def test_a_search_that_this_version_does_not_understand_has_no_count(library: Library) -> None:
    execute(library.places, "INSERT INTO albums VALUES ('Newer', 'steps:many')")
    assert counts(library)[Place(PlaceKind.SMART_ALBUM, "Newer", "steps:many")] is None
