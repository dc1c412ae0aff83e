"""Detect an index that lost changes or belongs to another library. Any thread.

SQLite stores the newest changes in a `-wal` file next to the index until it moves them into the index. After a crash
that file can be missing, or be from another library; SQLite then opens the index without an error. So each change
increments a number in the index, its generation, and writes it to a small state file next to it, with the id of the
library. An index with a lower number than the state file has lost changes; one with another id is foreign.

The state file is not synced: after a power failure it may be older than the index, which is harmless. If it is missing,
as in a library from an older Easel, nothing is checked.
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
"""The names of the two values in the table `notes`."""
_WAL_HEADER_BYTES = 32  # changes whenever SQLite starts the file again (sqlite.org/fileformat2.html#walformat)
_STATE_BYTES = 160  # of the state file: a constant size, so one write overwrites it in place
_checked_logs: dict[Path, bytes] = {}
"""the headers of the `-wal` files that this process has checked"""


@dataclass(frozen=True)
class IndexState:
    """The state of an index after its last change."""

    generation: int = 0
    library: str | None = None
    """the id of the library, if it has one yet"""


class Index(sqlite3.Connection):
    """A connection to an index, with the expected state of the index."""

    recorded = IndexState()
    """the content of the state file when the index was opened"""
    is_behind = False
    """whether the index has lost changes"""
    was_empty = False
    """whether the index had no tables when it was opened"""
    file: Path | None = None
    """the path of the index, once its changes are counted"""


def state_file(database: Path) -> Path:
    """Return the path of the state file of an index."""
    return database.with_name(f"{database.name}-state")


def read_state(database: Path) -> IndexState:
    """Return the recorded state of an index; an empty state if unknown."""
    try:
        read = storage.read_json(state_file(database))
        generation, library = read[GENERATION], read[LIBRARY]
    except (OSError, ValueError, LookupError, TypeError):
        return IndexState()
    if not isinstance(generation, int) or not isinstance(library, (str, type(None))):
        return IndexState()
    return IndexState(generation, library)


def forget_state(database: Path) -> None:
    """Delete the state file, as another index takes the place of this one."""
    storage.delete(state_file(database))


def check_log(database: Path, noted: IndexState) -> None:
    """Check the `-wal` file that a crash left, before SQLite moves its changes into the index.

    Raises `MachineError` ("library-foreign", "library-damaged") if it is from another library, or damages the index.
    Changes that SQLite does not recognize are not reported here: the index has then lost changes.
    """
    log = database.with_name(f"{database.name}-wal")
    header = _read_wal_header(log)
    if not header or _checked_logs.get(database) == header:
        return
    with suppress(sqlite3.OperationalError):  # the next step reports an index that is busy or cannot be opened
        found, whole = _inspect_index(database)
        if noted.library is not None and found.library not in (None, noted.library):
            raise MachineError("library-foreign", path=str(database))
        if not whole:
            raise MachineError("library-damaged", path=str(database))
    _checked_logs[database] = header


def check_state(connection: Index, database: Path) -> None:
    """Compare an open index with its recorded state, and start to count its changes.

    Raises `MachineError("library-foreign")` if it belongs to another library.
    """
    found, noted = _read_stored_state(connection), connection.recorded
    if None not in (found.library, noted.library) and found.library != noted.library:
        raise MachineError("library-foreign", path=str(database))
    connection.is_behind = found.generation < noted.generation
    connection.file = database


def increment_generation(connection: sqlite3.Connection) -> IndexState | None:
    """Increment the generation, inside the transaction; return the state for `record_state` after the commit."""
    if not isinstance(connection, Index) or connection.file is None:
        return None
    before = _read_stored_state(connection)
    generation = max(before.generation, connection.recorded.generation if connection.is_behind else 0) + 1
    connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (GENERATION, str(generation)))
    return IndexState(generation, before.library)


def record_state(connection: sqlite3.Connection, written: IndexState | None) -> None:
    """Write the committed state to the state file."""
    if written is not None and isinstance(connection, Index) and connection.file is not None:
        with suppress(OSError):  # then lost changes may not be detected
            content = json.dumps(asdict(written)).encode().ljust(_STATE_BYTES)
            storage.overwrite(state_file(connection.file), content)


def _read_stored_state(connection: sqlite3.Connection) -> IndexState:
    rows = connection.execute("SELECT name, value FROM notes WHERE name IN (?, ?)", (GENERATION, LIBRARY))
    values = dict(rows.fetchall())
    generation = str(values.get(GENERATION, "0"))
    return IndexState(int(generation) if generation.isdecimal() else 0, values.get(LIBRARY))


def _inspect_index(database: Path) -> tuple[IndexState, bool]:
    """Return the state of an index including its `-wal` file, and whether it is intact; writes nothing."""
    connection = sqlite3.connect(f"file:{quote(str(database.absolute()))}?mode=ro", uri=True)
    try:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'notes'").fetchone() is None:
            return IndexState(), connection.execute("PRAGMA page_count").fetchone()[
                0
            ] <= 1  # more pages without tables mean damage
        return _read_stored_state(connection), connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    finally:
        connection.close()


def _read_wal_header(log: Path) -> bytes:
    try:
        with storage.open_regular(log) as stream:
            return stream.read(_WAL_HEADER_BYTES)
    except OSError:
        return b""
