"""Item model of the queue: the running, waiting and failed jobs, with their state and estimated times."""

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
MAX_SHOWN = 500  # unfinished jobs in the list, and failed ones; the title of the panel shows the full count
_JOBS = "application/x-easel-jobs"
AnyIndex = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """The unfinished and the failed jobs of the library: the first `MAX_SHOWN` of each."""

    move_requested = Signal(list, object)
    """ids of waiting jobs, and the id of the job before which they were dropped, or None for the end"""

    def __init__(self, library: Library, parent: QWidget) -> None:
        super().__init__(parent)
        self._library = library
        self._jobs: list[Job] = []
        self._progress = ""
        self.durations = Durations([])
        self.waiting = 0
        self.seconds_of_waiting: Estimate | None = None
        """time for all waiting jobs; jobs beyond `MAX_SHOWN` count with the average of the shown ones"""
        self.pauses_after: str | None = None
        self.reload_durations()
        self.refresh()

    def refresh(self) -> None:
        """Read the queue again."""
        self.beginResetModel()
        self._jobs = self._library.queue.unfinished(MAX_SHOWN) + self._library.queue.failed(MAX_SHOWN)
        self.waiting = self._library.queue.count_waiting()
        self.pauses_after = self._library.queue.paused_after
        self._progress = ""
        self.seconds_of_waiting = self._estimate_waiting()
        self.endResetModel()

    def reload_durations(self) -> None:
        """Read how long recent pictures took. The shown estimates change at the next `refresh`."""
        self.durations = self._library.durations()

    def jobs(self, state: JobState) -> list[Job]:
        """Return the shown jobs that are in a state."""
        return [job for job in self._jobs if job.state is state]

    def set_progress(self, words: str) -> None:
        """Set the progress text of the running job."""
        self._progress = words
        if self._jobs:
            self.dataChanged.emit(self.index(0), self.index(0))

    def count(self, state: JobState) -> int:
        """Return the number of jobs in a state."""
        return self.waiting if state is JobState.WAITING else len(self.jobs(state))

    def job(self, row: int) -> Job | None:
        """Return the job in a row, or None if there is no such row."""
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
        """Return the state of a job as text."""
        if job.state is JobState.RUNNING:
            if job.id != self._jobs[0].id:  # its picture is done and the next job is running
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

    def _estimate_waiting(self) -> Estimate | None:
        """Estimate the time of all waiting jobs. Called once per `refresh`, not at each step of a picture."""
        shown = self.jobs(JobState.WAITING)
        estimate = self.durations.estimate_all(job.request for job in shown)
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
        ids = [job.id for row in sorted(index.row() for index in indexes) if (job := self.job(row))]
        data.setData(_JOBS, "\n".join(ids).encode())
        return data

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: AnyIndex) -> bool:
        ids = bytes(data.data(_JOBS).data()).decode().split("\n")
        at = parent.row() if parent.isValid() else row
        before = next(
            (job.id for job in self._jobs[max(at, 0) :] if job.state is JobState.WAITING and job.id not in ids),
            None,
        )
        self.move_requested.emit(ids, None if at < 0 else before)
        return False  # `refresh` reads the rows again; the view must not remove any itself
