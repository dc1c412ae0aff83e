"""The jobs of the queue as rows: what is being made, what waits, what failed and why; how long each will take."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QWidget,
)

from macapp.domain.job import Job, JobState
from macapp.domain.units import format_duration
from macapp.library import Library
from macapp.library.durations import Durations, Estimate
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.text import elide, error_text, format_settings

JOB_ROLE = Qt.ItemDataRole.UserRole
SHOWN = 500  # jobs of a kind in the list; the title says how many there are
_JOBS = "application/x-easel-jobs"
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
        self.seconds_of_waiting: Estimate | None = None
        """how long all that waits will take, reckoned for those not shown as for those shown"""
        self.pauses_after: str | None = None
        self.reload_durations()
        self.refresh()

    def refresh(self) -> None:
        """Read the queue again."""
        self.beginResetModel()
        self._jobs = self._library.queue.unfinished(SHOWN) + self._library.queue.failed(SHOWN)
        self.waiting = self._library.queue.count_waiting()
        self.pauses_after = self._library.queue.pauses_after
        self._progress = ""
        self.seconds_of_waiting = self._reckoned()
        self.endResetModel()

    def reload_durations(self) -> None:
        """Take in how long the last pictures took; what is shown is reckoned anew when the queue is read again."""
        self.durations = self._library.durations()

    def jobs(self, state: JobState) -> list[Job]:
        """Return the jobs shown that are in a state."""
        return [each for each in self._jobs if each.state is state]

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
            return elide(job.request.prompt) or self.tr("No prompt")
        if role == Qt.ItemDataRole.ToolTipRole:
            words = elide(job.request.prompt, 500), format_settings(job.request), self.format_state(job)
            return tip("\n".join(words))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{elide(job.request.prompt)}. {self.format_state(job)}"
        return None

    def format_state(self, job: Job) -> str:
        """Return in words how a job is doing."""
        if job.state is JobState.RUNNING:
            if job.id != self._jobs[0].id:  # drawn already, while the next is
                return self.tr("Saving…")
            return self._progress or self.tr("Starting…")
        if job.state.ended:
            return error_text(job.reason) if job.reason else self.tr("Failed")
        words = [format_settings(job.request)]
        estimate = self.durations.estimate(job.request)
        if estimate is not None:
            about = (
                format_duration(estimate.seconds) if estimate.seconds < 1 else f"≈ {format_duration(estimate.seconds)}"
            )
            words.insert(0, about)
        return "  ·  ".join(words)

    def _reckoned(self) -> Estimate | None:
        """Return it once for each time that the queue is read, and not at each step that is made meanwhile."""
        shown = self.jobs(JobState.WAITING)
        estimate = self.durations.estimate_all(each.request for each in shown)
        return estimate.scaled(self.waiting / len(shown)) if estimate is not None and shown else estimate

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
