"""Commands have ids, keys, places in the menus, and a state."""

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from macapp.ui.main.command_scope import CommandScope
from macapp.ui.main.commands import Command, Commands, Scope


@pytest.fixture
def place(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QLineEdit())
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def commands(place: QMainWindow) -> Commands:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return Commands(place, CommandScope(application, place, [place.centralWidget()]))


def test_a_command_runs_what_it_says(commands: Commands) -> None:
    calls: list[str] = []
    commands.create(Command("save", "&Save", ("Ctrl+S", "Ctrl+Alt+S"), lambda: calls.append("save")))
    commands["save"].trigger()
    assert calls == ["save"]
    assert commands["save"].shortcuts() == [QKeySequence("Ctrl+S"), QKeySequence("Ctrl+Alt+S")]
    assert list(commands) == ["save"]


def test_no_two_commands_have_the_same_id(commands: Commands, place: QMainWindow) -> None:
    commands.create(Command("save", "Save", "", print))
    with pytest.raises(ValueError, match="save"):
        commands.create(Command("save", "Save as", "", print))
    with pytest.raises(KeyError):
        commands["no such command"]
    assert commands.register("undo", QAction("Undo", place)).objectName() == "undo"


def test_commands_that_need_a_picture_follow_whether_there_is_one(commands: Commands) -> None:
    commands.create(Command("copy", "Copy", "", print, needs_picture=True))
    commands.create(Command("import", "Import", "", print))
    for has_picture in (False, True):
        commands.enable_with_picture(has_picture)
        assert commands["copy"].isEnabled() == has_picture
        assert commands["import"].isEnabled()


def test_a_command_knows_its_menu_and_its_key_also_where_the_key_has_no_effect(
    commands: Commands, place: QMainWindow, qtbot: QtBot
) -> None:
    commands.create(Command("favourite", "Favourite", "F", print, Scope.LETTER))
    commands.create(Command("save", "Save", "Ctrl+S", print))
    commands.create(Command("quit", "Quit", "Ctrl+Q", print, Scope.PROGRAM))
    commands.create(Command("plain", "Plain", "", print))
    commands.set_path("favourite", ["&Picture", "Mark"])
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not commands["save"].isEnabled())
    assert commands["save"].shortcuts() == []
    assert [commands.key(each) for each in ("favourite", "save", "quit", "plain")] == ["F", "Ctrl+S", "Ctrl+Q", ""]
    assert list(commands)[-1] == "favourite", "it is the last in the menus"
    assert commands.path("favourite") == "Picture › Mark"
    assert commands.path("save") == ""
