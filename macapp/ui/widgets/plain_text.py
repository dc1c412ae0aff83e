"""Text from outside (prompts, names, tags, errors, ...) shown as it is: never as markup, never as a command.

Qt takes text that looks like HTML for HTML wherever it is not told otherwise. It then opens the files that the text
names, and one such file may be a pipe or a device without an end. Tool tips cannot be told otherwise at all. In menus
and on buttons `&` makes the next letter a key, and a tab makes what follows a shortcut.
"""

import re
import textwrap
from collections.abc import Callable

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QMessageBox, QWidget

from macapp.ui.widgets.text import elide
from macapp.ui.widgets.theme import plain_text

TIP_CHARACTERS, TIP_LINES, TIP_WIDTH = 2000, 40, 90
CAPTION_CHARACTERS = 120
_JOINER = "\u2060"  # has no width and no look; a tag that begins with it is none
_MARKUP = re.compile("<|&(?=lt;)")  # what Qt takes for markup begins with one of these


def tip(text: str) -> str:
    """Return text for a tool tip: what it says, cut to a readable size, and nothing that Qt takes for markup."""
    cut = text if len(text) <= TIP_CHARACTERS else f"{text[:TIP_CHARACTERS]}…"
    lines = [part for line in cut.splitlines() for part in textwrap.wrap(line, TIP_WIDTH) or [""]]
    if len(lines) > TIP_LINES:
        lines = [*lines[: TIP_LINES - 1], "…"]
    return without_markup("\n".join(lines))


def without_markup(text: str) -> str:
    """Return text that looks the same and that Qt does not take for markup, for where its format cannot be set."""
    return _MARKUP.sub(lambda found: f"{found[0]}{_JOINER}", text)


def caption(text: str) -> str:
    """Return text for a button or a menu: on one line, not too long, with every `&` shown and none a key."""
    return elide(text, CAPTION_CHARACTERS).replace("&", "&&")


def add_named(menu: QMenu, name: str, slot: Callable[..., object], about: str = "") -> QAction:
    """Add an entry that is named from outside to a menu, with a tool tip that says `about`, or its name."""
    action = menu.addAction(caption(name), slot)
    action.setToolTip(tip(about or name))
    action.setMenuRole(QAction.MenuRole.NoRole)  # macOS would move one called “About …” or “Settings” elsewhere
    return action


def write_in(box: QMessageBox, text: str, more: str = "") -> None:
    """Write plain text into a message box, and more below it."""
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(more)
    _make_plain(box)


def file_dialog(parent: QWidget, title: str, name: str = "") -> QFileDialog:
    """Return a dialog that asks for a file, offering `name`; the questions that it asks in turn are plain text."""
    dialog = QFileDialog(parent, title, name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.installEventFilter(_PlainQuestions(dialog))
    return dialog


class _PlainQuestions(QObject):
    """Makes the message boxes plain that a dialog of Qt's opens, as one that asks whether a file is to be replaced."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            child = event.child()
            if isinstance(child, QMessageBox):
                _make_plain(child)
        return super().eventFilter(watched, event)


def _make_plain(box: QMessageBox) -> None:
    box.setTextFormat(Qt.TextFormat.PlainText)
    for label in box.findChildren(QLabel):
        plain_text(label)
