"""Keeps tests away from the files of the person who runs them.

`Guard` is an audit hook of Python: each file operation of this process comes through it before it is done, also those
of libraries. Processes that tests start have the home folder of the tests.
"""

import os
import pwd
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATHS = {
    "open": 1,
    "os.listdir": 1,
    "os.scandir": 1,
    "os.mkdir": 1,
    "os.rmdir": 1,
    "os.remove": 1,
    "os.rename": 2,
    "os.link": 2,
    "os.symlink": 2,
    "os.truncate": 1,
    "os.chmod": 1,
    "os.chown": 1,
    "os.utime": 1,
    "os.setxattr": 1,
    "os.removexattr": 1,
    "sqlite3.connect": 1,
}
"""The events of file operations, each with how many of its arguments are paths."""


class UsersFile(AssertionError):
    """A test touched a file of the person who runs it."""


class Guard:
    """Refuses file operations below a home folder, except below the folders that tests may use."""

    def __init__(self, home: Path, allowed: tuple[Path, ...]) -> None:
        self.home = self._folder(home)
        self._allowed = tuple(self._folder(each) for each in allowed)
        self.touched: list[str] = []
        """each refused operation, for the case that its error is caught"""

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        for path in arguments[: PATHS.get(event, 0)]:
            if isinstance(path, (str, bytes, os.PathLike)) and self.is_of_user(path):
                self.touched.append(f"{event} {os.fsdecode(path)}")
                raise UsersFile(self.touched[-1])

    def is_of_user(self, path: "str | bytes | os.PathLike[Any]") -> bool:
        """Return whether a path leads to a file of the user; links are not followed."""
        whole = f"{Path(os.fsdecode(path)).absolute()}{os.sep}"
        if f"{os.sep}..{os.sep}" in whole:
            whole = f"{Path(whole).resolve()}{os.sep}"
        return whole.startswith(self.home) and not whole.startswith(self._allowed)

    @staticmethod
    def _folder(path: Path) -> str:
        return f"{path.absolute()}{os.sep}"

    @contextmanager
    def of(self, home: Path) -> Iterator[list[str]]:
        """Guard another home folder meanwhile; return what touches it."""
        before, self.home, self.touched = (self.home, self.touched), self._folder(home), []
        allowed, self._allowed = self._allowed, ()
        try:
            yield self.touched
        finally:
            (self.home, self.touched), self._allowed = before, allowed


def install(checkout: Path) -> Guard:
    """Guard the real home folder, whatever HOME says, for as long as this process runs; again, return that guard."""
    if installed:
        return installed[0]
    libraries = (Path(sys.prefix), Path(sys.base_prefix), Path(sys.prefix).resolve())
    temporary = Path(tempfile.gettempdir())
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    guard = Guard(home, (checkout, temporary, temporary.resolve(), *libraries, *map(Path, filter(None, sys.path))))
    if len(home.parts) > 1:  # a user without a home has "/"
        sys.addaudithook(guard)
    installed.append(guard)
    return guard


installed: list[Guard] = []
"""The guard of this process, which Python cannot remove again."""


def move_to_own_trash(path: Path) -> Path:
    """Move a file to the Trash of the test, as the one of a desktop would: a name that is taken gets a number."""
    data = os.environ.get("XDG_DATA_HOME") or Path(os.environ["HOME"]) / ".local" / "share"
    folder = Path(data) / "Trash" / "files"
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem} {number}{path.suffix}"
    path.lstat()  # a missing file is an error with its name
    shutil.move(path, target)
    return target


def replace_trash(system: str) -> None:
    """Give tests on a Mac a Trash of their own: the one of macOS is that of the user, whatever HOME says."""
    if system == "darwin":
        from macapp.ui.gallery import system_trash

        system_trash.mover = move_to_own_trash
