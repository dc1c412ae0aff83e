"""The thumbnails of the gallery with their marks, and the keys that act on the selected ones."""

from enum import Enum
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
)

from macapp.domain.job import Picture
from macapp.ui.gallery.grid_view import AnyIndex, UniformGridView
from macapp.ui.gallery.model import CORNER, GalleryModel
from macapp.ui.widgets.theme import frameless

TILE, PADDING = 96, 4  # points


class GridKey(Enum):
    """A key that acts on the selected pictures."""

    FAVOURITE = "favourite"
    REJECT = "reject"
    TRASH = "trash"


class ThumbnailGrid(UniformGridView):
    """The thumbnails and their keys."""

    menu_requested = Signal(QPoint)
    opened = Signal()
    key_pressed = Signal(GridKey)
    stars_pressed = Signal(int)

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
        self.customContextMenuRequested.connect(self._request_menu)
        self.doubleClicked.connect(self.opened)
        frameless(self)

    def set_tile_points(self, points: int) -> None:
        """Set the side of the thumbnails in points."""
        self._points = points
        self._pictures.set_side(round(points * self.devicePixelRatioF()))
        self.set_tile(_tile_size(points))

    def set_placeholder(self, words: str) -> None:
        """Show a sentence in place of the thumbnails; an empty one shows none."""
        self._empty = words
        self.viewport().update()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._pictures.set_side(round(self._points * self.devicePixelRatioF()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = _is_plain(event)
        if plain and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
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

    def event(self, event: QEvent) -> bool:
        """Keep plain letters and digits for the grid: by default Qt sends them to shortcuts first."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and _is_plain(event) and event.key() in {*_KEYS, *_STARS}:
            event.accept()
            return True
        return super().event(event)

    def keyboardSearch(self, _text: str) -> None:
        """Do not search by typing: letters are commands here."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._empty:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect().adjusted(24, 24, -24, -24), flags, self._empty)
            painter.end()

    def _request_menu(self, at: QPoint) -> None:
        if self.indexAt(at).isValid():
            self.menu_requested.emit(self.viewport().mapToGlobal(at))


class _Tile(QStyledItemDelegate):
    """Paints one thumbnail: a cropped square with round corners, its marks, and a frame when it is selected."""

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
            painter.drawPixmap(square, pixmap)  # has the size of the tile, so the painter only copies it
            painter.setOpacity(1.0)
        if picture is not None and (rejected or stacked or picture.marks.favourite or picture.marks.stars):
            self._paint_badges(painter, square, picture, rejected, stacked)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Highlight), 3))
            corner = square.width() * CORNER
            painter.drawRoundedRect(square, corner, corner)
            painter.restore()

    def _paint_badges(self, painter: QPainter, square: QRect, picture: Picture, rejected: bool, stacked: bool) -> None:
        marks = "★" * picture.marks.stars
        words = " ".join(filter(None, ("✕" if rejected else "", "♥" if picture.marks.favourite else "", marks)))
        area = square.adjusted(0, 3, 0, -3)
        for badge, where in (
            (words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom),
            ("▤" if stacked else "", Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop),
        ):
            if badge:
                pixmap = self._get_badge(painter, badge)
                size = pixmap.deviceIndependentSize().toSize()
                place = QStyle.alignedRect(Qt.LayoutDirection.LeftToRight, where, size, area)
                painter.drawPixmap(place.topLeft(), pixmap)

    def _get_badge(self, painter: QPainter, words: str) -> QPixmap:
        """Return text on a dark background from a cache: drawing it for each tile took a fifth of a frame."""
        ratio = painter.device().devicePixelRatioF()
        key = f"badge {words} {ratio} {painter.font().key()}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            pixmap = _draw_badge(words, painter.font(), ratio)
            QPixmapCache.insert(key, pixmap)
        return pixmap


def _draw_badge(words: str, font: QFont, ratio: float) -> QPixmap:
    font.setPointSizeF(max(8.0, font.pointSizeF() * 0.85))
    size = QFontMetrics(font).boundingRect(QRect(0, 0, 1000, 100), 0, words).size() + QSize(8, 2)
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setFont(font)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(QRect(QPoint(), size), 4, 4)
    painter.setPen(QColor("white"))
    painter.drawText(QRect(QPoint(), size), int(Qt.AlignmentFlag.AlignCenter), words)
    painter.end()
    return pixmap


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
