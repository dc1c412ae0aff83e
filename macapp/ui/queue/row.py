"""Paints the rows of the queue: a small picture, the prompt, what differs or why it failed, progress and buttons."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from macapp.domain.job import Job, JobState
from macapp.ui.queue.model import JOB_ROLE, QueueModel
from macapp.ui.queue.thumbnails import JobThumbnails
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.controls import draw_ring, fill_rounded
from macapp.ui.widgets.theme import RADIUS, TextStyle, scaled_font

ROW_HEIGHT, CROSS_WIDTH = 60, 28  # points
THUMB_SIDE, INSET, BAR_HEIGHT, BAR_GAP = 44, 8, 3, 5  # points
AnyIndex = QModelIndex | QPersistentModelIndex


def cross_rect(row: QRect) -> QRect:
    """Return the place of the ✕ in a row."""
    return QRect(row.right() - CROSS_WIDTH - INSET // 2, row.top(), CROSS_WIDTH, row.height())


def retry_rect(row: QRect, metrics: QFontMetrics, words: str) -> QRect:
    """Return the place of the button that tries a failed job again."""
    width, height = metrics.horizontalAdvance(words) + 20, metrics.height() + 8
    return QRect(cross_rect(row).left() - width - 2, row.center().y() - height // 2, width, height)


class JobRow(QStyledItemDelegate):
    """Paints a job; the ✕ is shown in the row under the pointer and in selected rows."""

    def __init__(self, view: QListView, jobs: QueueModel, thumbnails: JobThumbnails) -> None:
        super().__init__(view)
        self._jobs, self._thumbnails = jobs, thumbnails

    @property
    def retry_words(self) -> str:
        """The text on the button of a failed row."""
        return self.tr("Retry")

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: Any, index: AnyIndex) -> None:
        job: Job = index.data(JOB_ROLE)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        row, widget = QRect(option.rect), option.widget
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, option, is_selected)
        thumb = QRect(row.left() + 2 * INSET, row.center().y() - THUMB_SIDE // 2 + 1, THUMB_SIDE, THUMB_SIDE)
        self._paint_thumb(painter, thumb, job, widget)
        text = row.adjusted(3 * INSET + THUMB_SIDE + 2, 0, -CROSS_WIDTH - INSET, 0)
        if job.state.ended and not job.newer:
            text.setRight(self._paint_retry(painter, option) - INSET)
        self._paint_words(painter, self._place_words(text, job, option.font), index, widget)
        if is_selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setFont(option.font)
            painter.setPen(colour(widget, Colour.SECONDARY_TEXT))
            painter.drawText(cross_rect(row), int(Qt.AlignmentFlag.AlignCenter), "✕")
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: Any, is_selected: bool) -> None:
        """Fill a selected row, tint the one under the pointer, and outline the current one if it is not selected."""
        ground, widget = QRectF(option.rect).adjusted(INSET, 1, -INSET, -1), option.widget
        if is_selected:
            fill_rounded(painter, ground, RADIUS, colour(widget, Colour.SELECTION_FILL))
            draw_ring(painter, ground, RADIUS, colour(widget, Colour.SELECTION), 1.5)
        elif option.state & QStyle.StateFlag.State_HasFocus:
            draw_ring(painter, ground, RADIUS, colour(widget, Colour.FOCUS))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            fill_rounded(painter, ground, RADIUS, colour(widget, Colour.CHIP))

    def _paint_thumb(self, painter: QPainter, place: QRect, job: Job, widget: QWidget) -> None:
        ratio = painter.device().devicePixelRatioF()
        pixmap = None if job.state.ended else self._thumbnails.find(job, round(THUMB_SIDE * ratio))
        if pixmap is not None and not pixmap.isNull():
            _paint_picture(painter, QRectF(place), pixmap)
            return
        shape = QSizeF(*job.request.size).scaled(QSizeF(place.size()), Qt.AspectRatioMode.KeepAspectRatio)
        outline = QRectF(QPointF(), shape.expandedTo(QSizeF(8, 8)))
        outline.moveCenter(QRectF(place).center())
        fill_rounded(painter, outline, 4, colour(widget, Colour.CHIP))
        draw_ring(painter, outline, 4, colour(widget, Colour.FIELD_EDGE), 1)
        if job.state.ended:
            _paint_failure(painter, QRectF(place).center(), widget)

    def _paint_retry(self, painter: QPainter, option: Any) -> int:
        """Paint the button of a failed row, and return its left edge."""
        font, widget = small_font(option.font), option.widget
        place = retry_rect(option.rect, QFontMetrics(font), self.retry_words)
        edge = QRectF(place)
        fill_rounded(painter, edge, edge.height() / 2, colour(widget, Colour.CARD))
        draw_ring(painter, edge, edge.height() / 2, colour(widget, Colour.FIELD_EDGE), 1)
        painter.setFont(font)
        painter.setPen(colour(widget, Colour.TEXT))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), self.retry_words)
        return place.left()

    def _place_words(self, text: QRect, job: Job, font: QFont) -> QRect:
        """Return the place of the prompt and what is below it, in the middle of the row."""
        lines = 2 if job.state.ended else 1
        bar = BAR_GAP + BAR_HEIGHT if job.state is JobState.RUNNING else 0
        height = QFontMetrics(font).height() + 2 + lines * QFontMetrics(small_font(font)).height() + bar
        return QRect(text.left(), text.center().y() - height // 2 + 1, text.width(), height)

    def _paint_words(self, painter: QPainter, text: QRect, index: AnyIndex, widget: QWidget) -> None:
        job: Job = index.data(JOB_ROLE)
        full, small = painter.font(), small_font(widget.font())
        full.setPointSizeF(widget.font().pointSizeF())
        prompt = QRect(text.left(), text.top(), text.width(), QFontMetrics(full).height())
        below = QRect(text.left(), prompt.bottom() + 3, text.width(), text.bottom() - prompt.bottom() - 2)
        painter.setFont(small)
        painter.setPen(colour(widget, Colour.SECONDARY_TEXT))
        time = self._jobs.format_time(job) if job.state is JobState.WAITING else ""
        painter.drawText(prompt, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), time)
        taken = QFontMetrics(small).horizontalAdvance(time) + INSET if time else 0
        self._paint_detail(painter, below, job, widget)
        painter.setFont(full)
        painter.setPen(colour(widget, Colour.TEXT))
        _draw_elided(painter, prompt.adjusted(0, 0, -taken, 0), index.data(Qt.ItemDataRole.DisplayRole))

    def _paint_detail(self, painter: QPainter, below: QRect, job: Job, widget: QWidget) -> None:
        words = self._jobs.format_detail(job)
        if job.state.ended:
            painter.setPen(colour(widget, Colour.DANGER))
            _draw_two_lines(painter, below, words)
            return
        line = QRect(below.left(), below.top(), below.width(), QFontMetrics(painter.font()).height())
        _draw_elided(painter, line, words)
        if job.state is JobState.RUNNING:
            bar = QRectF(line.left(), line.bottom() + BAR_GAP, line.width(), BAR_HEIGHT)
            _paint_bar(painter, bar, self._share(job), widget)

    def _share(self, job: Job) -> float:
        """Return how much of a running job is done; a job that is being saved is complete."""
        return (self._jobs.share or 0.0) if self._jobs.row_of(job.id) == 0 else 1.0

    def helpEvent(self, event: Any, view: Any, option: Any, index: AnyIndex) -> bool:
        return super().helpEvent(event, view, option, index) if event.type() == event.Type.ToolTip else False


def small_font(font: QFont) -> QFont:
    """Return the font of all words of a row but the prompt."""
    return scaled_font(TextStyle.SECONDARY, font)


def _draw_elided(painter: QPainter, place: QRect, words: str) -> None:
    metrics = QFontMetrics(painter.font())
    flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    painter.drawText(place, flags, metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width()))


def _draw_two_lines(painter: QPainter, place: QRect, words: str) -> None:
    """Draw words in two lines; the second one is cut with an ellipsis."""
    metrics = QFontMetrics(painter.font())
    first = ""
    for word in words.split():
        longer = f"{first} {word}".strip()
        if first and metrics.horizontalAdvance(longer) > place.width():
            break
        first = longer
    line = QRect(place.left(), place.top(), place.width(), metrics.height())
    _draw_elided(painter, line, first)
    rest = " ".join(words.split())[len(first) :].strip()
    _draw_elided(painter, line.translated(0, metrics.height()), rest)


def _paint_picture(painter: QPainter, place: QRectF, pixmap: QPixmap) -> None:
    """Paint a picture scaled to fit, with round corners."""
    size = QSizeF(pixmap.size()).scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRectF(QPointF(), size)
    target.moveCenter(place.center())
    corners = QPainterPath()
    corners.addRoundedRect(target, 4, 4)
    painter.save()
    painter.setClipPath(corners)
    painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
    painter.restore()


def _paint_failure(painter: QPainter, centre: QPointF, widget: QWidget) -> None:
    """Paint the mark of a failed job: an exclamation mark in a disc."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(widget, Colour.DANGER))
    painter.drawEllipse(centre, 9, 9)
    painter.setPen(QPen(colour(widget, Colour.CARD), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(centre + QPointF(0, -4.5), centre + QPointF(0, 0.8))
    painter.drawPoint(centre + QPointF(0, 4.5))


def _paint_bar(painter: QPainter, place: QRectF, share: float, widget: QWidget) -> None:
    fill_rounded(painter, place, BAR_HEIGHT / 2, colour(widget, Colour.HAIRLINE))
    done = QRectF(place.left(), place.top(), place.width() * min(1.0, share), place.height())
    fill_rounded(painter, done, BAR_HEIGHT / 2, colour(widget, Colour.FOCUS))
