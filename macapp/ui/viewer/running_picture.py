"""The picture in progress: its preview, how far it is, and the words about it. On the thread of the window."""

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QWidget

from macapp.domain.job import EventKind, Job, JobEvent
from macapp.domain.units import format_duration
from macapp.errors import Reason
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.pixels import to_qimage
from macapp.ui.widgets.theme import TextStyle, scaled_font

LINE_HEIGHT = 3  # points
LABEL_HEIGHT, LABEL_INSET, LABEL_DISTANCE = 24, 16, 12  # points: of the text from its ends, of the label from the line
_LABEL_EDGE = QColor(255, 255, 255, 60)  # sets it apart from a dark picture


class RunningPicture(QObject):
    """Follows the job in the engine, and paints what is known of its picture."""

    changed = Signal()
    finished = Signal()
    """the picture is made, and its file will be shown soon"""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._kind: EventKind | None = None
        self._share: float | None = None
        """the part of the steps that is done, 0 to 1; None while that is not known"""
        self.words = ""
        """what is being done, and for how long; empty while no job runs"""
        self.preview = QImage()
        """the latest preview of the picture; null before the first one"""
        self.size = QSize()
        """the size in pixels that the picture will have"""

    @property
    def is_active(self) -> bool:
        """Whether a job runs."""
        return self._job is not None

    def follow(self, event: JobEvent) -> None:
        """Show an event of the job in the engine; an event that is no progress ends it."""
        if not event.is_progress or event.job is None:
            is_saved_soon = event.kind is EventKind.IDLE and self._kind is EventKind.SAVING
            self._end(event.kind is EventKind.DONE or is_saved_soon)
            return
        if self._job is None or event.job.id != self._job.id:
            self._begin(event.job)
        self._kind = event.kind
        self._share = event.step / event.steps if event.kind is EventKind.STEP and event.steps else None
        self.words = self._format(event)
        if event.preview is not None:
            self.preview = to_qimage(event.preview)
        self.changed.emit()

    def _begin(self, job: Job) -> None:
        """Begin with another job. The file of the one before may still be written."""
        self._end(self._kind is EventKind.SAVING)
        self._job, self.size, self.preview = job, QSize(*job.request.final_size), QImage()

    def _end(self, is_made: bool) -> None:
        was_active = self.is_active
        self._job, self._kind, self._share, self.words = None, None, None, ""
        if was_active and is_made:
            self.finished.emit()
        if was_active:
            self.changed.emit()

    def _format(self, event: JobEvent) -> str:
        if event.kind is EventKind.LOADING:
            return self.tr("Loading the model…")
        if event.kind is EventKind.COMPILING:
            return self._format_compiling(event.why)
        return self.tr("Saving…") if event.kind is EventKind.SAVING else self._format_step(event)

    def _format_compiling(self, why: Reason | None) -> str:
        """Return the text while compiling, with the expected gain."""
        words = [self.tr("Compiling…")]
        if why is not None and why.code in ("compile-pays", "compile-may-pay"):
            saving = self.tr("once for {0} similar pictures, about {1} times as fast")
            words.append(saving.format(why.data["count"], why.data["times"]))
        return " · ".join(words)

    def _format_step(self, event: JobEvent) -> str:
        words = [self.tr("Step {0} of {1}").format(event.step, event.steps)]
        if event.seconds_per_step and event.seconds_left is not None:
            words.append(self.tr("{0} left").format(format_duration(event.seconds_left)))
        return " · ".join(words)

    def paint_progress(self, painter: QPainter, visible: QRectF, canvas: QWidget) -> None:
        """Paint the line on the lower edge of the visible part of the picture, and the label above it.

        While nothing is known of the time, the whole line is faint: it does not move, so that nothing distracts.
        """
        line = QRectF(visible.left(), visible.bottom() - LINE_HEIGHT, visible.width(), LINE_HEIGHT)
        accent, track = colour(canvas, Colour.FOCUS), colour(canvas, Colour.WINDOW)
        track.setAlpha(200)
        painter.fillRect(line, track)
        if self._share is None:
            accent.setAlpha(110)
        else:
            line.setWidth(line.width() * min(self._share, 1.0))
        painter.fillRect(line, accent)
        self._paint_label(painter, visible, canvas)

    def _paint_label(self, painter: QPainter, visible: QRectF, canvas: QWidget) -> None:
        font = scaled_font(TextStyle.SECONDARY, painter.font())
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        words = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, visible.width() - 3 * LABEL_INSET)
        height = max(LABEL_HEIGHT, metrics.height() + 8)
        label = QRectF(0, 0, metrics.horizontalAdvance(words) + 2 * LABEL_INSET, height)
        label.moveCenter(QPointF(visible.center().x(), visible.bottom() - LABEL_DISTANCE - height / 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_LABEL_EDGE)
        painter.setBrush(colour(canvas, Colour.OVERLAY))
        painter.drawRoundedRect(label, height / 2, height / 2)
        painter.setPen(colour(canvas, Colour.OVERLAY_TEXT))
        painter.drawText(label, words, Qt.AlignmentFlag.AlignCenter)  # type: ignore[call-overload]


def paint_preview(painter: QPainter, preview: QImage, place: QRectF, surface: QColor) -> None:
    """Paint a preview in the place of the picture to come, or a plain surface if it is null."""
    if preview.isNull():
        painter.fillRect(place, surface)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, preview)
