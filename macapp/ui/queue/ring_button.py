"""The queue in the toolbar: a ring with the progress of the running job, and the queue in two or three words."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from macapp.domain.units import format_coarse_duration
from macapp.ui.queue.summary import QueueSummary
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.controls import begin_painting, draw_ring, fill_rounded
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.theme import RADIUS

WIDTH, HEIGHT = 150, 32  # points
RING, LINE, INSET = 18, 3.5, 9  # points
MIN_SHARE = 0.03  # of the ring that is drawn while a job runs
DOT = " · "


class RingButton(QAbstractButton):
    """Shows a `QueueSummary`; a click opens the queue. Nothing can be dropped on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary = QueueSummary()
        self._share: float | None = None
        self._tenths = -1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it goes back to later
        self.setAcceptDrops(True)  # to refuse drops itself: else the window below takes them
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_summary(self._summary)

    def show_summary(self, summary: QueueSummary) -> None:
        """Show the state of the queue."""
        self._summary = summary
        words = self._choices()[0]
        name = self.tr("Queue") if words == self.tr("Queue") else self.tr("Queue: {0}").format(words)
        if summary.failed and summary.unfinished:
            name = f"{name}{DOT}{self._format_failed()}"
        if summary.rest_reason:
            name = f"{name}{DOT}{summary.rest_reason}"
        if name != self.accessibleName():
            self.setText(words)
            self.setAccessibleName(name)
            self.setToolTip(tip(name))
        self.update()

    def show_progress(self, share: float | None) -> None:
        """Show how much of the running job is done, 0 to 1; None if nothing runs or it is unknown."""
        self._share = share
        tenths = -1 if share is None else int(share * 10)
        if tenths != self._tenths:  # a screen reader hears ten steps of a picture, not each
            self._tenths = tenths
            done = self.tr("{0} % of the picture is done").format(tenths * 10)
            self.setAccessibleDescription(done if tenths >= 0 else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that does not change with the words, so that the toolbar does not move."""
        widest = self.tr("{0} waiting").format(88) + DOT + format_coarse_duration(59 * 60)
        needed = QFontMetrics(self.font()).horizontalAdvance(widest) + self._text_left + INSET
        return QSize(max(WIDTH, needed), max(HEIGHT, QFontMetrics(self.font()).height() + 12))

    @property
    def _text_left(self) -> int:
        return INSET + RING + 7

    @property
    def shown_words(self) -> str:
        """The words beside the ring: the longest choice that fits."""
        metrics, room = QFontMetrics(self.font()), self.width() - self._text_left - INSET
        choices = self._choices()
        fitting = (words for words in choices if metrics.horizontalAdvance(words) <= room)
        return next(fitting, metrics.elidedText(choices[-1], Qt.TextElideMode.ElideRight, room))

    def _choices(self) -> list[str]:
        """Return the state of the queue in words, the longest first."""
        summary = self._summary
        waiting = self.tr("%Ln waiting", "", summary.waiting)
        time = "" if summary.left is None or summary.rest_reason else format_coarse_duration(summary.left.seconds)
        if summary.is_paused:
            paused = self.tr("Paused")
            return [f"{paused}{DOT}{summary.waiting}", paused] if summary.waiting else [paused]
        if summary.waiting:
            return [f"{waiting}{DOT}{time}", waiting] if time else [waiting]
        if summary.running:
            running = self.tr("Generating")
            return [f"{running}{DOT}{time}", running] if time else [running]
        return [self._format_failed()] if summary.failed else [self.tr("Queue")]

    def _format_failed(self) -> str:
        return self.tr("%Ln failed", "", self._summary.failed)

    # Refusing drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take the drag, so that the moves come here and not to the window."""
        event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        event.ignore()

    # Painting

    def paintEvent(self, _event: object) -> None:
        painter = begin_painting(self)
        self._paint_ground(painter)
        ring = QRectF(INSET + LINE / 2, (self.height() - RING + LINE) / 2, RING - LINE, RING - LINE)
        self._paint_ring(painter, ring)
        painter.setPen(colour(self, Colour.TEXT))
        text = QRect(self._text_left, 0, self.width() - self._text_left - INSET, self.height())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.shown_words)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        ground, is_marked = QRectF(self.rect()), self.underMouse() or self.isDown()
        fill_rounded(painter, ground, RADIUS, colour(self, Colour.CHIP if is_marked else Colour.CARD))
        if self.hasFocus():
            draw_ring(painter, ground, RADIUS, colour(self, Colour.FOCUS))
        else:
            draw_ring(painter, ground, RADIUS, colour(self, Colour.HAIRLINE), 1.0)

    def _paint_ring(self, painter: QPainter, ring: QRectF) -> None:
        summary = self._summary
        is_failure = summary.failed > 0 and summary.unfinished == 0
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour(self, Colour.DANGER if is_failure else Colour.CHIP_PRESSED), LINE))
        painter.drawEllipse(ring)
        if summary.running:
            share = max(MIN_SHARE, self._share or 0.0)
            painter.setPen(QPen(colour(self, Colour.FOCUS), LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(ring, 90 * 16, -round(share * 360 * 16))
        if summary.is_paused:
            self._paint_pause(painter, ring.center())
        elif summary.failed:
            self._paint_failure(painter, ring, is_failure)

    def _paint_pause(self, painter: QPainter, centre: QPointF) -> None:
        painter.setPen(QPen(colour(self, Colour.TEXT), 2))
        for side in (-2, 2):
            painter.drawLine(centre + QPointF(side, -3), centre + QPointF(side, 3))

    def _paint_failure(self, painter: QPainter, ring: QRectF, is_failure: bool) -> None:
        """Paint an exclamation mark in the ring, or a dot at its edge while other jobs go on."""
        red = colour(self, Colour.DANGER)
        if is_failure:
            painter.setPen(QPen(red, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(ring.center() + QPointF(0, -3.5), ring.center() + QPointF(0, 0.5))
            painter.drawPoint(ring.center() + QPointF(0, 3.5))
            return
        painter.setPen(QPen(colour(self, Colour.CARD), 1.5))
        painter.setBrush(red)
        painter.drawEllipse(ring.topRight() + QPointF(-0.5, 0.5), 4, 4)
