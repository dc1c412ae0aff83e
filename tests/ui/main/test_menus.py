"""The menus of the window."""

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.settings import Settings
from macapp.system.machine import detect_machine
from macapp.system.paths import resources_dir
from macapp.ui.main import menus
from macapp.ui.main.window import MainWindow

USUAL_KEYS = {
    *("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+X", "Ctrl+C", "Ctrl+V", "Ctrl+A"),
    *("Ctrl+W", "Ctrl+M", "Ctrl+Q", "Ctrl+Enter"),
}
"""Keys that every program has, and the second key of Generate: not in the guide."""


def test_every_command_has_a_place_in_the_menus_and_no_two_share_a_key(window: MainWindow) -> None:
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+Return", "Ctrl+R", "Ctrl+E", "Ctrl+.", "Ctrl+L"} <= set(keys)


def test_the_guide_has_every_key_of_the_menus(window: MainWindow) -> None:
    guide = (resources_dir() / "help" / "guide.md").read_text(encoding="utf-8")
    keys = {key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()} - USUAL_KEYS
    assert not {key for key in keys if key.startswith("Ctrl+") and key_in_guide(key) not in guide}


@pytest.mark.parametrize("on_a_mac", [False, True])
def test_a_mac_has_only_the_full_screen_entry_of_the_system(
    library: Library, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, on_a_mac: bool
) -> None:
    monkeypatch.setattr(menus, "ON_A_MAC", on_a_mac)
    window = MainWindow(library, detect_machine(), Settings())
    qtbot.addWidget(window)
    texts = [action.text() for action in window.findChildren(QAction)]
    assert ("Enter Full Screen" in texts) != on_a_mac
    window.close()


def key_in_guide(key: str) -> str:
    """Return a key as the guide writes it, with the names of a Mac."""
    *modifiers, name = key.split("+")
    names = {"Alt": "Option", "Shift": "Shift", "Ctrl": "Command"}
    held = [text for modifier, text in names.items() if modifier in modifiers]
    return "-".join([*held, {"Backspace": "Delete", "": "plus", "=": "plus", "-": "minus"}.get(name, name)])
