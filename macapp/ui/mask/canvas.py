"""The sheet that a mask is painted on: brush and eraser over the image, zoom and pan, tablet pressure, edges to drag.

The mask is a translucent red picture, painted directly and drawn directly; white and black it becomes when it is kept.
Each stroke keeps what was under it, so undo costs no more than the stroke.
"""

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
    QUndoStack,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from macapp.ui.widgets.undo import UndoCommand

RED = QColor(255, 45, 60)
OPACITY = 0.6  # of the paint over the image
BRUSHES = range(2, 512 + 1)  # pixels of the image
STEP = 1.2  # by which the keys and the wheel make brush and picture larger
ZOOMS = (0.05, 16.0)
SIDES = ("left", "top", "right", "bottom")
EDGE = 10  # points round an edge of the image in which it can be dragged


class Tool(Enum):
    """What the pointer does."""

    BRUSH = "brush"
    ERASER = "eraser"


def red_of(mask: QImage) -> QImage:
    """Return a mask as it is shown: red where it is white, nothing where it is black."""
    red = QImage(mask.size(), QImage.Format.Format_ARGB32)
    red.fill(RED)
    red.setAlphaChannel(mask.convertToFormat(QImage.Format.Format_Grayscale8))
    return red.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


class MaskCanvas(QWidget):
    """Shows an image and the mask over it, and paints."""

    changed = Signal()
    brush_changed = Signal(int)
    tool_changed = Signal(Tool)
    edge_dragged = Signal(tuple)
    """pixels to add to the left, top, right and bottom"""

    def __init__(self, undo: QUndoStack) -> None:
        super().__init__()
        self._undo = undo
        self._image = QImage()
        self._mask = QImage()
        self._view = QTransform()
        self._fits = True
        self._brush, self._tool = 40, Tool.BRUSH
        self._last: QPointF | None = None
        self._under: tuple[QRect, QImage] | None = None
        self._panned: QPoint | None = None
        self._edge: str = ""
        self._added = 0
        self._hand = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.setAccessibleName(self.tr("Mask: paint what is to change"))

    # What it shows

    @property
    def image(self) -> QImage:
        """The image below the mask."""
        return self._image

    def set_image(self, image: QImage, mask: QImage | None = None) -> None:
        """Show an image, and a mask that is white where it may change."""
        self._image = image.convertToFormat(QImage.Format.Format_RGB32)
        self._mask = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
        self._mask.fill(Qt.GlobalColor.transparent)
        if mask is not None:
            self._lay(mask)
        self.fit()
        self.changed.emit()

    def grey(self) -> QImage:
        """Return the mask, white where the image may change and black elsewhere, as large as the image."""
        grey = self._mask.convertToFormat(QImage.Format.Format_Alpha8)
        grey.reinterpretAsFormat(QImage.Format.Format_Grayscale8)
        return grey

    # What is done to the mask

    def use_mask(self, mask: QImage) -> None:
        """Take another mask over; Undo brings back the one before."""
        self._whole(self.tr("Open Mask"), lambda: self._lay(mask))

    def invert(self) -> None:
        """Mask what is not masked, and the other way round."""

        def do() -> None:
            grey = self.grey()
            grey.invertPixels()
            self._lay(grey)

        self._whole(self.tr("Invert Mask"), do)

    def clear(self) -> None:
        """Take all paint off."""
        self._whole(self.tr("Clear Mask"), lambda: self._mask.fill(Qt.GlobalColor.transparent))

    def set_tool(self, tool: Tool) -> None:
        """Paint or erase."""
        self._tool = tool
        self.tool_changed.emit(tool)

    def set_brush(self, pixels: int) -> None:
        """Choose how wide the brush is, in pixels of the image."""
        self._brush = min(max(pixels, BRUSHES[0]), BRUSHES[-1])
        self.brush_changed.emit(self._brush)
        self.update()

    def stroke(self, points: list[QPointF], erase: bool = False) -> None:
        """Paint a line through points of the image, as the pointer does."""
        tool, self._tool = self._tool, Tool.ERASER if erase else Tool.BRUSH
        self._begin(points[0])
        for point in points:
            self._paint_to(point, 1.0)
        self._end()
        self._tool = tool

    # How it is looked at

    def fit(self) -> None:
        """Show all of the image."""
        self._fits = True
        if self._image.isNull() or self.width() < 1:
            return
        margin = 2 * EDGE
        size = QSize(self.width() - 2 * margin, self.height() - 2 * margin)
        scale = min(size.width() / self._image.width(), size.height() / self._image.height())
        self._place(max(scale, ZOOMS[0]))

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Show the image at a scale, the point `at` of the widget staying where it is."""
        self._fits = False
        scale = min(max(scale, ZOOMS[0]), ZOOMS[1])
        fixed = QPointF(self.rect().center()) if at is None else at
        before = self._view.inverted()[0].map(fixed)
        self._view = QTransform.fromTranslate(fixed.x(), fixed.y()).scale(scale, scale)
        self._view.translate(-before.x(), -before.y())
        self.update()

    @property
    def zoom(self) -> float:
        """Points of the widget to a pixel of the image."""
        return self._view.m11()

    def sizeHint(self) -> QSize:
        return QSize(760, 600)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Dark))
        if self._image.isNull():
            return
        painter.setTransform(self._view)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < 2)
        painter.drawImage(0, 0, self._image)
        painter.setOpacity(OPACITY)
        painter.drawImage(0, 0, self._mask)
        painter.setOpacity(1)
        painter.resetTransform()
        self._draw_added(painter)
        if self.underMouse() and not self._edge and self._panned is None:
            self._draw_brush(painter)

    def resizeEvent(self, _event: object) -> None:
        if self._fits:
            self.fit()

    # Pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() == Qt.MouseButton.MiddleButton or self._hand:
            self._panned = at.toPoint()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._edge = self._edge_at(at)
            if not self._edge:
                self._begin(self._on_image(at))
                self._paint_to(self._on_image(at), 1.0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._panned is not None:
            moved = at.toPoint() - self._panned
            self._panned = at.toPoint()
            self._view = self._view * QTransform.fromTranslate(moved.x(), moved.y())
            self._fits = False
        elif self._edge and event.buttons():
            self._added = self._pulled(at)
        elif self._last is not None:
            self._paint_to(self._on_image(at), 1.0)
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
        self._panned = None
        if self._edge:
            added, edge = self._added, self._edge
            self._edge, self._added = "", 0
            if added > 0:
                self.edge_dragged.emit(tuple(added if edge == each else 0 for each in SIDES))
        self._end()
        self.update()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Paint as wide as the pen is pressed; its other end erases."""
        at = self._on_image(event.position())
        if event.type() == event.Type.TabletPress:
            self._begin(at)
        if self._last is not None:
            erases = event.pointerType() == event.pointingDevice().PointerType.Eraser
            self._paint_to(at, max(0.05, event.pressure()), erases)
        if event.type() == event.Type.TabletRelease:
            self._end()
        event.accept()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier):
            self.zoom_to(self.zoom * (STEP if event.angleDelta().y() > 0 else 1 / STEP), event.position())
        else:
            turned = QPoint(event.angleDelta().x() // 4, event.angleDelta().y() // 4)
            moved = turned if event.pixelDelta().isNull() else event.pixelDelta()
            self._view = self._view * QTransform.fromTranslate(moved.x(), moved.y())
            self._fits = False
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_BracketLeft: lambda: self.set_brush(int(self._brush / STEP)),
            Qt.Key.Key_BracketRight: lambda: self.set_brush(int(self._brush * STEP) + 1),
            Qt.Key.Key_B: lambda: self.set_tool(Tool.BRUSH),
            Qt.Key.Key_E: lambda: self.set_tool(Tool.ERASER),
            Qt.Key.Key_X: lambda: self.set_tool(Tool.BRUSH if self._tool is Tool.ERASER else Tool.ERASER),
        }
        if event.key() == Qt.Key.Key_Space:
            self._hand = True
        elif Qt.Key(event.key()) in keys and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            keys[Qt.Key(event.key())]()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hand = False
        super().keyReleaseEvent(event)

    def leaveEvent(self, _event: object) -> None:
        self.update()

    # Below

    def _begin(self, at: QPointF) -> None:
        self._last = at
        self._under = (QRect(), self._mask.copy())

    def _paint_to(self, at: QPointF, pressure: float, erases: bool = False) -> None:
        if self._last is None or self._under is None:
            return
        width = self._brush * pressure
        painter = QPainter(self._mask)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        colour = QColor(Qt.GlobalColor.transparent) if erases or self._tool is Tool.ERASER else RED
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawLine(self._last, at) if self._last != at else painter.drawPoint(at)
        painter.end()
        around = int(width / 2) + 2
        touched = QRectF(self._last, at).normalized().toAlignedRect().adjusted(-around, -around, around, around)
        self._under = (self._under[0].united(touched), self._under[1])
        self._last = at

    def _end(self) -> None:
        """Make the stroke something that can be undone."""
        if self._last is None or self._under is None:
            return
        area = self._under[0].intersected(self._mask.rect())
        before, after = self._under[1].copy(area), self._mask.copy(area)
        self._last = self._under = None
        if before != after:
            self._push(self.tr("Paint"), area, before, after)

    def _whole(self, words: str, do: object) -> None:
        before = self._mask.copy()
        do()  # type: ignore[operator]
        if before != self._mask:
            self._push(words, self._mask.rect(), before, self._mask.copy())

    def _push(self, words: str, area: QRect, before: QImage, after: QImage) -> None:
        self._undo.push(UndoCommand(words, lambda: self._put(area, after), lambda: self._put(area, before)))

    def _put(self, area: QRect, part: QImage) -> None:
        painter = QPainter(self._mask)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(area.topLeft(), part)
        painter.end()
        self.update()
        self.changed.emit()

    def _lay(self, mask: QImage) -> None:
        """Turn white and black into red and nothing."""
        grey = mask.convertToFormat(QImage.Format.Format_Grayscale8)
        if grey.size() != self._mask.size():
            grey = grey.scaled(self._mask.size(), Qt.AspectRatioMode.IgnoreAspectRatio)
        self._mask = red_of(grey)
        self.update()

    def _place(self, scale: float) -> None:
        left = (self.width() - self._image.width() * scale) / 2
        top = (self.height() - self._image.height() * scale) / 2
        self._view = QTransform.fromTranslate(left, top).scale(scale, scale)
        self.update()

    def _on_image(self, at: QPointF) -> QPointF:
        return self._view.inverted()[0].map(at)

    def _shown(self) -> QRectF:
        return self._view.mapRect(QRectF(self._image.rect()))

    def _edge_at(self, at: QPointF) -> str:
        """Return which edge of the image lies under a point of the widget, just outside of it; empty if none."""
        shown = self._shown()
        if not shown.adjusted(-EDGE, -EDGE, EDGE, EDGE).contains(at) or shown.contains(at):
            return ""
        away = {
            "left": shown.left() - at.x(),
            "top": shown.top() - at.y(),
            "right": at.x() - shown.right(),
            "bottom": at.y() - shown.bottom(),
        }
        return max(away, key=lambda each: away[each])

    def _pulled(self, at: QPointF) -> int:
        """Return how many pixels an edge has been dragged outwards, in steps of 8."""
        point, image = self._on_image(at), self._image
        out = {
            "left": -point.x(),
            "top": -point.y(),
            "right": point.x() - image.width(),
            "bottom": point.y() - image.height(),
        }[self._edge]
        return max(0, round(out / 8) * 8)

    def _draw_added(self, painter: QPainter) -> None:
        """Draw the room that is being added, and the edges that can be dragged."""
        shown = self._shown()
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1, Qt.PenStyle.DashLine))
        painter.drawRect(shown.adjusted(-EDGE / 2, -EDGE / 2, EDGE / 2, EDGE / 2))
        if self._edge and self._added:
            pulled = self._added * self.zoom
            left, top, right, bottom = (
                pulled if self._edge == each else 0 for each in ("left", "top", "right", "bottom")
            )
            room = shown.adjusted(-left, -top, right, bottom)
            painter.setPen(QPen(RED, 2, Qt.PenStyle.DashLine))
            painter.drawRect(room)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"+{self._added}")

    def _draw_brush(self, painter: QPainter) -> None:
        at, radius = self.mapFromGlobal(QCursor.pos()), self._brush * self.zoom / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((Qt.GlobalColor.black, 3), (Qt.GlobalColor.white, 1)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(QPointF(at), radius, radius)
