"""The filmstrip shows the gallery in one row and shares its selection."""

from array import array

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QWheelEvent
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent
from macapp.ui.gallery.filmstrip import STRIP_HEIGHT, STRIP_TILE, Filmstrip
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


@pytest.fixture
def strip(filled: MainWindow) -> Filmstrip:
    """The strip of ten pictures, with room for seven."""
    shown = filled.gallery.filmstrip
    shown.setFixedWidth(7 * 78 + 24)
    filled.viewer.layout().activate()  # type: ignore[union-attr]
    shown.setFocus()
    return shown


def place_of(strip: Filmstrip, row: int) -> QPoint:
    return strip.visualRect(strip.model().index(row, 0)).center()


def test_the_pictures_are_in_one_row_of_squares(strip: Filmstrip) -> None:
    first, second = (strip.visualRect(strip.model().index(row, 0)) for row in (0, 1))
    assert first.top() == second.top() == 0
    assert second.left() - first.left() == STRIP_TILE + 8
    assert first.height() == strip.height() == STRIP_HEIGHT
    assert strip.indexAt(second.center()).row() == 1
    assert not strip.indexAt(QPoint(2, 40)).isValid()


def test_a_click_in_the_strip_chooses_in_the_grid_too(filled: MainWindow, strip: Filmstrip, qtbot: QtBot) -> None:
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place_of(strip, 3))
    assert filled.gallery.grid.currentIndex().row() == 3
    assert filled.viewer.picture is not None
    assert filled.viewer.picture.request.prompt == "picture 6"
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, place_of(strip, 5))
    assert len(filled.gallery.selected_numbers()) == 3


def test_arrow_keys_move_along_the_strip(strip: Filmstrip, qtbot: QtBot) -> None:
    for key, row in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_End, 9),
        (Qt.Key.Key_Right, 9),
        (Qt.Key.Key_PageUp, 2),
        (Qt.Key.Key_Up, 2),
        (Qt.Key.Key_Home, 0),
    ):
        qtbot.keyClick(strip, key)
        assert strip.currentIndex().row() == row, key


def test_the_strip_follows_the_current_picture_and_keeps_a_neighbour_in_view(
    filled: MainWindow, strip: Filmstrip
) -> None:
    filled.gallery.choose(7)
    shown = strip.viewport().rect()
    assert shown.contains(strip.visualRect(strip.model().index(7, 0)))
    assert shown.contains(strip.visualRect(strip.model().index(8, 0)))
    filled.gallery.choose(1)
    assert shown.contains(strip.visualRect(strip.model().index(0, 0)))


def test_the_wheel_moves_the_strip_sideways(strip: Filmstrip, qtbot: QtBot) -> None:
    middle = QPointF(strip.viewport().rect().center())
    turn = QWheelEvent(
        middle,
        strip.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QGuiApplication.sendEvent(strip.viewport(), turn)
    assert strip.horizontalScrollBar().value() > 0


def test_a_new_picture_does_not_move_what_is_in_view(filled: MainWindow, strip: Filmstrip, made) -> None:
    filled.gallery.choose(7)
    before = place_of(strip, 7)
    filled.on_event(JobEvent(kind=EventKind.DONE, picture=made(request("new", seed=99))))
    assert place_of(strip, 8) == before, "the picture has moved one place on, and stays where it is on screen"


def test_keys_act_on_pictures_in_the_strip_as_in_the_grid(filled: MainWindow, strip: Filmstrip, qtbot: QtBot) -> None:
    qtbot.keyClick(strip, Qt.Key.Key_F)
    qtbot.keyClick(strip, Qt.Key.Key_4)
    picture = filled.gallery.current()
    assert picture is not None
    assert picture.marks.favourite
    assert picture.marks.stars == 4


def test_a_hundred_thousand_pictures_take_no_layout(filled: MainWindow, strip: Filmstrip) -> None:
    """Only visible rows are touched: the model is asked for none of the others."""
    rows = filled.gallery.pictures
    rows.show_numbers(array("q", [1] * 100_000))
    assert len(strip.rows_in_view()) <= 9
    filled.gallery.choose(99_999)
    assert strip.rows_in_view().stop == 100_000
    assert strip.horizontalScrollBar().value() == strip.horizontalScrollBar().maximum()


def test_screen_readers_find_every_picture_in_the_strip(strip: Filmstrip) -> None:
    spoken = QAccessible.queryAccessibleInterface(strip)
    assert spoken.role() == QAccessible.Role.List
    assert spoken.childCount() == 10
    assert "picture 7" in spoken.child(2).text(QAccessible.Text.Name)
