"""Deleted files move to the Trash and back; a crash in between loses nothing."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from macapp.errors import BadRequest, MachineError
from macapp.library import Library, marks
from macapp.library.recovery import acquire_runner
from macapp.messages import message_for
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
