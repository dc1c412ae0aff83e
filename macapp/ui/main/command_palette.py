"""The command palette: every command of the menus by typing a part of its name.

It lies in the window and is not a window itself: the commands stay those of the window in front.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from macapp.ui.main.command_search import Entry, find, remember
from macapp.ui.main.commands import Commands
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.controls import Card
from macapp.ui.widgets.theme import GAP, MARGIN, TextStyle, frameless, scaled_font

WIDTH, MAX_HEIGHT, TOP = 520, 380, 48  # points
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
AnyIndex = QModelIndex | QPersistentModelIndex


class CommandPalette(Card):
    """A line to type in and the commands that match; Return runs the chosen one, Escape closes."""

    def __init__(self, host: QWidget, commands: Commands, recent: Sequence[str] = ()) -> None:
        """`recent` are the ids of the commands that were run last, newest first."""
        super().__init__(host)
        self._host, self._commands, self.recent = host, commands, list(recent)
        self._focus_before: QWidget | None = None
        self._all: list[Entry] = []
        self.setAccessibleName(self.tr("Command palette"))
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Type a command"))
        self.line.setAccessibleName(self.tr("Command"))
        self.line.setClearButtonEnabled(True)
        self.entries = _Entries(self)
        self.list = QListView()
        self.list.setModel(self.entries)
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._run)
        frameless(self.list)
        self._lay_out()
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        host.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._close_elsewhere)
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.addWidget(self.line)
        column.addWidget(self.list)

    @Slot()
    def open(self) -> None:
        """Show all commands, the recently used first, with the focus in the line; close the palette if it is open."""
        if not self.isHidden():
            self.close_palette()
            return
        self._focus_before = QApplication.focusWidget()
        self._all = self._list_commands()
        self.line.clear()
        self._search("")
        self._fit()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        """Close it; the focus goes back to where it was."""
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus()
            self._focus_before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place in the window, and use some keys of the line for the list."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._fit()
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._use_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _use_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
        elif key in _MOVES:
            self._move(_MOVES[key])
        else:
            return False
        return True

    def _list_commands(self) -> list[Entry]:
        """Return the commands as they are now: with the focus in the line, Undo has another name."""
        commands = self._commands
        return [
            Entry(each, commands[each].text().replace("&", ""), commands.path(each), commands.key(each), is_enabled)
            for each, is_enabled in ((each, commands[each].isEnabled()) for each in commands)
        ]

    @Slot(str)
    def _search(self, query: str) -> None:
        self.entries.show(find(query, self._all, self.recent))
        self.list.scrollToTop()
        self._move(1)

    def _move(self, steps: int) -> None:
        """Choose the enabled command that is so many steps down, or up if negative, as far as there are any."""
        enabled = self.entries.enabled_rows()
        if enabled:
            row = self.list.currentIndex().row()
            place = enabled.index(row) + steps if row in enabled else 0
            self.list.setCurrentIndex(self.entries.index(enabled[min(max(place, 0), len(enabled) - 1)]))

    @Slot(QModelIndex)
    def _run(self, index: AnyIndex) -> None:
        entry = self.entries.entry(index.row())
        if entry is None or not entry.is_enabled:
            return
        self.recent = remember(entry.id, self.recent)
        self.close_palette()
        self._commands[entry.id].trigger()

    @Slot(QWidget, QWidget)
    def _close_elsewhere(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Close when the user goes on elsewhere; not when another program comes to the front."""
        if now is not None and not self.isHidden() and not self.isAncestorOf(now):
            self.hide()

    def _fit(self) -> None:
        width = min(WIDTH, self._host.width() - 2 * MARGIN)
        height = min(MAX_HEIGHT, self._host.height() - TOP - MARGIN)
        self.setGeometry((self._host.width() - width) // 2, TOP, width, height)


class _Entries(QAbstractListModel):
    """The commands that match."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._found: list[Entry] = []

    def show(self, found: list[Entry]) -> None:
        """Replace the commands."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """Return the command in a row; None if there is no such row."""
        return self._found[row] if 0 <= row < len(self._found) else None

    def enabled_rows(self) -> list[int]:
        """Return the rows of the commands that can be run now."""
        return [row for row, entry in enumerate(self._found) if entry.is_enabled]

    def rowCount(self, parent: AnyIndex | None = None) -> int:  # noqa: ARG002  (the name is Qt's)
        return len(self._found)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(each for each in (entry.text, entry.path, entry.key) if each)
        return entry if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        entry = self.entry(index.row())
        usual = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return usual | Qt.ItemFlag.ItemIsEnabled if entry is not None and entry.is_enabled else usual


class _Row(QStyledItemDelegate):
    """Paints a command: its text, the menu that it is in, and its key at the end."""

    def sizeHint(self, option: Any, _index: AnyIndex) -> QSize:
        return QSize(0, QFontMetrics(option.font).height() + 12)

    def paint(self, painter: QPainter, option: Any, index: AnyIndex) -> None:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        widget: QWidget = option.widget
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(widget, Colour.ACCENT if entry.is_enabled else Colour.CHIP))
            painter.drawRoundedRect(option.rect, 6, 6)
        text = faint = Colour.SECONDARY_TEXT
        if entry.is_enabled:
            text, faint = (Colour.ACCENT_TEXT, Colour.ACCENT_TEXT) if is_chosen else (Colour.TEXT, faint)
        place = option.rect.adjusted(GAP // 2 + 2, 0, -GAP // 2 - 2, 0)
        small = scaled_font(TextStyle.SECONDARY, option.font)
        key_width = QFontMetrics(small).horizontalAdvance(entry.key) + 4
        self._write(painter, place, entry.text, option.font, colour(widget, text))
        after = QFontMetrics(option.font).horizontalAdvance(entry.text) + GAP
        self._write(painter, place.adjusted(after, 0, -key_width - GAP, 0), entry.path, small, colour(widget, faint))
        self._write(
            painter, place.adjusted(place.width() - key_width, 0, 0, 0), entry.key, small, colour(widget, faint)
        )
        painter.restore()

    def _write(self, painter: QPainter, place: QRect, text: str, font: Any, shade: Any) -> None:
        painter.setFont(font)
        painter.setPen(shade)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), shown)
