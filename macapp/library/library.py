"""An open library: its queue, pictures, marks and settings, on one connection."""

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
    """One open library. It belongs to the thread that opened it."""

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
        self.albums = Albums(self._connection, self.marks)
        with suppress(OSError, MachineError):  # a read-only folder can still be viewed
            self.picture_storage.write_marker()
        self.prompts = PromptHistory(self._connection)
        self.folders = WatchedFolders(self._connection)
        self.merger = PictureMerger(self._connection, self.marks)
        self.grids = Grids(self._connection, self.pictures)
        self.presets = Presets(self._connection)

    @classmethod
    def open(cls, places: LibraryPaths, busy_timeout: float | None = None) -> "Library":
        """Open the library at `places`, creating it on first use; raises `MachineError`.

        `busy_timeout` is how many seconds a change waits while another process writes to the index; None means 5.
        """
        return cls(places, busy_timeout)

    def durations(self) -> Durations:
        """Return estimates of durations, from the times of past pictures or, without any, from the machine."""
        return Durations.from_history(self._connection, machine_tflops(detect_machine(), measure=False))

    def model_usage(self) -> dict[str, ModelUsage]:
        """Return how often and when each model was used."""
        return model_usage(self._connection)

    @property
    def index_was_lost(self) -> bool:
        """Whether the index is new although pictures exist, so a rebuild is needed."""
        return self._connection.execute("SELECT 1 FROM notes WHERE name = 'index lost'").fetchone() is not None

    def mark_incomplete(self) -> None:
        """Record that pictures may be missing from the index, so a rebuild is needed."""
        with transaction(self._connection):
            self._connection.execute("INSERT OR IGNORE INTO notes VALUES ('index lost', '')")

    def mark_complete(self) -> None:
        """Record that a rebuild has indexed all pictures."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM notes WHERE name = 'index lost'")

    @contextmanager
    def import_in_progress(self) -> Iterator[None]:
        """Record that an import is running: if the process dies, the next start looks for files without rows.

        The record of an interrupted import stays until then.
        """
        with transaction(self._connection):
            noted = self._connection.execute("INSERT OR IGNORE INTO notes VALUES ('importing', '')").rowcount
        yield
        if noted:
            with transaction(self._connection):
                self._connection.execute("DELETE FROM notes WHERE name = 'importing'")

    def has_interrupted_import(self) -> bool:
        """Return whether a process died during an import."""
        return self._connection.execute("SELECT 1 FROM notes WHERE name = 'importing'").fetchone() is not None

    def clear_interrupted_import(self) -> None:
        """Record that the files of an interrupted import are indexed."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM notes WHERE name = 'importing'")

    def daily_backup(self) -> Path | None:
        """Back up the index once a day; return the path, or None if done already or if the index fails its check.

        Raises `MachineError` if the copy cannot be written. Takes 1 s at 100,000 pictures: do not call it on the
        window's thread.
        """
        if not backups.is_due(self.places.database):
            return None
        return self.backup(backups.DAILY)

    def backup(self, kind: str = backups.REQUESTED) -> Path | None:
        """Back up the index now; return the path, or None if the index fails its check."""
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
        """Return the messages of SQLite's integrity check; empty if the index is intact."""
        try:
            with translate_sqlite_errors(self.places.database):
                messages = [row[0] for row in self._connection.execute("PRAGMA integrity_check")]
        except MachineError as fault:
            if fault.code != "library-damaged":
                raise
            return [str(fault.__cause__)]
        return [] if messages == ["ok"] else messages

    def passes_quick_check(self) -> bool:
        """Return whether the index passes SQLite's quick check. Takes 0.1 s at 100,000 pictures."""
        with translate_sqlite_errors(self.places.database):
            return self._connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"


def _index_is_lost(places: LibraryPaths) -> bool:
    """Return whether an existing library has no index; raises `MachineError` if the index is an empty file.

    SQLite treats an empty file as a new database: only the marker, which is written last, shows the difference.
    """
    if not places.marker.exists():
        return False
    if not places.database.exists():
        return True
    if places.database.stat().st_size == 0:
        raise MachineError("library-empty", path=str(places.database))
    return False
