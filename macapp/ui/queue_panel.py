"""The queue: what is being made, what waits, what failed and why. Rows are painted, so that 10,000 are no weight."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPalette, QUndoStack
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from macapp.jobs import EventKind, Job, JobEvent, JobState, Request, random_seed
from macapp.library import Library
from macapp.library.durations import Durations, Estimate
from macapp.sentences import time_shown
from macapp.ui.look import GAP, calm, quiet, warning_colour
from macapp.ui.undo import Undoable
from macapp.ui.words import one_line, said, settings_words

JOB_ROLE = Qt.ItemDataRole.UserRole
SHOWN = 500  # jobs of a kind in the list; the title says how many there are
LONG = 90  # seconds from which on it is worth saying at what time it ends
_JOBS = "application/x-easel-jobs"
ROW, CLOSE = 46, 28  # points: a row's height, the width of its cross
AnyIndex = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """The unfinished jobs and the failed ones, as the library has them; of very many the first."""

    moved = Signal(list, object)
    """ids of waiting jobs, and the id of the job that they were dropped before, or None for the end"""

    def __init__(self, library: Library, parent: QWidget) -> None:
        super().__init__(parent)
        self._library = library
        self._jobs: list[Job] = []
        self._progress = ""
        self.durations = Durations([])
        self.waiting = 0
        self.pauses_after: str | None = None
        self.learn()
        self.refresh()

    def refresh(self) -> None:
        """Read the queue again."""
        self.beginResetModel()
        self._jobs = self._library.queue.unfinished(SHOWN) + self._library.queue.failed(SHOWN)
        self.waiting = self._library.queue.count_waiting()
        self.pauses_after = self._library.queue.pauses_after
        self._progress = ""
        self.endResetModel()

    def learn(self) -> None:
        """Take in how long the last pictures took."""
        self.durations = self._library.durations()

    def jobs(self, state: JobState) -> list[Job]:
        """Return the jobs shown that are in a state."""
        return [each for each in self._jobs if each.state is state]

    def seconds_of_waiting(self) -> Estimate | None:
        """Return how long all that waits will take, reckoned for those not shown as for those shown."""
        shown = self.jobs(JobState.WAITING)
        estimate = self.durations.of_all(each.request for each in shown)
        if estimate is None or not shown:
            return estimate
        times = self.waiting / len(shown)
        return Estimate(estimate.seconds * times, estimate.least * times, estimate.most * times)

    def set_progress(self, words: str) -> None:
        """Say how far the running job is."""
        self._progress = words
        if self._jobs:
            self.dataChanged.emit(self.index(0), self.index(0))

    def count(self, state: JobState) -> int:
        """Return how many jobs are in a state."""
        return self.waiting if state is JobState.WAITING else len(self.jobs(state))

    def job(self, row: int) -> Job | None:
        """Return the job in a row."""
        return self._jobs[row] if 0 <= row < len(self._jobs) else None

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._jobs)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        job = self.job(index.row())
        if job is None:
            return None
        if role == JOB_ROLE:
            return job
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(job.request.prompt) or self.tr("No prompt")
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{one_line(job.request.prompt, 500)}\n{settings_words(job.request)}\n{self.state_words(job)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{one_line(job.request.prompt)}. {self.state_words(job)}"
        return None

    def state_words(self, job: Job) -> str:
        """Return in words how a job is doing."""
        if job.state is JobState.RUNNING:
            return self._progress or self.tr("Starting…")
        if job.state.ended:
            return said(job.reason) if job.reason else self.tr("Failed")
        words = [settings_words(job.request)]
        estimate = self.durations.estimate(job.request)
        if estimate is not None:
            about = time_shown(estimate.seconds) if estimate.seconds < 1 else f"≈ {time_shown(estimate.seconds)}"
            words.insert(0, about)
        return "  ·  ".join(words)

    # Dragging

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        job = self.job(index.row())
        if job is None:
            return super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        waiting = job.state is JobState.WAITING
        return super().flags(index) | (Qt.ItemFlag.ItemIsDragEnabled if waiting else Qt.ItemFlag.NoItemFlags)

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_JOBS]

    def mimeData(self, indexes: Any) -> QMimeData:
        data = QMimeData()
        ids = [job.id for each in sorted(indexes, key=lambda each: each.row()) if (job := self.job(each.row()))]
        data.setData(_JOBS, "\n".join(ids).encode())
        return data

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: AnyIndex) -> bool:
        ids = bytes(data.data(_JOBS).data()).decode().split("\n")
        at = parent.row() if parent.isValid() else row
        before = next(
            (each.id for each in self._jobs[max(at, 0) :] if each.state is JobState.WAITING and each.id not in ids),
            None,
        )
        self.moved.emit(ids, None if at < 0 else before)
        return False  # the rows are read again; the view must not take any away itself


class QueuePanel(QWidget):
    """The list of jobs with its buttons. What is done to waiting jobs can be undone."""

    cancel_asked = Signal(str)
    pause_asked = Signal()
    resume_asked = Signal()
    work_added = Signal()
    edit_asked = Signal(Job)

    def __init__(self, library: Library, undo: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._undo = library, undo
        self.jobs = QueueModel(library, self)
        self.jobs.moved.connect(self.reorder)
        self.list = JobList(self.jobs)
        self.list.removed.connect(self.remove)
        self.list.menu_asked.connect(self._menu)
        self.list.activated_job.connect(self.edit_asked)
        self._title = QLabel()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._left = quiet(QLabel())
        self._left.setWordWrap(False)
        self._pause = QPushButton()
        self._pause.clicked.connect(self.toggle_pause)
        self._clear = QPushButton(self.tr("Clear"))
        self._clear.setToolTip(self.tr("Cancel everything that waits"))
        self._clear.clicked.connect(self.clear)
        self._lay_out()
        self.refresh()

    @property
    def time_left(self) -> str:
        """How long the queue still takes, in words; empty when that is not known."""
        return self._left.text()

    def refresh(self) -> None:
        """Read the queue again and show it."""
        self.jobs.refresh()
        waiting, running = self.jobs.waiting, self.jobs.count(JobState.RUNNING)
        paused = self._library.queue.paused
        title = self.tr("Queue – paused") if paused else self.tr("Queue")
        self._title.setText(f"{title} ({waiting})" if waiting else title)
        self._pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self._pause.setVisible(paused or waiting + running > 0)
        self._clear.setVisible(waiting > 0)
        if waiting + running == 0:
            self._left.setText("")
        elif running == 0:
            self._say_left(self.jobs.seconds_of_waiting(), ends=not paused)
        self.list.viewport().update()

    def follow(self, event: JobEvent, words: str) -> None:
        """Take one event; `words` say how far the running job is."""
        if event.kind in (EventKind.LOADING, EventKind.STEP) and self.jobs.count(JobState.RUNNING) == 0:
            self.refresh()
        if event.kind in (EventKind.STEP, EventKind.SAVING, EventKind.LOADING):
            self.jobs.set_progress(words)
            self._show_time_left(event)
        else:
            if event.kind is EventKind.DONE:
                self.jobs.learn()
            self.refresh()

    # What the user does

    def added(self, jobs: Sequence[Job]) -> None:
        """Show jobs that were just accepted; undoing that cancels those that still wait."""
        ids = [each.id for each in jobs]
        self._do(self.tr("Add to Queue"), lambda: self._wait_again(ids), lambda: self._cancel(ids))

    def remove(self, job: Job) -> None:
        """Cancel a job that waits or runs; take a failed or held one off the list."""
        if job.state.ended:
            self._library.queue.dismiss(job.id)
            self.refresh()
        elif job.state is JobState.WAITING:
            self._do(self.tr("Cancel"), lambda: self._cancel([job.id]), lambda: self._wait_again([job.id]))
        else:
            self.cancel_asked.emit(job.id)

    def clear(self) -> None:
        """Cancel everything that waits."""
        ids = [each.id for each in self._library.queue.unfinished() if each.state is JobState.WAITING]
        if ids:
            self._do(self.tr("Clear Queue"), self._library.queue.clear, lambda: self._wait_again(ids))

    def reorder(self, ids: list[str], before: str | None) -> None:
        """Let waiting jobs run before another."""
        old = [each.id for each in self._library.queue.unfinished() if each.state is JobState.WAITING]
        self._do(
            self.tr("Move in Queue"),
            lambda: self._library.queue.move(ids, before),
            lambda: self._library.queue.arrange(old),
        )

    def change(self, job: Job, request: Request) -> bool:
        """Give a waiting job another request; return False if it is not waiting any more."""
        found = self._library.queue.find(job.id)
        if found is None or found.state is not JobState.WAITING:
            return False
        self._do(
            self.tr("Change Job"),
            lambda: self._library.queue.edit(job.id, request),
            lambda: self._library.queue.edit(job.id, job.request),
        )
        return True

    def duplicate(self, job: Job) -> None:
        """Put the same request, with another seed, right behind a waiting job, and show it to be changed."""
        waiting = [each.id for each in self._library.queue.unfinished() if each.state is JobState.WAITING]
        [copy] = self._library.queue.add([job.request.with_seed(random_seed())])
        at = waiting.index(job.id) + 1 if job.id in waiting else 0
        if at < len(waiting):
            self._library.queue.move([copy.id], waiting[at])
        self.added([copy])
        self.work_added.emit()
        self.edit_asked.emit(copy)

    def retry(self, job: Job) -> None:
        """Let a failed or held job wait again."""
        if self._library.queue.retry(job.id):
            self.refresh()
            self.work_added.emit()

    def retry_with_new_seed(self, job: Job) -> None:
        """Order what a failed job asked for once more, with another seed."""
        self._library.queue.dismiss(job.id)
        self.added(self._library.queue.add([job.request.with_seed(random_seed())]))
        self.work_added.emit()

    def toggle_pause(self) -> None:
        """Pause after the running job, or go on."""
        (self.resume_asked if self._library.queue.paused else self.pause_asked).emit()
        self.refresh()

    def pause_after(self, job: Job) -> None:
        """Pause when a job has ended, or if that was asked for already, do not."""
        already = self._library.queue.pauses_after == job.id
        self._library.queue.pause_after(None if already else job.id)
        self.refresh()

    def pause_after_running(self) -> None:
        """Pause when the picture that is being made is done."""
        running = self.jobs.jobs(JobState.RUNNING)
        if running:
            self.pause_after(running[0])

    def _do(self, words: str, do: Callable[[], object], undo: Callable[[], object]) -> None:
        """Do something to the queue so that it can be undone; each time the list is read again and the worker told."""

        def then(work: Callable[[], object]) -> Callable[[], None]:
            def run() -> None:
                work()
                self.refresh()
                self.work_added.emit()

            return run

        self._undo.push(Undoable(words, then(do), then(undo)))

    def _cancel(self, ids: list[str]) -> None:
        for each in ids:
            self._library.queue.cancel(each)

    def _wait_again(self, ids: list[str]) -> None:
        self._library.queue.wait_again(ids)

    def _menu(self, job: Job, at: QPoint) -> None:
        menu = QMenu(self)
        if job.state.ended:
            menu.addAction(self.tr("Try Again"), lambda: self.retry(job))
            menu.addAction(self.tr("Try with Another Seed"), lambda: self.retry_with_new_seed(job))
            menu.addAction(self.tr("Remove"), lambda: self.remove(job))
        else:
            if job.state is JobState.WAITING:
                menu.addAction(self.tr("Edit…"), lambda: self.edit_asked.emit(job))
                menu.addAction(self.tr("Make Next"), lambda: self._first(job))
            menu.addAction(self.tr("Duplicate and Edit…"), lambda: self.duplicate(job))
            after = menu.addAction(self.tr("Pause after This"), lambda: self.pause_after(job))
            after.setCheckable(True)
            after.setChecked(self.jobs.pauses_after == job.id)
            menu.addAction(self.tr("Cancel"), lambda: self.remove(job))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _first(self, job: Job) -> None:
        waiting = self.jobs.jobs(JobState.WAITING)
        if waiting and waiting[0].id != job.id:
            self.reorder([job.id], waiting[0].id)

    def _show_time_left(self, event: JobEvent) -> None:
        """Say how long all of it takes: what is left of this job, and what was learned of those that wait."""
        if event.job is None or event.seconds_left is None or event.seconds_per_step is None:
            return
        waiting = self.jobs.seconds_of_waiting()
        if waiting is None:  # nothing was learned yet: at the speed of now, by steps and pixels
            here = event.job.request
            cost = event.seconds_per_step / (here.width * here.height)
            ahead = sum(
                each.request.steps_run * each.request.width * each.request.height * cost
                for each in self.jobs.jobs(JobState.WAITING)
            )
            waiting = Estimate(ahead, ahead, ahead)
        now = Estimate(event.seconds_left, event.seconds_left, event.seconds_left)
        self._say_left(waiting + now, ends=waiting.seconds > 0)

    def _say_left(self, estimate: Estimate | None, ends: bool) -> None:
        if estimate is None:
            self._left.setText("")
            return
        words = self.tr("{0} left").format(time_shown(estimate.seconds))
        if ends and estimate.seconds >= LONG:
            done = datetime.now().astimezone() + timedelta(seconds=estimate.seconds)
            words += self.tr(", done at {0}").format(f"{done:%H:%M}")
        self._left.setText(words)
        between = self.tr("Between {0} and {1}, from the pictures made so far")
        self._left.setToolTip(between.format(time_shown(estimate.least), time_shown(estimate.most)))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._left, 1)
        head.addWidget(self._clear)
        head.addWidget(self._pause)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)


class JobList(QListView):
    """The rows: drag to reorder, Delete or the cross removes, Return edits, Option with an arrow moves."""

    removed = Signal(Job)
    activated_job = Signal(Job)
    menu_asked = Signal(Job, QPoint)

    def __init__(self, jobs: QueueModel) -> None:
        super().__init__()
        self._jobs = jobs
        self.setModel(jobs)
        self.setAccessibleName(self.tr("Queue"))
        self.setItemDelegate(_Row(self))
        self.setUniformItemSizes(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        calm(self)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(self._edit)
        self.setMinimumHeight(ROW)

    def event(self, event: QEvent) -> bool:
        """Keep Option with Up and Down for the queue: elsewhere in the window they walk through a family."""
        mine = (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in mine:
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
            self.removed.emit(job)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._edit(self.currentIndex())
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and job.state is JobState.WAITING:
            self._shift(row, job, up=event.key() == Qt.Key.Key_Up)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        job = self._jobs.job(index.row())
        if job is not None and event.position().x() >= self.visualRect(index).right() - CLOSE:
            self.removed.emit(job)
        else:
            super().mouseReleaseEvent(event)

    def _shift(self, row: int, job: Job, up: bool) -> None:
        """Let a job run one place earlier or later."""
        before = self._jobs.job(row - 1 if up else row + 2)
        if up and (before is None or before.state is not JobState.WAITING):
            return
        waits = before is not None and before.state is JobState.WAITING
        self._jobs.moved.emit([job.id], before.id if waits and before is not None else None)
        place = next(
            (at for at in range(self._jobs.rowCount()) if self._jobs.index(at).data(JOB_ROLE).id == job.id), row
        )
        self.setCurrentIndex(self._jobs.index(place))

    def _edit(self, index: AnyIndex) -> None:
        job = self._jobs.job(index.row())
        if job is not None and job.state is JobState.WAITING:
            self.activated_job.emit(job)

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self._jobs.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self.tr("Nothing is waiting."))
            painter.end()

    def _menu(self, at: QPoint) -> None:
        job = self._jobs.job(self.indexAt(at).row())
        if job is not None:
            self.menu_asked.emit(job, self.viewport().mapToGlobal(at))


class _Row(QStyledItemDelegate):
    """Paints a job: its prompt, how it is doing, a cross at the end."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(option.rect.width(), ROW)  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: Any, index: AnyIndex) -> None:
        job: Job = index.data(JOB_ROLE)
        model = index.model()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.AlternateBase))
        text = option.rect.adjusted(8, 5, -CLOSE - 4, -5)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        prompt = index.data(Qt.ItemDataRole.DisplayRole)
        self._line(painter, QRect(text.left(), text.top(), text.width(), text.height() // 2), prompt, 1.0)
        below = QRect(text.left(), text.center().y() + 1, text.width(), text.height() // 2)
        faint = option.palette.color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(warning_colour(option.widget) if job.state.ended else faint)
        words = model.state_words(job) if isinstance(model, QueueModel) else ""
        self._line(painter, below, words, 0.9)
        painter.setPen(faint)
        cross = QRect(option.rect.right() - CLOSE, option.rect.top(), CLOSE, option.rect.height())
        painter.drawText(cross, int(Qt.AlignmentFlag.AlignCenter), "✕")
        painter.restore()

    def _line(self, painter: QPainter, place: QRect, words: str, scale: float) -> None:
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
