"""Files move to the Trash of the desktop, which the fixture of this folder puts into a temporary folder.

The Trash that tests on a Mac have instead of the user's does the same.
"""

from pathlib import Path

import pytest

from macapp.ui.gallery import system_trash
from macapp.ui.gallery.system_trash import move_to_trash
from tests.support.own_files import move_to_own_trash


@pytest.fixture(autouse=True, params=[system_trash.move_with_qt, move_to_own_trash], ids=["Qt", "tests on a Mac"])
def _trash(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if system_trash.mover is not move_to_own_trash:  # on a Mac the one of Qt is that of the user
        monkeypatch.setattr(system_trash, "mover", request.param)


def test_a_file_is_in_the_trash_with_its_content(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"content")
    moved = move_to_trash(path)
    assert not path.exists()
    assert moved.read_bytes() == b"content"


def test_two_files_of_one_name_both_stay(tmp_path: Path) -> None:
    moved = []
    for content in (b"one", b"two"):
        (tmp_path / "a.png").write_bytes(content)
        moved.append(move_to_trash(tmp_path / "a.png"))
    assert [path.read_bytes() for path in moved] == [b"one", b"two"]


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        move_to_trash(tmp_path / "missing.png")
