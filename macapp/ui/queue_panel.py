"""The queue: what is being made, what waits, what failed and why. Rows are painted, so that 10,000 are no weight."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
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

from macapp.jobs import EventKind, Job, JobEvent, JobState
from macapp.library import Library
from macapp.sentences import time_shown
from macapp.ui.look import GAP, calm, quiet, warning_colour
from macapp.ui.words import one_line, said, settings_words

JOB_ROLE = Qt.ItemDataRole.UserRole
ROW, CLOSE = 46, 28  # points: a row's height, the width of its cross
AnyIndex = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """The unfinished jobs and the failed ones, as the library has them."""

    def __init__(self, library: Library, parent: QWidget) -> None:
        super().__init__(parent)
        self._library = library
        self._jobs: list[Job] = []
        self._progress = ""
        self.refresh()

    def refresh(self) -> None:
        """Read the queue again."""
        self.beginResetModel()
        self._jobs = self._library.queue.unfinished() + self._library.queue.failed()
        self._progress = ""
        self.endResetModel()

    def set_progress(self, words: str) -> None:
        """Say how far the running job is."""
        self._progress = words
        if self._jobs:
            self.dataChanged.emit(self.index(0), self.index(0))

    def count(self, state: JobState) -> int:
        """Return how many jobs are in a state."""
        return sum(1 for each in self._jobs if each.state is state)

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
        return settings_words(job.request)


class QueuePanel(QWidget):
    """The list of jobs with its buttons."""

    cancel_asked = Signal(str)
    pause_asked = Signal()
    resume_asked = Signal()
    retried = Signal()

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._seconds: float | None = None
        self.jobs = QueueModel(library, self)
        self.list = JobList(self.jobs)
        self.list.removed.connect(self.remove)
        self.list.retried.connect(self.retry)
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
        waiting, running = self.jobs.count(JobState.WAITING), self.jobs.count(JobState.RUNNING)
        paused = self._library.queue.paused
        self._title.setText(self.tr("Queue – paused") if paused else self.tr("Queue"))
        self._pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self._pause.setVisible(paused or waiting + running > 0)
        self._clear.setVisible(waiting > 0)
        if waiting + running == 0:
            self._left.setText("")
        self.list.viewport().update()

    def follow(self, event: JobEvent, words: str) -> None:
        """Take one event; `words` say how far the running job is."""
        if event.kind in (EventKind.LOADING, EventKind.STEP) and self.jobs.count(JobState.RUNNING) == 0:
            self.refresh()
        if event.kind in (EventKind.STEP, EventKind.SAVING, EventKind.LOADING):
            self.jobs.set_progress(words)
            self._show_time_left(event)
        else:
            self.refresh()

    def remove(self, job: Job) -> None:
        """Cancel a job that waits or runs; take a failed or held one off the list."""
        if job.state.ended:
            self._library.queue.dismiss(job.id)
        elif not self._library.queue.cancel(job.id):
            self.cancel_asked.emit(job.id)
        self.refresh()

    def retry(self, job: Job) -> None:
        """Let a failed or held job wait again."""
        if self._library.queue.retry(job.id):
            self.refresh()
            self.retried.emit()

    def clear(self) -> None:
        """Cancel everything that waits."""
        self._library.queue.clear()
        self.refresh()

    def toggle_pause(self) -> None:
        """Pause after the running job, or go on."""
        (self.resume_asked if self._library.queue.paused else self.pause_asked).emit()
        self.refresh()

    def _show_time_left(self, event: JobEvent) -> None:
        """Say how long all of it takes, at the speed of now: steps still to run, in this job and in those that wait."""
        if event.job is None or event.seconds_left is None or event.seconds_per_step is None:
            return
        waiting = (self.jobs.job(row) for row in range(self.jobs.rowCount()))
        here = event.job.request
        cost = event.seconds_per_step / (here.width * here.height)
        ahead = sum(
            each.request.steps_run * each.request.width * each.request.height * cost
            for each in waiting
            if each is not None and each.state is JobState.WAITING
        )
        self._left.setText(self.tr("{0} left").format(time_shown(event.seconds_left + ahead)))

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
    """The rows; Delete or the cross removes one, a failed one can be tried again."""

    removed = Signal(Job)
    retried = Signal(Job)

    def __init__(self, jobs: QueueModel) -> None:
        super().__init__()
        self._jobs = jobs
        self.setModel(jobs)
        self.setAccessibleName(self.tr("Queue"))
        self.setItemDelegate(_Row(self))
        self.setUniformItemSizes(True)
        calm(self)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.setMinimumHeight(ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        job = self._jobs.job(self.currentIndex().row())
        if job is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(job)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        job = self._jobs.job(index.row())
        if job is not None and event.position().x() >= self.visualRect(index).right() - CLOSE:
            self.removed.emit(job)
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self._jobs.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self.tr("Nothing is waiting."))
            painter.end()

    def _menu(self, at: QPoint) -> None:
        job = self._jobs.job(self.indexAt(at).row())
        if job is None:
            return
        menu = QMenu(self)
        failed = job.state.ended
        again = menu.addAction(self.tr("Try Again")) if failed else None
        remove = menu.addAction(self.tr("Remove") if failed else self.tr("Cancel"))
        chosen = menu.exec(self.viewport().mapToGlobal(at))
        if chosen is not None and chosen is again:
            self.retried.emit(job)
        elif chosen is remove:
            self.removed.emit(job)


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
