"""Pictures in the Trash are a place: they are listed, put back, and gone once the user deletes them for good."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.library.place import TRASH, Place, PlaceKind
from macapp.ui.main.window import MainWindow
from tests.support.gallery import list_prompts, press_key, select_rows, show_query
from tests.support.request_factory import request


def open_trash(window: MainWindow, qtbot: QtBot) -> list[str]:
    with qtbot.waitSignal(window.gallery.results_shown, timeout=10_000):
        window.gallery.show_place(TRASH)
    return list_prompts(window)


def throw_away(window: MainWindow, library: Library, qtbot: QtBot, *rows: int) -> None:
    select_rows(window, *rows)
    files = [picture.path for picture in library.pictures.by_row_numbers(window.gallery.selected_numbers())]
    window.pictures.trash()
    qtbot.waitUntil(lambda: not any(file.exists() for file in files), timeout=10_000)


def test_what_is_in_the_trash_is_shown_and_put_back_with_one_key(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    throw_away(filled, library, qtbot, 0, 1, 2)
    open_trash(filled, qtbot)
    qtbot.waitUntil(lambda: list_prompts(filled) == ["picture 9", "picture 8", "picture 7"], timeout=10_000)
    assert show_query(filled, qtbot, "seed:8") == ["picture 8"]
    show_query(filled, qtbot, "")
    select_rows(filled, 1)
    press_key(filled, qtbot, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert filled.banner.text == "Put “picture 8” back"
    qtbot.waitUntil(lambda: library.pictures.count() == 8, timeout=10_000)
    qtbot.waitUntil(lambda: list_prompts(filled) == ["picture 9", "picture 7"], timeout=10_000)
    assert library.pictures.by_row_numbers([9])[0].path.exists()
    filled.undo.undo()
    qtbot.waitUntil(lambda: library.pictures.count() == 7, timeout=10_000)
    qtbot.waitUntil(lambda: list_prompts(filled) == ["picture 9", "picture 8", "picture 7"], timeout=10_000)


def test_a_picture_in_the_trash_can_be_looked_at(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    throw_away(filled, library, qtbot, 0)
    open_trash(filled, qtbot)
    qtbot.waitUntil(lambda: list_prompts(filled) == ["picture 9"], timeout=10_000)
    filled.gallery.choose(0)

    def is_shown_from_trash() -> bool:
        return filled.viewer.picture is not None and "Trash" in filled.viewer.picture.path.parts

    qtbot.waitUntil(is_shown_from_trash, timeout=10_000)
    assert filled.viewer.picture is not None
    assert filled.viewer.picture.path.exists()
    qtbot.waitUntil(lambda: not filled.viewer.canvas.image().isNull(), timeout=10_000)


def test_what_the_user_deleted_for_good_disappears_from_the_list(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    throw_away(filled, library, qtbot, 0, 1)
    open_trash(filled, qtbot)
    qtbot.waitUntil(lambda: list_prompts(filled) == ["picture 9", "picture 8"], timeout=10_000)
    trash = Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files"
    next(file for file in trash.iterdir() if "picture 9" in file.name).unlink()
    assert open_trash(filled, qtbot) == ["picture 8"]


def test_pictures_in_the_trash_are_not_marked(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    throw_away(filled, library, qtbot, 0)
    open_trash(filled, qtbot)
    qtbot.waitUntil(lambda: list_prompts(filled) == ["picture 9"], timeout=10_000)
    filled.gallery.choose(0)
    for key in (Qt.Key.Key_F, Qt.Key.Key_3, Qt.Key.Key_X):
        press_key(filled, qtbot, key)
        assert "Put them back first" in filled.banner.text
    assert library.pictures.by_row_numbers([10])[0].marks.stars == 0
    assert filled.gallery.pictures.rejected == set()
    menu = QMenu(filled)
    filled.pictures.fill_menu(menu)
    assert [each.text() for each in menu.actions()] == ["Put Back"]


def test_a_normal_picture_is_thrown_away_also_while_the_trash_is_shown(
    filled: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    open_trash(filled, qtbot)
    new = made(request("a boat", seed=77))
    filled.show_picture(new)
    filled.pictures.put_back()
    assert filled.undo.undoText() == ""
    filled.pictures.trash()
    qtbot.waitUntil(lambda: list_prompts(filled) == ["a boat"], timeout=10_000)
    assert library.pictures.count() == 10


def test_an_undo_is_seen_where_the_picture_belongs(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    filled.pictures.toggle_favourite()
    throw_away(filled, library, qtbot, 0)
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        filled.gallery.show_place(Place(PlaceKind.FAVOURITES))
    assert list_prompts(filled) == []
    filled.undo.undo()
    qtbot.waitUntil(lambda: list_prompts(filled) == ["picture 9"], timeout=10_000)


@pytest.mark.parametrize("place", [Place(PlaceKind.FAVOURITES), TRASH])
def test_keys_in_a_grid_without_selection_leave_the_shown_picture_alone(
    filled: MainWindow, library: Library, qtbot: QtBot, place: Place
) -> None:
    filled.views.show_gallery()
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        filled.gallery.show_place(place)
    assert filled.gallery.pictures.rowCount() == 0
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_F):
        qtbot.keyClick(filled.gallery.grid, key)
    assert filled.viewer.picture is not None
    assert library.pictures.is_any_listed([filled.viewer.picture.row_number])
    assert not library.marks.are_all_favourites([filled.viewer.picture.row_number])
    filled.views.show_picture()
    assert filled.gallery.selected_tiles() == [filled.viewer.picture.row_number]  # in sight, it can be moved


def test_without_any_picture_left_the_viewer_is_empty_and_undo_fills_it(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    filled.gallery.choose(0)
    filled.gallery.select_all()
    filled.pictures.trash()
    qtbot.waitUntil(lambda: filled.viewer.picture is None, timeout=10_000)
    assert filled.viewer.canvas.image().isNull()
    filled.undo.undo()
    qtbot.waitUntil(lambda: filled.viewer.picture is not None, timeout=10_000)
