"""The queue panel: jobs, buttons and time left. Changes to the queue can be undone. On the thread of the window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from macapp.domain.job import EventKind, Job, JobEvent, JobState
from macapp.domain.request import Request, random_seed
from macapp.library import Library
from macapp.library.durations import Estimate
from macapp.planning.rest import Rest
from macapp.ui.queue.header import QueueHeader
from macapp.ui.queue.list_view import JobList
from macapp.ui.queue.model import QueueModel
from macapp.ui.queue.rest_choices import RestChoices
from macapp.ui.queue.summary import QueueSummary, estimate_left
from macapp.ui.queue.thumbnails import JobThumbnails
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import GAP, secondary_label
from macapp.ui.widgets.undo import UndoCommand, UndoHistory

MIN_SAVED_LOADS = 2  # model loads that sorting must save before the button appears


@dataclass(frozen=True)
class _Step:
    """One direction of an undoable change."""

    run: Callable[[], object]
    would_act: Callable[[], bool]
    """whether `run` would change anything now"""


class QueuePanel(QWidget):
    """The list of jobs with its header; its methods are the commands of the queue."""

    cancel_requested = Signal(str)
    pause_requested = Signal()
    resume_requested = Signal()
    run_now_requested = Signal()
    """the jobs that wait for a better moment are to start"""
    work_added = Signal()
    edit_requested = Signal(Job)
    summary_changed = Signal(QueueSummary)
    progress_changed = Signal(object)
    """how much of the running job is done, 0 to 1; None if no job runs or it is unknown"""

    def __init__(
        self, library: Library, undo: UndoHistory, background: TaskPool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._undo = library, undo
        self._queue = library.queue
        self.rest = RestChoices(library.places, self)
        self._rest: Rest | None = None
        self.summary = QueueSummary()
        self.jobs = QueueModel(library, self)
        self.jobs.move_requested.connect(self.reorder)
        self.thumbnails = JobThumbnails(library.places, background, self)
        self.list = JobList(self.jobs, self.thumbnails)
        self.list.remove_requested.connect(self.remove)
        self.list.retry_requested.connect(self.retry_all)
        self.list.menu_requested.connect(self._show_menu)
        self.list.edit_requested.connect(self.edit_requested)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_commands)
        self._wait = QMenu(self.tr("Wait…"), self._menu)
        self._wait.addActions(self.rest.actions)
        self.header = QueueHeader(self._menu)
        self.header.pause_clicked.connect(self._on_pause_clicked)
        self.sort_button = QPushButton()
        self.sort_button.setToolTip(self.tr("Group waiting jobs by model, so that each model loads only once"))
        self.sort_button.clicked.connect(self.sort_by_model)
        self._more = secondary_label(QLabel())
        self._build_layout()
        self.refresh()

    @property
    def time_left(self) -> str:
        """The time that the queue still takes, as text; empty if it is unknown."""
        return self.header.time_left

    def refresh(self) -> None:
        """Read the queue again and show it."""
        self.jobs.refresh()
        self._undo.prune()  # commands about jobs that have started cannot act any more
        self._show(self._estimate_left())
        self._update_sort_button()
        unlisted = self.jobs.waiting - len(self.jobs.jobs(JobState.WAITING))
        self._more.setText(self.tr("%Ln more are waiting.", "", unlisted))
        self._more.setVisible(unlisted > 0)
        self.progress_changed.emit(self.jobs.share if self.summary.running else None)

    def _estimate_left(self) -> Estimate | None:
        """Return the time left; of a job that has shown its speed, as it was computed at its last step."""
        if self.jobs.share is not None:
            return self.summary.left
        running = self.jobs.durations.estimate_all(job.request for job in self.jobs.jobs(JobState.RUNNING))
        waiting = self.jobs.seconds_of_waiting
        return None if running is None or waiting is None else running + waiting

    def _show(self, left: Estimate | None) -> None:
        """Show the state of the queue, with the time that is left."""
        reason = self.rest.reason(self._rest) if self._rest is not None and self._rests else ""
        self.summary = QueueSummary(
            waiting=self.jobs.waiting,
            running=self.jobs.count(JobState.RUNNING),
            failed=len(self.jobs.failed()),
            is_paused=self._queue.is_paused,
            rest_reason=reason,
            left=left,
        )
        self.header.show_summary(self.summary)
        self.summary_changed.emit(self.summary)

    @property
    def _rests(self) -> bool:
        """Whether jobs wait for a better moment, and none runs."""
        waits = self._rest is not None and not self._queue.is_paused
        return waits and self.jobs.waiting > 0 and self.jobs.count(JobState.RUNNING) == 0

    def show_rest(self, rest: Rest | None) -> None:
        """Show why waiting jobs do not start; None means that they do."""
        if rest is not self._rest:
            self._rest = rest
            self.refresh()

    def on_event(self, event: JobEvent, words: str) -> None:
        """Show an event of the runner; `words` is the progress text of the running job."""
        first = self.jobs.job(0)
        if event.kind in (EventKind.LOADING, EventKind.STEP) and (
            first is None or first.state is not JobState.RUNNING or (event.job is not None and first.id != event.job.id)
        ):
            self.refresh()
        if event.is_progress:
            self._show_progress(event, words)
        else:
            if event.kind is EventKind.DONE:
                self.jobs.reload_durations()
            self.refresh()

    def _show_progress(self, event: JobEvent, words: str) -> None:
        share = event.step / max(1, event.steps) if event.kind is EventKind.STEP else None
        if event.kind is EventKind.SAVING:
            share = 1.0
        if event.preview is not None and event.job is not None:
            self.thumbnails.set_preview(event.job.id, event.preview)
        self.jobs.set_progress(words, share)
        self.progress_changed.emit(share)
        requests = [job.request for job in self.jobs.jobs(JobState.WAITING)]
        left = estimate_left(event, requests, self.jobs.seconds_of_waiting)
        if left is not None:
            self._show(left)

    def reload_durations(self) -> None:
        """Read the measured durations again and update the estimates."""
        self.jobs.reload_durations()
        self.refresh()

    # Actions

    def register_jobs(self, jobs: Sequence[Job]) -> None:
        """Show jobs that were added to the library. Undo cancels those that are still waiting."""
        ids = [job.id for job in jobs]
        self._push_command(
            self.tr("Add to Queue"),
            _Step(partial(self._queue.restore_cancelled, ids), partial(self._queue.is_any_restorable, ids)),
            _Step(partial(self._queue.cancel_all, ids), partial(self._queue.is_any_waiting, ids)),
        )

    def remove(self, jobs: Sequence[Job]) -> None:
        """Cancel waiting and running jobs, and remove failed and held ones from the list. One undo reverts it.

        A running job is cancelled by the worker, which cannot be undone.
        """
        for job in jobs:
            if job.state is JobState.RUNNING:
                self.cancel_requested.emit(job.id)
        waiting = [job.id for job in jobs if job.state is JobState.WAITING]
        self._push_removal(self.tr("Cancel"), waiting, [job for job in jobs if job.state.ended])

    def clear(self) -> None:
        """Cancel all waiting jobs."""
        self._push_removal(self.tr("Clear Queue"), self._queue.waiting_ids(), [])

    def clear_failed(self) -> None:
        """Remove all failed and held jobs from the list."""
        self._push_removal(self.tr("Clear Failed"), [], self._queue.failed())

    def _push_removal(self, words: str, waiting: Sequence[str], ended: Sequence[Job]) -> None:
        if not waiting and not ended:
            return
        queue, failed = self._queue, [job.id for job in ended]

        def do() -> None:
            queue.cancel_all(waiting)
            queue.dismiss_all(failed)

        def undo() -> None:
            queue.restore_cancelled(waiting)
            queue.put_back(ended)

        self._push_command(
            words,
            _Step(do, lambda: queue.is_any_waiting(waiting) or queue.is_any_failed(failed)),
            _Step(undo, lambda: queue.is_any_restorable(waiting) or queue.is_any_cancelled(failed)),
        )

    def reorder(self, ids: list[str], before: str | None) -> None:
        """Move waiting jobs before another one, or to the end if `before` is None; those that have started stay."""
        waiting, moving = self._queue.waiting_ids(), set(ids)
        staying = [job_id for job_id in waiting if job_id not in moving]
        still_waiting = set(waiting)
        moved = [job_id for job_id in ids if job_id in still_waiting]
        at = len(staying) if before is None else staying.index(before) if before in staying else 0
        self._push_order(self.tr("Move in Queue"), waiting, [*staying[:at], *moved, *staying[at:]])

    def sort_by_model(self) -> None:
        """Group the waiting jobs by model, so that each model loads once."""
        grouped = self._queue.grouped_by_model().ids
        self._push_order(self.tr("Sort by Model"), self._queue.waiting_ids(), grouped)

    def _push_order(self, words: str, old: Sequence[str], new: Sequence[str]) -> None:
        """Change the order of the waiting jobs; Undo and Redo restore an order as far as its jobs still wait."""
        queue = self._queue
        self._push_command(
            words,
            _Step(partial(queue.arrange, new), lambda: not queue.is_arranged(new)),
            _Step(partial(queue.arrange, old), lambda: not queue.is_arranged(old)),
        )

    def replace_request(self, job: Job, request: Request) -> bool:
        """Replace the request of a waiting job; return False if the job no longer waits."""
        current = self._queue.find(job.id)
        if current is None or current.state is not JobState.WAITING:
            return False
        still_waits = partial(self._queue.is_any_waiting, [job.id])
        self._push_command(
            self.tr("Edit Job"),
            _Step(partial(self._queue.edit, job.id, request), still_waits),
            _Step(partial(self._queue.edit, job.id, job.request), still_waits),
        )
        return True

    def duplicate(self, job: Job) -> None:
        """Add a copy with a new seed behind a job, and open the copy for editing."""
        if job.newer:
            return
        waiting = self._queue.waiting_ids()
        [copy] = self._queue.add([job.request.with_seed(random_seed())])
        at = waiting.index(job.id) + 1 if job.id in waiting else 0
        if at < len(waiting):
            self._queue.move([copy.id], waiting[at])
        self.register_jobs([copy])
        self.work_added.emit()
        self.edit_requested.emit(copy)

    def retry(self, job: Job) -> None:
        """Put a failed or held job back into the queue, unless it needs a newer Easel."""
        self.retry_all([job])

    def retry_all(self, jobs: Sequence[Job]) -> None:
        """Put failed and held jobs back into the queue, in their old places; those that need a newer Easel stay."""
        failed = [job for job in jobs if job.state.ended and not job.newer]
        ids = [job.id for job in failed]
        if failed:
            self._push_command(
                self.tr("Retry"),
                _Step(partial(self._retry_ids, ids), partial(self._queue.is_any_failed, ids)),
                _Step(partial(self._queue.put_back, failed), partial(self._queue.is_any_waiting, ids)),
            )

    def _retry_ids(self, ids: Sequence[str]) -> None:
        for job_id in ids:
            self._queue.retry(job_id)

    def retry_with_new_seed(self, job: Job) -> None:
        """Replace a failed job by a new one with another seed, unless it needs a newer Easel."""
        if job.newer:
            return
        [added] = self._queue.add([job.request.with_seed(random_seed())])
        queue, old, new = self._queue, [job.id], [added.id]

        def do() -> None:
            queue.restore_cancelled(new)
            queue.dismiss_all(old)

        def undo() -> None:
            queue.cancel_all(new)
            queue.put_back([job])

        self._push_command(
            self.tr("Retry with New Seed"),
            _Step(do, partial(queue.is_any_failed, old)),
            _Step(undo, partial(queue.is_any_waiting, new)),
        )

    @Slot()
    def _on_pause_clicked(self) -> None:
        if self._rests:
            self.run_now_requested.emit()
        else:
            self.toggle_pause()

    def toggle_pause(self) -> None:
        """Pause the queue after the running job, or resume it."""
        (self.resume_requested if self._queue.is_paused else self.pause_requested).emit()
        self.refresh()

    def pause_after(self, job: Job) -> None:
        """Pause the queue after a job; if that is already set, clear it."""
        is_set = self._queue.paused_after == job.id
        self._queue.pause_after(None if is_set else job.id)
        self.refresh()

    def pause_after_running(self) -> None:
        """Pause the queue after the running job."""
        running = self.jobs.jobs(JobState.RUNNING)
        if running:
            self.pause_after(running[0])

    def _push_command(self, words: str, do: _Step, undo: _Step) -> None:
        """Change the queue by an undoable command. After each change the list refreshes and the worker is notified."""

        def with_refresh(work: Callable[[], object]) -> Callable[[], None]:
            def run() -> None:
                work()
                self.refresh()
                self.work_added.emit()

            return run

        self._undo.push(UndoCommand(words, with_refresh(do.run), with_refresh(undo.run), undo.would_act, do.would_act))

    def _fill_commands(self) -> None:
        """Fill the menu of the header."""
        menu, running = self._menu, self.jobs.jobs(JobState.RUNNING)
        menu.clear()
        after = menu.addAction(self.tr("Pause After Current Picture"), self.pause_after_running)
        after.setCheckable(True)
        after.setChecked(bool(running) and self.jobs.pauses_after == running[0].id)
        after.setEnabled(bool(running))
        menu.addMenu(self._wait)
        menu.addSeparator()
        sort = menu.addAction(self.tr("Sort by Model"), self.sort_by_model)
        sort.setEnabled(self.jobs.waiting > 1)
        menu.addSeparator()
        menu.addAction(self.tr("Clear Failed"), self.clear_failed).setEnabled(self.summary.failed > 0)
        menu.addAction(self.tr("Clear Queue"), self.clear).setEnabled(self.jobs.waiting > 0)

    def _show_menu(self, job: Job, at: QPoint) -> None:
        """Open the commands for the selected jobs, or for one that is not selected."""
        menu, selected = QMenu(self), self.list.selected_jobs()
        jobs = selected if job in selected else [job]
        if len(jobs) > 1:
            self._add_commands_for_several(menu, jobs)
        elif job.newer:  # this version would make a different picture
            menu.addAction(self.tr("Remove"), lambda: self.remove([job]))
        elif job.state.ended:
            menu.addAction(self.tr("Retry"), lambda: self.retry(job))
            menu.addAction(self.tr("Retry with New Seed"), lambda: self.retry_with_new_seed(job))
            menu.addAction(self.tr("Remove"), lambda: self.remove([job]))
        else:
            self._add_commands_for_unfinished(menu, job)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _add_commands_for_several(self, menu: QMenu, jobs: Sequence[Job]) -> None:
        if any(job.state is JobState.WAITING for job in jobs):
            menu.addAction(self.tr("Move to Front"), lambda: self._move_first(jobs))
        if any(job.state.ended and not job.newer for job in jobs):
            menu.addAction(self.tr("Retry"), lambda: self.retry_all(jobs))
        menu.addAction(self.tr("Remove %Ln Jobs", "", len(jobs)), lambda: self.remove(jobs))

    def _add_commands_for_unfinished(self, menu: QMenu, job: Job) -> None:
        if job.state is JobState.WAITING:
            menu.addAction(self.tr("Edit…"), lambda: self.edit_requested.emit(job))
            menu.addAction(self.tr("Move to Front"), lambda: self._move_first([job]))
        menu.addAction(self.tr("Duplicate and Edit…"), lambda: self.duplicate(job))
        after = menu.addAction(self.tr("Pause After This"), lambda: self.pause_after(job))
        after.setCheckable(True)
        after.setChecked(self.jobs.pauses_after == job.id)
        menu.addAction(self.tr("Cancel"), lambda: self.remove([job]))

    def _move_first(self, jobs: Sequence[Job]) -> None:
        """Move the waiting ones of some jobs before all others."""
        moving = [job.id for job in jobs if job.state is JobState.WAITING]
        before = next((job.id for job in self.jobs.jobs(JobState.WAITING) if job.id not in moving), None)
        self.reorder(moving, before)

    def _update_sort_button(self) -> None:
        """Show the button if sorting saves at least `MIN_SAVED_LOADS` loads of a model."""
        order = self._queue.grouped_by_model() if self.jobs.waiting > 1 else None
        saves = order is not None and order.loads - order.loads_then >= MIN_SAVED_LOADS
        self.sort_button.setVisible(saves)
        if order is not None:
            words = self.tr("Sort by Model: {0} Loads Instead of {1}")
            self.sort_button.setText(words.format(order.loads_then, order.loads))

    def show_as_card(self, padding: int) -> None:
        """Use a margin of `padding` points beside everything but the list, whose rows have their own."""
        for widget in (self.header, self._more):
            widget.setContentsMargins(padding, 0, padding, 0)
        self._sorting.setContentsMargins(padding, 0, padding, 0)

    def _build_layout(self) -> None:
        self._sorting = QHBoxLayout()
        self._sorting.addWidget(self.sort_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self.header)
        layout.addLayout(self._sorting)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._more)
