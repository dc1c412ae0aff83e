"""Everything that can go wrong, as one tree: the user's world on one side, our own bugs on the other.

    EaselError
    |-- UsersWorld             something outside the program; said in one sentence, never a traceback
    |   |-- BadRequest         what was asked cannot be done as asked            exit code 2
    |   |-- MachineFault       a model, the disk, the memory, the GPU            exit code 3
    |   `-- Canceled           the user changed their mind                       exit code 130
    `-- Bug                    ours; reported with its traceback in the log      exit code 1

An error carries a code and data, never a sentence: `macapp.sentences` turns them into words. Any thread.
"""

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
    if isinstance(exception, OSError) and exception.errno in _DISK:
        return MachineFault(_DISK[exception.errno], path=str(exception.filename or ""))
    return Bug(exception)


# POSIX numbers that macOS and Linux do not share are looked up by name.
def _disk_codes() -> dict[int, str]:
    import errno

    return {
        errno.ENOSPC: "disk-full",
        errno.EDQUOT: "disk-full",
        errno.EROFS: "disk-read-only",
        errno.EACCES: "disk-not-allowed",
        errno.EPERM: "disk-not-allowed",
        errno.EIO: "disk-broken",
    }


_DISK = _disk_codes()
