"""The canvas: the viewed picture, fitted or zoomed, or the picture in progress. On the thread of the window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QCursor,
    QDrag,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from macapp.ui.gallery.drag_ghost import draw_ghost
from macapp.ui.viewer.image_levels import ImageLevels
from macapp.ui.viewer.running_picture import RunningPicture, paint_preview
from macapp.ui.viewer.zoom import STEP, Zoom
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.theme import RADIUS

CORNER = 4  # points
SMOOTH_UP_TO_PERCENT = 200  # of the actual size; beyond it, zooming in shows the pixels
WHEEL_UNITS_TO_DOUBLE = 480  # eighths of a degree: four notches of a mouse wheel
PAN_POINTS_PER_UNIT = 0.5  # 60 points a notch
SHOWN_AT_LEAST_MS = 2000  # a new picture, before the next one in progress takes its place


class Canvas(QWidget):
    """Shows a picture. The wheel with Control (Command on a Mac) and a pinch zoom it; the wheel and a drag move it.

    A fitted picture is dragged out of the window instead. Arrow keys step through the gallery; Space asks for the full
    size, Return, Escape and a double click for the gallery. While `watch_running` applies, the picture in progress has
    the place of the viewed one, and its progress is on its lower edge: nothing else in the window moves.
    """

    large_requested = Signal()
    """the picture is to fill the window, or no longer"""
    gallery_requested = Signal()
    """the gallery is to be shown in place of the picture"""
    step_requested = Signal(int)
    running_shown = Signal(bool)
    """whether the picture in progress is in sight, in place of the viewed one"""

    def __init__(self) -> None:
        super().__init__()
        self.running = RunningPicture(self)
        """the picture in progress"""
        self.running.changed.connect(self._update_running)
        self.running.finished.connect(self._keep_preview)
        self.drag_data: Callable[[Path], QMimeData] = file_data
        """creates the data of a drag from the path of the picture"""
        self._invitation = self.tr("Press {0} to generate a picture.").format(_generate_key())
        self.placeholder = self._invitation
        """the sentence in place of a picture"""
        self._zoom = Zoom()
        self._picture: ImageLevels | None = None
        self._path: Path | None = None
        self._is_watching, self._shows_running, self._has_key_focus = False, False, False
        self._last_preview: QImage | None = None
        """the preview of a picture that is made and not decoded yet"""
        self._shown_long_enough = QTimer(self, singleShot=True, interval=SHOWN_AT_LEAST_MS)
        self._shown_long_enough.timeout.connect(self._update_running)
        self._pressed_at: QPointF | None = None
        self.setMinimumSize(160, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # Content

    @property
    def path(self) -> Path | None:
        """The file of the picture that is decoded; the viewed picture may still be on its way."""
        return self._path

    @property
    def shows_running(self) -> bool:
        """Whether the picture in progress is in sight, in place of the viewed one."""
        return self._shows_running

    @property
    def zoom(self) -> Zoom:
        """The scale and position of what is shown."""
        return self._zoom

    def image(self) -> QImage:
        """Return the decoded picture, or a null image."""
        return QImage() if self._picture is None else self._picture.image

    def show_image(self, picture: ImageLevels, path: Path) -> None:
        """Show a decoded picture. Scale and position stay if it has the size of the picture before."""
        self._picture, self._path, self._last_preview = picture, path, None
        self._update_running()

    def set_placeholder(self, words: str = "") -> None:
        """Show a sentence in place of a picture; by default what to press for one."""
        words = words or self._invitation
        self._picture, self._path, self._last_preview, self.placeholder = None, None, None, words
        self._update_running()

    def watch_running(self, is_watching: bool, at_once: bool = False) -> None:
        """Show the picture in progress while there is one, or the viewed picture.

        A picture that was just finished stays for `SHOWN_AT_LEAST_MS`, except with `at_once`.
        """
        self._is_watching = is_watching
        if at_once:
            self._shown_long_enough.stop()
            self._last_preview = None
        self._update_running()

    @Slot()
    def _keep_preview(self) -> None:
        """Keep the preview of a finished picture in sight until its file is decoded: the one before must not flash."""
        if self._shows_running:
            self._last_preview = self.running.preview
        self._shown_long_enough.start()

    @Slot()
    def _update_running(self) -> None:
        has_time = not self._shown_long_enough.isActive()
        if has_time:
            self._last_preview = None
        shows = self._is_watching and self.running.is_active and has_time and self.isVisible()
        if self._last_preview is None:
            size = self.running.size if shows else QSize() if self._picture is None else self._picture.size
            self._zoom.set_picture(size)
        if shows != self._shows_running:
            self._shows_running = shows
            self.running_shown.emit(shows)
        self.setAccessibleDescription(self.running.words if shows else "")
        self._update_view()

    # Zoom

    @Slot()
    def zoom_in(self) -> None:
        """Enlarge the picture around the middle."""
        self._zoom_by(STEP)

    @Slot()
    def zoom_out(self) -> None:
        """Make the picture smaller, at most to the fitted or the actual size."""
        self._zoom_by(1 / STEP)

    @Slot()
    def zoom_to_fit(self) -> None:
        """Show the whole picture."""
        self._zoom.fit()
        self._update_view()

    @Slot()
    def zoom_to_actual_size(self) -> None:
        """Show one pixel of the picture as one pixel of the screen."""
        self._zoom.show_actual_size()
        self._update_view()

    @Slot()
    def toggle_zoom(self) -> None:
        """Change between fitted and actual size, around the pointer if it is over the canvas."""
        if self._zoom.is_fitted:
            at = QPointF(self.mapFromGlobal(QCursor.pos()))
            self._zoom.show_actual_size(at if self.rect().contains(at.toPoint()) else None)
        else:
            self._zoom.fit()
        self._update_view()

    def _zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        if self._has_content():
            self._zoom.zoom_by(factor, around)
            self._update_view()

    def _has_content(self) -> bool:
        return self._picture is not None or self._shows_running

    def _update_view(self) -> None:
        if self._zoom.can_pan:
            self.setCursor(
                Qt.CursorShape.OpenHandCursor if self._pressed_at is None else Qt.CursorShape.ClosedHandCursor
            )
        else:
            self.unsetCursor()
        self.update()

    # Events

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and self._take_gesture(event):
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._zoom.set_canvas(self.size(), self.devicePixelRatioF())
        return super().event(event)

    def _take_gesture(self, event: QNativeGestureEvent) -> bool:
        """Zoom with a pinch on the trackpad, or with a double tap of two fingers; return whether it was one of them."""
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom_by(1 + event.value(), event.position())
        elif event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            self.toggle_zoom()
        else:
            return False
        event.accept()
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned, moved = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_by(2 ** (turned.y() / WHEEL_UNITS_TO_DOUBLE), event.position())
        elif self._zoom.can_pan:
            self._zoom.pan_by(QPointF(turned) * PAN_POINTS_PER_UNIT if moved.isNull() else QPointF(moved))
            self._update_view()
        else:
            event.ignore()
            return
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = _STEPS.get(Qt.Key(event.key()), 0)
        if rows and self._shows_running:  # it comes before the newest picture, which is the viewed one
            self.watch_running(rows < 0)
        elif rows:
            self.step_requested.emit(rows)
        elif event.key() == Qt.Key.Key_Space:
            self.large_requested.emit()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.gallery_requested.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.gallery_requested.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()
            self._update_view()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move a zoomed picture, or begin to drag a fitted one out of the window."""
        if self._pressed_at is None:
            return
        moved = event.position() - self._pressed_at
        if self._zoom.can_pan:
            self._pressed_at = event.position()
            self._zoom.pan_by(moved)
            self._update_view()
        elif moved.manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            if self._path is not None and not self._shows_running:
                self._drag_out(self._path)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._pressed_at = None
        self._update_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._zoom.set_canvas(self.size(), self.devicePixelRatioF())
        self._update_view()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._zoom.set_canvas(self.size(), self.devicePixelRatioF())
        self._update_running()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self._update_running()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the canvas has the focus, if it came by Tab: a click says so by itself."""
        self._has_key_focus = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = False
        super().focusOutEvent(event)

    def _drag_out(self, path: Path) -> None:
        drag = QDrag(self)
        drag.setMimeData(self.drag_data(path))
        drag.setPixmap(draw_ghost(self, QPixmap.fromImage(self.image()), 1))
        drag.exec(Qt.DropAction.CopyAction)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = self._zoom.rect()
        visible = place & QRectF(self.rect())
        if self._zoom.is_fitted:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipPath(_rounded(place))
        if self._shows_running or self._last_preview is not None:
            preview = self.running.preview if self._last_preview is None else self._last_preview
            paint_preview(painter, preview, place, colour(self, Colour.CHIP))
        elif self._picture is not None:
            self._paint_picture(painter, self._picture, place, visible)
        else:
            painter.setClipping(False)
            self._paint_placeholder(painter)
        painter.setClipping(False)
        if self._shows_running:
            self.running.paint_progress(painter, visible, self)
        if self._has_key_focus:
            self._paint_focus(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter, picture: ImageLevels, place: QRectF, visible: QRectF) -> None:
        """Paint the visible part, cut at whole pixels of the picture so that it does not tremble while it moves."""
        is_smooth = self._zoom.is_fitted or self._zoom.percent <= SMOOTH_UP_TO_PERCENT
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        level = picture.level_for(place.width() * self.devicePixelRatioF())
        across, down = place.width() / level.width(), place.height() / level.height()
        part = QRectF(
            (visible.left() - place.left()) / across,
            (visible.top() - place.top()) / down,
            visible.width() / across,
            visible.height() / down,
        ).toAlignedRect()
        part &= level.rect()
        target = QRectF(
            place.left() + part.left() * across,
            place.top() + part.top() * down,
            part.width() * across,
            part.height() * down,
        )
        painter.drawImage(target, level, QRectF(part))

    def _paint_placeholder(self, painter: QPainter) -> None:
        field = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour(self, Colour.HAIRLINE))
        painter.setBrush(colour(self, Colour.SIDEBAR))
        painter.drawRoundedRect(field, RADIUS, RADIUS)
        painter.setPen(colour(self, Colour.SECONDARY_TEXT))
        painter.drawText(field.adjusted(40, 0, -40, 0), _CENTRED, self.placeholder)

    def _paint_focus(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour(self, Colour.FOCUS), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), CORNER, CORNER)


def file_data(path: Path) -> QMimeData:
    """Return the file of a picture as data for a drop or the clipboard."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def _rounded(place: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(place, CORNER, CORNER)
    return path


def _generate_key() -> str:
    return QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)


_CENTRED: Any = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
