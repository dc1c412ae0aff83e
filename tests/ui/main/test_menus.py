"""The menus of the window."""

from macapp.ui.main.window import MainWindow


def test_every_command_has_a_place_in_the_menus_and_no_two_share_a_key(window: MainWindow) -> None:
    actions = [action for menu in window.menuBar().actions() for action in menu.menu().actions() if action.text()]  # type: ignore[union-attr]
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+Return", "Ctrl+R", "Ctrl+E", "Ctrl+.", "Ctrl+L"} <= set(keys)
