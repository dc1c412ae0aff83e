"""The palette lists every command of the menus, finds it by typing, and runs it where the user was."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from macapp import settings
from macapp.domain.job import EventKind, JobEvent
from macapp.library import Library
from macapp.system.machine import detect_machine
from macapp.ui.main.command_palette import CommandPalette
from macapp.ui.main.window import MainWindow
from tests.support.mac_keys import activate, iter_items
from tests.support.request_factory import request


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> CommandPalette:
    activate(window, qtbot)
    window.prompt_panel.prompt.setFocus()
    return window.menus.palette


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key, *, alone: bool = True) -> None:
    held = Qt.KeyboardModifier.NoModifier
    if not alone:
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)


def texts(palette: CommandPalette) -> list[str]:
    rows = palette.entries
    return [rows.index(row).data() for row in range(rows.rowCount())]


def test_every_command_of_the_menus_is_listed_with_menu_and_key(
    window: MainWindow, palette: CommandPalette, qtbot: QtBot
) -> None:
    press(window, qtbot, Qt.Key.Key_P, alone=False)
    assert palette.line.hasFocus()
    commands = {action.text() for action, _works, _depth in iter_items(window.menuBar()) if action.objectName()}
    assert len(commands) > 60
    assert commands - set(texts(palette)) <= {"Undo Add to Queue"}
    heard = QAccessible.queryAccessibleInterface(palette.list)
    said = [heard.child(row).text(QAccessible.Text.Name) for row in range(heard.childCount())]
    key = QKeySequence("Ctrl+L").toString(QKeySequence.SequenceFormat.NativeText)
    assert f"Edit Prompt, Edit, {key}" in said
    assert "Favourite, Picture › Mark, F" in said


def test_typing_finds_a_command_and_return_runs_it_with_the_focus_back(
    window: MainWindow, palette: CommandPalette, library: Library, qtbot: QtBot
) -> None:
    press(window, qtbot, Qt.Key.Key_P, alone=False)
    qtbot.keyClicks(palette.line, "pause que")
    assert texts(palette)[0] == "Pause Queue"
    with qtbot.waitSignal(window.pause_requested):
        press(window, qtbot, Qt.Key.Key_Return)
    assert palette.isHidden()
    assert window.prompt_panel.prompt.hasFocus()


def test_arrows_choose_and_a_disabled_command_is_grey_and_does_not_run(
    window: MainWindow, palette: CommandPalette, qtbot: QtBot
) -> None:
    press(window, qtbot, Qt.Key.Key_P, alone=False)
    qtbot.keyClicks(palette.line, "save a copy")
    assert texts(palette) == ["Save a Copy…"]
    assert not palette.entries.flags(palette.entries.index(0)) & Qt.ItemFlag.ItemIsEnabled
    press(window, qtbot, Qt.Key.Key_Return)
    assert not palette.isHidden(), "there is no picture to save"
    palette.line.setText("move trash")
    assert texts(palette) == ["Move to Trash", "Move Rejects to Trash"]
    assert palette.list.currentIndex().row() == 1, "the first that can be run"
    palette.line.setText("zoom")
    chosen = [palette.list.currentIndex().row()]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageUp):
        press(window, qtbot, key)
        chosen.append(palette.list.currentIndex().row())
    assert chosen == [0, 1, 2, 1, 0]


def test_commands_act_on_the_picture_as_from_the_menu(
    window: MainWindow, palette: CommandPalette, library: Library, made, qtbot: QtBot
) -> None:
    picture = made(request("a heart"))
    window.on_event(JobEvent(kind=EventKind.DONE, picture=picture))
    press(window, qtbot, Qt.Key.Key_P, alone=False)
    qtbot.keyClicks(palette.line, "favou")
    press(window, qtbot, Qt.Key.Key_Return)
    assert library.pictures.find(picture.id).marks.favourite


def test_escape_and_another_place_close_it(window: MainWindow, palette: CommandPalette, qtbot: QtBot) -> None:
    press(window, qtbot, Qt.Key.Key_P, alone=False)
    press(window, qtbot, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert window.prompt_panel.prompt.hasFocus()
    for _time in range(2):
        press(window, qtbot, Qt.Key.Key_P, alone=False)
    assert palette.isHidden(), "the same key closes it"
    press(window, qtbot, Qt.Key.Key_P, alone=False)
    window.gallery.line.setFocus()
    assert palette.isHidden()
    assert window.gallery.line.hasFocus()


def test_the_last_commands_come_first_also_after_a_restart(
    window: MainWindow, palette: CommandPalette, library: Library, qtbot: QtBot
) -> None:
    for words in ("zoom in", "pause que"):
        press(window, qtbot, Qt.Key.Key_P, alone=False)
        qtbot.keyClicks(palette.line, words)
        press(window, qtbot, Qt.Key.Key_Return)
    window.close()
    again = MainWindow(library, detect_machine(), settings.load(library.places))
    qtbot.addWidget(again)
    again.menus.palette.open()
    assert texts(again.menus.palette)[:2] == ["Pause Queue", "Zoom In"]
    again.close()


@pytest.mark.parametrize("size", [(800, 560), (1600, 1000)])
def test_it_lies_inside_the_window(window: MainWindow, palette: CommandPalette, size: tuple[int, int]) -> None:
    palette.open()
    window.resize(*size)
    assert window.centralWidget().rect().contains(palette.geometry())
