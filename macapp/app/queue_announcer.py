"""Shows outside of the window how the queue is: a badge and a bar in the Dock, a notification at its end.

On the main thread. The functions of the system do nothing on Linux, and are not called without a display.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from macapp.domain.job import EventKind, JobEvent, JobState
from macapp.system.dock import show_dock_progress
from macapp.system.notifications import show_notification
from macapp.ui.main.window import MainWindow
from macapp.ui.main.window_menu import show_window
from macapp.ui.widgets.text import error_text


def set_badge(count: int) -> None:
    """Show a number on the icon of the program; 0 removes it."""
    application = QGuiApplication.instance()
    if isinstance(application, QGuiApplication):
        application.setBadgeNumber(count)


def ignore(*_values: object) -> None:
    """Show nothing."""


@dataclass(frozen=True)
class Announcements:
    """The functions that show something outside of the window."""

    badge: Callable[[int], object] = set_badge
    """number of jobs"""
    progress: Callable[[float | None], object] = show_dock_progress
    """share of the queue that is done, 0 to 1; None while nothing runs"""
    notify: Callable[[str, str, Callable[[], object]], object] = show_notification
    """title, text, and what a click does; the result is kept until the next notification"""


NATIVE, SILENT = Announcements(), Announcements(ignore, ignore, ignore)


def is_in_front() -> bool:
    """Return whether the user works with a window of Easel."""
    if QGuiApplication.applicationState() != Qt.ApplicationState.ApplicationActive:
        return False
    # While a panel of macOS is open, Qt knows no active window.
    return QApplication.activeWindow() is not None or QApplication.activeModalWidget() is not None


class QueueAnnouncer(QObject):
    """Follows the queue of a window."""

    notification_clicked = Signal()
    """emitted on any thread"""

    def __init__(self, window: MainWindow, system: Announcements | None = None) -> None:
        """`system` replaces the functions of the system; without it, they show something only on a display of a Mac."""
        super().__init__(window)
        self._system = system or (NATIVE if QGuiApplication.platformName() == "cocoa" else SILENT)
        self._window, self._jobs = window, window.queue_panel.jobs
        self._is_closed = False
        self._begun: set[str] = set()  # the jobs of the bar that are running or have ended
        self._made = self._failed = 0  # since the queue was empty
        self._share: float | None = None
        self._count = 0
        self._click_receiver: object = None
        self.notification_clicked.connect(self._show_window, Qt.ConnectionType.QueuedConnection)
        self._jobs.refreshed.connect(self._show_count)
        window.closing.connect(self.close)
        self._show_count()

    @property
    def _unfinished(self) -> int:
        return self._jobs.waiting + self._jobs.count(JobState.RUNNING)

    @Slot(JobEvent)
    def on_event(self, event: JobEvent) -> None:
        """Follow an event of the runner, after the window, which reads the queue again."""
        if self._is_closed:
            return
        if event.kind in (EventKind.IDLE, EventKind.STOPPED):
            self._end(event)
        elif event.job is None:
            return
        elif event.is_progress:
            self._begun.add(event.job.id)
            self._follow(event)
        elif event.kind is EventKind.CANCELED:
            self._begun.discard(event.job.id)
        self._made += event.kind is EventKind.DONE
        self._failed += event.kind is EventKind.FAILED

    @Slot()
    def close(self) -> None:
        """Remove badge and bar and ignore all later events, because the user quits."""
        self._is_closed = True
        self._show_share(None)
        self._system.badge(0)

    def _follow(self, event: JobEvent) -> None:
        """Show the share of the queue that is done; each job counts the same."""
        done = 1.0 if event.kind is EventKind.SAVING else event.step / max(1, event.steps)
        before = len(self._begun) - 1
        self._show_share((before + done) / (before + 1 + self._jobs.waiting))

    def _show_share(self, share: float | None) -> None:
        rounded = None if share is None else round(share, 2)  # a redrawn icon is work for the Dock
        if rounded != self._share:
            self._share = rounded
            self._system.progress(rounded)

    @Slot()
    def _show_count(self) -> None:
        count = 0 if self._is_closed else self._unfinished
        if count != self._count:
            self._count = count
            self._system.badge(count)

    def _end(self, event: JobEvent) -> None:
        """Remove the bar; say that the queue has ended or stopped, if the user is elsewhere. A pause is neither."""
        has_stopped = event.reason is not None and bool(self._begun)
        has_ended = event.reason is None and self._unfinished == 0 and self._made + self._failed > 0
        self._begun.clear()
        self._show_share(None)
        if has_stopped and event.reason is not None:
            self._notify(self.tr("The queue has stopped"), error_text(event.reason))
        elif has_ended:
            self._notify(self.tr("The queue has ended"), self._summary())
        if has_stopped or self._unfinished == 0:
            self._made = self._failed = 0

    def _summary(self) -> str:
        """Return what came of the jobs. No prompts: a notification also appears on a locked screen."""
        made = self.tr("%Ln pictures are done.", "", self._made) if self._made != 1 else self.tr("1 picture is done.")
        if not self._failed:
            return made
        failed = self.tr("%Ln jobs failed.", "", self._failed) if self._failed != 1 else self.tr("1 job failed.")
        return f"{made} {failed}" if self._made else failed

    def _notify(self, title: str, text: str) -> None:
        if not is_in_front():
            self._click_receiver = self._system.notify(title, text, self.notification_clicked.emit)

    @Slot()
    def _show_window(self) -> None:
        show_window(self._window)
