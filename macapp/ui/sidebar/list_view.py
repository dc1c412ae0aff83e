"""The list of places: keys, names that are typed in place, drops, and painting. On the window's thread."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView

from macapp.library.place import Place, PlaceKind
from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.dragged_pictures import dragged_pictures
from macapp.ui.sidebar.model import RENAMED, SidebarModel
from macapp.ui.sidebar.row import PlaceDelegate
from macapp.ui.widgets.dropped import dropped_files
from macapp.ui.widgets.theme import frameless

_REMOVING_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PlaceList(QListView):
    """The rows of a `SidebarModel`."""

    place_chosen = Signal(Place)
    """the user moved to another place"""
    left = Signal()
    """Return on a place without a name of the user: go on to its pictures"""
    remove_requested = Signal(Place)
    add_requested = Signal()
    """the plus sign next to the heading of the albums was clicked"""
    menu_requested = Signal(QPoint, object)
    """a point on the screen, and the place there or None"""
    pictures_dropped = Signal(Place, list)
    """a place, and the row numbers of pictures"""
    files_dropped = Signal(Place, list)
    """an album, and the paths of files and folders"""

    def __init__(self, rows: SidebarModel, places: LibraryPaths) -> None:
        super().__init__()
        self._rows, self._places = rows, places
        self._delegate = PlaceDelegate(self)
        self.setModel(rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("Places"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setUniformItemSizes(False)
        frameless(self)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_place(self, place: Place) -> None:
        """Select the row of a place without announcing it; no row if it is not listed."""
        row = self._rows.row_of(place)
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self._rows.index(row) if row >= 0 else QModelIndex())
        self.selectionModel().blockSignals(False)
        if row < 0:
            self.clearSelection()
        self.viewport().update()

    def edit_place(self, place: Place) -> bool:
        """Let the user type the name of a place; return False if it is not listed."""
        row = self._rows.row_of(place)
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row))
            self.edit(self._rows.index(row))
        return row >= 0

    @property
    def is_editing(self) -> bool:
        """Whether the user is typing a name."""
        return self.state() == QAbstractItemView.State.EditingState

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_editing:  # Return ends the typing of a name, and comes here too
            return
        place = self._rows.place(self.currentIndex().row())
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        is_removing = event.key() in _REMOVING_KEYS
        if place is not None and is_removing and (is_plain or event.modifiers() == Qt.KeyboardModifier.ControlModifier):
            self.remove_requested.emit(place)
        elif place is not None and is_plain and event.key() in _OPENING_KEYS:
            if place.kind in RENAMED:
                self.edit(self.currentIndex())
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Move as a list does, and on to the next place if that is a heading."""
        index = super().moveCursor(action, modifiers)
        step = 1 if index.row() >= self.currentIndex().row() or index.row() == 0 else -1
        while index.isValid() and self._rows.place(index.row()) is None:
            index = self._rows.index(index.row() + step)
        return index

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        at = self.visualRect(index).center() if by_key else event.pos()
        self.menu_requested.emit(self.viewport().mapToGlobal(at), self._rows.place(index.row()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._rows.albums_row()
        if self._delegate.plus_rect(self.visualRect(self._rows.index(row))).contains(event.position().toPoint()):
            self.add_requested.emit()
        super().mouseReleaseEvent(event)

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        place = self._rows.place(current.row())
        if place is not None:
            self.place_chosen.emit(place)

    # Drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take part in every drag of pictures and files; each row then accepts or refuses."""
        if dragged_pictures(event.mimeData(), self._places) or dropped_files(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        place = self._rows.place(index.row())
        takes = place is not None and self._takes(place, event)
        self._light_up(index if takes else QModelIndex())
        if takes:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light_up(QModelIndex())
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self._light_up(QModelIndex())
        place = self._rows.place(self.indexAt(event.position().toPoint()).row())
        if place is None or not self._takes(place, event):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        numbers = dragged_pictures(event.mimeData(), self._places)
        if numbers:
            self.pictures_dropped.emit(place, numbers)
        else:
            files: list[Path] = dropped_files(event.mimeData())
            self.files_dropped.emit(place, files)

    def _takes(self, place: Place, event: QDropEvent) -> bool:
        if dragged_pictures(event.mimeData(), self._places):
            return place.takes_pictures
        return place.kind is PlaceKind.ALBUM and bool(dropped_files(event.mimeData()))

    def _light_up(self, index: QModelIndex) -> None:
        if index != self._delegate.target:
            self._delegate.target = index
            self.viewport().update()

    def event(self, event: Any) -> bool:
        """Keep the keys that remove an album: a command of the menu has the same."""
        is_override = event.type() == event.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_override and event.key() in (*_REMOVING_KEYS, *_OPENING_KEYS):
            allowed = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.modifiers() in (*allowed, Qt.KeyboardModifier.ControlModifier) and event.key() in _REMOVING_KEYS:
                event.accept()
                return True
        return super().event(event)
