"""What is slow to make and always the same: made once in a session, and copied for whoever asks, in any process."""

import fcntl
import functools
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = "EASEL_TESTS_ONCE"
"""the variable that names the folder that all processes of a session share; without it, everything is made each time"""


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """Return the file or folder that `make` writes to the path that it is given, of whichever process comes first.

    Nobody changes it: `copied` gives a copy.
    """
    shared = Path(os.environ[FOLDER])
    there = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not there.exists():
            half = shared / f"{name}.half"
            shutil.rmtree(half, ignore_errors=True)  # of a process that was killed
            make(half)
            half.rename(there)
    return there


def copied(make: Callable[..., Path]) -> Callable[..., Path]:
    """Let a function that writes what depends on its arguments alone work once in a session, and be copied after."""

    @functools.wraps(make)
    def copy(target: Path, *arguments: Any, **named: Any) -> Path:
        if FOLDER not in os.environ:
            return make(target, *arguments, **named)
        digest = hashlib.sha256(repr((arguments, sorted(named.items()))).encode()).hexdigest()[:16]
        there = made_once(f"{make.__name__}-{digest}", lambda half: make(half, *arguments, **named))
        if there.is_dir():
            return Path(shutil.copytree(there, target, dirs_exist_ok=True))
        return Path(shutil.copyfile(there, target))

    return copy
