"""How macOS and Qt treat keys and menus on a Mac, repeated from the sources of Qt 6.9.

A key goes to the menu bar first (`menuHasKeyEquivalent` in qcocoansmenu.mm): if an enabled item has it, Qt asks the
object with the focus by a `ShortcutOverride`, and the item acts unless that object accepts it. An item has the key in
its text after a tab, else the first shortcut of its action (`mergeAccel` in qcocoamenuitem.mm). Whether the key is for
the window in front is not considered. `detect_role` repeats `detectMenuRole`.
"""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from macapp.ui.widgets.text_keys import first_key

_ARROWS = ("Left", "Right", "Up", "Down")
_EDITING_KEYS = (
    *(f"{held}{arrow}" for held in ("", "Shift+") for arrow in _ARROWS),
    *(f"{held}{arrow}" for held in ("Ctrl+", "Ctrl+Shift+") for arrow in _ARROWS),  # line and document
    *(f"{held}{arrow}" for held in ("Alt+", "Alt+Shift+") for arrow in _ARROWS),  # word and paragraph
    *(f"{held}{key}" for held in ("", "Ctrl+", "Alt+", "Meta+") for key in ("Backspace", "Del")),
    *(f"Meta+{letter}" for letter in "ABDEFHKLNOPTVY"),
    *("Home", "End", "PgUp", "PgDown", "Shift+Home", "Shift+End", "Alt+PgUp", "Alt+PgDown"),
    *("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+X", "Ctrl+C", "Ctrl+V", "Ctrl+A"),
    *"abfx0159.,[]",
    *("Shift+A", "Shift+X", "Space"),
)
EDITING_KEYS = [first_key(text) for text in _EDITING_KEYS]
"""The keys of every text field of a Mac: those that type, and those of its StandardKeyBinding.dict. Qt calls the
Command key Ctrl and the Control key Meta."""

SYSTEM_KEYS = [
    first_key(text)
    for text in ("Ctrl+M", "Ctrl+H", "Ctrl+Alt+H", "Ctrl+,", "Ctrl+W", "Ctrl+Q", "Ctrl+`", "Ctrl+Meta+F")
]
"""Minimise, Hide, Hide Others, Settings, Close, Quit, next window, full screen."""


def keeps_key(widget: QWidget, key: QKeyCombination) -> bool:
    """Return whether the widget with the focus keeps a key that a menu also has."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key.key(), key.keyboardModifiers())
    event.ignore()
    QCoreApplication.sendEvent(widget, event)
    return event.isAccepted()


def iter_items(menu: QMenuBar | QMenu, is_enabled: bool = True, depth: int = 1) -> Iterator[tuple[QAction, bool, int]]:
    """Yield the items of a menu bar: each action, whether it and its menus are enabled, and its depth from 1."""
    for action in menu.actions():
        works = is_enabled and action.isEnabled() and action.isVisible()
        yield action, works, depth
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            yield from iter_items(submenu, works, depth + 1)


def native_key(action: QAction) -> QKeyCombination | None:
    """Return the key equivalent of the native menu item of an action."""
    _text, tab, hint = action.text().partition("\t")
    keys = QKeySequence(hint, QKeySequence.SequenceFormat.NativeText) if tab else action.shortcut()
    return first_key(keys) if keys.count() == 1 else None


def find_equivalents(bar: QMenuBar) -> dict[QKeyCombination, QAction]:
    """Return the enabled items of a menu bar by their native keys."""
    return {key: action for action, works, _depth in iter_items(bar) if works and (key := native_key(action))}


def find_fired(bar: QMenuBar, keys: Iterable[QKeyCombination], focus: QWidget) -> dict[QKeyCombination, QAction]:
    """Return the actions that keys fire while `focus` has the focus, in any window: those that it does not keep."""
    found = find_equivalents(bar)
    return {key: found[key] for key in keys if key in found and not keeps_key(focus, key)}


def detect_role(text: str) -> QAction.MenuRole | None:
    """Return the role that Qt finds for a text; None for Cut, Copy, Paste and Select All, which have no public role.

    Qt looks only at the items of the menus of the menu bar, not at those of submenus.
    """
    words = text.replace("&", "").casefold()
    if words.startswith("about") or words.endswith("about"):
        return QAction.MenuRole.AboutQtRole if words.endswith("qt") else QAction.MenuRole.AboutRole
    if words.startswith(("config", "preference", "options", "setting", "setup")):
        return QAction.MenuRole.PreferencesRole
    if words.startswith(("quit", "exit")):
        return QAction.MenuRole.QuitRole
    return None if words in ("cut", "copy", "paste", "select all") else QAction.MenuRole.NoRole


def focusable(window: QWidget) -> list[QWidget]:
    """Return the widgets of a window that can have the focus."""
    return [
        widget
        for widget in (window, *window.findChildren(QWidget))
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.window() is window
        and widget.focusProxy() is None
    ]


def activate(window: QWidget, qtbot: QtBot) -> None:
    """Bring a window to the front and wait until it has the keyboard."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
