"""The keys of the grid, and its placeholder."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from macapp.ui.gallery.thumbnail_grid import GridKey
from macapp.ui.main.window import MainWindow


@pytest.mark.parametrize(
    ("key", "modifier", "command"),
    [
        (Qt.Key.Key_F, Qt.KeyboardModifier.NoModifier, GridKey.FAVOURITE),
        (Qt.Key.Key_Period, Qt.KeyboardModifier.NoModifier, GridKey.FAVOURITE),
        (Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier, GridKey.REJECT),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, GridKey.TRASH),
        (Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier, GridKey.TRASH),
    ],
)
def test_a_key_acts_on_the_selection(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, command: GridKey
) -> None:
    with qtbot.waitSignal(window.gallery.key_pressed) as pressed:
        qtbot.keyClick(window.gallery.grid, key, modifier)
    assert pressed.args == [command]


@pytest.mark.parametrize("count", range(6))
def test_a_digit_gives_stars(window: MainWindow, qtbot: QtBot, count: int) -> None:
    with qtbot.waitSignal(window.gallery.stars_pressed) as pressed:
        qtbot.keyClick(window.gallery.grid, Qt.Key(Qt.Key.Key_0.value + count))
    assert pressed.args == [count]


def test_other_keys_do_nothing(window: MainWindow, qtbot: QtBot) -> None:
    keys, stars = QSignalSpy(window.gallery.key_pressed), QSignalSpy(window.gallery.stars_pressed)
    for key in (Qt.Key.Key_6, Qt.Key.Key_A, Qt.Key.Key_Backspace):
        qtbot.keyClick(window.gallery.grid, key)
    assert keys.count() + stars.count() == 0


def test_an_empty_gallery_shows_a_sentence(window: MainWindow) -> None:
    grid = window.gallery.grid
    empty = grid.grab().toImage()
    grid.set_placeholder("")
    assert grid.grab().toImage() != empty
