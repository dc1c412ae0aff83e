"""Leaving in time: a program that a signal asks to end does so, even while a native call holds the interpreter.

A signal handler written in Python runs between two steps of the interpreter. While a call of the engine holds it, as
`torch.mps.synchronize` does with a GPU that hangs, none runs, and no thread of ours can do anything about it. `Guard`
is a process of its own, a small shell script, that ends this one from outside. The main thread.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

GUARD_SECONDS = 4.0  # from the signal: the program itself leaves before that, if it can do anything at all
_SHELL = "/bin/sh"
_SCRIPT = """
asked=$(dd bs=1 count=1 2>/dev/null | od -An -tu1)
[ -n "$asked" ] || exit 0
echo $asked
exec > /dev/null
sleep "$1"
[ "$(ps -o ppid= -p $$)" -eq "$PPID" ] || exit 0
: > "$2"
kill -9 "$PPID"
"""  # The pipe's end means that the program has ended. `ps` tells whether it still is our parent.


class Guard:
    """Ends this process `GUARD_SECONDS` after a signal that it handles, unless it was dismissed by then."""

    def __init__(
        self, mark: Path, seconds: float = GUARD_SECONDS, on_signal: Callable[[int], object] = lambda number: None
    ) -> None:
        """`mark` is a file that is made before the process is ended this way; `Library.reconcile` then counts no death.

        `on_signal` is called with the number of the first signal, on a thread of its own: at once, also while the main
        thread is in a native call, unless that holds the interpreter. Where there is no shell, nothing is guarded.
        """
        self._process: subprocess.Popen[bytes] | None = None
        self._on_signal = on_signal
        self._told_by = -1
        read, write = os.pipe()
        os.set_blocking(write, False)
        try:
            self._process = subprocess.Popen(  # noqa: S603
                [_SHELL, "-c", _SCRIPT, _SHELL, str(seconds), str(mark)],
                stdin=read,
                stdout=subprocess.PIPE,
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
        self._thread = threading.Thread(target=self._listen, args=(self._process,), name="guard", daemon=True)
        self._thread.start()

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None  # noqa: S101  (it was asked for)
        with process.stdout as answers:
            number = answers.readline().strip()
        if number:
            self._on_signal(int(number))

    def relent(self) -> None:
        """Do not end the process from outside: something inside it runs, and sees to that. Any thread."""
        process = self._process
        if process is not None:
            process.kill()

    def dismiss(self) -> None:
        """Let the process end in its own time: nothing that holds the interpreter is left to wait for."""
        if self._process is None:
            return
        signal.set_wakeup_fd(-1)
        os.close(self._told_by)
        self._process.kill()
        self._process.wait()
        self._thread.join()
        self._process = None
