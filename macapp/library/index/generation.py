"""Whether an index is the one that was last written here. Any thread.

SQLite keeps the newest changes in a file beside the index, `-wal`, until they are moved into it. After a crash that
file can be lost, or be another library's: SQLite then opens what there is, and says nothing. So each change counts up
a number in the index, its generation, and notes it in a small file beside, with the library's id. An index that is
behind the file has lost changes; one with another id is not ours.

The file is not synced: after a power cut it may be behind the index, which harms nobody. Where it is missing, as in a
library that an older Easel wrote, nothing is known.
"""

import json
import sqlite3
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from macapp.errors import MachineError
from macapp.system import storage

GENERATION, LIBRARY = "generation", "library"
"""The names of the two in the table of notes."""
_WAL_HEADER_BYTES = (
    32  # bytes; new ones each time that SQLite begins the file anew (sqlite.org/fileformat2.html#walformat)
)
_STATE_BYTES = 160  # bytes of the file, always alike, so that it is written over in place and in one go
_checked_logs: dict[Path, bytes] = {}
"""the headers of the `-wal` files that were found good by this process"""


@dataclass(frozen=True)
class IndexState:
    """What was last written into an index."""

    generation: int = 0
    library: str | None = None
    """its id, once it has one"""


class Index(sqlite3.Connection):
    """A connection to an index, which knows what the index should hold."""

    recorded = IndexState()
    """what the file beside the index said when it was opened"""
    is_behind = False
    """whether the index has lost changes"""
    was_empty = False
    """whether nothing was in the index, not even its tables, when it was opened"""
    file: Path | None = None
    """the index, once its changes are to be counted"""


def state_file(database: Path) -> Path:
    """Return the file beside an index that says what was last written into it."""
    return database.with_name(f"{database.name}-state")


def read_state(database: Path) -> IndexState:
    """Return what was last written into an index; nothing where that is not known."""
    try:
        read = storage.read_json(state_file(database))
        generation, library = read[GENERATION], read[LIBRARY]
    except (OSError, ValueError, LookupError, TypeError):
        return IndexState()
    if not isinstance(generation, int) or not isinstance(library, (str, type(None))):
        return IndexState()
    return IndexState(generation, library)


def forget_state(database: Path) -> None:
    """Know nothing of what was last written: another index takes its place."""
    storage.delete(state_file(database))


def check_log(database: Path, noted: IndexState) -> None:
    """Look at the changes that a crash left beside an index, before SQLite moves them into it.

    Raises `MachineError` ("library-foreign", "library-damaged") if they are not this library's, or damage the index.
    Of changes that SQLite does not recognize nothing is said here: the index is behind then.
    """
    log = database.with_name(f"{database.name}-wal")
    header = _read_wal_header(log)
    if not header or _checked_logs.get(database) == header:
        return
    with suppress(sqlite3.OperationalError):  # what cannot be opened, or is busy: opening it says so
        found, whole = _inspect_index(database)
        if noted.library is not None and found.library not in (None, noted.library):
            raise MachineError("library-foreign", path=str(database))
        if not whole:
            raise MachineError("library-damaged", path=str(database))
    _checked_logs[database] = header


def check_state(connection: Index, database: Path) -> None:
    """Compare an open index with what was last written; from now on its changes are counted.

    Raises `MachineFault("library-foreign")` if it is another library's.
    """
    found, noted = _read_stored_state(connection), connection.recorded
    if None not in (found.library, noted.library) and found.library != noted.library:
        raise MachineError("library-foreign", path=str(database))
    connection.is_behind = found.generation < noted.generation
    connection.file = database


def increment_generation(connection: sqlite3.Connection) -> IndexState | None:
    """Count a change, inside its transaction; return what `note` takes once it is committed."""
    if not isinstance(connection, Index) or connection.file is None:
        return None
    before = _read_stored_state(connection)
    generation = max(before.generation, connection.recorded.generation if connection.is_behind else 0) + 1
    connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (GENERATION, str(generation)))
    return IndexState(generation, before.library)


def record_state(connection: sqlite3.Connection, written: IndexState | None) -> None:
    """Note what was committed in the file beside the index."""
    if written is not None and isinstance(connection, Index) and connection.file is not None:
        with suppress(OSError):  # then less is known of the index than could be
            content = json.dumps(asdict(written)).encode().ljust(_STATE_BYTES)
            storage.overwrite(state_file(connection.file), content)


def _read_stored_state(connection: sqlite3.Connection) -> IndexState:
    rows = connection.execute("SELECT name, value FROM notes WHERE name IN (?, ?)", (GENERATION, LIBRARY))
    values = dict(rows.fetchall())
    generation = str(values.get(GENERATION, "0"))
    return IndexState(int(generation) if generation.isdecimal() else 0, values.get(LIBRARY))


def _inspect_index(database: Path) -> tuple[IndexState, bool]:
    """Return what an index holds with the changes beside it, and whether it is whole; nothing is written into it."""
    connection = sqlite3.connect(f"file:{quote(str(database.absolute()))}?mode=ro", uri=True)
    try:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'notes'").fetchone() is None:
            return IndexState(), connection.execute("PRAGMA page_count").fetchone()[0] <= 1  # more are pages of nothing
        return _read_stored_state(connection), connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    finally:
        connection.close()


def _read_wal_header(log: Path) -> bytes:
    try:
        with storage.open_regular(log) as stream:
            return stream.read(_WAL_HEADER_BYTES)
    except OSError:
        return b""
