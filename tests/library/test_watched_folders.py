"""Watched folders: pictures are identified by content, and hidden but not forgotten while their files are away."""

import os
import shutil
from pathlib import Path

import pytest

from macapp.domain.job import Marks, Picture
from macapp.errors import MachineError
from macapp.library import Library, imports, marks
from macapp.library.verify import verify
from macapp.system.paths import LibraryPaths
from tests.library.metadata.importers.files import A1111, SEED, jpeg, png
from tests.support.request_factory import request

STARS = Marks(stars=5, tags=("dear",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of another program, at the mount point of a disk."""
    inside = tmp_path / "disk" / "outputs"
    inside.mkdir(parents=True)
    return inside.resolve()


def starred(library: Library, folder: Path) -> Picture:
    """Watch a folder, and mark its newest picture with stars and a tag."""
    imports.index_folder(library, folder)
    library.marks.change(library.pictures.newest(1), lambda _old: STARS)
    [picture] = library.pictures.newest(1)
    return picture


def shown(library: Library) -> list[tuple[str, Marks]]:
    return [(each.path.name, each.marks) for each in library.pictures.newest(99)]


def test_a_disk_that_was_unplugged_for_one_scan_costs_no_stars(library: Library, folder: Path) -> None:
    png(folder, parameters=A1111)
    picture = starred(library, folder)
    away = folder.rename(folder.with_name("unplugged"))
    folder.mkdir()  # the empty mount point remains
    result = imports.index_folder(library, folder)
    assert result.emptied == [(folder, 1)]
    assert shown(library) == [("picture.png", STARS)]
    assert imports.index_folder(library, folder, hide_all=True).hidden == 1
    assert shown(library) == []
    assert library.pictures.search("heart").tolist() == []
    assert imports.index_folder(library, folder).emptied == []
    folder.rmdir()
    away.rename(folder)
    result = imports.index_folder(library, folder)
    assert (result.returned, result.added, result.known) == (1, [], 1)
    assert library.pictures.newest(9) == [picture]
    assert library.pictures.search("heart dear").tolist() == [picture.row_number]
    assert all(check.holds for check in verify(library, lambda _done, _all: None))


def test_a_picture_of_ours_on_a_disk_that_was_unplugged_comes_back_as_well(
    library: Library, made, folder: Path, tmp_path: Path
) -> None:
    shutil.copy(made(request("ours")).path, folder / "ours.png")
    with Library.open(LibraryPaths.at(tmp_path / "other")) as other:
        picture = starred(other, folder)
        away = (folder / "ours.png").rename(tmp_path / "away.png")
        assert imports.index_folder(other, folder, hide_all=True).hidden == 1
        away.rename(folder / "renamed.png")
        assert imports.index_folder(other, folder).returned == 1
        assert shown(other) == [("renamed.png", STARS)]
        assert other.pictures.newest(1)[0].id == picture.id


def test_a_folder_that_cannot_be_listed_hides_nothing(library: Library, folder: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may list anything")
    png(folder, parameters=A1111)
    starred(library, folder)
    folder.chmod(0)
    with pytest.raises(MachineError, match="disk-not-allowed"):
        imports.index_folder(library, folder, hide_all=True)
    folder.chmod(0o700)
    assert shown(library) == [("picture.png", STARS)]


def test_a_scan_that_was_stopped_hides_nothing(library: Library, folder: Path) -> None:
    png(folder, "1.png", parameters=A1111).rename(folder / "2.png")
    starred(library, folder)
    (folder / "2.png").rename(folder / "3.png")
    assert imports.index_folder(library, folder, keep_going=lambda: False).hidden == 0
    assert shown(library) == [("2.png", STARS)]


def test_a_picture_that_was_renamed_keeps_its_marks(library: Library, folder: Path) -> None:
    path = png(folder, "1.png", parameters=A1111)
    picture = starred(library, folder)
    (folder / "below").mkdir()
    path.rename(folder / "below" / "2.png")
    result = imports.index_folder(library, folder)
    assert (result.added, result.known, result.hidden) == ([], 1, 0)
    assert shown(library) == [("2.png", STARS)]
    assert library.pictures.newest(1)[0].id == picture.id


def test_a_picture_that_was_overwritten_by_another_is_the_other(library: Library, folder: Path) -> None:
    path = png(folder, parameters=A1111)
    before = path.read_bytes()
    starred(library, folder)
    png(folder, parameters=A1111.replace("heart", "star"))
    assert len(imports.index_folder(library, folder).added) == 1
    [now] = library.pictures.newest(9)
    assert "star" in now.request.prompt
    assert now.marks == Marks()
    (folder / "found again.png").write_bytes(before)
    assert imports.index_folder(library, folder).returned == 1
    assert sorted(shown(library)) == [("found again.png", STARS), ("picture.png", Marks())]


def test_a_picture_that_was_overwritten_by_no_picture_is_hidden(library: Library, folder: Path) -> None:
    path = png(folder, parameters=A1111)
    before = path.read_bytes()
    starred(library, folder)
    path.write_bytes(b"just text")
    assert [name for name, _error in imports.index_folder(library, folder).refused] == ["picture.png"]
    assert shown(library) == []
    path.write_bytes(before)
    imports.index_folder(library, folder)
    assert shown(library) == [("picture.png", STARS)]


def test_of_two_copies_the_other_one_stays(library: Library, folder: Path) -> None:
    first = png(folder, "1.png", parameters=A1111)
    shutil.copy(first, folder / "2.png")
    starred(library, folder)
    assert shown(library) == [("1.png", STARS)]
    first.unlink()
    assert imports.index_folder(library, folder).hidden == 0
    assert shown(library) == [("2.png", STARS)]


def test_of_two_copies_the_other_one_stays_when_the_first_is_overwritten(library: Library, folder: Path) -> None:
    first = png(folder, "1.png", parameters=A1111)
    shutil.copy(first, folder / "2.png")
    starred(library, folder)
    png(folder, "1.png", parameters=A1111.replace(str(SEED), "7"))
    imports.index_folder(library, folder)
    assert sorted(shown(library)) == [("1.png", Marks()), ("2.png", STARS)]


@pytest.mark.parametrize("suffix", [".jpg", ".webp"])
def test_a_keyword_written_by_an_editor_makes_no_other_picture(library: Library, folder: Path, suffix: str) -> None:
    path = jpeg(folder, f"1{suffix}", comment=b"ASCII\0\0\0" + A1111.encode())
    picture = starred(library, folder)
    retagged = path.read_bytes().replace(b"blurry", b"cloudy")
    assert retagged != path.read_bytes()
    path.write_bytes(retagged)
    assert imports.index_folder(library, folder).added == []
    assert shown(library) == [(path.name, STARS)]
    assert library.pictures.newest(1)[0].id == picture.id


def test_a_folder_that_is_shown_again_has_all_its_marks(library: Library, folder: Path) -> None:
    png(folder, parameters=A1111)
    starred(library, folder)
    library.folders.remove(folder)
    assert shown(library) == []
    imports.index_folder(library, folder)
    assert shown(library) == [("picture.png", STARS)]


def test_what_the_user_deleted_does_not_come_back_by_being_renamed(library: Library, folder: Path) -> None:
    path = png(folder, "1.png", parameters=A1111)
    picture = starred(library, folder)
    library.trash.hide([picture.row_number])
    path.rename(folder / "2.png")
    imports.index_folder(library, folder)
    assert shown(library) == []


def test_a_folder_round_the_library_does_not_show_the_library_again(library: Library, made, folder: Path) -> None:
    made(request("ours"))
    around = library.places.pictures.parent
    stray = library.places.pictures / "stray.png"
    shutil.move(png(folder, parameters=A1111), stray)
    assert imports.index_folder(library, around).added == []


def test_a_picture_in_place_that_is_imported_is_in_the_library(library: Library, folder: Path) -> None:
    path = png(folder, parameters=A1111)
    starred(library, folder)
    again = path.rename(folder.parent / "again.png")
    imports.index_folder(library, folder, hide_all=True)
    imports.import_pictures(library, [again])
    assert shown(library) == [("again.png", STARS)]


def test_marks_of_a_picture_that_is_away_are_not_waited_for(library: Library, folder: Path) -> None:
    png(folder, parameters=A1111)
    starred(library, folder)
    library.marks.change(library.pictures.newest(1), marks.set_favourite(True))
    library.folders.remove(folder)
    assert library.marks.pending_writes() == 0
