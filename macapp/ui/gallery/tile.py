"""Paints one thumbnail of the gallery: a square with round corners, its marks, and a ring when it is selected."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPixmapCache
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QWidget

from macapp.domain.job import Picture
from macapp.ui.gallery.model import CORNER, GalleryModel
from macapp.ui.widgets.colours import Colour, palette_colour

RING, RING_WITH_FOCUS = 2.0, 3.0  # points
AnyIndex = QModelIndex | QPersistentModelIndex


class TileDelegate(QStyledItemDelegate):
    """Paints the tiles of a view over a `GalleryModel`. The ring is wider around the tile that has the focus."""

    def __init__(self, padding: QSize, parent: QWidget) -> None:
        """`padding` is the room on each side of the square, in points: at least the width of the ring."""
        super().__init__(parent)
        self._across, self._down = padding.width(), padding.height()

    def paint(self, painter: QPainter, option: Any, index: AnyIndex) -> None:
        square = option.rect.adjusted(self._across, self._down, -self._across, -self._down)
        model = index.model()
        if not isinstance(model, GalleryModel):
            return
        pixmap, picture, rejected, stacked = model.tile(index.row())
        side = round(square.width() * painter.device().devicePixelRatioF())
        if pixmap is None:
            painter.drawPixmap(square, _get_blank(side, palette_colour(option.palette, Colour.CHIP)))
        else:
            painter.setOpacity(0.3 if rejected else 1.0)
            painter.drawPixmap(square, _scale(pixmap, side))
            painter.setOpacity(1.0)
        if picture is not None and (rejected or stacked or picture.marks.favourite or picture.marks.stars):
            _paint_badges(painter, square, picture, rejected, stacked)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus):
            _paint_ring(painter, square, option)


def _paint_ring(painter: QPainter, square: QRect, option: Any) -> None:
    """Paint a ring around a tile, at a small distance; it is fainter if the tile has the focus and is not selected."""
    has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
    width = RING_WITH_FOCUS if has_focus else RING
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(1.0 if option.state & QStyle.StateFlag.State_Selected else 0.5)
    painter.setPen(QPen(palette_colour(option.palette, Colour.SELECTION), width))
    gap = width / 2 + 0.5
    corner = square.width() * CORNER + gap
    painter.drawRoundedRect(QRectF(square).adjusted(-gap, -gap, gap, gap), corner, corner)
    painter.restore()


def _get_blank(side: int, shade: QColor) -> QPixmap:
    """Return the tile of a picture that is not loaded, with a side in pixels, from a cache."""
    key, blank = f"blank {side} {shade.name()}", QPixmap()
    if not QPixmapCache.find(key, blank):
        blank = QPixmap(side, side)
        blank.fill(Qt.GlobalColor.transparent)
        painter = QPainter(blank)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(blank.rect(), side * CORNER, side * CORNER)
        painter.end()
        QPixmapCache.insert(key, blank)
    return blank


def _scale(pixmap: QPixmap, side: int) -> QPixmap:
    """Return a tile with a side in pixels, from a cache. The tiles of the grid have it already."""
    if pixmap.width() == side:
        return pixmap
    key, scaled = f"tile {pixmap.cacheKey()} {side}", QPixmap()
    if not QPixmapCache.find(key, scaled):
        scaled = pixmap.scaledToWidth(side, Qt.TransformationMode.SmoothTransformation)
        QPixmapCache.insert(key, scaled)
    return scaled


def _paint_badges(painter: QPainter, square: QRect, picture: Picture, rejected: bool, stacked: bool) -> None:
    marks = "★" * picture.marks.stars
    words = " ".join(filter(None, ("✕" if rejected else "", "♥" if picture.marks.favourite else "", marks)))
    area = square.adjusted(0, 3, 0, -3)
    for badge, where in (
        (words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom),
        ("▤" if stacked else "", Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop),
    ):
        if badge:
            pixmap = _get_badge(painter, badge)
            size = pixmap.deviceIndependentSize().toSize()
            place = QStyle.alignedRect(Qt.LayoutDirection.LeftToRight, where, size, area)
            painter.drawPixmap(place.topLeft(), pixmap)


def _get_badge(painter: QPainter, words: str) -> QPixmap:
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
