"""Albums are created, filled, renamed and removed, and each change is undone."""

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.library.albums import Album
from macapp.library.place import Place, PlaceKind
from macapp.ui.main.window import MainWindow
from tests.support.gallery import show_query
from tests.support.large_library import fill


def names(library: Library) -> list[str]:
    return [album.name for album in library.albums.all()]


def test_new_albums_get_free_names(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    for name in ("New Album", "New Album 2"):
        with qtbot.waitSignal(filled.albums.created) as created:
            filled.albums.create()
        assert created.args == [Place(PlaceKind.ALBUM, name)]
    assert names(library) == ["New Album", "New Album 2"]
    filled.undo.undo()
    assert names(library) == ["New Album"]
    filled.undo.redo()
    assert names(library) == ["New Album", "New Album 2"]


def test_an_album_is_created_with_pictures(filled: MainWindow, library: Library) -> None:
    filled.albums.create([2, 3])
    assert library.marks.in_collection("New Album") == [2, 3]
    filled.undo.undo()
    assert names(library) == []
    assert library.marks.read(2).collections == ()
    filled.undo.redo()
    assert library.marks.in_collection("New Album") == [2, 3]


def test_pictures_are_added_and_removed(filled: MainWindow, library: Library) -> None:
    library.albums.add("Wall")
    filled.albums.add("Wall", [1, 2])
    filled.albums.add("Wall", [2, 3])
    assert library.marks.in_collection("Wall") == [1, 2, 3]
    filled.albums.take_out("Wall", [1])
    assert library.marks.in_collection("Wall") == [2, 3]
    for expected in ([1, 2, 3], [1, 2], []):
        filled.undo.undo()
        assert library.marks.in_collection("Wall") == expected


def test_renaming_is_announced_and_undone(filled: MainWindow, library: Library) -> None:
    album = library.albums.add("Wall")
    filled.albums.add("Wall", [4])
    heard = QSignalSpy(filled.albums.renamed)
    filled.albums.rename(album, "Door")
    assert (names(library), library.marks.in_collection("Door")) == (["Door"], [4])
    filled.undo.undo()
    assert (names(library), library.marks.in_collection("Wall")) == (["Wall"], [4])
    filled.undo.redo()
    assert names(library) == ["Door"]
    assert [heard.at(each) for each in range(heard.count())] == [
        [Album("Wall").place, Album("Door").place],
        [Album("Door").place, Album("Wall").place],
        [Album("Wall").place, Album("Door").place],
    ]


@pytest.mark.parametrize("name", ["Sea", "  "])
def test_a_name_that_cannot_be_used_is_refused_in_words(filled: MainWindow, library: Library, name: str) -> None:
    album = library.albums.add("Wall")
    library.albums.add("Sea")
    filled.albums.rename(album, name)
    assert filled.banner.text
    assert names(library) == ["Sea", "Wall"]
    assert filled.undo.undoText() == ""


def test_a_removed_album_comes_back_with_its_pictures(filled: MainWindow, library: Library) -> None:
    album = library.albums.add("Wall")
    filled.albums.add("Wall", [4, 5])
    filled.albums.remove(album)
    assert filled.banner.text == "Deleted the album “Wall”"
    assert (names(library), library.marks.in_collection("Wall")) == ([], [])
    filled.banner.button.click()
    assert (names(library), library.marks.in_collection("Wall")) == (["Wall"], [4, 5])


def test_a_search_becomes_a_smart_album_that_is_named_after_it(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    show_query(filled, qtbot, '"picture 3"')
    with qtbot.waitSignal(filled.albums.created) as created:
        filled.pictures.save_search()
    assert created.args == [Place(PlaceKind.SMART_ALBUM, "'picture 3'", '"picture 3"')]
    assert library.albums.all() == [Album("'picture 3'", '"picture 3"')]
    filled.undo.undo()
    assert library.albums.all() == []


def test_a_large_album_is_renamed_off_the_windows_thread(window: MainWindow, library: Library, qtbot: QtBot) -> None:
    fill(library, 700)
    album = library.albums.add("Wall")
    with qtbot.waitSignal(window.pictures.changed, timeout=20_000):
        window.albums.add("Wall", library.pictures.search().tolist())
    with qtbot.waitSignal(window.albums.renamed, timeout=20_000):
        window.albums.rename(album, "Door")
        assert window.chores.status_text
    assert len(library.marks.in_collection("Door")) == 700
    with qtbot.waitSignal(window.albums.renamed, timeout=20_000):
        window.undo.undo()
    assert names(library) == ["Wall"]
    qtbot.waitUntil(lambda: window.chores.status_text == "", timeout=20_000)
