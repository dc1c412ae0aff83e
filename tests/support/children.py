"""Python programs in processes of their own, without the seconds that each would need to import PyTorch.

`Child` is like `subprocess.Popen` and `run` like `subprocess.run`, for the arguments of `python`. On Linux, a server
that has imported everything forks the process (`tests/support/forkserver.py`); elsewhere, and with FRESH, it is a new
interpreter. A test of the imports of a fresh interpreter, or of variables that are read on import, uses `subprocess`.
`env` sets the environment, except for variables that libraries read on import.
"""

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FORKS = sys.platform == "linux" and "EASEL_FRESH_CHILDREN" not in os.environ


class Server:
    """The process that forks; it starts with the first child."""

    def __init__(self, *imported: str) -> None:
        self._imported = imported
        self._socket: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def order(self, said: dict[str, Any], streams: Sequence[int]) -> int:
        """Fork a child; return the file with its answers."""
        orders = self._started()
        answers, answering = os.pipe()
        with tempfile.TemporaryFile("w", encoding="utf-8") as file:
            json.dump(said, file)
            file.seek(0)
            socket.send_fds(orders, [b"x"], [file.fileno(), answering, *streams])
        os.close(answering)
        return answers

    def end(self) -> None:
        """End the server; its children continue."""
        if self._socket is not None and self._process is not None:
            self._socket.close()
            self._process.wait()
            self._socket = self._process = None

    def _started(self) -> socket.socket:
        if self._socket is None:
            self._socket, other = socket.socketpair()
            command = [sys.executable, "-m", "tests.support.forkserver", str(other.fileno()), *self._imported]
            devnull = subprocess.DEVNULL
            self._process = subprocess.Popen(
                command,
                pass_fds=[other.fileno()],
                cwd=ROOT,
                stdin=devnull,
                stdout=devnull,
                env={**os.environ, "OMP_NUM_THREADS": "1"},
                start_new_session=True,
            )
            other.close()
        return self._socket


SERVERS = {False: Server(), True: Server("engine")}


@atexit.register
def end_servers() -> None:
    """End all fork servers."""
    for each in SERVERS.values():
        each.end()


class Child(subprocess.Popen[Any]):
    """A Python process: `-m MODULE ARGUMENTS...` or `-c PROGRAM ARGUMENTS...`, with the options of `Popen`.

    With `engine`, it will import PyTorch. `without` is the standard streams to close in it: 0, 1, 2. With `whole`, it
    finalizes the interpreter at its end, for a test of that.
    """

    def __init__(
        self,
        words: Sequence[str],
        *,
        engine: bool = False,
        without: Sequence[int] = (),
        whole: bool = False,
        **options: Any,
    ) -> None:
        self._server, self._without, self._whole = SERVERS[engine], without, whole
        self._answers: int | None = None
        super().__init__(list(words) if FORKS else _fresh(words, without), **options)

    if FORKS:

        def _execute_child(self, args: list[str], *given: Any) -> None:
            cwd, env = given[4], given[5]
            pipes = given[9:15]
            ours = zip(range(3), (pipes[0], pipes[3], pipes[5]), strict=True)
            streams = {number: number if each == -1 else each for number, each in ours if number not in self._without}
            said = {
                "words": args,
                "whole": self._whole,
                "streams": list(streams),
                "environment": dict(os.environ if env is None else env),
                "folder": str(Path.cwd() if cwd is None else cwd),
            }
            try:
                self._answers = self._server.order(said, list(streams.values()))
                self.pid = int(self._answer())
                self._child_created = True
            finally:
                self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]

        def _answer(self) -> str:
            assert self._answers is not None
            said = b""
            while not said.endswith(b"\n"):
                more = os.read(self._answers, 1)
                assert more, "the server of children has ended"
                said += more
            return said.decode()

        def _internal_poll(self, *_given: Any, **_named: Any) -> int | None:
            return self._wait(0)

        def _wait(self, timeout: float | None) -> int | None:
            if self.returncode is None and self._answers is not None:
                if not select.select([self._answers], [], [], timeout)[0]:
                    if timeout:
                        raise subprocess.TimeoutExpired(self.args, timeout)
                    return None
                self.returncode = int(self._answer())
                os.close(self._answers)
                self._answers = None
            return self.returncode


def run(
    words: Sequence[str],
    *,
    input: str | None = None,  # noqa: A002  (as subprocess calls it)
    capture_output: bool = False,
    timeout: float = 120,
    check: bool = False,
    **options: Any,
) -> subprocess.CompletedProcess[Any]:
    """Run a Python program to its end, as `subprocess.run` does."""
    if capture_output:
        options |= {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if input is not None:
        options["stdin"] = subprocess.PIPE
    with Child(words, **options) as child:
        try:
            out, err = child.communicate(input, timeout=timeout)
        except BaseException:
            child.kill()
            raise
    done = subprocess.CompletedProcess(list(words), child.returncode, out, err)
    if check:
        done.check_returncode()
    return done


def _fresh(words: Sequence[str], without: Sequence[int]) -> list[str]:
    """Return the command of a new interpreter."""
    closed = " ".join(f"{number}>&-" for number in without)
    command = [sys.executable, *words]
    return ["sh", "-c", f'exec "$@" {closed}', "sh", *command] if closed else command
