"""The menus of the window."""

from PySide6.QtGui import QAction

from macapp.ui.main.window import MainWindow


def test_every_command_has_a_place_in_the_menus_and_no_two_share_a_key(window: MainWindow) -> None:
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+Return", "Ctrl+R", "Ctrl+E", "Ctrl+.", "Ctrl+L"} <= set(keys)
