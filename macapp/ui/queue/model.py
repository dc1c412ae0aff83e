"""Item model of the queue: the running, waiting and failed jobs, with their state and estimated times.

A refresh changes only the rows that differ, so that selection, current row and scroll position stay.
"""

from collections.abc import Sequence
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
from macapp.domain.request import Request
from macapp.domain.units import format_duration
from macapp.library import Library
from macapp.library.durations import Durations, Estimate
from macapp.ui.queue.difference import SEPARATOR, format_difference
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.text import elide, error_text, format_settings

JOB_ROLE = Qt.ItemDataRole.UserRole
MAX_SHOWN = 500  # unfinished jobs in the list, and failed ones; the header shows the full count
_JOBS = "application/x-easel-jobs"
AnyIndex = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """The unfinished and the failed jobs of the library: the first `MAX_SHOWN` of each."""

    move_requested = Signal(list, object)
    """ids of waiting jobs, and the id of the job before which they were dropped, or None for the end"""
    about_to_refresh = Signal()
    refreshed = Signal()

    def __init__(self, library: Library, parent: QWidget) -> None:
        super().__init__(parent)
        self._library = library
        self._jobs: list[Job] = []
        self._rows: dict[str, int] = {}
        self._progress = ""
        self.share: float | None = None
        """how much of the running job is done, 0 to 1; None if it is unknown"""
        self.durations = Durations([])
        self.waiting = 0
        self.seconds_of_waiting: Estimate | None = None
        """time for all waiting jobs; jobs beyond `MAX_SHOWN` count with the average of the shown ones"""
        self.pauses_after: str | None = None
        self.reload_durations()
        self.refresh()

    def refresh(self) -> None:
        """Read the queue again."""
        self.about_to_refresh.emit()
        jobs = self._library.queue.unfinished(MAX_SHOWN) + self._library.queue.failed(MAX_SHOWN)
        if [(job.id, job.state) for job in jobs[:1]] != [(job.id, job.state) for job in self._jobs[:1]]:
            self._progress, self.share = "", None  # they were those of another job
        self._show(jobs)
        self.waiting = self._library.queue.count_waiting()
        self.pauses_after = self._library.queue.paused_after
        self.seconds_of_waiting = self._estimate_waiting()
        self.refreshed.emit()

    def reload_durations(self) -> None:
        """Read how long recent pictures took. The shown estimates change at the next `refresh`."""
        self.durations = self._library.durations()

    def jobs(self, state: JobState) -> list[Job]:
        """Return the shown jobs that are in a state."""
        return [job for job in self._jobs if job.state is state]

    def failed(self) -> list[Job]:
        """Return the shown jobs that are failed or held."""
        return [job for job in self._jobs if job.state.ended]

    def set_progress(self, words: str, share: float | None = None) -> None:
        """Set the progress of the running job: as text, and as a share from 0 to 1."""
        self._progress, self.share = words, share
        if self._jobs:
            self.dataChanged.emit(self.index(0), self.index(0))

    def count(self, state: JobState) -> int:
        """Return the number of jobs in a state."""
        return self.waiting if state is JobState.WAITING else len(self.jobs(state))

    def job(self, row: int) -> Job | None:
        """Return the job in a row, or None if there is no such row."""
        return self._jobs[row] if 0 <= row < len(self._jobs) else None

    def row_of(self, job_id: str) -> int:
        """Return the row of a job, or -1 if it is not shown."""
        return self._rows.get(job_id, -1)

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
            prompt = elide(job.request.prompt) or self.tr("No prompt")
            return f"{prompt}. {self._name_state(job)}. {self.format_state(job)}"
        return self._describe_keys(job) if role == Qt.ItemDataRole.AccessibleDescriptionRole else None

    def _name_state(self, job: Job) -> str:
        if job.state.ended:
            return self.tr("Failed")
        return self.tr("Generating") if job.state is JobState.RUNNING else self.tr("Waiting")

    def _describe_keys(self, job: Job) -> str:
        """Return what the keys do with a job, for a screen reader."""
        if job.state.ended:
            return self.tr("Return tries it again, Delete removes it.")
        if job.state is JobState.RUNNING:
            return self.tr("Delete cancels it.")
        return self.tr("Return edits it, Option with an arrow key moves it, Delete removes it.")

    def format_state(self, job: Job) -> str:
        """Return the state of a job as text."""
        if job.state is JobState.WAITING:
            return SEPARATOR.join(filter(None, (self.format_time(job), self.format_detail(job))))
        return self.format_detail(job)

    def format_detail(self, job: Job) -> str:
        """Return the progress of a running job, why a job failed, or how a waiting job differs from the one above."""
        if job.state is JobState.RUNNING:
            if job.id != self._jobs[0].id:  # its picture is done and the next job is running
                return self.tr("Saving…")
            return self._progress or self.tr("Starting…")
        if job.state.ended:
            return error_text(job.reason) if job.reason else self.tr("Failed")
        return format_difference(job.request, self._request_above(job))

    def format_time(self, job: Job) -> str:
        """Return the estimated time of a waiting job as text; empty if it is unknown."""
        estimate = self.durations.estimate(job.request)
        if estimate is None:
            return ""
        words = format_duration(estimate.seconds)
        return words if estimate.seconds < 1 else f"≈ {words}"

    def _request_above(self, job: Job) -> Request | None:
        above = self.job(self.row_of(job.id) - 1)
        return None if above is None else above.request

    def _estimate_waiting(self) -> Estimate | None:
        """Estimate the time of all waiting jobs. Called once per `refresh`, not at each step of a picture."""
        shown = self.jobs(JobState.WAITING)
        estimate = self.durations.estimate_all(job.request for job in shown)
        return estimate.scaled(self.waiting / len(shown)) if estimate is not None and shown else estimate

    # Rows

    def _show(self, jobs: Sequence[Job]) -> None:
        """Show other jobs: remove, move and insert only the rows that differ."""
        self._remove_all_but({job.id for job in jobs})
        rows = {job.id: row for row, job in enumerate(jobs)}
        self._sort([job.id for job in sorted(self._jobs, key=lambda job: rows[job.id])])
        self._insert_missing(jobs)
        self._jobs, self._rows = list(jobs), rows
        if jobs:
            self.dataChanged.emit(self.index(0), self.index(len(jobs) - 1))

    def _remove_all_but(self, kept: set[str]) -> None:
        last = len(self._jobs) - 1
        while last >= 0:
            first = last
            if self._jobs[last].id not in kept:
                while first > 0 and self._jobs[first - 1].id not in kept:
                    first -= 1
                self.beginRemoveRows(QModelIndex(), first, last)
                del self._jobs[first : last + 1]
                self.endRemoveRows()
            last = first - 1

    def _sort(self, order: Sequence[str]) -> None:
        before = [job.id for job in self._jobs]
        if before == order:
            return
        self.layoutAboutToBeChanged.emit()
        rows = {job_id: row for row, job_id in enumerate(order)}
        self._jobs.sort(key=lambda job: rows[job.id])
        moved = self.persistentIndexList()
        self.changePersistentIndexList(moved, [self.index(rows[before[index.row()]]) for index in moved])
        self.layoutChanged.emit()

    def _insert_missing(self, jobs: Sequence[Job]) -> None:
        present, first = {job.id for job in self._jobs}, 0
        while first < len(jobs):
            last = first
            if jobs[first].id not in present:
                while last + 1 < len(jobs) and jobs[last + 1].id not in present:
                    last += 1
                self.beginInsertRows(QModelIndex(), first, last)
                self._jobs[first:first] = jobs[first : last + 1]
                self.endInsertRows()
            first = last + 1

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
