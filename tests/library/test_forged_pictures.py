"""Forged pictures: nothing is written outside the library, nothing huge is decoded, and other files are processed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from macapp.domain.ids import is_id, new_id
from macapp.domain.job import Picture
from macapp.domain.request import Control
from macapp.errors import BadRequest
from macapp.library import Library, export, imports, marks, rebuild, source_images, thumbnails
from macapp.library.metadata import recipe
from macapp.library.verify import verify
from macapp.system.paths import LibraryPaths
from tests.domain.test_timestamps import NO_MOMENTS
from tests.support import index
from tests.support.fake_engine import plain_picture
from tests.support.hostile_pictures import CREATED, ID, claim_size, forged, peak_growth
from tests.support.request_factory import request

MOST_MEMORY = 100 * 2**20  # bytes; the pixels that the forged headers claim are 430 MB and more
STRANGE_NAMES = ["../../victim/x", "..", ".", "", "a\0b", "x" * 300, "A" * 16, "é" * 16, "0123456789abcde", "i" * 16]

Make = Callable[..., Picture]


def nothing(_done: int, _all: int) -> None:
    pass


def broken(library: Library) -> dict[str, tuple[str, ...]]:
    return {check.name: check.found for check in verify(library, nothing) if not check.holds}


def all_files(folder: Path) -> set[Path]:
    return {each for each in folder.rglob("*") if each.is_file()}


@pytest.mark.parametrize("name", [*STRANGE_NAMES, "/absolute/victim"])
def test_an_id_that_is_none_of_ours_never_becomes_a_path(library: Library, tmp_path: Path, name: str) -> None:
    strange = str(tmp_path / "victim") if name.startswith("/") else name
    file = forged(tmp_path / "forged.png", id=strange, stack=strange, pixels=strange)
    assert recipe.read(file) is None
    before = all_files(tmp_path) - all_files(library.places.pictures)
    [picture_id] = imports.import_pictures(library, [file]).added
    assert is_id(picture_id)
    thumbnails.ensure_thumbnail(library.places, library.pictures.find(picture_id))
    assert all_files(tmp_path) - all_files(library.places.pictures) == before


@pytest.mark.parametrize("name", [*STRANGE_NAMES, "/absolute/victim"])
def test_no_name_leads_out_of_the_folders_for_names(library: Library, made: Make, name: str) -> None:
    index.execute(library.places, "UPDATE pictures SET id = ? WHERE id = ?", (name, made(request()).id))
    [picture] = library.pictures.newest(1)
    places = library.places
    small = thumbnails.ensure_thumbnail(places, picture)
    assert small.resolve().is_relative_to(places.thumbnails.resolve())
    assert small.exists()
    assert source_images.image_path(places, name).resolve().parent == places.source_images.resolve()
    with pytest.raises(BadRequest, match="start-image-gone"):
        source_images.load_image(places, name)
    assert export.create_share_copy(places, picture).resolve().parent == places.shared.resolve()
    out = places.pictures / "out"
    out.mkdir()
    written = export.export(picture, out, export.Export(pattern="{id}", with_prompt=False))
    assert written.resolve().parent == out.resolve()


@pytest.mark.parametrize(
    "changes",
    [
        {"image": "../x", "strength": 0.5, "steps": 10},
        {"image": "0" * 64, "strength": 0.5, "steps": 10, "mask": "/etc/passwd"},
        {"references": ("../x",)},
        {"references": ("0" * 64, "/etc/passwd")},
        {"controls": (Control(model="starter-edges", image="..\\x"),)},
    ],
)
def test_an_image_named_by_a_path_makes_a_recipe_none_of_ours(tmp_path: Path, changes: dict) -> None:
    assert recipe.read(forged(tmp_path / "forged.png", request(**changes))) is None


def test_a_strange_stack_or_hash_is_left_out_of_a_recipe(tmp_path: Path) -> None:
    found = recipe.read(forged(tmp_path / "forged.png", stack="../x", pixels="../y"))
    assert found is not None
    assert (found.id, found.stack, found.pixels) == (ID, None, None)


def test_files_with_dates_that_are_none_come_in_with_the_date_of_the_file(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for each in range(len(NO_MOMENTS)):
        file = forged(folder / f"{each}.png", request(seed=each), id=new_id(), created=NO_MOMENTS[each])
        os.utime(file, (1_700_000_000, 1_700_000_000))
    result = imports.import_pictures(library, [folder])
    assert (len(result.added), result.refused) == (len(NO_MOMENTS), [])
    assert {each.created for each in library.pictures.newest(99)} == {"2023-11-14T22:13:20.000Z"}


@pytest.mark.parametrize("created", NO_MOMENTS)
def test_a_row_with_a_date_that_is_none_is_shown_and_exported(
    library: Library, made: Make, tmp_path: Path, created: str
) -> None:
    index.execute(library.places, "UPDATE pictures SET created = ? WHERE id = ?", (created, made(request()).id))
    [picture] = library.pictures.newest(1)
    written = export.export(picture, tmp_path, export.Export(pattern="{date} {time} {seed}"))
    assert written.parent == tmp_path
    assert written.name.startswith("undated ")
    assert export.create_share_copy(library.places, picture).exists()


def test_a_file_with_a_time_that_no_calendar_has_comes_in(library: Library, tmp_path: Path) -> None:
    Image.new("RGB", (16, 16)).save(tmp_path / "a.png")
    os.utime(tmp_path / "a.png", (-5_000_000_000, -5_000_000_000))
    assert len(imports.import_pictures(library, [tmp_path / "a.png"]).added) == 1


@pytest.mark.parametrize("side", [12_000, 30_000])
def test_a_picture_that_claims_another_size_is_damage_and_is_not_decoded(
    library: Library, made: Make, tmp_path: Path, side: int
) -> None:
    picture = made(request())
    claim_size(picture.path, side, side)
    (tmp_path / "in").mkdir()
    copy = Path(shutil.copy(picture.path, tmp_path / "in"))
    code = """
from pathlib import Path
from macapp.library import Library, thumbnails, comparison, export
from macapp.library.verify import verify
from macapp.system.paths import LibraryPaths
from macapp.errors import BadRequest
with Library.open(LibraryPaths.at(Path(sys.argv[1]))) as library:
    [picture] = library.pictures.newest(1)
    began()
    try:
        thumbnails.ensure_thumbnail(library.places, picture)
    except (OSError, BadRequest) as error:
        print(error)
    try:
        export.encode(picture, export.Export(format="jpeg"))
    except BadRequest as error:
        print(error)
    verify(library, lambda *_: None)
"""
    assert peak_growth(code, library.places.pictures) < MOST_MEMORY
    found = broken(library)
    assert found["pictures-whole"] == (str(picture.path),)
    with pytest.raises(BadRequest, match="image-"):
        export.encode(picture, export.Export(format="jpeg"))
    with Library.open(LibraryPaths.at(tmp_path / "other")) as other:
        assert [name for name, _error in imports.import_pictures(other, [copy]).refused] == [copy.name]
        assert [name for name, _error in imports.index_folder(other, copy.parent).refused] == [copy.name]
        assert other.pictures.count() == 0


def test_other_pixels_than_the_recipe_names_are_damage(library: Library, made: Make, tmp_path: Path) -> None:
    whole, changed, cut = (made(request(seed=each)) for each in range(3))
    Image.new("RGB", (64, 64)).save(tmp_path / "other.png")
    forged(changed.path, changed.request, id=changed.id, pixels="0" * 64)
    cut.path.write_bytes(cut.path.read_bytes()[:-30])
    assert set(broken(library)["pictures-whole"]) == {str(changed.path), str(cut.path)}
    again = LibraryPaths(library.places.pictures, tmp_path / "index", tmp_path / "spill")
    with Library.open(again) as other:
        result = rebuild.rebuild(other, nothing)
        assert (result.added, result.damaged) == (1, 2)
        assert set(result.damaged_files) == {str(changed.path), str(other.places.damaged / cut.path.name)}
        assert all(Path(each).exists() for each in result.damaged_files)
        assert [each.id for each in other.pictures.newest(9)] == [whole.id]


def test_the_hash_of_pixels_is_the_same_however_many_rows_are_hashed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    image = Image.effect_noise((70, 600), 80).convert("RGB")
    by_parts = recipe.pixels_hash(image)
    monkeypatch.setattr(recipe, "HASHED_ROWS", 10_000)
    assert recipe.pixels_hash(image) == by_parts


def test_a_healthy_picture_is_whole_whatever_its_name_says(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for shade, kind in enumerate(("JPEG", "WEBP", "GIF", "BMP", "TIFF")):
        Image.new("RGB", (16, 16), (0, 40 * shade, 200)).save(folder / f"{kind}.png", kind)
    Image.new("RGB", (16, 16), "navy").save(folder / "padded.png")
    with (folder / "padded.png").open("ab") as stream:
        stream.write(bytes(70_000))
    Image.new("RGB", (16, 16), "red").save(folder / "a PNG.jpg", "PNG")
    result = imports.import_pictures(library, [folder])
    assert (len(result.added), result.refused) == (7, [])
    assert broken(library) == {}
    library.marks.change(library.pictures.newest(99), marks.set_tag("kept"))
    assert library.marks.write_pending() == 7
    assert library.marks.pending_writes() == 0
    assert broken(library) == {}
    again = LibraryPaths(library.places.pictures, tmp_path / "index", tmp_path / "spill")
    with Library.open(again) as other:
        assert rebuild.rebuild(other, nothing).added == 7
        assert {each.marks.tags for each in other.pictures.newest(99)} == {("kept",)}


def test_a_picture_of_ours_with_zeros_after_its_end_is_whole(library: Library, made: Make) -> None:
    picture = made(request())
    with picture.path.open("ab") as stream:
        stream.write(bytes(70_000))
    assert broken(library) == {}
    assert recipe.is_intact(picture.path)


def test_a_picture_cut_in_another_format_is_named(library: Library, tmp_path: Path) -> None:
    Image.effect_noise((64, 64), 80).convert("RGB").save(tmp_path / "a.webp")
    [picture_id] = imports.import_pictures(library, [tmp_path / "a.webp"]).added
    path = library.pictures.find(picture_id).path
    path.write_bytes(path.read_bytes()[:-200])
    assert broken(library)["pictures-whole"] == (str(path),)


def test_a_forged_recipe_that_is_right_is_read(tmp_path: Path) -> None:
    file = forged(tmp_path / "forged.png")
    found = recipe.read(file)
    assert found is not None
    assert (found.id, found.created, found.fits) == (ID, CREATED, True)
    assert recipe.is_intact(file)
    assert found.pixels == recipe.pixels_hash(plain_picture(request()))
