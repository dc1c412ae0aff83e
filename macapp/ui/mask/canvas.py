"""The canvas for masks: brush and eraser, zoom and pan, tablet pressure, edges to drag outwards.

While it is edited, the mask is a translucent red image; `grey` converts it to white and black. Each stroke stores the
pixels under it, so the memory for undo is in proportion to the stroke.
"""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTabletEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from macapp.ui.widgets.controls import draw_focus
from macapp.ui.widgets.undo import UndoCommand, UndoHistory

RED = QColor(255, 45, 60)
MASK_OPACITY = 0.6  # of the red over the image
BRUSH_PIXELS = range(2, 512 + 1)  # width, in pixels of the image
SCALE_STEP = 1.2  # factor of one key press or wheel step, for brush and zoom
ZOOM_LIMITS = (0.05, 16.0)
SIDES = ("left", "top", "right", "bottom")
EDGE_POINTS = 10  # width of the area outside the image in which an edge can be dragged


class Tool(Enum):
    """The tool of the pointer."""

    BRUSH = "brush"
    ERASER = "eraser"


def to_red(mask: QImage) -> QImage:
    """Return a mask as it is displayed: red where it is white, transparent where it is black."""
    red = QImage(mask.size(), QImage.Format.Format_ARGB32)
    red.fill(RED)
    red.setAlphaChannel(mask.convertToFormat(QImage.Format.Format_Grayscale8))
    return red.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


class MaskCanvas(QWidget):
    """Displays an image with its mask, and paints the mask."""

    changed = Signal()
    brush_changed = Signal(int)
    tool_changed = Signal(Tool)
    edge_dragged = Signal(tuple)
    """pixels to add to the left, top, right and bottom"""

    def __init__(self, undo: UndoHistory) -> None:
        super().__init__()
        self._undo = undo
        self._image = QImage()
        self._mask = QImage()
        self.view = QTransform()
        self._fits = True
        self._brush, self.tool = 40, Tool.BRUSH
        self._last: QPointF | None = None
        self._before_stroke: tuple[QRect, QImage] | None = None
        self._pan_start: QPoint | None = None
        self._edge: str = ""
        self._pulled_pixels = 0
        self._pans = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.setAccessibleName(self.tr("Mask: paint the area to change"))

    # Image and mask

    @property
    def image(self) -> QImage:
        """The image under the mask."""
        return self._image

    def set_image(self, image: QImage, mask: QImage | None = None) -> None:
        """Show an image, and a mask that is white where the image may change."""
        self._image = image.convertToFormat(QImage.Format.Format_RGB32)
        self._mask = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
        self._mask.fill(Qt.GlobalColor.transparent)
        if mask is not None:
            self._set_mask(mask)
        self.fit()
        self.changed.emit()

    def grey(self) -> QImage:
        """Return the mask in the size of the image: white where the image may change, black elsewhere."""
        grey = self._mask.convertToFormat(QImage.Format.Format_Alpha8)
        grey.reinterpretAsFormat(QImage.Format.Format_Grayscale8)
        return grey

    # Edits

    def use_mask(self, mask: QImage) -> None:
        """Replace the mask; Undo restores the mask before."""
        self._edit_all(self.tr("Open Mask"), lambda: self._set_mask(mask))

    def invert(self) -> None:
        """Swap the masked and the unmasked area."""

        def do() -> None:
            grey = self.grey()
            grey.invertPixels()
            self._set_mask(grey)

        self._edit_all(self.tr("Invert Mask"), do)

    def clear(self) -> None:
        """Remove all paint."""
        self._edit_all(self.tr("Clear Mask"), lambda: self._mask.fill(Qt.GlobalColor.transparent))

    def set_tool(self, tool: Tool) -> None:
        """Select the brush or the eraser."""
        self.tool = tool
        self.tool_changed.emit(tool)

    def set_brush(self, pixels: int) -> None:
        """Set the width of the brush in pixels of the image."""
        self._brush = min(max(pixels, BRUSH_PIXELS[0]), BRUSH_PIXELS[-1])
        self.brush_changed.emit(self._brush)
        self.update()

    def stroke(self, points: list[QPointF], erase: bool = False) -> None:
        """Paint a line through some points of the image, like a stroke of the pointer."""
        tool, self.tool = self.tool, Tool.ERASER if erase else Tool.BRUSH
        self._begin_stroke(points[0])
        for point in points:
            self._paint_to(point, 1.0)
        self._end_stroke()
        self.tool = tool

    # View

    def fit(self) -> None:
        """Fit the whole image into the widget."""
        self._fits = True
        if self._image.isNull() or self.width() < 1:
            return
        margin = 2 * EDGE_POINTS
        size = QSize(self.width() - 2 * margin, self.height() - 2 * margin)
        scale = min(size.width() / self._image.width(), size.height() / self._image.height())
        self._center(max(scale, ZOOM_LIMITS[0]))

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Set the scale; the image point under the widget point `at` stays there."""
        self._fits = False
        scale = min(max(scale, ZOOM_LIMITS[0]), ZOOM_LIMITS[1])
        fixed = QPointF(self.rect().center()) if at is None else at
        before = self.view.inverted()[0].map(fixed)
        self.view = QTransform.fromTranslate(fixed.x(), fixed.y()).scale(scale, scale)
        self.view.translate(-before.x(), -before.y())
        self.update()

    @property
    def zoom(self) -> float:
        """The scale: points of the widget for one pixel of the image."""
        return self.view.m11()

    def sizeHint(self) -> QSize:
        return QSize(760, 600)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Dark))
        if self._image.isNull():
            return
        painter.setTransform(self.view)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < 2)
        painter.drawImage(0, 0, self._image)
        painter.setOpacity(MASK_OPACITY)
        painter.drawImage(0, 0, self._mask)
        painter.setOpacity(1)
        painter.resetTransform()
        self._draw_extension(painter)
        if self.underMouse() and not self._edge and self._pan_start is None:
            self._draw_brush(painter)
        draw_focus(painter, self)

    def resizeEvent(self, _event: object) -> None:
        if self._fits:
            self.fit()

    # Pointer and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() == Qt.MouseButton.MiddleButton or self._pans:
            self._pan_start = at.toPoint()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._edge = self._edge_at(at)
            if not self._edge:
                self._begin_stroke(self._to_image(at))
                self._paint_to(self._to_image(at), 1.0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pan_start is not None:
            moved = at.toPoint() - self._pan_start
            self._pan_start = at.toPoint()
            self.view = self.view * QTransform.fromTranslate(moved.x(), moved.y())
            self._fits = False
        elif self._edge and event.buttons():
            self._pulled_pixels = self._measure_pull(at)
        elif self._last is not None:
            self._paint_to(self._to_image(at), 1.0)
        else:
            edge = self._edge_at(at)
            shapes = {
                "left": Qt.CursorShape.SizeHorCursor,
                "right": Qt.CursorShape.SizeHorCursor,
                "": Qt.CursorShape.CrossCursor,
            }
            self.setCursor(QCursor(shapes.get(edge, Qt.CursorShape.SizeVerCursor)))
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._pan_start = None
        if self._edge:
            added, edge = self._pulled_pixels, self._edge
            self._edge, self._pulled_pixels = "", 0
            if added > 0:
                self.edge_dragged.emit(tuple(added if edge == side else 0 for side in SIDES))
        self._end_stroke()
        self.update()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Paint with a width in proportion to the pressure; the other end of the pen erases."""
        at = self._to_image(event.position())
        if event.type() == event.Type.TabletPress:
            self._begin_stroke(at)
        if self._last is not None:
            erases = event.pointerType() == event.pointingDevice().PointerType.Eraser
            self._paint_to(at, max(0.05, event.pressure()), erases)
        if event.type() == event.Type.TabletRelease:
            self._end_stroke()
        event.accept()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier):
            self.zoom_to(self.zoom * (SCALE_STEP if event.angleDelta().y() > 0 else 1 / SCALE_STEP), event.position())
        else:
            scrolled = QPoint(event.angleDelta().x() // 4, event.angleDelta().y() // 4)
            moved = scrolled if event.pixelDelta().isNull() else event.pixelDelta()
            self.view = self.view * QTransform.fromTranslate(moved.x(), moved.y())
            self._fits = False
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_BracketLeft: lambda: self.set_brush(int(self._brush / SCALE_STEP)),
            Qt.Key.Key_BracketRight: lambda: self.set_brush(int(self._brush * SCALE_STEP) + 1),
            Qt.Key.Key_B: lambda: self.set_tool(Tool.BRUSH),
            Qt.Key.Key_E: lambda: self.set_tool(Tool.ERASER),
            Qt.Key.Key_X: lambda: self.set_tool(Tool.BRUSH if self.tool is Tool.ERASER else Tool.ERASER),
        }
        if event.key() == Qt.Key.Key_Space:
            self._pans = True
        elif Qt.Key(event.key()) in keys and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            keys[Qt.Key(event.key())]()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._pans = False
        super().keyReleaseEvent(event)

    def leaveEvent(self, _event: object) -> None:
        self.update()

    # Implementation

    def _begin_stroke(self, at: QPointF) -> None:
        self._last = at
        self._before_stroke = (QRect(), self._mask.copy())

    def _paint_to(self, at: QPointF, pressure: float, erases: bool = False) -> None:
        if self._last is None or self._before_stroke is None:
            return
        width = self._brush * pressure
        painter = QPainter(self._mask)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        colour = QColor(Qt.GlobalColor.transparent) if erases or self.tool is Tool.ERASER else RED
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawLine(self._last, at) if self._last != at else painter.drawPoint(at)
        painter.end()
        around = int(width / 2) + 2
        touched = QRectF(self._last, at).normalized().toAlignedRect().adjusted(-around, -around, around, around)
        self._before_stroke = (self._before_stroke[0].united(touched), self._before_stroke[1])
        self._last = at

    def _end_stroke(self) -> None:
        """End the stroke and add it to the undo stack."""
        if self._last is None or self._before_stroke is None:
            return
        area = self._before_stroke[0].intersected(self._mask.rect())
        before, after = self._before_stroke[1].copy(area), self._mask.copy(area)
        self._last = self._before_stroke = None
        if before != after:
            self._push_undo(self.tr("Paint"), area, before, after)

    def _edit_all(self, words: str, edit: Callable[[], object]) -> None:
        before = self._mask.copy()
        edit()
        if before != self._mask:
            self._push_undo(words, self._mask.rect(), before, self._mask.copy())

    def _push_undo(self, words: str, area: QRect, before: QImage, after: QImage) -> None:
        self._undo.push(
            UndoCommand(words, lambda: self._replace_part(area, after), lambda: self._replace_part(area, before))
        )

    def _replace_part(self, area: QRect, part: QImage) -> None:
        painter = QPainter(self._mask)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(area.topLeft(), part)
        painter.end()
        self.update()
        self.changed.emit()

    def _set_mask(self, mask: QImage) -> None:
        """Replace the mask by a white and black one, scaled to the image."""
        grey = mask.convertToFormat(QImage.Format.Format_Grayscale8)
        if grey.size() != self._mask.size():
            grey = grey.scaled(self._mask.size(), Qt.AspectRatioMode.IgnoreAspectRatio)
        self._mask = to_red(grey)
        self.update()

    def _center(self, scale: float) -> None:
        left = (self.width() - self._image.width() * scale) / 2
        top = (self.height() - self._image.height() * scale) / 2
        self.view = QTransform.fromTranslate(left, top).scale(scale, scale)
        self.update()

    def _to_image(self, at: QPointF) -> QPointF:
        return self.view.inverted()[0].map(at)

    def image_rect(self) -> QRectF:
        """Return the rectangle of the image in the widget."""
        return self.view.mapRect(QRectF(self._image.rect()))

    def _edge_at(self, at: QPointF) -> str:
        """Return the edge of the image that a point just outside it belongs to; empty if there is none."""
        shown = self.image_rect()
        if not shown.adjusted(-EDGE_POINTS, -EDGE_POINTS, EDGE_POINTS, EDGE_POINTS).contains(at) or shown.contains(at):
            return ""
        distances = {
            "left": shown.left() - at.x(),
            "top": shown.top() - at.y(),
            "right": at.x() - shown.right(),
            "bottom": at.y() - shown.bottom(),
        }
        return max(distances, key=lambda side: distances[side])

    def _measure_pull(self, at: QPointF) -> int:
        """Return the pixels that an edge is dragged outwards, in steps of 8."""
        point, image = self._to_image(at), self._image
        out = {
            "left": -point.x(),
            "top": -point.y(),
            "right": point.x() - image.width(),
            "bottom": point.y() - image.height(),
        }[self._edge]
        return max(0, round(out / 8) * 8)

    def _draw_extension(self, painter: QPainter) -> None:
        """Draw the area that is being added, and the edges that can be dragged."""
        shown = self.image_rect()
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1, Qt.PenStyle.DashLine))
        painter.drawRect(shown.adjusted(-EDGE_POINTS / 2, -EDGE_POINTS / 2, EDGE_POINTS / 2, EDGE_POINTS / 2))
        if self._edge and self._pulled_pixels:
            pulled = self._pulled_pixels * self.zoom
            left, top, right, bottom = (pulled if self._edge == side else 0 for side in SIDES)
            extended = shown.adjusted(-left, -top, right, bottom)
            painter.setPen(QPen(RED, 2, Qt.PenStyle.DashLine))
            painter.drawRect(extended)
            painter.drawText(extended, Qt.AlignmentFlag.AlignCenter, f"+{self._pulled_pixels}")

    def _draw_brush(self, painter: QPainter) -> None:
        at, radius = self.mapFromGlobal(QCursor.pos()), self._brush * self.zoom / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((Qt.GlobalColor.black, 3), (Qt.GlobalColor.white, 1)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(QPointF(at), radius, radius)
