"""The Window menu, and the commands that act on the window in front."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow
from tests.support.mac_keys import activate


def test_close_minimise_and_zoom_act_on_the_window_in_front(window: MainWindow, qtbot: QtBot) -> None:
    window.sides.show_help()
    opened = window.sides.help
    assert opened is not None
    activate(opened, qtbot)
    actions = items(window, "Window")
    actions["Zoom"].trigger()
    assert opened.isMaximized()
    assert not window.isMaximized()
    actions["Zoom"].trigger()
    assert not opened.isMaximized()
    actions["Minimise"].trigger()
    assert opened.isMinimized()
    opened.showNormal()
    activate(opened, qtbot)
    qtbot.keyClick(opened.line, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert opened.isHidden()
    assert window.isVisible(), "also by the key, in a window without menus"


def test_the_open_windows_are_listed_and_come_to_the_front(window: MainWindow, qtbot: QtBot) -> None:
    window.sides.show_help()
    window.sides.show_models()
    opened = window.sides.help
    assert opened is not None
    activate(opened, qtbot)
    menu = find_menu(window, "Window")
    menu.aboutToShow.emit()
    assert {name: action.isChecked() for name, action in items(window, "Window").items() if action.isCheckable()} == {
        "Easel": False,
        "Easel Help": True,
        "Models": False,
    }
    opened.showMinimized()
    items(window, "Window")["Easel Help"].trigger()
    assert not opened.isMinimized()
    items(window, "Window")["Bring All to Front"].trigger()
    window.sides.close()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions() if action.isCheckable()] == ["Easel"]


def find_menu(window: MainWindow, title: str) -> QMenu:
    return next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title().replace("&", "") == title)


def items(window: MainWindow, title: str) -> dict[str, QAction]:
    """Return the items of a menu by their texts."""
    return {action.text(): action for action in find_menu(window, title).actions()}
