"""Deleting moves files to the Trash and back; a death in between loses nothing."""

from pathlib import Path

import pytest

from macapp.errors import BadRequest, MachineFault
from macapp.library import Library, marks
from tests.requests_of_all_kinds import request


@pytest.fixture
def trash(tmp_path: Path):
    folder = tmp_path / "trash"
    folder.mkdir()

    def move(path: Path) -> Path:
        return path.rename(folder / path.name)

    return move


def test_a_deleted_picture_is_in_the_trash_and_comes_back_with_its_marks(library: Library, made, trash) -> None:
    picture, other = made(request("to go")), made(request("to stay"))
    library.marks.change([picture], marks.tag("dear"))
    picture = library.pictures.find(picture.id)
    content = picture.path.read_bytes()
    library.trash.hide([picture.number])
    assert library.pictures.newest(9) == [other]
    assert library.pictures.numbers("dear").tolist() == []
    assert library.pictures.count() == 1
    with pytest.raises(BadRequest, match="picture-missing"):
        library.pictures.find(picture.id)
    library.trash.move([picture], trash)
    assert not picture.path.exists()
    assert library.trash.restore([picture]) == []
    assert picture.path.read_bytes() == content
    assert library.pictures.find(picture.id) == picture
    assert library.pictures.numbers("dear").tolist() == [picture.number]


def test_when_the_trash_refuses_the_picture_stays(library: Library, made) -> None:
    pictures = [made(request(seed=each)) for each in range(3)]

    def refuse(path: Path) -> Path:
        raise OSError(1, "no")

    library.trash.hide([each.number for each in pictures])
    with pytest.raises(MachineFault, match="trash-refused"):
        library.trash.move(pictures, refuse)
    assert library.pictures.count() == 3
    assert all(each.path.exists() for each in pictures)


def test_a_death_between_row_and_file_undoes_the_deletion(library: Library, made) -> None:
    picture = made(request())
    library.trash.hide([picture.number])
    with library.as_runner():
        assert library.pictures.newest(9) == [picture]


def test_an_emptied_trash_is_said(library: Library, made, trash) -> None:
    picture = made(request())
    library.trash.hide([picture.number])
    library.trash.move([picture], trash)
    (picture.path.parents[2] / "trash" / picture.path.name).unlink()
    assert library.trash.restore([picture]) == [picture]
    assert library.pictures.count() == 0


def test_a_file_put_back_by_hand_is_a_picture_again(library: Library, made, trash) -> None:
    from macapp.library.rebuild import rebuild

    picture = made(request())
    library.trash.hide([picture.number])
    library.trash.move([picture], trash)
    (picture.path.parents[2] / "trash" / picture.path.name).rename(picture.path)
    rebuild(library, lambda _done, _all: None)
    assert library.pictures.newest(9) == [picture]
