"""The small image under the pointer while pictures are dragged, with their number. On the thread of the window."""

from PySide6.QtCore import QLocale, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QWidget

GHOST_SIDE = 96  # points
BADGE_HEIGHT = 22  # points


def draw_ghost(widget: QWidget, picture: QPixmap | None, count: int) -> QPixmap:
    """Return the image for a drag of `count` pictures that begins in `widget`.

    `picture` is shown at most `GHOST_SIDE` points wide and high; None, while it is not loaded, gives a grey square. The
    number is shown from two pictures on.
    """
    ratio = widget.devicePixelRatioF()
    ghost = QPixmap(QSize(GHOST_SIDE, GHOST_SIDE) * ratio)
    ghost.setDevicePixelRatio(ratio)
    ghost.fill(Qt.GlobalColor.transparent)
    painter = QPainter(ghost)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setOpacity(0.85)
    square = QRect(0, 0, GHOST_SIDE, GHOST_SIDE)
    if picture is None:
        painter.fillRect(square, widget.palette().color(QPalette.ColorRole.Mid))
    else:
        size = picture.size().scaled(square.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(square.topLeft(), size)
        place.moveCenter(square.center())
        painter.drawPixmap(place, picture.scaled(size * ratio, mode=Qt.TransformationMode.SmoothTransformation))
    if count > 1:
        painter.setOpacity(1)
        _paint_count(painter, widget, count)
    painter.end()
    return ghost


def _paint_count(painter: QPainter, widget: QWidget, count: int) -> None:
    words = QLocale().toString(count)
    width = max(BADGE_HEIGHT, QFontMetrics(painter.font()).horizontalAdvance(words) + 14)
    badge = QRectF(GHOST_SIDE - width - 2, 2, width, BADGE_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(widget.palette().color(QPalette.ColorRole.Highlight))
    painter.drawRoundedRect(badge, BADGE_HEIGHT / 2, BADGE_HEIGHT / 2)
    painter.setPen(widget.palette().color(QPalette.ColorRole.HighlightedText))
    painter.drawText(badge, words, Qt.AlignmentFlag.AlignCenter)  # type: ignore[call-overload]
