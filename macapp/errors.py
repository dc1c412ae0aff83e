"""Everything that can go wrong, as one tree: the user's world on one side, our own bugs on the other.

    EaselError
    |-- UsersWorld             something outside the program; said in one sentence, never a traceback
    |   |-- BadRequest         what was asked cannot be done as asked            exit code 2
    |   |-- MachineFault       a model, the disk, the memory, the GPU            exit code 3
    |   `-- Canceled           the user changed their mind                       exit code 130
    `-- Bug                    ours; reported with its traceback in the log      exit code 1

An error carries a code and data, never a sentence: `macapp.sentences` turns them into words. Any thread.
"""

import errno
import os
from dataclasses import dataclass, field
from typing import ClassVar

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Because:
    """Why a rule fired or did not: a code and data for `macapp.sentences`, as errors have."""

    code: str
    data: dict[str, Value] = field(default_factory=dict)


class EaselError(Exception):
    """An error the program knows by name.

    `code` names it (`"size-not-multiple-of-8"`); `data` fills the places in its sentence. Both are plain, so an
    error can be kept with its job in the library and read back.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **data: Value) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


class UsersWorld(EaselError):
    """Not a bug: something the user can change or should know."""


class BadRequest(UsersWorld):
    """A size, a seed, a file, ... that cannot be used."""

    exit_code = 2


class UnusableFile(BadRequest, OSError):
    """A path that holds no regular file, or a file that is too large; an `OSError` for readers that do without it."""


class MachineFault(UsersWorld):
    """A missing model, a full disk, too little memory, a GPU that gave up."""

    exit_code = 3


class Canceled(UsersWorld):
    """The user cancelled the job; raised from the step callback, so the pipeline stays usable."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("canceled")


class Bug(EaselError):
    """A mistake of ours. `code` is always `"bug"`; the data names the exception."""

    def __init__(self, exception: BaseException) -> None:
        super().__init__("bug", kind=type(exception).__name__, text=str(exception)[:500])


def known(exception: BaseException) -> EaselError:
    """Return `exception` as a member of the tree: itself, a machine fault that it stands for, or a bug."""
    if isinstance(exception, EaselError):
        return exception
    if isinstance(exception, MemoryError):
        return MachineFault("out-of-memory")
    if isinstance(exception, OSError) and exception.errno is not None:
        return _of_system(exception, exception.errno)
    return Bug(exception)


def _of_system(fault: OSError, number: int) -> EaselError:
    """Return what the system says; a file that is not there, or no file at all, is for the caller to have asked."""
    path = str(fault.filename or "")
    if number in _DISK:
        return MachineFault(_DISK[number], path=path)
    if number in _OURS:
        return Bug(fault)
    return MachineFault("system-refused", name=errno.errorcode.get(number, str(number)), why=os.strerror(number))


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
"""What the system says to a program that did not look first: a mistake of ours, wherever nobody expected it."""
