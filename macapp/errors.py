"""The error hierarchy. Any thread.

    EaselError
    |-- ExpectedError          a cause outside the program; shown as a message, without a traceback
    |   |-- BadRequest         the request cannot be fulfilled                   exit code 2
    |   |-- MachineError       a model, the disk, the memory, the GPU            exit code 3
    |   `-- Canceled           the user cancelled                                exit code 130
    `-- InternalError          a bug; the log has its traceback                  exit code 1

An error carries a code and data, never a sentence: `macapp.messages` has the text.
"""

import errno
import os
from dataclasses import dataclass, field
from typing import ClassVar

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Reason:
    """Why a rule applies or not: a code and data for `macapp.messages`, like those of an error."""

    code: str
    data: dict[str, Value] = field(default_factory=dict)


class EaselError(Exception):
    """An error with a code.

    `code` names it (`"side-not-multiple-of-8"`), and `data` fills the placeholders of its message. Both are plain
    values, so that an error can be stored with its job and read back; characters that are not Unicode become "?".
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **data: Value) -> None:
        data = {name: printable(value) if isinstance(value, str) else value for name, value in data.items()}
        super().__init__(code, data)
        self.code = code
        self.data = data


def printable(text: str) -> str:
    """Return text with "?" in place of characters that are not Unicode, which the name of a file may contain."""
    return text.encode("utf-8", "replace").decode("utf-8")


class ExpectedError(EaselError):
    """Not a bug: a problem that the user can solve or should know."""


class BadRequest(ExpectedError):
    """A size, a seed, a file or another value that cannot be used."""

    exit_code = 2


class UnusableFile(BadRequest, OSError):
    """A path that is not a regular file, or a file that is too large; also an `OSError`, which readers may skip."""


class MachineError(ExpectedError):
    """A missing model, a full disk, too little memory, a GPU that failed."""

    exit_code = 3


class Canceled(ExpectedError):
    """The user cancelled the job. Raised from the step callback, so the pipeline stays usable."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("canceled")


class InternalError(EaselError):
    """A bug. `code` is always `"bug"`; the data names the exception."""

    def __init__(self, exception: BaseException) -> None:
        super().__init__("bug", kind=type(exception).__name__, text=str(exception)[:500])


def as_easel_error(exception: BaseException) -> EaselError:
    """Return `exception` as an `EaselError`: itself, the error that it stands for, or an `InternalError`.

    Errors of the system are not bugs: an unusable path, a disk, or a library that is missing or does not fit into the
    memory.
    """
    if isinstance(exception, EaselError):
        return exception
    if isinstance(exception, MemoryError):
        return MachineError("out-of-memory")
    if isinstance(exception, UnicodeEncodeError) and exception.reason == "surrogates not allowed":
        return BadRequest("text-not-unicode", value=exception.object[:60])
    if isinstance(exception, ImportError):
        return _from_import_error(exception)
    if isinstance(exception, OSError) and isinstance(exception.errno, int):
        return _from_os_error(exception, exception.errno)
    if isinstance(exception, RuntimeError) and str(exception) in _THREAD_ERRORS:
        return MachineError("out-of-memory")
    return InternalError(exception)


def _from_import_error(exception: ImportError) -> EaselError:
    """Return why a library cannot be loaded; for a module of Easel, that is a bug."""
    if any(text in str(exception).lower() for text in _LOADER_MEMORY_ERRORS):
        return MachineError("out-of-memory")
    name = (exception.name or "").partition(".")[0]
    if not name or name == "macapp":
        return InternalError(exception)
    return MachineError("library-unusable", name=name, why=str(exception)[:200].rstrip("."))


def _from_os_error(error: OSError, number: int) -> EaselError:
    """Return the error for a number of the system; with a path, some numbers are about that path."""
    path = os.fsdecode(error.filename)[:200] if isinstance(error.filename, (str, bytes)) else ""
    if number in _DISK_CODES:
        return MachineError(_DISK_CODES[number], path=path)
    if path and number in _PATH_CODES:
        return BadRequest(_PATH_CODES[number], path=path)
    if number in _BUGS:
        return InternalError(error)
    return MachineError("system-refused", name=errno.errorcode.get(number, str(number)), why=os.strerror(number))


_NAMES_BY_CODE = {
    "disk-full": ("ENOSPC", "EDQUOT"),
    "disk-read-only": ("EROFS",),
    "disk-not-allowed": ("EACCES", "EPERM"),
    "disk-broken": ("EIO", "EUCLEAN", "EBADMSG"),
    "disk-gone": (
        *("ENXIO", "ENODEV", "ESTALE", "ENOTCONN", "ETIMEDOUT", "EREMOTEIO", "ENOMEDIUM"),
        *("EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ESHUTDOWN"),
    ),
    "files-too-many": ("EMFILE", "ENFILE"),
    "disk-file-size": ("EFBIG",),
    "out-of-memory": ("ENOMEM",),
}
"""The names of error numbers for each code: macOS and Linux use different numbers, and neither has all names."""
_DISK_CODES = {
    number: code
    for code, names in _NAMES_BY_CODE.items()
    for name in names
    if (number := getattr(errno, name, None)) is not None
}
_BUGS = {errno.ENOENT, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EBADF, errno.EFAULT, errno.ENOTEMPTY}
"""Errors that a program gets if it does not check first: without a path, these are bugs."""
_PATH_CODES = {
    errno.ENOENT: "path-missing",
    errno.ENOTDIR: "path-not-folder",
    errno.EEXIST: "path-not-folder",
    errno.EISDIR: "path-folder",
    errno.ENAMETOOLONG: "path-too-long",
    errno.ELOOP: "path-loop",
}
"""Errors about a path that the user named."""
# Errors of dynamic loaders without free address space; the last is from macOS.
_LOADER_MEMORY_ERRORS = ("cannot allocate memory", "failed to map", "cannot map", "mmap", "static tls", "out of memory")
_THREAD_ERRORS = ("can't start new thread", "can't allocate lock")
