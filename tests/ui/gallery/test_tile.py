"""A tile shows its picture, its marks, and a ring when it is selected."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from macapp.ui.gallery.thumbnail_grid import PADDING
from macapp.ui.main.window import MainWindow
from macapp.ui.widgets.colours import Colour, colour


def corner_of(window: MainWindow, row: int) -> QPoint:
    """Return the middle of the left edge of a square, where a ring would be."""
    grid = window.gallery.grid
    tile = grid.visualRect(grid.model().index(row, 0))
    return QPoint(tile.left() + PADDING - 2, tile.center().y())


def look(window: MainWindow) -> QImage:
    return window.gallery.grid.viewport().grab().toImage()


def accent(window: MainWindow) -> QColor:
    return colour(window, Colour.SELECTION)


def test_the_selected_picture_has_a_ring_around_it(filled: MainWindow) -> None:
    filled.prompt_panel.prompt.setFocus()
    filled.gallery.choose(1)
    image = look(filled)
    assert image.pixelColor(corner_of(filled, 1)) == accent(filled)
    assert image.pixelColor(corner_of(filled, 0)) != accent(filled)


def test_the_ring_is_wider_while_the_grid_has_the_focus(filled: MainWindow, qtbot: QtBot) -> None:
    filled.views.show_gallery()
    filled.prompt_panel.prompt.setFocus()
    filled.gallery.choose(1)
    at = corner_of(filled, 1) - QPoint(1, 0)
    assert look(filled).pixelColor(at) != accent(filled)
    filled.activateWindow()
    filled.gallery.grid.setFocus()
    qtbot.waitUntil(filled.gallery.grid.hasFocus)
    assert look(filled).pixelColor(at) == accent(filled)


def test_stars_are_painted_on_the_tile(filled: MainWindow, qtbot: QtBot) -> None:
    tile = filled.gallery.grid.model().index(0, 0)
    qtbot.waitUntil(lambda: tile.data(Qt.ItemDataRole.DecorationRole) is not None, timeout=5000)
    plain = look(filled)
    filled.pictures.give_stars(5)
    assert look(filled) != plain
