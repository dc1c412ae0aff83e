"""Settings and marks in files next to a picture: stored with its copy, for this picture only."""

import shutil
from pathlib import Path

import pytest

from macapp.domain.job import Marks
from macapp.library import Library, imports, marks
from macapp.library.metadata import xmp
from macapp.library.metadata.sidecars import SETTINGS
from macapp.library.rebuild import rebuild
from macapp.library.verify import verify
from macapp.system.paths import LibraryPaths
from tests.library.metadata.importers.files import A1111, DRAW_THINGS, PROMPT, SEED, all_programs, jpeg, png
from tests.library.test_merging import after_loss, only, quietly

RATED = Marks(stars=3, tags=("autumn",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.mark.parametrize("program", ["AUTOMATIC1111 text", "DiffusionBee"])
def test_settings_that_lay_beside_a_picture_outlive_the_index(library: Library, folder: Path, program: str) -> None:
    path = all_programs(folder)[program]
    before = path.read_bytes()
    imports.import_pictures(library, [path])
    assert only(library).path.read_bytes() == before
    shutil.rmtree(folder)
    found = after_loss(library, folder.parent)
    assert [(each.request, each.source) for each in found] == [(only(library).request, only(library).source)]
    assert (found[0].request.prompt, found[0].request.seed) == (PROMPT, SEED)


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
@pytest.mark.parametrize("beside", ["a.xmp", "{name}.xmp"])
def test_xmp_that_lay_beside_a_picture_outlives_the_index(
    library: Library, folder: Path, name: str, beside: str
) -> None:
    import json

    path = png(folder, name) if name.endswith("png") else jpeg(folder, name)
    packet = xmp.Packet(xmp.write_marks(None, RATED))
    packet.set("exif:UserComment", json.dumps(DRAW_THINGS))
    (folder / beside.format(name=name)).write_text(packet.text(), encoding="utf-8")
    imports.import_pictures(library, [path])
    shutil.rmtree(folder)
    assert (only(library).request.prompt, only(library).source, only(library).marks) == (PROMPT, "Draw Things", RATED)
    [found] = after_loss(library, folder.parent)
    assert (found.request, found.source, found.marks) == (only(library).request, "Draw Things", RATED)


def test_keywords_inside_a_jpeg_are_read(library: Library, folder: Path) -> None:
    from PIL import Image

    path = folder / "a.jpg"
    Image.effect_noise((64, 96), 50).convert("RGB").save(path, xmp=xmp.write_marks(None, RATED).encode())
    imports.import_pictures(library, [path])
    assert only(library).marks == RATED
    library.marks.change([only(library)], marks.set_tag("autumn", on=False))
    assert after_loss(library, folder.parent)[0].marks == Marks(stars=3)


def test_marks_that_are_taken_off_do_not_come_back_from_beside(library: Library, folder: Path) -> None:
    path = png(folder, "a.png")
    (folder / "a.xmp").write_text(xmp.write_marks(None, RATED), encoding="utf-8")
    (folder / "a.txt").write_text(A1111, encoding="utf-8")
    imports.import_pictures(library, [path])
    library.marks.change([only(library)], marks.set_stars(0))
    library.marks.change([only(library)], marks.set_tag("autumn", on=False))
    [found] = after_loss(library, folder.parent)
    assert (found.marks, found.request.prompt) == (Marks(), PROMPT)


def test_settings_of_another_picture_of_the_same_name_are_not_taken(library: Library, folder: Path) -> None:
    (folder / "a.txt").write_text(A1111, encoding="utf-8")
    imports.import_pictures(library, [png(folder, "a.png")])
    kept = only(library).path
    png(kept.parent, kept.name).replace(kept)  # another picture takes its place
    [found] = after_loss(library, folder.parent)
    assert found.source == "unknown"


@pytest.mark.parametrize("damage", ['"known": 7', '"known": {"seed": "x", "steps": -4}', '"source": null', "{"])
def test_what_somebody_wrote_beside_a_picture_does_no_harm(library: Library, folder: Path, damage: str) -> None:
    (folder / "a.txt").write_text(A1111, encoding="utf-8")
    imports.import_pictures(library, [png(folder, "a.png")])
    beside = only(library).path.with_name("a.png.xmp")
    packet = xmp.Packet(beside.read_text(encoding="utf-8"))
    packet.set(SETTINGS, f'{{"picture": "{only(library).id}", "source": "x", "known": {{}}, "report": "[]", {damage}}}')
    beside.write_text(packet.text(), encoding="utf-8")
    with Library.open(LibraryPaths(library.places.pictures, folder / "index", folder / "spill")) as other:
        assert rebuild(other, quietly).added == 1
        assert only(other).request.seed == 0
        assert all(check.holds for check in verify(other, quietly))


def test_nothing_is_written_beside_pictures_in_place(library: Library, folder: Path) -> None:
    all_programs(folder)
    before = {each: each.stat().st_mtime_ns for each in folder.rglob("*")}
    imports.index_folder(library, folder)
    library.marks.change(library.pictures.newest(99), marks.set_stars(2))
    library.marks.write_pending()
    assert {each: each.stat().st_mtime_ns for each in folder.rglob("*")} == before


def test_a_copy_does_not_take_over_what_lies_beside_a_name_that_is_free(library: Library, folder: Path) -> None:
    first = jpeg(folder, "a.jpg")
    imports.import_pictures(library, [first])
    library.marks.change([only(library)], marks.set_stars(5))
    library.marks.write_pending()
    only(library).path.unlink()  # by hand; the file next to it stays
    jpeg(folder, "a.jpg")
    imports.import_pictures(library, [first])
    assert sorted(each.marks.stars for each in library.pictures.newest(9)) == [0, 5]
    assert len(after_loss(library, folder.parent)) == 1
