"""Favourites, stars, tags and collections: stored in the index at once, then in the files, and read from them."""

from pathlib import Path

import pytest
from PIL import Image

from macapp.domain.job import Marks
from macapp.errors import BadRequest
from macapp.library import Library, marks
from macapp.library.metadata import recipe, xmp
from macapp.library.rebuild import rebuild
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from tests.support.request_factory import request

ALL = Marks(favourite=True, stars=5, tags=("<b>&", "für Anna"), collections=("Kalender 2027",))


def test_marks_come_back_from_the_files_alone(library: Library, made, tmp_path: Path) -> None:
    picture, plain = made(request("marked")), made(request("plain"))
    library.marks.replace_marks([(picture.row_number, ALL)])
    assert library.pictures.find(picture.id).marks == ALL
    assert library.marks.pending_writes() == 1
    assert library.marks.write_pending() == 1
    assert library.marks.pending_writes() == 0
    elsewhere = LibraryPaths(library.places.pictures, tmp_path / "index", tmp_path / "spill")
    with Library.open(elsewhere) as again:
        assert rebuild(again, lambda _done, _all: None).added == 2
        assert again.pictures.find(picture.id) == library.pictures.find(picture.id)
        assert again.pictures.find(plain.id).marks == Marks()
        assert [each.name for each in again.albums.all()] == ["Kalender 2027"]


def test_writing_marks_touches_neither_pixels_nor_recipe_nor_time(library: Library, made) -> None:
    picture = made(request("a red heart, schön", seed=2**63 - 1))
    before, pixels = recipe.read(picture.path), Image.open(picture.path).tobytes()
    changed = picture.path.stat().st_mtime_ns
    for favourite in (True, False):
        library.marks.change([picture], marks.set_favourite(favourite))
        library.marks.write_pending()
        assert recipe.is_intact(picture.path)
        assert Image.open(picture.path).tobytes() == pixels
        assert picture.path.stat().st_mtime_ns == changed
    assert recipe.read(picture.path) == before
    packet = xmp.Packet(marks.read_packet(picture.path))
    assert packet.get("dc:description") == "a red heart, schön"
    assert str(packet.get("Iptc4xmpExt:DigitalSourceType")).endswith("/trainedAlgorithmicMedia")


def test_what_cannot_be_written_now_is_written_later(library: Library, made, monkeypatch) -> None:
    picture = made(request())
    library.marks.change([picture], marks.set_stars(3))

    def fail(operation: str) -> None:
        if operation == "rename":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "operation_hook", fail)
    assert library.marks.write_pending() == 0
    assert recipe.is_intact(picture.path)
    monkeypatch.undo()
    assert library.marks.write_pending() == 1
    found = recipe.read(picture.path)
    assert found is not None
    assert found.marks.stars == 3


def test_a_packet_of_another_program_keeps_what_it_says() -> None:
    theirs = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:other="urn:other" xmp:Rating="2"'
        ' xmp:CreatorTool="Draw Things" other:secret="kept"/></rdf:RDF></x:xmpmeta>'
    )
    assert xmp.read_marks(theirs).stars == 2
    ours = xmp.write_marks(theirs, Marks(stars=4, tags=("new",)))
    assert xmp.read_marks(ours) == Marks(stars=4, tags=("new",))
    assert "kept" in ours
    assert xmp.Packet(ours).get("xmp:CreatorTool") == "Draw Things"


@pytest.mark.parametrize(
    "text", ["", "<", "<x:xmpmeta", "<!DOCTYPE a [<!ENTITY b 'c'>]><x:xmpmeta>&b;</x:xmpmeta>", "x" * 99]
)
def test_a_packet_that_is_none_has_no_marks(text: str) -> None:
    assert xmp.read_marks(text) == Marks()
    assert xmp.read_marks(xmp.write_marks(text, ALL)) == Marks(
        favourite=True, stars=5, tags=("<b>&", "für Anna"), collections=("Kalender 2027",)
    )


def test_marks_that_make_no_sense_are_refused() -> None:
    with pytest.raises(BadRequest, match="out-of-range"):
        marks.set_stars(6)
    with pytest.raises(BadRequest, match="name-missing"):
        marks.set_tag(" \n ")


def test_a_collection_is_renamed_on_the_pictures_in_it(library: Library, made) -> None:
    picture, other = made(request()), made(request(seed=2))
    library.marks.change([picture], marks.add_to_collection("Wall"))
    library.marks.change([picture, other], marks.add_to_collection("Sea"))
    assert library.marks.in_collection("Wall") == [picture.row_number]
    library.marks.change([picture], marks.rename_collection("Wall", "Door"))
    assert library.marks.read(picture.row_number).collections == ("Door", "Sea")
    assert library.marks.in_collection("Wall") == []
    with pytest.raises(BadRequest, match="name-missing"):
        marks.rename_collection("Door", " ")


def test_what_the_user_painted_into_a_file_stays(library: Library, made) -> None:
    picture = made(request())
    with Image.open(picture.path) as image:
        painted = image.convert("RGB")
    painted.putpixel((1, 1), (9, 8, 7))
    painted.save(picture.path)  # without any text, like a painting program
    library.marks.change([picture], marks.set_stars(2))
    assert library.marks.write_pending() == 1
    with Image.open(picture.path) as image:
        assert image.convert("RGB").getpixel((1, 1)) == (9, 8, 7)
    assert xmp.read_marks(marks.read_packet(picture.path)).stars == 2
