"""Run code inside a frozen program, in the same way as `multiprocessing`.

A frozen program that is started with `--multiprocessing-fork` is a child of itself: it reads its work from a pipe and
opens no window. So the tested file is exactly the one that ships, with no code added for the test.
"""

import os
import pickle
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class _Code:
    """Code that runs when it is unpickled."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, (self._text, {"__name__": "inside"})


def begin(program: Path, code: str, env: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start a frozen program that runs `code`; one pipe has both its output and its errors."""
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
