"""The thumbnails of the gallery, the keys that act on the selected ones, and dragging them out.

`ThumbnailView` is what the grid and the filmstrip share; `ThumbnailGrid` is the grid. On the thread of the window.
"""

from enum import Enum
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView

from macapp.ui.gallery.drag_ghost import draw_ghost
from macapp.ui.gallery.grid_view import UniformGridView
from macapp.ui.gallery.model import GalleryModel
from macapp.ui.gallery.tile import TileDelegate
from macapp.ui.widgets.theme import frameless

TILE, PADDING = 96, 4  # points


class GridKey(Enum):
    """A key that acts on the selected pictures."""

    FAVOURITE = "favourite"
    REJECT = "reject"
    TRASH = "trash"


class ThumbnailView(UniformGridView):
    """Thumbnails of a `GalleryModel` with their keys."""

    menu_requested = Signal(QPoint)
    opened = Signal()
    large_requested = Signal()
    """the picture is to fill the window"""
    current_pressed = Signal()
    """the picture that is current already was clicked"""
    key_pressed = Signal(GridKey)
    stars_pressed = Signal(int)

    def __init__(self, pictures: GalleryModel, tile: QSize, padding: QSize) -> None:
        """`tile` is the size of a tile with the `padding` on each side, in points."""
        super().__init__(tile)
        self._pictures = pictures
        self.setModel(pictures)
        self.setItemDelegate(TileDelegate(padding, self))
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._request_menu)
        self.doubleClicked.connect(self.opened)
        frameless(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = _is_plain(event)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif plain and event.key() == Qt.Key.Key_Space:
            self.large_requested.emit()
        elif plain and event.key() in _KEYS:
            self.key_pressed.emit(_KEYS[Qt.Key(event.key())])
        elif plain and event.key() in _STARS:
            self.stars_pressed.emit(_STARS[Qt.Key(event.key())])
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Backspace:
            self.key_pressed.emit(GridKey.TRASH)
        elif event.matches(QKeySequence.StandardKey.Copy):
            event.ignore()  # the Edit menu copies the picture; a list would copy its text
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        before = self.currentIndex()
        super().mousePressEvent(event)
        if before.isValid() and self.indexAt(event.position().toPoint()) == before:
            self.current_pressed.emit()

    def event(self, event: QEvent) -> bool:
        """Keep plain letters and digits for the view: by default Qt sends them to shortcuts first."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and _is_plain(event) and event.key() in {*_KEYS, *_STARS}:
            event.accept()
            return True
        return super().event(event)

    def keyboardSearch(self, _text: str) -> None:
        """Do not search by typing: letters are commands here."""

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the selected pictures as files; the image under the pointer says how many they are."""
        chosen = self.selectedIndexes()
        if chosen:
            drag = QDrag(self)
            drag.setMimeData(self._pictures.mimeData(chosen))
            shown = self.currentIndex() if self.currentIndex() in chosen else chosen[0]
            drag.setPixmap(draw_ghost(self, self._pictures.tile(shown.row())[0], len(chosen)))
            drag.exec(Qt.DropAction.CopyAction)

    def _request_menu(self, at: QPoint) -> None:
        if self.indexAt(at).isValid():
            self.menu_requested.emit(self.viewport().mapToGlobal(at))


class ThumbnailGrid(ThumbnailView):
    """The grid: its tiles have the size that the user chooses, and a sentence stands in place of none."""

    def __init__(self, pictures: GalleryModel) -> None:
        super().__init__(pictures, _tile_size(TILE), QSize(PADDING, PADDING))
        self._points = TILE
        self._empty = ("", "")
        self.setAccessibleName(self.tr("Gallery"))

    def set_tile_points(self, points: int) -> None:
        """Set the side of the thumbnails in points."""
        self._points = points
        self._pictures.set_side(round(points * self.devicePixelRatioF()))
        self.set_tile(_tile_size(points))

    def set_placeholder(self, title: str, hint: str = "") -> None:
        """Show a title and a sentence in place of the thumbnails; empty texts show none."""
        self._empty = (title, hint)
        self.setAccessibleDescription(" ".join(filter(None, (title, hint))))
        self.viewport().update()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._pictures.set_side(round(self._points * self.devicePixelRatioF()))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        title, hint = self._empty
        if title or hint:
            painter = QPainter(self.viewport())
            area = self.viewport().rect().adjusted(24, 24, -24, -24)
            font = painter.font()
            font.setPointSizeF(font.pointSizeF() * 1.3)
            height = QFontMetrics(font).height()
            top = area.adjusted(0, 0, 0, -area.height() // 2 - height // 4)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(area.adjusted(0, area.height() // 2 + height // 4, 0, 0), _ABOVE, hint)
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            painter.setFont(font)
            painter.drawText(top, _BELOW, title)
            painter.end()


def _is_plain(event: QKeyEvent) -> bool:
    return event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def _tile_size(points: int) -> QSize:
    return QSize(points + 2 * PADDING, points + 2 * PADDING)


_KEYS = {
    Qt.Key.Key_F: GridKey.FAVOURITE,
    Qt.Key.Key_Period: GridKey.FAVOURITE,
    Qt.Key.Key_X: GridKey.REJECT,
    Qt.Key.Key_Delete: GridKey.TRASH,
}
_STARS = {Qt.Key(Qt.Key.Key_0.value + count): count for count in range(6)}
_CENTRED = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
_ABOVE, _BELOW = _CENTRED | int(Qt.AlignmentFlag.AlignTop), _CENTRED | int(Qt.AlignmentFlag.AlignBottom)
