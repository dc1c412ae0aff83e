"""Code run inside a frozen program, as `multiprocessing` runs its own there.

A frozen program that is started with `--multiprocessing-fork` is a child of itself: it reads from a pipe what it is to
do, and opens no window. So what is tried is the very file that ships, with nothing built in for the sake of it.
"""

import os
import pickle
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class _Code:
    """Runs when it is read from the pipe."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, (self._text, {"__name__": "inside"})


def begin(program: Path, code: str, env: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start a frozen program that runs this code; what it prints and what it complains of comes through one pipe."""
    read, write = os.pipe()
    command = [str(program), "--multiprocessing-fork", f"pipe_handle={read}"]
    try:
        process = subprocess.Popen(
            command, pass_fds=(read,), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/", env=env
        )
    finally:
        os.close(read)
    with os.fdopen(write, "wb") as pipe:
        pickle.dump(_Code(code), pipe)
    return process
