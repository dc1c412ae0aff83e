"""List view of the queue. A delegate paints the rows, so 10,000 are fast; dragging or keys reorder them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from macapp.domain.job import Job, JobState
from macapp.ui.queue.model import JOB_ROLE, QueueModel
from macapp.ui.widgets.theme import frameless, warning_colour

ROW_HEIGHT, CROSS_WIDTH = 46, 28  # points
AnyIndex = QModelIndex | QPersistentModelIndex


class JobList(QListView):
    """The jobs: drag to reorder, Delete or the ✕ removes, Return edits, Option with an arrow key moves."""

    remove_requested = Signal(list)
    """jobs"""
    edit_requested = Signal(Job)
    menu_requested = Signal(Job, QPoint)

    def __init__(self, jobs: QueueModel) -> None:
        super().__init__()
        self._jobs = jobs
        self.setModel(jobs)
        self.setAccessibleName(self.tr("Queue"))
        self.setItemDelegate(_Row(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        frameless(self)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._request_menu)
        self.doubleClicked.connect(self._edit)
        self.setMinimumHeight(ROW_HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Keep Option-Up and Option-Down for the queue: elsewhere in the window they go to related pictures."""
        keys = (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        job = self._jobs.job(row)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if job is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit(self.selected_jobs())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._edit(self.currentIndex())
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and job.state is JobState.WAITING:
            self._shift(row, job, up=event.key() == Qt.Key.Key_Up)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        job = self._jobs.job(index.row())
        if job is not None and event.position().x() >= self.visualRect(index).right() - CROSS_WIDTH:
            self.remove_requested.emit([job])
        else:
            super().mouseReleaseEvent(event)

    def selected_jobs(self) -> list[Job]:
        """Return the selected jobs in the order of the queue."""
        found = (self._jobs.job(index.row()) for index in sorted(self.selectedIndexes()))
        return [job for job in found if job is not None]

    def _shift(self, row: int, job: Job, up: bool) -> None:
        """Move a waiting job up or down by one place."""
        before = self._jobs.job(row - 1 if up else row + 2)
        if up and (before is None or before.state is not JobState.WAITING):
            return
        waits = before is not None and before.state is JobState.WAITING
        self._jobs.move_requested.emit([job.id], before.id if waits and before is not None else None)
        place = next(
            (at for at in range(self._jobs.rowCount()) if self._jobs.index(at).data(JOB_ROLE).id == job.id), row
        )
        self.setCurrentIndex(self._jobs.index(place))

    def _edit(self, index: AnyIndex) -> None:
        job = self._jobs.job(index.row())
        if job is not None and job.state is JobState.WAITING:
            self.edit_requested.emit(job)

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        """Repaint a single changed row. By default Qt lays out and paints all rows, here ten times a second."""
        if first == last:
            self.update(first)
        else:
            super().dataChanged(first, last, roles)

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self._jobs.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self.tr("The queue is empty."))
            painter.end()

    def _request_menu(self, at: QPoint) -> None:
        job = self._jobs.job(self.indexAt(at).row())
        if job is not None:
            self.menu_requested.emit(job, self.viewport().mapToGlobal(at))


class _Row(QStyledItemDelegate):
    """Paints a job: its prompt, its state, and a ✕ at the end."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: Any, index: AnyIndex) -> None:
        job: Job = index.data(JOB_ROLE)
        model = index.model()
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_selected:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        text = option.rect.adjusted(8, 5, -CROSS_WIDTH - 4, -5)
        on_highlight = option.palette.color(QPalette.ColorRole.HighlightedText)
        painter.setPen(on_highlight if is_selected else option.palette.color(QPalette.ColorRole.Text))
        prompt = index.data(Qt.ItemDataRole.DisplayRole)
        self._paint_line(painter, QRect(text.left(), text.top(), text.width(), text.height() // 2), prompt, 1.0)
        below = QRect(text.left(), text.center().y() + 1, text.width(), text.height() // 2)
        faint = on_highlight if is_selected else option.palette.color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(warning_colour(option.widget) if job.state.ended and not is_selected else faint)
        words = model.format_state(job) if isinstance(model, QueueModel) else ""
        self._paint_line(painter, below, words, 0.9)
        painter.setPen(faint)
        cross = QRect(option.rect.right() - CROSS_WIDTH, option.rect.top(), CROSS_WIDTH, option.rect.height())
        painter.drawText(cross, int(Qt.AlignmentFlag.AlignCenter), "✕")
        painter.restore()

    def _paint_line(self, painter: QPainter, place: QRect, words: str, scale: float) -> None:
        font = painter.font()
        size = font.pointSizeF()
        font.setPointSizeF(size * scale)
        painter.setFont(font)
        elided = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), elided)
        font.setPointSizeF(size)
        painter.setFont(font)

    def helpEvent(self, event: Any, view: Any, option: Any, index: AnyIndex) -> bool:
        return super().helpEvent(event, view, option, index) if event.type() == QEvent.Type.ToolTip else False
