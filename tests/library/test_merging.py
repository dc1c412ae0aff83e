"""A picture that is imported twice: new settings of the second file are added in any order, and none is replaced."""

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from macapp.domain.job import Marks, Picture
from macapp.library import Library, imports, marks
from macapp.library.merging import merge_settings
from macapp.library.metadata import importers, xmp
from macapp.library.metadata.importers import ParsedMetadata
from macapp.library.rebuild import rebuild
from macapp.library.verify import verify
from macapp.system.paths import LibraryPaths
from tests.library.metadata.importers.files import A1111, PROMPT, SEED, XMP_KEY, jpeg, png
from tests.support.request_factory import request

RATED = xmp.write_marks(None, Marks(stars=4, tags=("kept",)))


def quietly(_done: int, _all: int) -> None:
    """Ignore the progress."""


def again(path: Path, folder: Path, **texts: str) -> Path:
    """Write the same pixels again, with other texts or none."""
    info = PngImagePlugin.PngInfo()
    for key, value in texts.items():
        info.add_itxt(key, value)
    folder.mkdir(parents=True, exist_ok=True)
    with Image.open(path) as image:
        image.load()
        Image.frombytes("RGB", image.size, image.convert("RGB").tobytes()).save(folder / path.name, pnginfo=info)
    return folder / path.name


def only(library: Library) -> Picture:
    [picture] = library.pictures.newest(9)
    return picture


def after_loss(library: Library, tmp_path: Path) -> list[Picture]:
    """Return the pictures of an index that was rebuilt from the files."""
    library.marks.write_pending()
    with Library.open(LibraryPaths(library.places.pictures, tmp_path / "new index", tmp_path / "spill")) as other:
        rebuild(other, quietly)
        assert all(check.holds for check in verify(other, quietly))
        return other.pictures.newest(9)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return png(tmp_path / "in", "heart.png")


def test_settings_that_come_with_the_second_file_are_added(library: Library, plain: Path, tmp_path: Path) -> None:
    imports.import_pictures(library, [plain])
    library.marks.change(library.pictures.newest(1), marks.set_stars(5))
    result = imports.import_pictures(library, [again(plain, tmp_path / "b", parameters=A1111)])
    picture = only(library)
    assert (result.added, result.known, result.completed) == ([], 1, [picture.id])
    assert (picture.request.prompt, picture.request.seed, picture.source) == (PROMPT, SEED, "AUTOMATIC1111")
    assert picture.marks.stars == 5
    assert library.pictures.search("schon heart").tolist() == [picture.row_number]
    assert "seed" in {each.name for each in importers.load_report(library.pictures.import_report(picture))}
    assert [(each.request, each.marks) for each in after_loss(library, tmp_path)] == [(picture.request, picture.marks)]


def test_settings_that_come_with_the_first_file_stay(library: Library, plain: Path, tmp_path: Path) -> None:
    imports.import_pictures(library, [again(plain, tmp_path / "b", parameters=A1111)])
    result = imports.import_pictures(library, [plain])
    assert (result.known, result.completed) == (1, [])
    assert only(library).request.prompt == PROMPT


def test_marks_that_come_with_the_second_file_are_added(library: Library, plain: Path, tmp_path: Path) -> None:
    imports.import_pictures(library, [again(plain, tmp_path / "b", parameters=A1111)])
    library.marks.change(library.pictures.newest(1), marks.set_tag("mine"))
    imports.import_pictures(library, [again(plain, tmp_path / "c", **{XMP_KEY: RATED})])
    assert only(library).marks == Marks(stars=4, tags=("kept", "mine"))
    assert only(library).request.prompt == PROMPT
    assert after_loss(library, tmp_path)[0].marks == Marks(stars=4, tags=("kept", "mine"))


def test_a_picture_of_ours_completes_one_that_lost_its_recipe(library: Library, made, tmp_path: Path) -> None:
    asked = request("a red heart", seed=2**60)
    picture = made(asked)
    stripped = again(picture.path, tmp_path / "b")
    with Library.open(LibraryPaths.at(tmp_path / "other")) as other:
        imports.import_pictures(other, [stripped])
        assert not only(other).is_ours
        assert imports.import_pictures(other, [picture.path]).completed == [only(other).id]
        assert (only(other).request, only(other).is_ours) == (asked, True)
        result = imports.import_pictures(other, [picture.path, stripped])
        assert (result.known, result.completed) == (2, [])
        assert [(each.request, each.source) for each in after_loss(other, tmp_path)] == [(asked, "Easel")]


def test_a_picture_of_ours_is_known_without_its_recipe(library: Library, made, tmp_path: Path) -> None:
    picture = made(request("a red heart"))
    result = imports.import_pictures(library, [again(picture.path, tmp_path / "b", **{XMP_KEY: RATED})])
    assert (result.added, result.known) == ([], 1)
    assert only(library).request == picture.request
    assert only(library).marks.tags == ("kept",)


def test_the_same_pixels_in_another_format_are_the_same_picture(library: Library, plain: Path, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with Image.open(plain) as image:
        image.save(buffer, "WEBP", lossless=True)
    (tmp_path / "heart.webp").write_bytes(buffer.getvalue())
    imports.import_pictures(library, [tmp_path / "heart.webp"])
    assert imports.import_pictures(library, [again(plain, tmp_path / "b", parameters=A1111)]).known == 1
    assert only(library).request.prompt == PROMPT
    assert [each.request.prompt for each in after_loss(library, tmp_path)] == [PROMPT]


def test_the_same_pixels_with_other_settings_are_two_pictures(library: Library, tmp_path: Path) -> None:
    """Different settings can make the same black image: all of them are stored."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, quality in (("a", 1), ("b", 9)):
        info = PngImagePlugin.PngInfo()
        info.add_itxt("parameters", A1111.replace("heart", name))
        Image.new("RGB", (64, 96)).save(folder / f"{name}.png", pnginfo=info, compress_level=quality)
    if (folder / "a.png").stat().st_size != (folder / "b.png").stat().st_size:
        assert len(imports.import_pictures(library, [folder]).added) == 2


def test_settings_are_added_to_a_picture_that_is_shown_where_it_lies(
    library: Library, plain: Path, tmp_path: Path
) -> None:
    before = plain.read_bytes()
    imports.index_folder(library, plain.parent)
    again(plain, plain.parent / "below", parameters=A1111, **{XMP_KEY: RATED})
    assert imports.index_folder(library, plain.parent).completed == [only(library).id]
    assert (only(library).request.prompt, only(library).marks.stars) == (PROMPT, 4)
    assert only(library).path == plain
    assert plain.read_bytes() == before
    assert sorted(each.name for each in plain.parent.iterdir()) == ["below", "heart.png"]


def test_settings_that_are_written_into_a_file_in_place_are_read(library: Library, plain: Path, tmp_path: Path) -> None:
    imports.index_folder(library, plain.parent)
    for prompt in ("a heart", "a star"):
        again(plain, tmp_path / "b", parameters=A1111.replace(PROMPT, prompt)).replace(plain)
        imports.index_folder(library, plain.parent)
        assert only(library).request.prompt == prompt


def test_a_picture_that_was_shown_in_place_is_copied_when_it_is_imported(
    library: Library, plain: Path, tmp_path: Path
) -> None:
    imports.index_folder(library, plain.parent)
    library.marks.change(library.pictures.newest(1), marks.set_stars(5))
    assert imports.import_pictures(library, [plain]).known == 1
    plain.unlink()
    imports.index_folder(library, plain.parent, hide_all=True)
    assert only(library).path.is_relative_to(library.places.pictures)
    assert only(library).path.exists()
    assert only(library).marks.stars == 5
    assert after_loss(library, tmp_path)[0].marks.stars == 5


def test_a_picture_whose_file_was_deleted_by_hand_is_copied_again(
    library: Library, plain: Path, tmp_path: Path
) -> None:
    for path in (plain, jpeg(plain.parent)):
        imports.import_pictures(library, [path])
        library.marks.change(library.pictures.newest(1), marks.set_stars(5))
        library.marks.write_pending()
        library.pictures.newest(1)[0].path.unlink()
        assert imports.import_pictures(library, [path]).known == 1
    assert all(each.path.exists() for each in library.pictures.newest(9))
    assert [each.marks.stars for each in after_loss(library, tmp_path)] == [5, 5]


def test_the_same_pixels_are_copied_if_the_first_file_was_deleted_by_hand(
    library: Library, plain: Path, tmp_path: Path
) -> None:
    with Image.open(plain) as image:
        image.save(tmp_path / "heart.webp", lossless=True)
    imports.import_pictures(library, [again(plain, tmp_path / "b", parameters=A1111)])
    only(library).path.unlink()
    assert len(imports.import_pictures(library, [tmp_path / "heart.webp"]).added) == 1


def test_files_of_which_nothing_is_known_all_come_in(library: Library, plain: Path) -> None:
    with Image.open(plain) as image:
        image.save(plain.with_suffix(".webp"), lossless=True)
        image.save(plain.with_suffix(".bmp"))
    assert len(imports.import_pictures(library, [plain.parent]).added) == 3


def test_the_marks_of_a_picture_that_comes_back_are_written_into_its_new_file(
    library: Library, plain: Path, tmp_path: Path
) -> None:
    imports.index_folder(library, plain.parent)
    library.marks.change(library.pictures.newest(1), marks.set_stars(5))
    away = plain.rename(tmp_path / "away.png")
    imports.index_folder(library, plain.parent, hide_all=True)
    imports.import_pictures(library, [away])
    assert after_loss(library, tmp_path)[0].marks.stars == 5


def test_nothing_that_is_known_is_replaced() -> None:
    def told(source: str, **known: object) -> ParsedMetadata:
        return ParsedMetadata(source, dict(known))

    one = told("A", prompt="x", steps=5)
    assert merge_settings(one, told("B", prompt="x", seed=7)) == told("A", prompt="x", steps=5, seed=7)
    assert merge_settings(one, told("B", prompt="y", seed=7)) is None
    assert merge_settings(one, told("B", prompt="x")) is None
    assert merge_settings(one, told("", prompt="x", seed=7)) is None
    assert merge_settings(told("unknown"), one) == one
    assert merge_settings(one, told("Easel", prompt="z")) == told("Easel", prompt="z")
    assert merge_settings(told("Easel", prompt="z"), one) is None


def test_it_is_said_to_how_many_settings_were_added(said, plain: Path, tmp_path: Path) -> None:
    import json

    given = again(plain, tmp_path / "b", parameters=A1111)
    library = str(tmp_path / "library")
    assert said("import", str(plain), "--library", library)[0] == 0
    code, _printed, noted = said("import", str(given), "--library", library)
    assert code == 0
    assert "Settings were added to 1 of the known pictures." in noted
    code, printed, _noted = said("search", "--library", library, "--json")
    assert [json.loads(line)["prompt"] for line in printed.splitlines()] == [PROMPT]
