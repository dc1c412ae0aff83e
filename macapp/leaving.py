"""Leaving in time: a program that a signal asks to end does so, even while a native call holds the interpreter.

A signal handler written in Python runs between two steps of the interpreter. While a call of the engine holds it, as
`torch.mps.synchronize` does with a GPU that hangs, none runs, and no thread of ours can do anything about it. `Guard`
is a process of its own, a small shell script, that ends this one from outside. The main thread.
"""

import contextlib
import os
import signal
import subprocess
from pathlib import Path

from macapp import files

GUARD_SECONDS = 4.5  # from the signal: the program itself leaves before that, if it can do anything at all
_SHELL = "/bin/sh"
_SCRIPT = """
[ "$(dd bs=1 count=1 2>/dev/null | wc -c)" -eq 1 ] || exit 0
sleep "$1"
[ "$(ps -o ppid= -p $$)" -eq "$PPID" ] || exit 0
: > "$2"
kill -9 "$PPID"
"""  # The pipe's end means that the program has ended. `ps` tells whether it still is our parent.


class Guard:
    """Ends this process `GUARD_SECONDS` after a signal that it handles, unless it was dismissed by then."""

    def __init__(self, mark: Path, seconds: float = GUARD_SECONDS) -> None:
        """`mark` is a file that is made before the process is ended this way; see `was_cut_short`.

        Where there is no shell, nothing is guarded.
        """
        self._process: subprocess.Popen[bytes] | None = None
        self._told_by = -1
        read, write = os.pipe()
        os.set_blocking(write, False)
        try:
            self._process = subprocess.Popen(  # noqa: S603
                [_SHELL, "-c", _SCRIPT, _SHELL, str(seconds), str(mark)],
                stdin=read,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # else Control-C in a terminal would end it as well
            )
        except OSError:
            os.close(write)
            return
        finally:
            os.close(read)
        self._told_by = write
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)  # written to by the signal itself, whatever runs

    def dismiss(self) -> None:
        """Let the process end in its own time: nothing that holds the interpreter is left to wait for."""
        if self._process is None:
            return
        signal.set_wakeup_fd(-1)
        os.close(self._told_by)
        self._process.kill()
        self._process.wait()
        self._process = None


def was_cut_short(mark: Path) -> bool:
    """Return whether a guard ended the last process, as it was asked to leave; it is asked once."""
    with contextlib.suppress(OSError):
        if mark.exists():
            files.delete(mark)
            return True
    return False
