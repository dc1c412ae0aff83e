"""List view of the queue. A delegate paints the rows, so 10,000 are fast; dragging or keys reorder them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QListView

from macapp.domain.job import Job, JobState
from macapp.ui.queue.model import QueueModel
from macapp.ui.queue.row import ROW_HEIGHT, JobRow, cross_rect, retry_rect, small_font
from macapp.ui.queue.thumbnails import JobThumbnails
from macapp.ui.widgets.theme import frameless

AnyIndex = QModelIndex | QPersistentModelIndex


class JobList(QListView):
    """The jobs: drag to reorder, Delete or the ✕ removes, Return edits or retries, Option with an arrow key moves."""

    remove_requested = Signal(list)
    """jobs"""
    retry_requested = Signal(list)
    """failed jobs"""
    edit_requested = Signal(Job)
    menu_requested = Signal(Job, QPoint)

    def __init__(self, jobs: QueueModel, thumbnails: JobThumbnails) -> None:
        super().__init__()
        self._jobs = jobs
        self._pressed = ""  # the id of the job whose button the mouse was pressed on
        self._anchors: list[tuple[str, int]] = []
        self._row = JobRow(self, jobs, thumbnails)
        self.setModel(jobs)
        self.setAccessibleName(self.tr("Queue"))
        self.setItemDelegate(self._row)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        frameless(self)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._request_menu)
        self.doubleClicked.connect(self._edit)
        self.setMinimumHeight(ROW_HEIGHT)
        jobs.about_to_refresh.connect(self._note_anchors)
        jobs.refreshed.connect(self._restore_anchor)
        jobs.refreshed.connect(self._describe)
        thumbnails.loaded.connect(self.viewport().update)
        self._describe()

    def event(self, event: QEvent) -> bool:
        """Keep Option-Up and Option-Down for the queue: elsewhere in the window they go to related pictures."""
        keys = (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        jobs = self.selected_jobs()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if not jobs or event.matches(QKeySequence.StandardKey.SelectAll):
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove(jobs)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(jobs)
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._shift(jobs, up=event.key() == Qt.Key.Key_Up)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        job, button = self._button_at(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = job.id if job is not None and button and is_left else ""
        if not self._pressed:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Run the button of a row if the mouse was pressed on it too: the rows may have moved in between."""
        pressed, self._pressed = self._pressed, ""
        job, button = self._button_at(event.position().toPoint())
        if not pressed:
            super().mouseReleaseEvent(event)
        elif job is not None and job.id == pressed and button == "retry":
            self.retry_requested.emit([job])
        elif job is not None and job.id == pressed and button == "remove":
            self.remove_requested.emit([job])

    def selected_jobs(self) -> list[Job]:
        """Return the selected jobs in the order of the queue."""
        found = (self._jobs.job(row) for row in sorted(index.row() for index in self.selectedIndexes()))
        return [job for job in found if job is not None]

    def select_first(self) -> None:
        """Select the first job if none is current, so that the keys act at once."""
        if not self.currentIndex().isValid() and self._jobs.rowCount():
            self.setCurrentIndex(self._jobs.index(0))

    def _remove(self, jobs: list[Job]) -> None:
        """Remove jobs, and select the row that takes the place of the first, for the next key."""
        row = self._jobs.row_of(jobs[0].id)
        self.remove_requested.emit(jobs)
        if not self.selectedIndexes() and self._jobs.rowCount():
            self.setCurrentIndex(self._jobs.index(min(row, self._jobs.rowCount() - 1)))

    def _activate(self, jobs: list[Job]) -> None:
        """Edit the current waiting job, or try the selected failed ones again."""
        current = self._jobs.job(self.currentIndex().row())
        if current is not None and current.state.ended:
            self.retry_requested.emit([job for job in jobs if job.state.ended])
        else:
            self._edit(self.currentIndex())

    def _shift(self, jobs: list[Job], up: bool) -> None:
        """Move the waiting ones of some jobs up or down by one place, together."""
        moving = [job.id for job in jobs if job.state is JobState.WAITING]
        waiting = [job.id for job in self._jobs.jobs(JobState.WAITING)]
        if not moving:
            return
        staying = [job_id for job_id in waiting if job_id not in moving]
        above = waiting.index(moving[0])  # waiting jobs above the first that moves, none of which moves
        below = sum(1 for job_id in staying if waiting.index(job_id) < waiting.index(moving[-1]))
        place = max(above - 1, 0) if up else min(below + 1, len(staying))
        self._jobs.move_requested.emit(moving, staying[place] if place < len(staying) else None)
        self.scrollTo(self.currentIndex())

    def _edit(self, index: AnyIndex) -> None:
        job = self._jobs.job(index.row())
        if job is not None and job.state is JobState.WAITING:
            self.edit_requested.emit(job)

    def _button_at(self, point: QPoint) -> tuple[Job | None, str]:
        """Return the job at a point, and the button of its row there: "retry", "remove" or none."""
        index = self.indexAt(point)
        job = self._jobs.job(index.row())
        if job is None:
            return None, ""
        row = self.visualRect(index)
        if cross_rect(row).contains(point):
            return job, "remove"
        if job.state.ended and not job.newer and self._retry_rect(row).contains(point):
            return job, "retry"
        return job, ""

    def _retry_rect(self, row: QRect) -> QRect:
        return retry_rect(row, QFontMetrics(small_font(self.font())), self._row.retry_words)

    # Scrolling

    @Slot()
    def _note_anchors(self) -> None:
        """Note which jobs are in view and where, unless the list shows its start."""
        self._anchors = []
        if self.verticalScrollBar().value() > 0:
            top, bottom = self.indexAt(QPoint(1, 1)).row(), self.indexAt(QPoint(1, self.viewport().height() - 1)).row()
            rows = range(max(top, 0), (self._jobs.rowCount() if bottom < 0 else bottom + 1))
            places = ((self._jobs.job(row), self.visualRect(self._jobs.index(row)).top()) for row in rows)
            self._anchors = [(job.id, place) for job, place in places if job is not None]

    @Slot()
    def _restore_anchor(self) -> None:
        """Scroll so that what was in view stays where it was."""
        kept = next(((row, top) for job_id, top in self._anchors if (row := self._jobs.row_of(job_id)) >= 0), None)
        if kept is not None:
            self.doItemsLayout()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self._jobs.index(kept[0])).top() - kept[1])

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        """Repaint a single changed row. By default Qt lays out and paints all rows, here ten times a second."""
        if first == last:
            self.update(first)
        else:
            super().dataChanged(first, last, roles)

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self._jobs.rowCount() == 0:
            self._paint_empty()

    @Slot()
    def _describe(self) -> None:
        """Let a screen reader say what an empty list shows."""
        is_empty = self._jobs.rowCount() == 0
        self.setAccessibleDescription(". ".join(self._empty_words()) if is_empty else "")

    def _empty_words(self) -> tuple[str, str]:
        """Return what an empty list shows: how it is, and what to do."""
        key = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        hint = self.tr("Write a prompt and press {0}: your pictures wait here.").format(key)
        return self.tr("The queue is empty"), hint

    def _paint_empty(self) -> None:
        painter, (title, hint) = QPainter(self.viewport()), self._empty_words()
        place = self.viewport().rect().adjusted(24, 0, -24, 0)
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        height = painter.fontMetrics().height()
        middle = place.center().y()
        line = QRect(place.left(), middle - height - 2, place.width(), height)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignCenter), title)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(QRect(place.left(), middle + 4, place.width(), 3 * height), flags, hint)
        painter.end()

    def _request_menu(self, at: QPoint) -> None:
        job = self._jobs.job(self.indexAt(at).row())
        if job is not None:
            if job not in self.selected_jobs():
                self.selectionModel().setCurrentIndex(
                    self._jobs.index(self._jobs.row_of(job.id)), QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
            self.menu_requested.emit(job, self.viewport().mapToGlobal(at))
