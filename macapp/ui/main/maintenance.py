"""Startup tasks: check and back up the index, write pending marks, rescan watched folders."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from macapp.errors import EaselError, MachineError, Reason, as_easel_error
from macapp.library import Library
from macapp.library.rebuild import RebuildResult, rebuild
from macapp.models import check_bundled_models
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.ui.main.file_intake import FileIntake
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.progress_tasks import KeepGoing, OnProgress, ProgressTasks
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text

MAX_NAMED_FILES = 3  # damaged files that a message names


class Maintenance(QObject):
    """Checks, backs up and repairs a library while its window is open."""

    found = Signal()
    """the index has pictures that were not in it before"""
    storage_connected = Signal()
    """the folder of the pictures is available, so work can continue"""
    marks_due = Signal()
    """marks that are not in the files yet are to be written"""

    def __init__(
        self,
        library: Library,
        banner: Banner,
        background: TaskPool,
        chores: ProgressTasks,
        incoming: FileIntake,
    ) -> None:
        super().__init__(incoming)
        self._library, self._banner, self._background = library, banner, background
        self._chores, self._incoming = chores, incoming

    def run_startup_tasks(self) -> None:
        """Run the startup tasks in the background, among them a check that this copy of Easel is complete.

        The index is backed up once a day. A lost index is rebuilt from the pictures, with progress.
        """
        if self._library.index_was_lost:
            self._banner.show_message(
                self.tr("The index of your pictures is missing. Easel is rebuilding it from the pictures.")
            )
            self.rebuild()
        elif not self._library.picture_storage.is_connected:
            self.show_disconnected()
        else:
            self._background.run(partial(_check_and_back_up, self._library.places), _ignore_result, self._show_error)
        self._background.run(check_bundled_models, _ignore_result, self._show_error)
        self.marks_due.emit()
        self._incoming.refresh_folders()

    def report_launch(self, problem: Reason | None, crash_report: Path | None) -> None:
        """Report a problem with this launch, or else a crash of the last one."""
        if problem is not None:
            self._banner.show_message(error_text(problem))
        elif crash_report is not None:
            show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(crash_report)))
            self._banner.show_message(self.tr("Easel ended unexpectedly last time."), self.tr("Show Log"), show)

    def rebuild(self) -> None:
        """Rebuild the index from the pictures alone."""
        work = partial(_rebuild, self._library.places)
        self._chores.start(self.tr("Reading your pictures"), work, self._on_rebuilt, self._show_error)

    def _on_rebuilt(self, result: RebuildResult) -> None:
        self.found.emit()
        words = self.tr("%Ln pictures found.", "", result.added + result.moved)
        if not result.damaged_files:
            self._banner.show_message(words, stays=False)
            return
        names = ", ".join(Path(file).name for file in result.damaged_files[:MAX_NAMED_FILES])
        damaged = Reason("pictures-damaged", {"count": result.damaged, "names": names})
        self._banner.show_message(f"{words} {error_text(damaged)}")

    def show_disconnected(self) -> None:
        """Say that the folder of the pictures is not connected, and offer to continue without it."""
        words = error_text(MachineError("not-connected-window", path=str(self._library.places.pictures)))
        exists = self._library.places.pictures.is_dir()
        button = self.tr("Use Existing Folder") if exists else self.tr("Create Empty Folder")
        self._banner.show_message(words, button, self._write_new_marker)

    def _write_new_marker(self) -> None:
        try:
            self._library.picture_storage.write_marker(replace=True)
        except (EaselError, OSError) as error:
            self._show_error(as_easel_error(error))
        self.storage_connected.emit()

    def _show_error(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))


def _check_and_back_up(places: LibraryPaths) -> Path | None:
    with Library.open(places) as library:
        if not library.passes_quick_check():
            storage.touch(places.damage_marker)
            raise MachineError("library-damaged-now", path=str(places.database))
        return library.daily_backup()


def _rebuild(places: LibraryPaths, on_progress: OnProgress, _keep_going: KeepGoing) -> RebuildResult:
    with Library.open(places) as library:
        return rebuild(library, on_progress)


def _ignore_result(_result: object) -> None:
    """Ignore the result of a background task."""
