"""The SQLite file of the index: connection, schema, settings, transactions. Any thread, with its own connection.

WAL and `synchronous=FULL` with `fullfsync` make a commit durable when it returns; on macOS a plain fsync only reaches
the cache of the drive. Write transactions use BEGIN IMMEDIATE: a transaction that first reads and then writes fails at
once if another has written in between, regardless of the busy timeout (sqlite.org/rescode.html#busy_snapshot).
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from macapp.errors import BadRequest, MachineError
from macapp.library.index import backups, generation
from macapp.library.index.generation import Index
from macapp.library.index.search import fold_text, searchable_text
from macapp.system import storage

APPLICATION_ID = 0x4541534C  # "EASL"
BUSY_MILLISECONDS = 5000
VERSION_FACTOR = 1000  # user_version is major * 1000 + minor; the first schema, 1.0, was written as 1

_SCHEMA_1_0 = """
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

# Indexes start with `deleted`, as every search contains `deleted IS NULL`, so a search need not read the rows.
_SCHEMA_1_1 = """
ALTER TABLE jobs ADD COLUMN stack TEXT;             -- those ordered together: the id of the first
ALTER TABLE jobs ADD COLUMN repeats TEXT;           -- the picture that it makes again, to compare
ALTER TABLE jobs ADD COLUMN outcome TEXT;           -- JSON: what a repeat found
ALTER TABLE jobs ADD COLUMN seconds REAL;           -- from the claim to the picture on disk, without loading
CREATE INDEX jobs_timed ON jobs (ended) WHERE seconds IS NOT NULL;

ALTER TABLE pictures ADD COLUMN width INTEGER NOT NULL DEFAULT 0;   -- pixels of the file
ALTER TABLE pictures ADD COLUMN height INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pictures ADD COLUMN pixels TEXT;        -- their hash, which also names a source image
ALTER TABLE pictures ADD COLUMN stack TEXT;
ALTER TABLE pictures ADD COLUMN source TEXT NOT NULL DEFAULT 'Easel';  -- the program that made it
ALTER TABLE pictures ADD COLUMN report TEXT;        -- JSON: what an import understood
ALTER TABLE pictures ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pictures ADD COLUMN stars INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pictures ADD COLUMN unwritten INTEGER NOT NULL DEFAULT 0;  -- changes of marks that its file lacks
ALTER TABLE pictures ADD COLUMN deleted TEXT;       -- when the user did so
ALTER TABLE pictures ADD COLUMN trashed TEXT;       -- where its file went
ALTER TABLE pictures ADD COLUMN prompt TEXT AS (json_extract(request, '$.prompt'));
ALTER TABLE pictures ADD COLUMN model TEXT AS (json_extract(request, '$.model'));
ALTER TABLE pictures ADD COLUMN scheduler TEXT AS (json_extract(request, '$.scheduler'));
ALTER TABLE pictures ADD COLUMN seed INTEGER AS (json_extract(request, '$.seed'));
ALTER TABLE pictures ADD COLUMN steps INTEGER AS (json_extract(request, '$.steps'));
ALTER TABLE pictures ADD COLUMN guidance REAL AS (json_extract(request, '$.guidance_scale'));
ALTER TABLE pictures ADD COLUMN image TEXT AS (json_extract(request, '$.image'));
UPDATE pictures SET width = json_extract(request, '$.width'), height = json_extract(request, '$.height');
CREATE INDEX pictures_stack ON pictures (stack) WHERE stack IS NOT NULL;
CREATE INDEX pictures_shown ON pictures (deleted, number, stack);
CREATE INDEX pictures_created ON pictures (deleted, created);
CREATE INDEX pictures_prompt ON pictures (prompt);
CREATE INDEX pictures_model ON pictures (deleted, model);
CREATE INDEX pictures_scheduler ON pictures (deleted, scheduler);
CREATE INDEX pictures_seed ON pictures (deleted, seed);
CREATE INDEX pictures_steps ON pictures (deleted, steps);
CREATE INDEX pictures_guidance ON pictures (deleted, guidance);
CREATE INDEX pictures_size ON pictures (deleted, width, height);
CREATE INDEX pictures_source ON pictures (deleted, source);
CREATE INDEX pictures_image ON pictures (image) WHERE image IS NOT NULL;
CREATE INDEX pictures_pixels ON pictures (pixels) WHERE pixels IS NOT NULL;
CREATE INDEX pictures_favourite ON pictures (number) WHERE favourite;
CREATE INDEX pictures_stars ON pictures (stars) WHERE stars > 0;
CREATE INDEX pictures_unwritten ON pictures (number) WHERE unwritten;
CREATE TABLE labels (
    picture INTEGER NOT NULL REFERENCES pictures (number) ON DELETE CASCADE,
    kind TEXT NOT NULL,             -- tag or collection
    name TEXT NOT NULL,
    PRIMARY KEY (picture, kind, name)
) WITHOUT ROWID;
CREATE INDEX labels_named ON labels (kind, name);
CREATE TABLE albums (name TEXT PRIMARY KEY, query TEXT);  -- a smart album, or without a query a collection
CREATE TABLE grids (name TEXT PRIMARY KEY, definition TEXT NOT NULL);  -- JSON
CREATE TABLE styles (name TEXT PRIMARY KEY, prompt TEXT NOT NULL, negative_prompt TEXT NOT NULL);
CREATE TABLE prompts (prompt TEXT PRIMARY KEY, negative_prompt TEXT NOT NULL, folded TEXT NOT NULL,
    used TEXT NOT NULL, times INTEGER NOT NULL);
CREATE INDEX prompts_used ON prompts (used);
CREATE TABLE folders (path TEXT PRIMARY KEY, added TEXT NOT NULL);  -- of other programs, looked at in place
CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'trigram case_sensitive 1');
INSERT INTO texts (rowid, text) SELECT number, searched(request, '') FROM pictures;
INSERT INTO prompts SELECT prompt, json_extract(request, '$.negative_prompt'), folded(prompt), max(created), count(*)
    FROM pictures GROUP BY prompt;
"""

_SCHEMA_1_2 = """
CREATE TABLE presets (kind TEXT NOT NULL, name TEXT NOT NULL, request TEXT NOT NULL, PRIMARY KEY (kind, name));
"""

# A missing picture is also marked as deleted, so every search leaves it out.
_SCHEMA_1_3 = """
ALTER TABLE pictures ADD COLUMN missing TEXT;       -- since when its file, shown where it lies, is not there
CREATE TABLE seen (                 -- the files that are shown where they lie, as they were when they were last read
    file TEXT PRIMARY KEY,
    picture TEXT NOT NULL,          -- its id; several files may hold one picture
    bytes INTEGER NOT NULL,
    changed INTEGER NOT NULL,       -- nanoseconds since 1970
    image TEXT NOT NULL             -- a name for the image in the file, whatever its texts say
);
CREATE INDEX seen_picture ON seen (picture);
CREATE INDEX seen_image ON seen (image);
"""

# `fold_text` changed: letters such as ø, curly quotes, variation selectors.
_SCHEMA_1_4 = """
DROP TABLE texts;
CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'trigram case_sensitive 1');
INSERT INTO texts (rowid, text) SELECT number, searched(request, coalesce(
    (SELECT group_concat(name, char(10)) FROM labels WHERE picture = number), '')) FROM pictures WHERE deleted IS NULL;
UPDATE prompts SET folded = folded(prompt);
"""

UPGRADES = {
    (1, 0): _SCHEMA_1_0,
    (1, 1): _SCHEMA_1_1,
    (1, 2): _SCHEMA_1_2,
    (1, 3): _SCHEMA_1_3,
    (1, 4): _SCHEMA_1_4,
}
"""The script that upgrades to each version from the previous one; a new index runs all of them."""

VERSION = max(UPGRADES)


def connect(file: Path) -> Index:
    """Open the index, creating it if needed; raises `MachineError`.

    An index that lost changes in a crash is opened with `Index.is_behind` set; one of another library is refused.
    """
    noted = generation.read_state(file)
    try:
        with translate_sqlite_errors(file):
            _make_folder(file.parent)
            generation.check_log(file, noted)
            opened = sqlite3.connect(file, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None, factory=Index)
            return _finish_opening(opened, file, noted)
    except (MachineError, PermissionError) as fault:
        if not file.exists() or (isinstance(fault, MachineError) and fault.code not in _READ_ONLY_CODES):
            raise
    # A read-only folder can still be viewed, but SQLite cannot create its shared files there.
    with translate_sqlite_errors(file):
        read_only = f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1"
        opened = sqlite3.connect(read_only, uri=True, isolation_level=None, factory=Index)
        return _finish_opening(opened, file, generation.IndexState(), writable=False)


def set_busy_timeout(connection: sqlite3.Connection, seconds: float) -> None:
    """Set how many seconds a change waits for another process; the default is 5."""
    connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def quarantine(file: Path, folder: Path) -> Path:
    """Move a damaged index and its `-wal` and `-shm` files into `folder`; return its new path."""
    kept = storage.quarantine(file, folder)
    for part in ("-wal", "-shm"):  # under matching names, so that tools can read them together
        log = file.with_name(file.name + part)
        if log.exists():
            storage.rename(log, kept.with_name(kept.name + part))
    generation.forget_state(file)
    return kept


def quarantine_log(file: Path, folder: Path) -> Path | None:
    """Move the `-wal` file of another library, left next to an index by a crash, into `folder`.

    Returns its new path, or None if there was none. The index then lacks its own last changes.
    """
    log = file.with_name(f"{file.name}-wal")
    if not log.exists():
        return None
    kept = storage.quarantine(log, folder)
    storage.delete(file.with_name(f"{file.name}-shm"))  # SQLite creates it again from the log
    return kept


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the block as one write transaction: all of it is durable at the end, or nothing changes."""
    with translate_sqlite_errors(Path()):
        storage.operation_hook("begin")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            written = generation.increment_generation(connection)
            storage.operation_hook("commit")
            connection.execute("COMMIT")
            generation.record_state(connection, written)
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def translate_sqlite_errors(file: Path) -> Iterator[None]:
    """Turn SQLite errors with external causes into `MachineError`; others are bugs and pass through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _error_code(error)
        if code is None:
            raise
        raise MachineError(code, path=str(file)) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (NotADirectoryError, FileExistsError):
        raise BadRequest("folder-expected", path=str(folder)) from None


def _finish_opening(connection: Index, file: Path, noted: generation.IndexState, writable: bool = True) -> Index:
    try:
        connection.recorded = noted
        _configure(connection, file, writable)
        if writable:
            generation.check_state(connection, file)
    except BaseException:
        connection.close()
        raise
    return connection


CACHE_KIB = 32 * 1024
"""of the index that a writing connection keeps in memory: SQLite's own 2 MB slow a rebuild of 100,000 pictures"""


def _configure(connection: Index, file: Path, writable: bool) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    version = _read_version(connection)
    connection.was_empty = version == _NO_VERSION
    if version[0] > VERSION[0]:
        raise MachineError("library-too-new", path=str(file), version=".".join(map(str, version)))
    if version != _NO_VERSION and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise MachineError("library-damaged", path=str(file))
    if not writable and version < VERSION:
        raise MachineError("disk-read-only", path=str(file))
    if writable:
        _enable_wal(connection)
        for pragma in ("synchronous = FULL", "fullfsync = 1", "checkpoint_fullfsync = 1", "foreign_keys = 1"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.create_function("folded", 1, fold_text, deterministic=True)
    connection.create_function("searched", 2, searchable_text, deterministic=True)
    if version < VERSION:
        _upgrade(connection, file)


def _enable_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL. If two processes open a new index at once, SQLite reports busy without waiting, so wait here."""
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if _error_code(error) != "library-busy" or time.monotonic() > until:
                raise
            time.sleep(0.005)
        else:
            return


def _upgrade(connection: sqlite3.Connection, file: Path) -> None:
    """Upgrade the index to the current version in one transaction, after a backup."""
    if (
        _read_version(connection) != _NO_VERSION
        and backups.create_backup(connection, file, backups.BEFORE_UPGRADE) is None
    ):
        raise MachineError("library-damaged", path=str(file))
    with transaction(connection):
        before = _read_version(connection)  # another process may have upgraded it
        for version, script in UPGRADES.items():
            if version > before:
                for statement in _iter_statements(script):
                    storage.operation_hook("statement")
                    connection.execute(statement)
        if before < VERSION:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION[0] * VERSION_FACTOR + VERSION[1]}")


def _iter_statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one, as `executescript` would commit first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _read_version(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the version of an index, (0, 0) if empty. A newer major is refused; an older version is upgraded."""
    number = connection.execute("PRAGMA user_version").fetchone()[0]
    return divmod(number, VERSION_FACTOR) if number >= VERSION_FACTOR else (number, 0)


_NO_VERSION = (0, 0)
_READ_ONLY_CODES = {"disk-read-only", "disk-not-allowed"}

_ERROR_CODES = {
    5: "library-busy",  # SQLITE_BUSY
    6: "library-busy",  # SQLITE_LOCKED
    8: "disk-read-only",  # SQLITE_READONLY
    10: "disk-broken",  # SQLITE_IOERR
    11: "library-damaged",  # SQLITE_CORRUPT
    13: "disk-full",  # SQLITE_FULL
    14: "disk-not-allowed",  # SQLITE_CANTOPEN
    26: "library-damaged",  # SQLITE_NOTADB
}


def _error_code(error: sqlite3.DatabaseError) -> str | None:
    """Return the error code for an SQLite error, or None for a bug of our own."""
    return _ERROR_CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF) or _error_code_from_text(error)


def _error_code_from_text(error: sqlite3.DatabaseError) -> str | None:
    """Return the error code from SQLite's message, as Python 3.10 has no `sqlite_errorcode`."""
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
