"""The tiles of the gallery: painted with their marks, and the keys that work on the chosen ones."""

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
)

from macapp.jobs import Picture
from macapp.ui.gallery_model import CORNER, GalleryModel
from macapp.ui.grid import AnyIndex, Grid
from macapp.ui.look import calm

TILE, PADDING = 96, 4  # points


class GalleryGrid(Grid):
    """The tiles, with the keys that work on them."""

    menu_asked = Signal(QPoint)
    opened = Signal()
    keyed = Signal(str)

    def __init__(self, pictures: GalleryModel) -> None:
        super().__init__(_tile_size(TILE))
        self._pictures = pictures
        self._points = TILE
        self._empty = ""
        self.setModel(pictures)
        self.setItemDelegate(_Tile(self))
        self.setAccessibleName(self.tr("Gallery"))
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._asked)
        self.doubleClicked.connect(self.opened)
        calm(self)

    def set_tile_points(self, points: int) -> None:
        """Show tiles of so many points a side."""
        self._points = points
        self._pictures.set_side(round(points * self.devicePixelRatioF()))
        self.set_tile(_tile_size(points))

    def say(self, words: str) -> None:
        """Show a sentence where the tiles would be."""
        self._empty = words
        self.viewport().update()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._pictures.set_side(round(self._points * self.devicePixelRatioF()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif plain and event.key() in _KEYS:
            self.keyed.emit(_KEYS[Qt.Key(event.key())])
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Backspace:
            self.keyed.emit("trash")
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep plain letters for the grid: Qt would give them to shortcuts first."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyboardSearch(self, _text: str) -> None:
        """Letters are commands here, not the beginning of a name."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._empty:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect().adjusted(24, 24, -24, -24), flags, self._empty)
            painter.end()

    def _asked(self, at: QPoint) -> None:
        if self.indexAt(at).isValid():
            self.menu_asked.emit(self.viewport().mapToGlobal(at))


class _Tile(QStyledItemDelegate):
    """Paints one picture of the grid: cropped square, round corners, a frame when chosen, its marks."""

    def paint(self, painter: QPainter, option: Any, index: AnyIndex) -> None:
        square = option.rect.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        model = index.model()
        if not isinstance(model, GalleryModel):
            return
        pixmap, picture, rejected, stacked = model.tile(index.row())
        if pixmap is None:
            painter.fillRect(square, option.palette.color(QPalette.ColorRole.AlternateBase))
        else:
            painter.setOpacity(0.3 if rejected else 1.0)
            painter.drawPixmap(square, pixmap)  # of the tile's own size: the painter copies it
            painter.setOpacity(1.0)
        if picture is not None and (rejected or stacked or picture.marks.favourite or picture.marks.stars):
            painter.save()
            self._badges(painter, square, picture, rejected, stacked)
            painter.restore()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Highlight), 3))
            corner = square.width() * CORNER
            painter.drawRoundedRect(square, corner, corner)
            painter.restore()

    def _badges(self, painter: QPainter, square: QRect, picture: Picture, rejected: bool, stacked: bool) -> None:
        marks = "★" * picture.marks.stars
        words = " ".join(filter(None, ("✕" if rejected else "", "♥" if picture.marks.favourite else "", marks)))
        if words:
            self._badge(painter, square, words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        if stacked:
            self._badge(painter, square, "▤", Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)

    def _badge(self, painter: QPainter, square: QRect, words: str, where: Qt.AlignmentFlag) -> None:
        font = painter.font()
        font.setPointSizeF(max(8.0, font.pointSizeF() * 0.85))
        painter.setFont(font)
        inside = square.adjusted(4, 4, -4, -4)
        place = painter.boundingRect(inside, int(where), words).adjusted(-4, -1, 4, 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(QColor("white"))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _tile_size(points: int) -> QSize:
    return QSize(points + 2 * PADDING, points + 2 * PADDING)


_KEYS = {
    Qt.Key.Key_F: "favourite",
    Qt.Key.Key_Period: "favourite",
    Qt.Key.Key_X: "reject",
    Qt.Key.Key_Delete: "trash",
    **{Qt.Key(Qt.Key.Key_0.value + count): f"stars {count}" for count in range(6)},
}
