"""Shows each event of the runner in the panels of the window. On the window's thread."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from macapp.domain.job import EventKind, Job, JobEvent, Picture
from macapp.ui.gallery.panel import Gallery
from macapp.ui.main.hang_monitor import HangMonitor
from macapp.ui.main.maintenance import Maintenance
from macapp.ui.queue.panel import QueuePanel
from macapp.ui.viewer.actions import PictureActions
from macapp.ui.viewer.viewer import Viewer
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.text import elide, error_text


@dataclass(frozen=True)
class EventViews:
    """The panels and controllers that show events."""

    banner: Banner
    gallery: Gallery
    viewer: Viewer
    queue_panel: QueuePanel
    picture: PictureActions
    upkeep: Maintenance
    watch: HangMonitor


class EventRouter(QObject):
    """Passes the events of the runner on and knows which job the engine works on."""

    picture_requested = Signal(Picture)
    """a finished picture that the gallery does not show, for the viewer"""
    state_changed = Signal()
    """the queue, or what its jobs cost, is different now"""
    relaunch_requested = Signal()
    announced = Signal(str)
    """what a screen reader says: a job has started, ended or failed"""

    def __init__(self, views: EventViews, parent: QObject) -> None:
        super().__init__(parent)
        self._views = views
        self._current_job: Job | None = None
        self._is_closed = False
        self.follows_newest = True
        """whether a new picture is shown when it is done: until the user selects an older one"""

    @Slot()
    def follow_newest(self) -> None:
        """Show the picture in progress at once, and each new picture, as the user asked."""
        self.follows_newest = True
        self._views.viewer.watch_running(at_once=True)

    def close(self) -> None:
        """Ignore all later events: the last ones can arrive after the window is closed."""
        self._is_closed = True

    @Slot(JobEvent)
    def on_event(self, event: JobEvent) -> None:
        """Show one event of the runner."""
        if self._is_closed:
            return
        self._announce(event)
        self._show_progress(event)
        if event.comparison is not None and event.job is not None and event.job.repeats is not None:
            self._views.picture.show_comparison(event)
        if event.kind is EventKind.DONE and event.picture is not None:
            self._add_picture(event.picture)
            self._views.picture.refresh_grid()
        elif event.kind is EventKind.RECOVERED and event.job is not None:
            self._show_recovered_job(event.job)
        else:
            self._show_reason(event)
        if event.kind is not EventKind.STEP:
            self.state_changed.emit()

    def _announce(self, event: JobEvent) -> None:
        """Announce the start, the end and the failure of a job; the banner says why it failed."""
        sentences = {
            EventKind.DONE: self.tr("“{0}” is finished."),
            EventKind.FAILED: self.tr("“{0}” has failed."),
        }
        sentence = sentences.get(event.kind)
        if event.is_progress and event.job != self._current_job:
            sentence = self.tr("Easel has started “{0}”.")
        made = event.job or event.picture
        if sentence is not None and made is not None:
            self.announced.emit(sentence.format(elide(made.request.prompt) or self.tr("a picture without prompt")))

    def _show_reason(self, event: JobEvent) -> None:
        if event.reason is None:
            return
        if event.kind is EventKind.STOPPED and event.reason.code == "not-connected":
            self._views.upkeep.show_disconnected()
        elif event.kind is EventKind.STOPPED:
            self._views.banner.show_message(error_text(event.reason))
        elif event.kind in (EventKind.FAILED, EventKind.MEMORY_REDUCED):
            self._views.banner.show_message(error_text(event.reason), stays=False)

    def _show_progress(self, event: JobEvent) -> None:
        """Show the progress of the job that the engine works on; a job that is saved meanwhile ends unnoticed."""
        if event.is_progress:
            if event.job != self._current_job and self.follows_newest:
                self._views.viewer.watch_running()
            self._current_job = event.job
        is_current = event.is_progress or event.job == self._current_job
        if is_current or event.kind in (EventKind.IDLE, EventKind.STOPPED):
            self._views.watch.follow(event)
            self._views.viewer.progress.follow(event)
        self._views.queue_panel.on_event(event, self._views.viewer.progress.words)

    def _add_picture(self, picture: Picture) -> None:
        current, has_several = self._views.gallery.current(), self._views.gallery.selected_count > 1
        is_listed = self._views.gallery.add(picture)
        if (self.follows_newest and not has_several) or current is None:
            if is_listed:
                self._views.gallery.choose(0)
            else:
                self.picture_requested.emit(picture)
                self.follows_newest = True
            self._views.viewer.watch_running()  # the next one, after a moment

    @Slot(float)
    def show_hang_warning(self, seconds: float) -> None:
        """Say that the GPU makes no progress, and offer to restart; the job waits then, and nothing is lost."""
        words = self.tr("No progress for {0} minutes. The GPU may have stopped responding. Restart Easel to continue.")
        restart = self.relaunch_requested.emit
        self._views.banner.show_message(words.format(round(seconds / 60)), self.tr("Restart"), restart)

    def _show_recovered_job(self, job: Job) -> None:
        """Name the job that was running at the crash; it continues when the user resumes the queue."""
        if job.reason is not None:  # the job is on hold
            self._views.banner.show_message(error_text(job.reason))
            return
        words = self.tr("Easel quit unexpectedly while it was making “{0}”. The queue is paused.")
        resume = self._views.queue_panel.toggle_pause
        self._views.banner.show_message(words.format(elide(job.request.prompt)), self.tr("Resume"), resume)
