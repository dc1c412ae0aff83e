"""A row of chips is one stop of the Tab key."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from macapp.ui.widgets.chip_row import ChipRow


def test_the_arrow_keys_move_inside_and_skip_hidden_chips(qtbot: QtBot) -> None:
    first, hidden, last = chips = [QToolButton() for _ in range(3)]
    row = ChipRow(*chips)
    qtbot.addWidget(row)
    row.show()
    hidden.hide()
    row.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert last.hasFocus()
    qtbot.keyClick(last, Qt.Key.Key_Right)
    assert first.hasFocus(), "the row goes round"


def test_tab_returns_to_the_chip_that_had_the_focus(qtbot: QtBot) -> None:
    first, last = chips = [QToolButton() for _ in range(2)]
    row = ChipRow(*chips)
    qtbot.addWidget(row)
    row.show()
    row.activateWindow()
    assert (first.focusPolicy(), last.focusPolicy()) == (Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus)
    last.setFocus()
    qtbot.waitUntil(last.hasFocus)
    assert (first.focusPolicy(), last.focusPolicy()) == (Qt.FocusPolicy.ClickFocus, Qt.FocusPolicy.StrongFocus)
