"""Atomic, durable file writes, and safe reading of files from outside. Any thread.

Only this module writes files. A file is complete on the disk when the call returns, or absent. Files from outside are
opened only by `open_regular`: a pipe would block its reader for ever, a device may never end, and a file may be larger
than the memory.

Before every operation that can fail, `operation_hook` is called with its name, so that a test can make the Nth
operation fail or kill the process there.
"""

import errno
import fcntl
import json
import os
import re
import shutil
import stat
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from macapp.errors import MachineError, UnusableFile
from macapp.system.paths import ON_A_MAC

COPY_CHUNK = 2**22  # bytes per read
TMUTIL, TMUTIL_SECONDS = Path("/usr/bin/tmutil"), 10
COPY_SPARE = 2**28  # bytes that stay free on the disk after a copy
_TEMPORARY = re.compile(r"\.(\d+)-\d+-")  # process and thread; hidden, so that it differs from files of the user
MAX_TEXT_FILE_BYTES = 16 * 2**20  # for settings, a configuration or a sidecar file
MAX_PICTURE_BYTES = 2**30  # for a picture of the library
NAME_BYTES = 255 - len(" (9999)") - len(".xmp")  # leaves room for a number and the suffix of a sidecar file
SUFFIX_BYTES = 32
_OPENING = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY  # a pipe without a writer opens at once
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
FULL_SYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)
"""The command that writes through the cache of the drive. Only macOS has it: its `fsync` stops at that cache."""
_UNSUPPORTED = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOTTY)  # what SMB and WebDAV answer to a sync
operation_hook: Callable[[str], None] = lambda name: None  # noqa: E731  (a hook that tests replace)


@dataclass(frozen=True)
class State:
    """The state of a file, which differs once the file is changed or replaced: the key of caches of its content.

    It includes the change time of the inode, which no program can set back.
    """

    path: Path
    size: int
    modified: int
    """modification time in nanoseconds since 1970"""
    recorded: int
    """change time of the inode in nanoseconds since 1970"""

    @property
    def content(self) -> tuple[int, int]:
        """The part that a cache on disk may store: size and modification time."""
        return self.size, self.modified


def state_of(path: Path) -> State:
    """Return the state of the file at a path, with links followed; raises `OSError` if there is none."""
    status = path.stat()
    return State(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def open_regular(path: Path, limit: int | None = None) -> BinaryIO:
    """Open a regular file of at most `limit` bytes for reading.

    Raises `UnusableFile`, which is a `BadRequest` and an `OSError`, for a pipe, a device, a socket, a folder, or a file
    that is too large. Raises `OSError` for a path that cannot be opened: missing, not allowed, or a link to itself.
    """
    check_regular(path, limit)  # before opening, which may already have an effect on a device
    stream = cast("BinaryIO", open(path, "rb", opener=lambda name, _flags: os.open(name, _OPENING)))  # noqa: SIM115
    try:
        _check_regular(path, os.fstat(stream.fileno()), limit)  # the path may lead to another file by now
    except BaseException:
        stream.close()
        raise
    return stream


def read_regular(path: Path, limit: int) -> bytes:
    """Return the content of a regular file of at most `limit` bytes; raises the same as `open_regular`."""
    with open_regular(path, limit) as stream:
        return read_limited(stream, limit, str(path))


def read_text(path: Path, limit: int, encoding: str = "utf-8", errors: str = "strict") -> str:
    """Return the text of a regular file of at most `limit` bytes; also raises `UnicodeDecodeError`."""
    return read_regular(path, limit).decode(encoding, errors)


def read_json(path: Path, limit: int = MAX_TEXT_FILE_BYTES) -> Any:
    """Return the content of a JSON file of at most `limit` bytes; raises `ValueError` and `OSError`."""
    try:
        return json.loads(read_text(path, limit))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def read_limited(stream: BinaryIO, limit: int, name: str) -> bytes:
    """Return the rest of a stream called `name`; raises `UnusableFile` after more than `limit` bytes.

    The limit is checked while reading: a file may grow, and a pipe has no size.
    """
    parts, size = [], 0
    while part := stream.read(min(COPY_CHUNK, limit + 1 - size)):
        size += len(part)
        if size > limit:
            raise UnusableFile("file-too-large", path=name[:200], limit_bytes=limit)
        parts.append(part)
    return b"".join(parts)


def check_regular(path: Path, limit: int | None = None) -> None:
    """Raise the errors of `open_regular`, for a library that opens a path by itself."""
    try:
        status = path.stat()
    except ValueError:  # NUL in the name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from None
    _check_regular(path, status, limit)


def is_regular(path: Path) -> bool:
    """Return whether a path leads to a regular file; False if its status cannot be read."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Return whether a path leads to a folder; False if its status cannot be read."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def resolved(path: Path) -> Path:
    """Return a path with all links followed; a link to itself, or a name with NUL, stays unchanged."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a loop, before Python 3.13
        return path.absolute()


def _check_regular(path: Path, status: os.stat_result, limit: int | None) -> None:
    if not stat.S_ISREG(status.st_mode):
        looks = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "something else")
        raise UnusableFile("file-not-regular", path=str(path)[:200], looks=looks)
    if limit is not None and status.st_size > limit:
        raise UnusableFile("file-too-large", path=str(path)[:200], limit_bytes=limit)


def below(folder: Path, enter: Callable[[str], bool] = lambda name: True) -> Iterator[Path]:
    """Yield every path below a folder except folders, sorted by name, with the files of a folder first.

    This includes pipes, devices and links: the code that opens them refuses those that are not files. Links to folders
    are not followed, so there are no loops. Folders that cannot be listed are skipped. `enter` takes the name of a
    folder and returns whether to look into it.
    """
    pending = [folder]
    while pending:
        current = pending.pop()
        subfolders = []
        for entry in _list_entries(current):
            if entry.is_symlink() or not _is_folder(entry):
                yield current / entry.name
            elif enter(entry.name):
                subfolders.append(current / entry.name)
        pending.extend(reversed(subfolders))


def _list_entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except (OSError, ValueError):
        return []


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def write(path: Path, content: bytes, unfinished: Path) -> None:
    """Write `content` to `path` atomically: `path` always has its old content, if any, or the complete new one.

    The content is written to a temporary file in `unfinished`, a folder on the same volume, synced and renamed over
    `path`; then the folder is synced. Raises `OSError`, and then leaves nothing behind.
    """

    def fill(temporary: Path) -> None:
        temporary.write_bytes(content)

    write_with(path, fill, unfinished)


def write_with(path: Path, fill: Callable[[Path], None], unfinished: Path) -> None:
    """Write a file atomically, like `write`; `fill` takes the path of the temporary file and writes it."""
    _make_folder(path.parent)
    _make_folder(unfinished)
    temporary = unfinished / f".{os.getpid()}-{threading.get_ident()}-{cut_short(path.name, 120)}"
    try:
        operation_hook("write")
        fill(temporary)
        operation_hook("sync")
        _sync_file(temporary)
        operation_hook("rename")
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def copy(source: Path, path: Path, unfinished: Path) -> None:
    """Copy a file atomically, with its modification time."""

    def fill(temporary: Path) -> None:
        with open_regular(source) as reading, temporary.open("wb") as writing:
            shutil.copyfileobj(reading, writing, COPY_CHUNK)
        shutil.copystat(source, temporary)

    write_with(path, fill, unfinished)


def copy_tree(source: Path, path: Path, on_progress: Callable[[int, int], None]) -> Path:
    """Copy a file or a folder, with links replaced by their targets; `path` exists only once the copy is complete.

    `on_progress` takes the bytes done and in total, and may raise to stop: then the partial copy is deleted.
    """
    pairs = [(source, Path())]
    if source.is_dir():
        pairs = [(file, file.relative_to(source)) for file in below(source) if is_regular(file)]
    total, done = sum(file.stat().st_size for file, _ in pairs), 0
    if total + COPY_SPARE > (free := free_bytes(path.parent)):
        raise MachineError("disk-nearly-full", free=free, needed=total + COPY_SPARE)
    _make_folder(path.parent)
    temporary = path.with_name(f".{cut_short(path.name, NAME_BYTES)}.copying")
    try:
        for file, relative in pairs:
            target = temporary / relative if relative.parts else temporary
            target.parent.mkdir(parents=True, exist_ok=True)
            with open_regular(file) as reading, target.open("wb") as writing:
                while part := reading.read(COPY_CHUNK):
                    writing.write(part)
                    done += len(part)
                    on_progress(done, total)
            _sync_file(target)
        rename(temporary, path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True) if temporary.is_dir() else temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return path


def move_across_volumes(source: Path, path: Path, unfinished: Path) -> None:
    """Move a file, possibly to another volume: the source is deleted once the copy is complete on the disk."""
    copy(source, path, unfinished)
    delete(source)


def rename(source: Path, path: Path) -> None:
    """Rename a file on the same volume."""
    operation_hook("rename")
    source.replace(path)


def overwrite(path: Path, content: bytes) -> None:
    """Overwrite a small file of constant length without syncing, for content that may be lost.

    Does not call `operation_hook`, because nothing depends on the content. Raises `OSError`.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.pwrite(descriptor, content, 0)
        os.ftruncate(descriptor, len(content))
    finally:
        os.close(descriptor)


def touch(path: Path) -> None:
    """Create an empty file as a marker."""
    operation_hook("write")
    path.touch()


def delete(path: Path) -> None:
    """Delete a file that exists elsewhere or can be made again."""
    operation_hook("delete")
    path.unlink(missing_ok=True)


def write_unique(folder: Path, name: str, suffix: str, content: bytes, unfinished: Path) -> Path:
    """Write `content` into `folder` under an unused name: `name`, else `name (2)`, ...; return the path."""
    path = unique_path(folder, name, suffix)
    with delete_on_error(path):
        write(path, content, unfinished)
    return path


def same_content(first: Path, second: Path) -> bool:
    """Return whether two regular files have the same content; raises the same as `open_regular`."""
    with open_regular(first) as one, open_regular(second) as other:
        if os.fstat(one.fileno()).st_size != os.fstat(other.fileno()).st_size:
            return False
        while part := one.read(COPY_CHUNK):
            if part != other.read(len(part)):
                return False
    return True


@contextmanager
def delete_on_error(path: Path) -> Iterator[None]:
    """Delete a new file if the block fails; its content must still exist elsewhere."""
    try:
        yield
    except BaseException:
        with suppress(OSError):  # then the next start finds and adopts it
            path.unlink(missing_ok=True)
        raise


def unique_path(folder: Path, name: str, suffix: str) -> Path:
    """Return the first of `name`, `name (2)`, `name (3)`, ... that does not exist in `folder`.

    The name is cut if it leaves no room for a number and for a sidecar file.
    """
    name, suffix = fit_for_a_file(name, suffix)
    path, number = folder / f"{name}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{name} ({number}){suffix}"
    return path


def fit_for_a_file(name: str, suffix: str) -> tuple[str, str]:
    """Return a name and a suffix, cut so that a number and the suffix of a sidecar file still fit."""
    suffix = cut_short(suffix, SUFFIX_BYTES)
    return cut_short(name, NAME_BYTES - len(os.fsencode(suffix))), suffix


def cut_short(name: str, size: int) -> str:
    """Return the start of a name that takes at most `size` bytes, without a partial character."""
    raw = os.fsencode(name)
    return name if len(raw) <= size else raw[:size].decode("utf-8", "ignore")


def is_unicode(path: Path) -> bool:
    """Return whether a path is Unicode, so that it can be stored: on Linux, a name may be any bytes."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Sync the entries of a folder to the disk. A volume on the network that cannot do so is left to its server."""
    operation_hook("sync folder")
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _sync(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(descriptor)


def remove_stale_temporaries(unfinished: Path, is_running: Callable[[int], bool]) -> int:
    """Delete the temporary files of dead processes in `unfinished`; return their number.

    Only files with names that `write` gives are deleted.
    """
    count = 0
    for path in list(_children(unfinished)):
        match = _TEMPORARY.match(path.name)
        if match and not is_running(int(match[1])):
            path.unlink(missing_ok=True)
            count += 1
    return count


def quarantine(path: Path, folder: Path) -> Path:
    """Move a damaged file into `folder` under an unused name; return its new path."""
    _make_folder(folder)
    operation_hook("rename")
    return Path(shutil.move(path, unique_path(folder, path.stem, path.suffix)))


def exclude_from_backups(path: Path) -> None:
    """Exclude a path from Time Machine, such as a model that can be downloaded again. Only on a Mac."""
    if ON_A_MAC:
        with suppress(OSError, subprocess.TimeoutExpired):  # then it is in the backup, which does no harm
            subprocess.run([TMUTIL, "addexclusion", path], capture_output=True, timeout=TMUTIL_SECONDS, check=False)  # noqa: S603


def free_bytes(folder: Path) -> int:
    """Return the free bytes on the disk of `folder`, or of its nearest parent that exists."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _children(folder: Path) -> Iterable[Path]:
    return folder.iterdir() if folder.is_dir() else ()


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        operation_hook("make folder")
        folder.mkdir(parents=True, exist_ok=True)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        _sync(file.fileno())


def _sync(descriptor: int) -> None:
    """Write a file or a folder through to the drive, or as far as its volume can: SMB and WebDAV know only `fsync`."""
    if FULL_SYNC is not None:
        try:
            fcntl.fcntl(descriptor, FULL_SYNC)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
        else:
            return
    os.fsync(descriptor)
