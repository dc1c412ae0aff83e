"""The index on disk: one SQLite file, its schema, its settings, its transactions. Any thread, one connection each.

WAL and `synchronous=FULL` with `fullfsync` make a commit durable when it returns; on macOS a plain fsync stops at the
drive's cache. Write transactions begin IMMEDIATE: one that begins by reading and then writes fails at once when another
has written meanwhile, however long the busy timeout (sqlite.org/rescode.html#busy_snapshot).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macapp import files
from macapp.errors import BadRequest, MachineFault

APPLICATION_ID = 0x4541534C  # "EASL"
VERSION = 1  # goes up with every change of the schema; a newer one than ours is refused
BUSY_MILLISECONDS = 5000

SCHEMA = """
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    place REAL NOT NULL,            -- order in the queue, smallest first
    state TEXT NOT NULL,            -- jobs.JobState
    request TEXT NOT NULL,          -- JSON
    created TEXT NOT NULL,          -- UTC, ISO 8601
    attempts INTEGER NOT NULL DEFAULT 0,  -- how often it was begun and not put back in order
    started TEXT,
    run TEXT,                       -- the process that began it
    boot TEXT,                      -- the machine's start that it began in
    loading TEXT,                   -- fingerprint of the checkpoint while that is being loaded
    ended TEXT,
    reason TEXT                     -- JSON: code and data of an error
);
CREATE INDEX jobs_in_order ON jobs (state, place);
CREATE TABLE pictures (
    number INTEGER PRIMARY KEY,     -- order of arrival; clocks go back, this does not
    id TEXT NOT NULL UNIQUE,        -- the id of the job that made it
    file TEXT NOT NULL UNIQUE,      -- below the pictures' folder
    request TEXT NOT NULL,          -- JSON
    created TEXT NOT NULL,
    made_with TEXT NOT NULL         -- JSON
);
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


def connect(file: Path) -> sqlite3.Connection:
    """Open the index, making it if there is none yet; raises `MachineFault` in words the user can act on."""
    with faults(file):
        _make_folder(file.parent)
        connection = sqlite3.connect(file, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None)
        try:
            _prepare(connection, file)
        except BaseException:
            connection.close()
            raise
        return connection


def set_aside(file: Path, folder: Path) -> Path:
    """Move a damaged index with what belongs to it into `folder`; return where it went."""
    kept = files.set_aside(file, folder)
    for part in ("-wal", "-shm"):  # under the same name, so that a tool can still read them together
        beside = file.with_name(file.name + part)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + part))
    return kept


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run what is inside as one write transaction: all of it, durable at the end, or nothing."""
    with faults(Path()):
        files.before_operation("begin")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            files.before_operation("commit")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def faults(file: Path) -> Iterator[None]:
    """Turn what the world did to the database into `MachineFault`s; anything else is our bug and passes through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF) or _by_text(error)
        if code is None:
            raise
        raise MachineFault(code, path=str(file)) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (NotADirectoryError, FileExistsError):
        raise BadRequest("folder-expected", path=str(folder)) from None


def _prepare(connection: sqlite3.Connection, file: Path) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise MachineFault("library-too-new", path=str(file), version=version)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "fullfsync = 1", "checkpoint_fullfsync = 1"):
        connection.execute(f"PRAGMA {pragma}")
    if version == 0:
        _create(connection)
    elif connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise MachineFault("library-damaged", path=str(file))


def _create(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        if connection.execute("PRAGMA user_version").fetchone()[0]:
            return  # another process was quicker
        for statement in SCHEMA.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


_FAULTS = {
    5: "library-busy",  # SQLITE_BUSY
    6: "library-busy",  # SQLITE_LOCKED
    8: "disk-read-only",  # SQLITE_READONLY
    10: "disk-broken",  # SQLITE_IOERR
    11: "library-damaged",  # SQLITE_CORRUPT
    13: "disk-full",  # SQLITE_FULL
    14: "disk-not-allowed",  # SQLITE_CANTOPEN
    26: "library-damaged",  # SQLITE_NOTADB
}


def _by_text(error: sqlite3.DatabaseError) -> str | None:
    """Return the fault for SQLite's message: Python 3.10 has no `sqlite_errorcode` yet."""
    texts = {
        "locked": "library-busy",
        "readonly": "disk-read-only",
        "disk I/O": "disk-broken",
        "malformed": "library-damaged",
        "is full": "disk-full",
        "unable to open": "disk-not-allowed",
        "not a database": "library-damaged",
    }
    return next((code for text, code in texts.items() if text in str(error)), None)
