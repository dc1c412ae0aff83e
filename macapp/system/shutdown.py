"""Ends the process within seconds of a signal, even while a native call holds the interpreter. The main thread.

A signal handler in Python runs between two steps of the interpreter. While a call of the engine holds the interpreter,
as `torch.mps.synchronize` does when the GPU hangs, no handler and no other thread runs. `Guard` is a separate process,
a small shell script, that kills this process from outside.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

GUARD_SECONDS = 4.0  # after the signal; a process that still works ends earlier by itself
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
"""  # The end of the pipe means that the process has ended. `ps` shows whether it is still the parent.


class Guard:
    """Kills this process `GUARD_SECONDS` after a signal that it handles, unless it is dismissed before."""

    def __init__(
        self, mark: Path, seconds: float = GUARD_SECONDS, on_signal: Callable[[int], object] = lambda number: None
    ) -> None:
        """Start the guard; without a shell there is none.

        `mark` is a file that the guard creates before it kills the process, so that recovery does not count a crash.
        `on_signal` is called with the number of the first signal, on its own thread: at once, even while the main
        thread is in a native call, unless that call holds the interpreter.
        """
        self._process: subprocess.Popen[bytes] | None = None
        self._on_signal = on_signal
        self._wakeup_fd = -1
        read, write = os.pipe()
        os.set_blocking(write, False)
        try:
            self._process = subprocess.Popen(  # noqa: S603
                [_SHELL, "-c", _SCRIPT, _SHELL, str(seconds), str(mark)],
                stdin=read,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # otherwise Control-C in a terminal would end it too
            )
        except OSError:
            os.close(write)
            return
        finally:
            os.close(read)
        self._wakeup_fd = write
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)  # the signal writes to it, whatever code is running
        self._thread = threading.Thread(target=self._listen, args=(self._process,), name="guard", daemon=True)
        self._thread.start()

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None  # noqa: S101  (a pipe, see above)
        with process.stdout as output:
            number = output.readline().strip()
        if number:
            self._on_signal(int(number))

    def relent(self) -> None:
        """Do not kill the process: its own code runs and will end it. Any thread."""
        process = self._process
        if process is not None:
            process.kill()

    def dismiss(self) -> None:
        """Stop guarding: no call that may hold the interpreter is left."""
        if self._process is None:
            return
        signal.set_wakeup_fd(-1)
        os.close(self._wakeup_fd)
        self._process.kill()
        self._process.wait()
        self._thread.join()
        self._process = None
