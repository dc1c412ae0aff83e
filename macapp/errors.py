"""Everything that can go wrong, as one tree: the user's world on one side, our own bugs on the other.

    EaselError
    |-- ExpectedError          something outside the program; said in one sentence, never a traceback
    |   |-- BadRequest         what was asked cannot be done as asked            exit code 2
    |   |-- MachineError       a model, the disk, the memory, the GPU            exit code 3
    |   `-- Canceled           the user changed their mind                       exit code 130
    `-- InternalError          ours; reported with its traceback in the log      exit code 1

An error carries a code and data, never a sentence: `macapp.messages` turns them into words. Any thread.
"""

import errno
import os
from dataclasses import dataclass, field
from typing import ClassVar

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Reason:
    """Why a rule fired or did not: a code and data for `macapp.messages`, as errors have."""

    code: str
    data: dict[str, Value] = field(default_factory=dict)


class EaselError(Exception):
    """An error the program knows by name.

    `code` names it (`"size-not-multiple-of-8"`); `data` fills the places in its sentence. Both are plain, so an
    error can be kept with its job in the library and read back: what is not Unicode in a name is shown as "?".
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **data: Value) -> None:
        data = {name: printable(value) if isinstance(value, str) else value for name, value in data.items()}
        super().__init__(code, data)
        self.code = code
        self.data = data


def printable(text: str) -> str:
    """Return text with "?" in place of what is not Unicode, as a file's name may hold it."""
    return text.encode("utf-8", "replace").decode("utf-8")


class ExpectedError(EaselError):
    """Not a bug: something the user can change or should know."""


class BadRequest(ExpectedError):
    """A size, a seed, a file, ... that cannot be used."""

    exit_code = 2


class UnusableFile(BadRequest, OSError):
    """A path that holds no regular file, or a file that is too large; an `OSError` for readers that do without it."""


class MachineError(ExpectedError):
    """A missing model, a full disk, too little memory, a GPU that gave up."""

    exit_code = 3


class Canceled(ExpectedError):
    """The user cancelled the job; raised from the step callback, so the pipeline stays usable."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("canceled")


class InternalError(EaselError):
    """A mistake of ours. `code` is always `"bug"`; the data names the exception."""

    def __init__(self, exception: BaseException) -> None:
        super().__init__("bug", kind=type(exception).__name__, text=str(exception)[:500])


def as_easel_error(exception: BaseException) -> EaselError:
    """Return `exception` as a member of the tree: itself, what it stands for, or a bug.

    What the system refuses is never a bug: a path that cannot be used, a disk, a library that cannot be loaded for lack
    of memory, or that is not there.
    """
    if isinstance(exception, EaselError):
        return exception
    if isinstance(exception, MemoryError):
        return MachineError("out-of-memory")
    if isinstance(exception, UnicodeEncodeError) and exception.reason == "surrogates not allowed":
        return BadRequest("text-not-unicode", value=exception.object[:60])
    if isinstance(exception, ImportError):
        return _of_import(exception)
    if isinstance(exception, OSError) and isinstance(exception.errno, int):
        return _of_system(exception, exception.errno)
    if isinstance(exception, RuntimeError) and str(exception) in _NO_THREAD:
        return MachineError("out-of-memory")
    return InternalError(exception)


def _of_import(exception: ImportError) -> EaselError:
    """Return what keeps a library from being loaded; of our own modules it is our mistake."""
    if any(each in str(exception).lower() for each in _NO_ROOM):
        return MachineError("out-of-memory")
    name = (exception.name or "").partition(".")[0]
    if not name or name == "macapp":
        return InternalError(exception)
    return MachineError("library-unusable", name=name, why=str(exception)[:200].rstrip("."))


def _of_system(fault: OSError, number: int) -> EaselError:
    """Return what the system says; what it says of a path that was named is about that path."""
    path = os.fsdecode(fault.filename)[:200] if isinstance(fault.filename, (str, bytes)) else ""
    if number in _DISK:
        return MachineError(_DISK[number], path=path)
    if path and number in _PATHS:
        return BadRequest(_PATHS[number], path=path)
    if number in _OURS:
        return InternalError(fault)
    return MachineError("system-refused", name=errno.errorcode.get(number, str(number)), why=os.strerror(number))


_BY_CODE = {
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
"""What the system's numbers stand for, by name: macOS and Linux do not share the numbers, nor have all of them."""
_DISK = {
    number: code
    for code, names in _BY_CODE.items()
    for name in names
    if (number := getattr(errno, name, None)) is not None
}
_OURS = {errno.ENOENT, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EBADF, errno.EFAULT, errno.ENOTEMPTY}
"""What the system says to a program that did not look first: a mistake of ours, where no path is named."""
_PATHS = {
    errno.ENOENT: "path-missing",
    errno.ENOTDIR: "path-not-folder",
    errno.EEXIST: "path-not-folder",
    errno.EISDIR: "path-folder",
    errno.ENAMETOOLONG: "path-too-long",
    errno.ELOOP: "path-loop",
}
"""What the system says of a path that somebody named."""
# What dynamic loaders say where the address space has no room; macOS says the last.
_NO_ROOM = ("cannot allocate memory", "failed to map", "cannot map", "mmap", "static tls", "out of memory")
_NO_THREAD = ("can't start new thread", "can't allocate lock")
