"""Positions of tiles are computed: 5,000 of them, keys, and other sizes."""

from array import array

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


def test_a_grid_of_thousands_places_every_tile_by_arithmetic(window: MainWindow, qtbot: QtBot, made) -> None:
    made(request())
    rows, grid = window.gallery.pictures, window.gallery.grid
    rows.show_numbers(array("q", [1] * 5000))
    columns = grid.columns
    assert columns >= 3
    last = rows.index(4999)
    grid.scrollTo(last)
    assert grid.viewport().rect().contains(grid.visualRect(last))
    assert grid.indexAt(grid.visualRect(last).center()) == last
    assert grid.verticalScrollBar().value() == grid.verticalScrollBar().maximum()
    grid.setCurrentIndex(rows.index(0))
    for key, row in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_End, 4999),
        (Qt.Key.Key_Right, 4999),
        (Qt.Key.Key_Home, 0),
    ):
        qtbot.keyClick(grid, key)
        assert grid.currentIndex().row() == row, key
    grid.setSelection(QRect(0, 0, grid.viewport().width(), 150), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert len(grid.selectionModel().selectedIndexes()) == 2 * columns
    assert not grid.indexAt(QPoint(-5, 10)).isValid()


def test_tiles_of_another_size_keep_the_chosen_one_in_view(filled: MainWindow) -> None:
    grid = filled.gallery.grid
    before = grid.columns
    filled.gallery.tile_size.setValue(200)
    assert grid.columns < before
    assert grid.viewport().rect().intersects(grid.visualRect(grid.currentIndex()))


def selected_rows(window: MainWindow) -> list[int]:
    return sorted(index.row() for index in window.gallery.grid.selectionModel().selectedIndexes())


def click(
    window: MainWindow, qtbot: QtBot, row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    grid = window.gallery.grid
    middle = grid.visualRect(grid.model().index(row, 0)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, keys, middle)


def test_shift_selects_all_pictures_in_between_in_order_and_no_rectangle(filled: MainWindow, qtbot: QtBot) -> None:
    columns, shift, control = (
        filled.gallery.grid.columns,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.ControlModifier,
    )
    click(filled, qtbot, columns - 1)
    click(filled, qtbot, columns, shift)
    assert selected_rows(filled) == [columns - 1, columns], "across the end of a row"
    click(filled, qtbot, 0, shift)
    assert selected_rows(filled) == list(range(columns)), "from the same anchor, backwards"
    click(filled, qtbot, columns + 1, control)
    click(filled, qtbot, columns + 2, shift)
    added = [columns + 1, columns + 2]
    assert selected_rows(filled) == [*range(columns), *added], "a second range, from the picture that was added"


def test_shift_with_arrows_extends_from_where_the_keys_were(filled: MainWindow, qtbot: QtBot) -> None:
    grid = filled.gallery.grid
    columns, shift = grid.columns, Qt.KeyboardModifier.ShiftModifier
    filled.gallery.choose(1)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Down, shift)
    assert selected_rows(filled) == list(range(2, 3 + columns))
    qtbot.keyClick(grid, Qt.Key.Key_Left, shift)
    assert selected_rows(filled) == list(range(2, 2 + columns))


def test_a_drag_over_the_background_still_selects_a_rectangle(filled: MainWindow) -> None:
    grid = filled.gallery.grid
    area = grid.visualRect(grid.model().index(0, 0)).united(grid.visualRect(grid.model().index(grid.columns, 0)))
    grid.setSelection(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert selected_rows(filled) == [0, grid.columns]


def test_screen_readers_find_every_picture_with_prompt_stars_and_position(filled: MainWindow) -> None:
    filled.pictures.give_stars(3)
    spoken = QAccessible.queryAccessibleInterface(filled.gallery.grid)
    assert spoken.role() == QAccessible.Role.List
    assert spoken.childCount() == 10
    first = spoken.child(0)
    assert first.role() == QAccessible.Role.ListItem
    assert "picture 9" in first.text(QAccessible.Text.Name)
    assert "3 stars" in first.text(QAccessible.Text.Name)
    assert first.text(QAccessible.Text.Description) == "1 of 10"
    assert spoken.child(9).text(QAccessible.Text.Description) == "10 of 10"


def test_home_goes_to_the_first_picture_also_of_a_single_row(filled: MainWindow, qtbot: QtBot) -> None:
    grid = filled.gallery.grid
    filled.gallery.pictures.show_numbers(array("q", range(1, grid.columns + 1)))
    grid.setCurrentIndex(grid.model().index(grid.columns - 1, 0))
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert grid.currentIndex().row() == 0
