"""Every exception becomes an error with a code: of the system, of a library, or a bug."""

import errno
import os

import pytest

from macapp.errors import (
    BadRequest,
    Canceled,
    EaselError,
    InternalError,
    MachineError,
    UnusableFile,
    as_easel_error,
    printable,
)


@pytest.mark.parametrize(
    ("exception", "code", "kind"),
    [
        (MemoryError(), "out-of-memory", MachineError),
        (RuntimeError("can't start new thread"), "out-of-memory", MachineError),
        (OSError(errno.ENOSPC, "full"), "disk-full", MachineError),
        (OSError(errno.EROFS, "read-only"), "disk-read-only", MachineError),
        (PermissionError(errno.EACCES, "no", "/x"), "disk-not-allowed", MachineError),
        (FileNotFoundError(errno.ENOENT, "no", "/x"), "path-missing", BadRequest),
        (NotADirectoryError(errno.ENOTDIR, "no", b"/x"), "path-not-folder", BadRequest),
        (OSError(errno.ENAMETOOLONG, "long", "/x"), "path-too-long", BadRequest),
        (OSError(errno.EBUSY, "busy"), "system-refused", MachineError),
        (FileNotFoundError(errno.ENOENT, "no"), "bug", InternalError),
        (ImportError("cannot map it", name="torch.ops"), "out-of-memory", MachineError),
        (ImportError("no such file.", name="torch.ops"), "library-unusable", MachineError),
        (ImportError("cycle", name="macapp.cli"), "bug", InternalError),
        (ValueError("odd"), "bug", InternalError),
    ],
)
def test_an_exception_stands_for_an_error(exception: Exception, code: str, kind: type[EaselError]) -> None:
    error = as_easel_error(exception)
    assert (error.code, type(error)) == (code, kind)


def test_an_error_stays_itself_and_keeps_its_exit_code() -> None:
    error = UnusableFile("file-too-large", path="x", limit_bytes=1)
    assert as_easel_error(error) is error
    assert isinstance(error, OSError), "a reader that does without the file need not know our classes"
    codes = [cause.exit_code for cause in (error, MachineError("disk-full"), Canceled(), InternalError(ValueError()))]
    assert codes == [2, 3, 130, 1]


def test_what_is_not_unicode_can_be_stored_with_an_error() -> None:
    name = os.fsdecode(b"a\xff.png")
    assert printable(name) == "a?.png"
    assert BadRequest("image-empty", name=name).data == {"name": "a?.png"}
    with pytest.raises(UnicodeEncodeError) as caught:
        name.encode()
    assert as_easel_error(caught.value).code == "text-not-unicode"
