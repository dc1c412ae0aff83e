"""Positions of tiles are computed: 5,000 of them, keys, and other sizes."""

from array import array

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
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
