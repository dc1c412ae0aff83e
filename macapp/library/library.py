"""`Library`: one library as one thread sees it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from macapp.errors import MachineError, as_easel_error
from macapp.library.albums import Albums
from macapp.library.durations import Durations
from macapp.library.grids import Grids
from macapp.library.index import backups
from macapp.library.index.database import connect, set_busy_timeout, transaction, translate_sqlite_errors
from macapp.library.marks import MarkStore
from macapp.library.merging import PictureMerger
from macapp.library.model_usage import ModelUsage, model_usage
from macapp.library.offline_storage import PictureStorage
from macapp.library.pictures import Pictures
from macapp.library.presets import Presets
from macapp.library.prompt_history import PromptHistory
from macapp.library.queue import Queue
from macapp.library.trash import Trash
from macapp.library.watched_folders import WatchedFolders
from macapp.models.cost import machine_tflops
from macapp.system.machine import detect_machine
from macapp.system.paths import LibraryPaths


class Library:
    """The queue and the pictures of one library. Belongs to the thread that opened it."""

    def __init__(self, places: LibraryPaths, busy_timeout: float | None = None) -> None:
        self.places = places
        lost, was_there = _index_is_lost(places), places.marker.exists()
        self._connection = connect(places.database)
        if busy_timeout is not None:
            set_busy_timeout(self._connection, busy_timeout)
        if lost or self._connection.is_behind or (was_there and self._connection.was_empty):
            self.mark_incomplete()
        self.picture_storage = PictureStorage(self._connection, places)
        self.queue = Queue(self._connection)
        self.pictures = Pictures(self._connection, places, self.queue, self.picture_storage)
        self.marks = MarkStore(self._connection, places)
        self.trash = Trash(self._connection, places)
        self.albums = Albums(self._connection)
        with suppress(OSError, MachineError):  # a folder that can only be read is a gallery without new pictures
            self.picture_storage.write_marker()
        self.prompts = PromptHistory(self._connection)
        self.folders = WatchedFolders(self._connection)
        self.merger = PictureMerger(self._connection, self.marks)
        self.grids = Grids(self._connection, self.pictures)
        self.presets = Presets(self._connection)

    @classmethod
    def open(cls, places: LibraryPaths, busy_timeout: float | None = None) -> "Library":
        """Open the library at `places`, making it on first use; raises `MachineError`.

        `patience` is how many seconds a change waits for another program to let go of the index, 5 if not given.
        """
        return cls(places, busy_timeout)

    def durations(self) -> Durations:
        """Return what the last pictures' times, and before there are any the machine, teach about the next."""
        return Durations.from_history(self._connection, machine_tflops(detect_machine(), measure=False))

    def model_usage(self) -> dict[str, ModelUsage]:
        """Return how often each model went into a picture, and when last."""
        return model_usage(self._connection)

    @property
    def index_was_lost(self) -> bool:
        """Whether the index is a new one though there were pictures: a rebuild is due."""
        return self._connection.execute("SELECT 1 FROM notes WHERE name = 'index lost'").fetchone() is not None

    def mark_incomplete(self) -> None:
        """Record that there may be pictures that the index does not have: a rebuild is due."""
        with transaction(self._connection):
            self._connection.execute("INSERT OR IGNORE INTO notes VALUES ('index lost', '')")

    def mark_complete(self) -> None:
        """Record that a rebuild has found all there is."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM notes WHERE name = 'index lost'")

    @contextmanager
    def import_in_progress(self) -> Iterator[None]:
        """Note that files are being copied in: should the process die, the next start looks for those without rows.

        The note of an import that died stays until then.
        """
        with transaction(self._connection):
            noted = self._connection.execute("INSERT OR IGNORE INTO notes VALUES ('importing', '')").rowcount
        yield
        if noted:
            with transaction(self._connection):
                self._connection.execute("DELETE FROM notes WHERE name = 'importing'")

    def has_interrupted_import(self) -> bool:
        """Return whether a process died while it copied files in."""
        return self._connection.execute("SELECT 1 FROM notes WHERE name = 'importing'").fetchone() is not None

    def clear_interrupted_import(self) -> None:
        """Record that what a dead import left is in order."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM notes WHERE name = 'importing'")

    def daily_backup(self) -> Path | None:
        """Once a day, copy the index to its backups; return where, or None if that was done or it did not pass.

        Raises `MachineError` when the copy cannot be written. A second at 100,000 pictures: not on the window's thread.
        """
        if not backups.is_due(self.places.database):
            return None
        return self.backup(backups.DAILY)

    def backup(self, kind: str = backups.REQUESTED) -> Path | None:
        """Copy the index to its backups now; return where, or None if it did not pass its check."""
        try:
            with translate_sqlite_errors(self.places.database):
                return backups.create_backup(self._connection, self.places.database, kind)
        except OSError as error:
            raise as_easel_error(error) from error

    def close(self) -> None:
        """Close the connection; the library can be opened again."""
        self._connection.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def find_integrity_faults(self) -> list[str]:
        """Return what SQLite finds wrong in the index: nothing, if all is well."""
        try:
            with translate_sqlite_errors(self.places.database):
                said = [row[0] for row in self._connection.execute("PRAGMA integrity_check")]
        except MachineError as fault:
            if fault.code != "library-damaged":
                raise
            return [str(fault.__cause__)]
        return [] if said == ["ok"] else said

    def passes_quick_check(self) -> bool:
        """Return whether SQLite's quick check finds the index whole: a tenth of a second at 100,000 pictures."""
        with translate_sqlite_errors(self.places.database):
            return self._connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"


def _index_is_lost(places: LibraryPaths) -> bool:
    """Return whether a library that was there before has no index; raises `MachineError` if it has an empty one.

    SQLite takes an empty file for a new database: only the marker, which is written last, tells the two apart.
    """
    if not places.marker.exists():
        return False
    if not places.database.exists():
        return True
    if places.database.stat().st_size == 0:
        raise MachineError("library-empty", path=str(places.database))
    return False
