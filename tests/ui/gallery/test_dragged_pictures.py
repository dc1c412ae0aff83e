"""A drag names the pictures of the library that it carries, and nothing else does."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.dragged_pictures import PICTURES_FORMAT, dragged_pictures, name_pictures


def test_pictures_are_named_for_their_own_library_only(places: LibraryPaths, tmp_path: Path) -> None:
    data = QMimeData()
    name_pictures(data, places, [3, 1, 2])
    assert dragged_pictures(data, places) == [3, 1, 2]
    assert dragged_pictures(data, LibraryPaths.at(tmp_path / "another")) == []


def test_a_drag_of_files_names_no_pictures(places: LibraryPaths) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/a.png")])
    assert dragged_pictures(data, places) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"3", b'{"pictures": 3}', b'{"library": 1, "pictures": [1]}'])
def test_what_another_program_put_there_is_ignored(places: LibraryPaths, content: bytes) -> None:
    data = QMimeData()
    data.setData(PICTURES_FORMAT, content)
    assert dragged_pictures(data, places) == []


def test_what_is_no_number_is_left_out(places: LibraryPaths) -> None:
    data = QMimeData()
    name_pictures(data, places, [1])
    content = bytes(data.data(PICTURES_FORMAT).data()).replace(b"[1]", b'[1, "2", null, true]')
    data.setData(PICTURES_FORMAT, content)
    assert dragged_pictures(data, places) == [1]
