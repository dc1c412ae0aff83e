"""The only module that writes files, whole or not at all, and the way to open those that come from outside. Any thread.

What is written is on the disk when the call returns. What comes from outside is opened by `open_regular` alone: a pipe
would block its reader for ever, a device may never end, and a file may be larger than the memory.

Every operation that can fail is announced to `operation_hook`, so that a test can make the Nth one fail or kill the
process there.
"""

import errno
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from macapp.errors import MachineError, UnusableFile
from macapp.system.paths import ON_A_MAC

COPY_CHUNK = 2**22  # bytes at a time
TMUTIL, TMUTIL_SECONDS = Path("/usr/bin/tmutil"), 10
COPY_SPARE = 2**28  # bytes that stay free on the disk
_TEMPORARY = re.compile(r"\.(\d+)-\d+-")  # process and thread; hidden, so that nothing of the user's looks like it
SMALL = 16 * 2**20  # bytes that settings, a configuration, or a file beside a picture may have
LARGE = 2**30  # bytes that a picture of the library may have
NAME_BYTES = 255 - len(" (9999)") - len(".xmp")  # of a name that leaves room for a number and a file beside it
SUFFIX_BYTES = 32
_OPENING = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY  # a pipe without a writer opens at once
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
operation_hook: Callable[[str], None] = lambda name: None  # noqa: E731  (a hook, not a function of ours)


@dataclass(frozen=True)
class State:
    """What is different once a file has changed or another has taken its place: the key of every cache of its content.

    The time of change of its record is among it, which no program sets back.
    """

    path: Path
    size: int
    modified: int
    """nanoseconds since 1970, as is `recorded`"""
    recorded: int

    @property
    def content(self) -> tuple[int, int]:
        """What a cache on the disk may keep of it: the size, and the time that its content was changed."""
        return self.size, self.modified


def state_of(path: Path) -> State:
    """Return the state of the file at a path, links followed; raises `OSError` if there is none."""
    about = path.stat()
    return State(path, about.st_size, about.st_mtime_ns, about.st_ctime_ns)


def open_regular(path: Path, limit: int | None = None) -> BinaryIO:
    """Open a regular file for reading; at most `limit` bytes long, where a limit is given.

    Raises `UnusableFile`, which is a `BadRequest` and an `OSError`, for a pipe, a device, a socket, a folder, or a file
    that is too large. Raises `OSError` for what cannot be opened: missing, not allowed, a link that leads to itself.
    """
    check_regular(path, limit)  # before it is opened: opening a device may already do something
    stream = cast("BinaryIO", open(path, "rb", opener=lambda name, _flags: os.open(name, _OPENING)))  # noqa: SIM115
    try:
        _check_regular(path, os.fstat(stream.fileno()), limit)  # another file may have taken its place
    except BaseException:
        stream.close()
        raise
    return stream


def read_regular(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file, at most `limit`; raises what `open_regular` raises."""
    with open_regular(path, limit) as stream:
        return read_limited(stream, limit, str(path))


def read_text(path: Path, limit: int, encoding: str = "utf-8", errors: str = "strict") -> str:
    """Return the text of a regular file of at most `limit` bytes; raises `UnicodeDecodeError` too."""
    return read_regular(path, limit).decode(encoding, errors)


def read_json(path: Path, limit: int = SMALL) -> Any:
    """Return what a JSON file of at most `limit` bytes holds; raises `ValueError` for what is none, and `OSError`."""
    try:
        return json.loads(read_text(path, limit))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def read_limited(stream: BinaryIO, limit: int, name: str) -> bytes:
    """Return what is left in a stream called `name`; raises `UnusableFile` once that is more than `limit` bytes.

    The limit holds while reading: a file may grow, and what comes through a pipe has no size.
    """
    parts, size = [], 0
    while part := stream.read(min(COPY_CHUNK, limit + 1 - size)):
        size += len(part)
        if size > limit:
            raise UnusableFile("file-too-large", path=name[:200], limit_bytes=limit)
        parts.append(part)
    return b"".join(parts)


def check_regular(path: Path, limit: int | None = None) -> None:
    """Raise what `open_regular` would raise, for a library that opens a path by itself."""
    try:
        about = path.stat()
    except ValueError:  # NUL in the name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from None
    _check_regular(path, about, limit)


def is_regular(path: Path) -> bool:
    """Return whether a path leads to a regular file; False for whatever cannot be looked at."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Return whether a path leads to a folder; False for whatever cannot be looked at."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def resolved(path: Path) -> Path:
    """Return where a path leads, all links followed; what leads to itself, or has NUL in its name, stays as it is."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):  # RuntimeError: what Python before 3.13 calls a loop
        return path.absolute()


def _check_regular(path: Path, about: os.stat_result, limit: int | None) -> None:
    if not stat.S_ISREG(about.st_mode):
        looks = next((words for fits, words in _KINDS if fits(about.st_mode)), "something else")
        raise UnusableFile("file-not-regular", path=str(path)[:200], looks=looks)
    if limit is not None and about.st_size > limit:
        raise UnusableFile("file-too-large", path=str(path)[:200], limit_bytes=limit)


def below(folder: Path, enter: Callable[[str], bool] = lambda name: True) -> Iterator[Path]:
    """Yield all that lies below a folder and is no folder, in the order of names, the files of a folder first.

    Pipes, devices and all links are yielded too: what opens them, refuses what is no file. Links to folders are not
    followed, so that no link leads in circles; a folder that cannot be listed is passed over. `enter` says by its name
    whether a folder is looked into.
    """
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        inside = []
        for each in _listed(here):
            if each.is_symlink() or not _is_folder(each):
                yield here / each.name
            elif enter(each.name):
                inside.append(here / each.name)
        waiting.extend(reversed(inside))


def _listed(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda each: each.name)
    except (OSError, ValueError):
        return []


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def write(path: Path, content: bytes, unfinished: Path) -> None:
    """Write `content` to `path` so that at every moment `path` is either absent (or old) or whole.

    It is written to a temporary file in `unfinished`, a folder on the same volume, synced, renamed over `path`, and
    the folder is synced. Raises `OSError`, and then leaves nothing behind.
    """

    def fill(temporary: Path) -> None:
        temporary.write_bytes(content)

    write_with(path, fill, unfinished)


def write_with(path: Path, fill: Callable[[Path], None], unfinished: Path) -> None:
    """The same for a file that `fill` writes: it is given the temporary file's path."""
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
    """Copy a file as `write` would write it, with the time it was changed."""

    def fill(temporary: Path) -> None:
        with open_regular(source) as reading, temporary.open("wb") as writing:
            shutil.copyfileobj(reading, writing, COPY_CHUNK)
        shutil.copystat(source, temporary)

    write_with(path, fill, unfinished)


def copy_tree(source: Path, path: Path, on_progress: Callable[[int, int], None]) -> Path:
    """Copy a file or a folder, links in it as what they lead to; under its name only when all of it is on the disk.

    `on_progress` hears of bytes done and in all, and may raise to stop: then nothing is left of the copy.
    """
    pairs = [(source, Path())]
    if source.is_dir():
        pairs = [(each, each.relative_to(source)) for each in below(source) if is_regular(each)]
    total, done = sum(each.stat().st_size for each, _ in pairs), 0
    if total + COPY_SPARE > (free := free_bytes(path.parent)):
        raise MachineError("disk-nearly-full", free=free, needed=total + COPY_SPARE)
    _make_folder(path.parent)
    temporary = path.with_name(f".{cut_short(path.name, NAME_BYTES)}.copying")
    try:
        for each, place in pairs:
            target = temporary / place if place.parts else temporary
            target.parent.mkdir(parents=True, exist_ok=True)
            with open_regular(each) as reading, target.open("wb") as writing:
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
    """Move a file, perhaps from another volume: the copy is whole and on the disk before the source goes."""
    copy(source, path, unfinished)
    delete(source)


def rename(source: Path, path: Path) -> None:
    """Give a file another name on the same volume."""
    operation_hook("rename")
    source.replace(path)


def overwrite(path: Path, content: bytes) -> None:
    """Write a few bytes, always as many, over a file, without waiting for the disk: for what may be lost.

    Not announced to `operation_hook`, as nothing depends on it. Raises `OSError`.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.pwrite(descriptor, content, 0)
        os.ftruncate(descriptor, len(content))
    finally:
        os.close(descriptor)


def touch(path: Path) -> None:
    """Make an empty file, whose being there says something."""
    operation_hook("write")
    path.touch()


def delete(path: Path) -> None:
    """Delete a file that is known to be elsewhere or to be made again."""
    operation_hook("delete")
    path.unlink(missing_ok=True)


def write_unique(folder: Path, name: str, suffix: str, content: bytes, unfinished: Path) -> Path:
    """Write `content` into `folder` under a name that nobody has: `name`, else `name (2)`, ...; return the path."""
    path = unique_path(folder, name, suffix)
    with delete_on_error(path):
        write(path, content, unfinished)
    return path


def same_content(first: Path, second: Path) -> bool:
    """Return whether two regular files hold the same bytes; raises what `open_regular` raises."""
    with open_regular(first) as one, open_regular(second) as other:
        if os.fstat(one.fileno()).st_size != os.fstat(other.fileno()).st_size:
            return False
        while part := one.read(COPY_CHUNK):
            if part != other.read(len(part)):
                return False
    return True


@contextmanager
def delete_on_error(path: Path) -> Iterator[None]:
    """Delete a file that did not exist before, if what is inside fails: a copy of what is still elsewhere."""
    try:
        yield
    except BaseException:
        with suppress(OSError):  # then it is found and adopted at the next start
            path.unlink(missing_ok=True)
        raise


def unique_path(folder: Path, name: str, suffix: str) -> Path:
    """Return the first of `name`, `name (2)`, `name (3)`, ... that does not exist in `folder`.

    A name that is too long for that, and for a file of marks beside it, is cut.
    """
    name, suffix = fit_for_a_file(name, suffix)
    path, number = folder / f"{name}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{name} ({number}){suffix}"
    return path


def fit_for_a_file(name: str, suffix: str) -> tuple[str, str]:
    """Return a name and an ending cut so that a number, and the ending of a file beside it, still fit."""
    suffix = cut_short(suffix, SUFFIX_BYTES)
    return cut_short(name, NAME_BYTES - len(os.fsencode(suffix))), suffix


def cut_short(name: str, size: int) -> str:
    """Return the first characters of a name, as many as are at most `size` bytes."""
    raw = os.fsencode(name)
    return name if len(raw) <= size else raw[:size].decode("utf-8", "ignore")


def is_unicode(path: Path) -> bool:
    """Return whether a path is text, which the index and other files can keep: on Linux a name may be any bytes."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    operation_hook("sync folder")
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_stale_temporaries(unfinished: Path, is_running: Callable[[int], bool]) -> int:
    """Delete what dead processes left in `unfinished`; return how many. Only names that `write` gives are touched."""
    swept = 0
    for path in list(_children(unfinished)):
        ours = _TEMPORARY.match(path.name)
        if ours and not is_running(int(ours[1])):
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def quarantine(path: Path, folder: Path) -> Path:
    """Move a damaged file into `folder`, under a name that nobody has, and return where it went."""
    _make_folder(folder)
    operation_hook("rename")
    return Path(shutil.move(path, unique_path(folder, path.stem, path.suffix)))


def exclude_from_backups(path: Path) -> None:
    """Let Time Machine pass over what can be had again, such as gigabytes of a model; elsewhere nothing is done."""
    if ON_A_MAC:
        with suppress(OSError, subprocess.TimeoutExpired):  # then it is in the backup, which harms nobody
            subprocess.run([TMUTIL, "addexclusion", path], capture_output=True, timeout=TMUTIL_SECONDS, check=False)  # noqa: S603


def free_bytes(folder: Path) -> int:
    """Return how many bytes can be written below `folder` (or the nearest folder above that exists)."""
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
    """Force a file to the drive. On macOS `fsync` stops at the drive's cache; F_FULLFSYNC does not."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)
