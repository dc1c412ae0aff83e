"""The sidebar in the window: places, albums and drops, with the keys and the mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from macapp.library import Library, imports
from macapp.library.place import ALL_PICTURES, TRASH, Place, PlaceKind
from macapp.ui.main.shell import Page
from macapp.ui.main.window import MainWindow
from tests.library.metadata.importers.files import A1111, png
from tests.support.gallery import list_prompts, select_rows, show_query

WALL, SEA = Place(PlaceKind.ALBUM, "Wall"), Place(PlaceKind.ALBUM, "Sea")


def middle(window: MainWindow, place: Place) -> QPoint:
    rows = window.sidebar.rows
    return window.sidebar.list.visualRect(rows.index(rows.row_of(place))).center()


def click(window: MainWindow, qtbot: QtBot, place: Place) -> list[str]:
    with qtbot.waitSignal(window.gallery.results_shown, timeout=10_000):
        qtbot.mouseClick(window.sidebar.list.viewport(), Qt.MouseButton.LeftButton, pos=middle(window, place))
    return list_prompts(window)


def wait_for_place(window: MainWindow, qtbot: QtBot, place: Place) -> None:
    qtbot.waitUntil(lambda: window.sidebar.rows.row_of(place) >= 0, timeout=10_000)


def drop(window: MainWindow, data: QMimeData, place: Place) -> None:
    none = Qt.KeyboardModifier.NoModifier
    at = QPointF(middle(window, place))
    window.sidebar.list.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))


def test_a_click_shows_a_place_in_the_grid(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    filled.albums.add("Wall", [1, 2])
    filled.shell.show_page(Page.PICTURE)
    assert click(filled, qtbot, WALL) == ["picture 1", "picture 0"]
    assert filled.shell.page is Page.GRID
    assert filled.sidebar.list.hasFocus(), "the arrow keys go on to the next place"
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        qtbot.keyClick(filled.sidebar.list, Qt.Key.Key_Home)
    assert filled.gallery.place == ALL_PICTURES
    qtbot.keyClick(filled.sidebar.list, Qt.Key.Key_Return)
    assert filled.gallery.grid.hasFocus()


def test_the_sidebar_follows_the_place_of_the_gallery(filled: MainWindow) -> None:
    filled.gallery.show_place(WALL)
    assert filled.sidebar.rows.place(filled.sidebar.list.currentIndex().row()) == WALL


def test_the_selected_pictures_are_dragged_onto_an_album(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    select_rows(filled, 0, 1, 2)
    data = filled.gallery.pictures.mimeData(filled.gallery.grid.selectedIndexes())
    drop(filled, data, WALL)
    assert library.marks.in_collection("Wall") == [8, 9, 10]
    assert filled.banner.text == "Added 3 pictures to “Wall”"
    filled.banner.button.click()
    assert library.marks.in_collection("Wall") == []


def test_the_viewed_picture_is_dragged_onto_the_trash(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    picture = filled.viewer.picture
    assert picture is not None
    drop(filled, filled.gallery.pictures.drag_data([picture]), TRASH)
    assert library.pictures.count() == 9
    assert "picture 9" in filled.banner.text
    qtbot.waitUntil(lambda: not picture.path.exists(), timeout=10_000)


def test_dropped_files_are_imported_into_the_album(
    filled: MainWindow, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "known").mkdir()
    known = png(tmp_path / "known", parameters=A1111)
    imports.import_pictures(library, [known])
    new = png(tmp_path, "new.png", parameters=A1111.replace("28", "29"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in (known, new)])
    drop(filled, data, SEA)
    qtbot.waitUntil(lambda: len(library.marks.in_collection("Sea")) == 2, timeout=10_000)
    assert library.pictures.count() == 12
    assert filled.banner.text == "Added 2 pictures to “Sea”"
    filled.undo.undo()
    assert library.marks.in_collection("Sea") == []
    assert library.pictures.count() == 12, "the import stays"


def test_a_new_album_is_named_in_the_list(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    filled.navigation.create_album()
    wait_for_place(filled, qtbot, Place(PlaceKind.ALBUM, "New Album"))
    qtbot.waitUntil(lambda: filled.sidebar.list.is_editing, timeout=10_000)
    editor = filled.sidebar.list.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "Postcards")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    wait_for_place(filled, qtbot, Place(PlaceKind.ALBUM, "Postcards"))
    assert [album.name for album in library.albums.all()] == ["Postcards", "Sea", "Wall"]
    assert filled.gallery.place == Place(PlaceKind.ALBUM, "Postcards"), "it is shown under its new name"


def test_delete_removes_an_album_and_undo_brings_it_back(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    filled.albums.add("Wall", [3])
    click(filled, qtbot, WALL)
    qtbot.keyClick(filled.sidebar.list, Qt.Key.Key_Delete)
    assert [album.name for album in library.albums.all()] == ["Sea"]
    assert library.pictures.count() == 10, "its pictures stay"
    qtbot.waitUntil(lambda: filled.gallery.place == ALL_PICTURES, timeout=10_000)
    filled.undo.undo()
    wait_for_place(filled, qtbot, WALL)
    assert library.marks.in_collection("Wall") == [3]


def test_delete_leaves_the_fixed_places_alone(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    click(filled, qtbot, TRASH)
    qtbot.keyClick(filled.sidebar.list, Qt.Key.Key_Delete)
    assert filled.undo.undoText() == ""
    assert len(library.albums.all()) == 2


def test_a_folder_is_no_longer_shown_on_request(
    filled: MainWindow, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "out").mkdir()
    png(tmp_path / "out", parameters=A1111)
    filled.incoming.watch_folder(tmp_path / "out")
    folder = Place(PlaceKind.FOLDER, str((tmp_path / "out").resolve()))
    wait_for_place(filled, qtbot, folder)
    assert len(click(filled, qtbot, folder)) == 1
    qtbot.keyClick(filled.sidebar.list, Qt.Key.Key_Delete)
    assert "no longer shown" in filled.banner.text
    qtbot.waitUntil(lambda: filled.gallery.place == ALL_PICTURES, timeout=10_000)
    assert (tmp_path / "out" / "picture.png").exists()


def texts(window: MainWindow, place: Place | None) -> list[str]:
    menu = QMenu(window)
    window.navigation.fill_menu(menu, place)
    return [each.text() for each in menu.actions() if each.text() and each.isEnabled()]


def test_each_place_has_its_menu(filled: MainWindow, qtbot: QtBot) -> None:
    general = ["New Album", "New Album from Selection"]
    assert texts(filled, None) == texts(filled, ALL_PICTURES) == general
    assert texts(filled, WALL) == ["Rename", "Delete Album", "Add Selected Pictures", *general]
    show_query(filled, qtbot, "picture")
    assert texts(filled, None) == [*general, "New Smart Album from Search"]
    assert "Stop Showing This Folder" in texts(filled, Place(PlaceKind.FOLDER, "/out"))


def test_the_menu_adds_the_selection_and_renames(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    select_rows(filled, 0, 1)
    menu = QMenu(filled)
    filled.navigation.fill_menu(menu, WALL)
    entries = {each.text(): each for each in menu.actions()}
    entries["Add Selected Pictures"].trigger()
    assert library.marks.in_collection("Wall") == [9, 10]
    entries["Rename"].trigger()
    assert filled.sidebar.list.is_editing


def test_the_menu_bar_creates_albums(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    select_rows(filled, 0, 1)
    filled.gallery.grid.setFocus()
    qtbot.keyClick(filled, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert library.marks.in_collection("New Album") == [9, 10]
    filled.navigation.save_search()
    assert "Type a search first" in filled.banner.text
    assert len(library.albums.all()) == 3


def test_an_emptied_trash_is_seen_when_the_user_comes_back(
    filled: MainWindow, library: Library, qtbot: QtBot, qapp, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.pictures.trash()
    qtbot.waitUntil(lambda: len(library.trash.search()) == 1, timeout=10_000)
    click(filled, qtbot, TRASH)
    qtbot.waitUntil(lambda: list_prompts(filled) == ["picture 9"], timeout=10_000)
    [picture] = library.pictures.by_row_numbers(library.trash.search())
    qtbot.waitUntil(lambda: library.pictures.by_row_numbers(library.trash.search())[0].path.exists(), timeout=10_000)
    library.pictures.by_row_numbers([picture.row_number])[0].path.unlink()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: list_prompts(filled) == [], timeout=10_000)


def test_the_gallery_is_restored_with_the_window(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    from macapp import settings
    from macapp.system.machine import detect_machine

    filled.albums.add("Wall", [2, 5])
    click(filled, qtbot, WALL)
    filled.gallery.choose(1)
    filled.close()
    again = MainWindow(library, detect_machine(), settings.load(library.places))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: list_prompts(again) == ["picture 4", "picture 1"], timeout=10_000)
    assert again.gallery.place == WALL
    qtbot.waitUntil(lambda: again.viewer.picture is not None and again.viewer.picture.request.prompt == "picture 1")
    again.close()
