"""Show text from outside (prompts, names, tags, errors, ...) as plain text: never as markup, never as a command.

By default Qt renders text that looks like HTML as HTML. It then opens the files that the text names, and such a file
may be a pipe or an endless device. Tool tips have no plain text format at all. In menus and on buttons `&` turns the
next letter into an access key, and a tab turns the rest into a shortcut.
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
_JOINER = "\u2060"  # zero width and invisible; Qt does not parse a tag that begins with it
_MARKUP = re.compile("<|&(?=lt;)")  # how anything that Qt parses as markup begins


def tip(text: str) -> str:
    """Return text for a tool tip: wrapped, cut to a readable size, without anything that Qt parses as markup."""
    cut = text if len(text) <= TIP_CHARACTERS else f"{text[:TIP_CHARACTERS]}…"
    lines = [part for line in cut.splitlines() for part in textwrap.wrap(line, TIP_WIDTH) or [""]]
    if len(lines) > TIP_LINES:
        lines = [*lines[: TIP_LINES - 1], "…"]
    return without_markup("\n".join(lines))


def without_markup(text: str) -> str:
    """Return text that looks the same but that Qt does not parse as markup. For places where no format can be set."""
    return _MARKUP.sub(lambda match: f"{match[0]}{_JOINER}", text)


def caption(text: str) -> str:
    """Return text for a button or a menu: one line of at most `CAPTION_CHARACTERS`, with every `&` escaped."""
    return elide(text, CAPTION_CHARACTERS).replace("&", "&&")


def add_named(menu: QMenu, name: str, slot: Callable[..., object], about: str = "") -> QAction:
    """Add a menu entry whose name comes from outside. Its tool tip is `about`, or the name."""
    action = menu.addAction(caption(name), slot)
    action.setToolTip(tip(about or name))
    action.setMenuRole(QAction.MenuRole.NoRole)  # macOS moves entries named “About …” or “Settings”
    return action


def write_in(box: QMessageBox, text: str, more: str = "") -> None:
    """Set the text of a message box, and the informative text below it, as plain text."""
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(more)
    _make_plain(box)


def file_dialog(parent: QWidget, title: str, name: str = "") -> QFileDialog:
    """Create a file dialog that suggests `name`. The message boxes that it opens show plain text."""
    dialog = QFileDialog(parent, title, name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.installEventFilter(_PlainQuestions(dialog))
    return dialog


class _PlainQuestions(QObject):
    """Sets plain text in the message boxes that a Qt dialog opens, such as the question whether to replace a file."""

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
