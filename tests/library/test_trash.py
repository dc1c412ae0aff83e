"""Deleted files move to the Trash and back; a crash in between loses nothing."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from macapp.domain.job import Picture
from macapp.errors import BadRequest, MachineError
from macapp.library import Library, imports, marks
from macapp.library.recovery import acquire_runner
from macapp.messages import message_for
from tests.library.metadata.importers.files import png
from tests.support.request_factory import request


@pytest.fixture
def trash(tmp_path: Path):
    folder = tmp_path / "trash"
    folder.mkdir()

    def move(path: Path) -> Path:
        return path.rename(folder / path.name)

    return move


def test_a_deleted_picture_is_in_the_trash_and_comes_back_with_its_marks(library: Library, made, trash) -> None:
    picture, other = made(request("to go")), made(request("to stay"))
    library.marks.change([picture], marks.set_tag("dear"))
    picture = library.pictures.find(picture.id)
    content = picture.path.read_bytes()
    library.trash.hide([picture.row_number])
    assert library.pictures.newest(9) == [other]
    assert library.pictures.search("dear").tolist() == []
    assert library.pictures.count() == 1
    with pytest.raises(BadRequest, match="picture-missing"):
        library.pictures.find(picture.id)
    library.trash.move([picture], trash)
    assert not picture.path.exists()
    assert library.trash.restore([picture]) == []
    assert picture.path.read_bytes() == content
    assert library.pictures.find(picture.id) == picture
    assert library.pictures.search("dear").tolist() == [picture.row_number]


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[bool], None]:
    """Deny access to the Trash, like macOS without Full Disk Access; with False, allow it again."""
    stat = Path.stat
    is_closed = False

    def look(path: Path, **how: bool) -> os.stat_result:
        if is_closed and path.is_relative_to(tmp_path / "trash"):
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))
        return stat(path, **how)

    def close(now: bool) -> None:
        nonlocal is_closed
        is_closed = now

    monkeypatch.setattr(Path, "stat", look)
    return close


def test_from_a_trash_that_may_not_be_read_a_picture_is_put_back_in_the_finder(
    library: Library, made, trash, tmp_path: Path, closed
) -> None:
    picture = made(request())
    library.trash.hide([picture.row_number])
    library.trash.move([picture], trash)
    closed(True)
    with pytest.raises(MachineError, match="trash-closed") as refused:
        library.trash.restore([picture])
    assert "Choose Put Back in the Finder" in message_for(refused.value)
    library.trash.move([picture], trash)  # again, as with the menu: the place of the file is still known
    with pytest.raises(MachineError, match="trash-closed"):
        library.trash.restore([picture])
    assert library.pictures.count() == 0, "a picture in the Trash is shown"
    closed(False)
    (tmp_path / "trash" / picture.path.name).rename(picture.path)
    with acquire_runner(library):
        assert library.pictures.newest(9) == [picture]


def test_the_others_come_back_from_a_trash_that_may_not_be_read(library: Library, made, trash, closed) -> None:
    pictures = [made(request(seed=each)) for each in range(3)]
    library.trash.hide([each.row_number for each in pictures])
    library.trash.move(pictures[:2], trash)
    closed(True)
    with pytest.raises(MachineError, match="trash-closed"):
        library.trash.restore(pictures)
    assert library.pictures.newest(9) == [pictures[2]]


def test_a_folder_that_may_not_be_looked_at_does_not_end_the_start(
    library: Library, made, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = made(request())
    library.trash.hide([picture.row_number])
    stat = Path.stat

    def look(path: Path, **how: bool) -> os.stat_result:
        if path == picture.path:
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))
        return stat(path, **how)

    with monkeypatch.context() as forbidden:
        forbidden.setattr(Path, "stat", look)
        with acquire_runner(library):
            assert library.pictures.newest(9) == []
    with acquire_runner(library):
        assert library.pictures.newest(9) == [picture]


def test_when_the_trash_refuses_the_picture_stays(library: Library, made) -> None:
    pictures = [made(request(seed=each)) for each in range(3)]

    def refuse(path: Path) -> Path:
        raise OSError(1, "no")

    library.trash.hide([each.row_number for each in pictures])
    with pytest.raises(MachineError, match="trash-refused"):
        library.trash.move(pictures, refuse)
    assert library.pictures.count() == 3
    assert all(each.path.exists() for each in pictures)


def test_a_death_between_row_and_file_undoes_the_deletion(library: Library, made) -> None:
    picture = made(request())
    library.trash.hide([picture.row_number])
    with acquire_runner(library):
        assert library.pictures.newest(9) == [picture]


def test_an_emptied_trash_is_said(library: Library, made, trash) -> None:
    picture = made(request())
    library.trash.hide([picture.row_number])
    library.trash.move([picture], trash)
    (picture.path.parents[2] / "trash" / picture.path.name).unlink()
    assert library.trash.restore([picture]) == [picture]
    assert library.pictures.count() == 0


def test_a_file_put_back_by_hand_is_a_picture_again(library: Library, made, trash) -> None:
    from macapp.library.rebuild import rebuild

    picture = made(request())
    library.trash.hide([picture.row_number])
    library.trash.move([picture], trash)
    (picture.path.parents[2] / "trash" / picture.path.name).rename(picture.path)
    rebuild(library, lambda _done, _all: None)
    assert library.pictures.newest(9) == [picture]


# The list of what can come back


def listed(library: Library, query: str = "", **how: str) -> list[str]:
    return [each.request.prompt for each in library.pictures.by_row_numbers(library.trash.search(query, **how))]


@pytest.fixture
def thrown(library: Library, made, trash) -> list[Picture]:
    """Three pictures in the Trash, of which the first is a tagged favourite; a fourth is in the library."""
    pictures = [
        made(request(f"a {name}", seed=n, model="/models/dreamy")) for n, name in enumerate(("heart", "sea", "old oak"))
    ]
    library.marks.change(pictures[:1], marks.set_tag("dear"))
    library.marks.change(pictures[:1], marks.set_favourite(True))
    made(request("a heart that stays"))
    library.trash.hide([each.row_number for each in pictures])
    library.trash.move(pictures, trash)
    return pictures


@pytest.mark.parametrize(
    ("query", "prompts"),
    [
        ("", ["a old oak", "a sea", "a heart"]),
        ("heart", ["a heart"]),
        ("HEART OR sea", ["a sea", "a heart"]),
        ("-heart", ["a old oak", "a sea"]),
        ('"old oak"', ["a old oak"]),
        ("a", ["a old oak", "a sea", "a heart"]),
        ("dear", ["a heart"]),
        ("tag:dear is:favourite", ["a heart"]),
        ("model:dream seed:1", ["a sea"]),
        ("-model:dream", []),
    ],
)
def test_the_trash_can_be_searched(library: Library, thrown: list[Picture], query: str, prompts: list[str]) -> None:
    assert len(thrown) == 3
    assert listed(library, query) == prompts


def test_the_trash_has_an_order(library: Library, thrown: list[Picture]) -> None:
    assert len(thrown) == 3
    assert listed(library, sort="oldest") == ["a heart", "a sea", "a old oak"]


def test_a_picture_in_the_trash_names_the_file_that_lies_there(
    library: Library, thrown: list[Picture], tmp_path: Path
) -> None:
    [listed_picture] = library.pictures.by_row_numbers([thrown[0].row_number])
    assert listed_picture.path == tmp_path / "trash" / thrown[0].path.name
    assert listed_picture.path.exists()
    assert library.trash.restore([listed_picture]) == []
    assert library.pictures.find(thrown[0].id).path == thrown[0].path
    assert thrown[0].path.exists()
    assert listed(library) == ["a old oak", "a sea"]


def test_what_was_deleted_from_the_systems_trash_is_not_listed(
    library: Library, thrown: list[Picture], tmp_path: Path
) -> None:
    (tmp_path / "trash" / thrown[1].path.name).unlink()
    assert listed(library) == ["a old oak", "a heart"]


def test_what_only_the_finder_may_see_is_listed(library: Library, thrown: list[Picture], closed) -> None:
    assert len(thrown) == 3
    closed(True)
    assert listed(library) == ["a old oak", "a sea", "a heart"]


def test_a_picture_that_is_only_hidden_is_listed_until_its_file_is_moved(library: Library, made) -> None:
    library.trash.hide([made(request("to go")).row_number])
    assert listed(library) == ["to go"]


def test_a_picture_whose_disk_is_unplugged_is_not_in_the_trash(library: Library, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    file = png(
        tmp_path / "out", parameters="a shown picture\nSteps: 5, Sampler: Euler, CFG scale: 7, Seed: 5, Size: 64x96"
    )
    imports.index_folder(library, tmp_path / "out")
    [picture] = library.pictures.newest(1)
    file.unlink()
    imports.index_folder(library, tmp_path / "out", hide_all=True)
    assert listed(library) == []
    file = png(
        tmp_path / "out", parameters="a shown picture\nSteps: 5, Sampler: Euler, CFG scale: 7, Seed: 5, Size: 64x96"
    )
    library.folders.remove(tmp_path / "out")
    assert listed(library) == [], "the user took the folder away, and threw nothing away"
    assert library.pictures.count() == 0
    assert picture.path == file


def test_the_picture_of_a_shown_folder_is_listed_and_its_file_stays(library: Library, tmp_path: Path, trash) -> None:
    (tmp_path / "out").mkdir()
    file = png(
        tmp_path / "out", parameters="a shown picture\nSteps: 5, Sampler: Euler, CFG scale: 7, Seed: 5, Size: 64x96"
    )
    imports.index_folder(library, tmp_path / "out")
    [picture] = library.pictures.newest(1)
    library.trash.hide([picture.row_number])
    library.trash.move([picture], trash)
    assert file.exists()
    assert listed(library) == ["a shown picture"]
    assert library.trash.restore(library.pictures.by_row_numbers([picture.row_number])) == []
    assert library.pictures.newest(1) == [picture]


def test_whether_a_picture_can_be_restored_is_known_in_advance(
    library: Library, made, trash, closed, tmp_path: Path
) -> None:
    pictures = [made(request("one")), made(request("two", seed=2))]
    numbers = [each.row_number for each in pictures]
    assert not library.trash.can_restore(numbers), "nothing is deleted"
    assert library.pictures.is_any_listed(numbers)
    library.trash.hide(numbers)
    assert library.trash.can_restore(numbers), "the files are still in their places"
    assert not library.pictures.is_any_listed(numbers)
    library.trash.move(pictures, trash)
    (tmp_path / "trash" / pictures[0].path.name).unlink()
    assert library.trash.can_restore(numbers)
    closed(True)
    assert library.trash.can_restore(numbers), "the Finder may still have them"
    closed(False)
    (tmp_path / "trash" / pictures[1].path.name).unlink()
    assert not library.trash.can_restore(numbers)
