"""What a start brings with it: a check and a daily copy of the index, marks to be written, folders to look at again."""

from collections.abc import Callable
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

NAMED = 3  # damaged files that a message names


class Maintenance(QObject):
    """Keeps a library in order while its window is open."""

    found = Signal()
    """there are pictures that were not in the index before"""
    storage_connected = Signal()
    """the pictures' folder is there: work can go on"""

    def __init__(
        self,
        library: Library,
        banner: Banner,
        background: TaskPool,
        chores: ProgressTasks,
        incoming: FileIntake,
        write_marks: Callable[[], None],
    ) -> None:
        super().__init__(incoming)
        self._library, self._banner, self._background = library, banner, background
        self._chores, self._incoming, self._write_marks = chores, incoming, write_marks

    def run_startup_tasks(self) -> None:
        """Off this thread: back up the index once a day, write what marks are left, look at others' folders again,
        and whether this copy of Easel is whole.

        An index that was lost is made again from the pictures, with progress.
        """
        if self._library.index_was_lost:
            self._banner.show_message(
                self.tr("The index of your pictures was missing. It is being made again from the pictures.")
            )
            self.rebuild()
        elif not self._library.spill.is_connected:
            self.show_disconnected()
        else:
            self._background.run(partial(_put_away, self._library.places), _nothing, self._say)
        self._background.run(check_bundled_models, _nothing, self._say)
        self._write_marks()
        self._incoming.refresh_folders()

    def report_launch(self, wrong: Reason | None, last_words: Path | None) -> None:
        """Say what is wrong with this start, or else that the last one ended by itself."""
        if wrong is not None:
            self._banner.show_message(error_text(wrong))
        elif last_words is not None:
            show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(last_words)))
            self._banner.show_message(self.tr("Easel ended unexpectedly last time."), self.tr("Show Log"), show)

    def rebuild(self) -> None:
        """Make the index again from the pictures alone."""
        work = partial(_rebuild, self._library.places)
        self._chores.start(self.tr("Reading your pictures"), work, self._rebuilt, self._say)

    def _rebuilt(self, result: RebuildResult) -> None:
        self.found.emit()
        words = self.tr("%Ln pictures were found.", "", result.added + result.moved)
        if not result.damaged_files:
            self._banner.show_message(words, stays=False)
            return
        names = ", ".join(Path(each).name for each in result.damaged_files[:NAMED])
        damaged = Reason("pictures-damaged", {"count": result.damaged, "names": names})
        self._banner.show_message(f"{words} {error_text(damaged)}")

    def show_disconnected(self) -> None:
        """Say that the pictures' folder is not there, with a way to go on without it."""
        words = error_text(MachineError("not-connected-window", path=str(self._library.places.pictures)))
        there = self._library.places.pictures.is_dir()
        button = self.tr("Use the Folder That Is There") if there else self.tr("Start with an Empty Folder There")
        self._banner.show_message(words, button, self._mark_again)

    def _mark_again(self) -> None:
        try:
            self._library.spill.write_marker(again=True)
        except (EaselError, OSError) as error:
            self._say(as_easel_error(error))
        self.storage_connected.emit()

    def _say(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))


def _put_away(places: LibraryPaths) -> Path | None:
    with Library.open(places) as library:
        if not library.integrity_quick():
            storage.touch(places.damage_marker)
            raise MachineError("library-damaged-now", path=str(places.database))
        return library.daily_backup()


def _rebuild(places: LibraryPaths, on_progress: OnProgress, _keep_going: KeepGoing) -> RebuildResult:
    with Library.open(places) as library:
        return rebuild(library, on_progress)


def _nothing(_result: object) -> None:
    """Take a result that nobody waits for."""
