"""A process that has imported Easel and its libraries, and forks a child for every request.

The imports take seconds, a fork milliseconds. A child is a real process: it can be killed, and has its own streams,
folder and environment. Only the time of imports differs from a new process. `tests/support/children.py` sends the
requests.

usage: python -m tests.support.forkserver SOCKET [engine]      with "engine", PyTorch and diffusers are imported too
SOCKET is the number of an open socket; the server ends when its other side is closed.

A request is one byte with files: a JSON file with the program, a pipe for the answers, and the standard streams of the
child. The answers are two lines: the process id of the child, then its exit code as in `subprocess`.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import socket
import sys
import threading
from typing import Any, NoReturn

import macapp

MOST_FILES = 5


def serve(orders: socket.socket) -> dict[str, Any] | None:
    """Fork a child for each request. Return the request in a child, and None in the server at its end."""
    while True:
        _, files, _, _ = socket.recv_fds(orders, 1, MOST_FILES)
        if not files:
            return None
        said, answers, *streams = files
        if os.fork() == 0:
            orders.close()
            return _begin(said, answers, streams)
        for each in files:
            os.close(each)
        _reap()


def _begin(said: int, answers: int, streams: list[int]) -> dict[str, Any]:
    """Fork again and return in that child; the process between waits for it and sends its exit code."""
    child = os.fork()
    if child:
        for each in (*range(3), said, *streams):
            os.close(each)
        os.write(answers, b"%d\n" % child)
        _, status = os.waitpid(child, 0)
        os.write(answers, b"%d\n" % os.waitstatus_to_exitcode(status))
        os._exit(0)
    os.close(answers)
    with os.fdopen(said, encoding="utf-8") as file:
        order = json.load(file)
    _take_streams(dict(zip(order["streams"], streams, strict=True)))
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    sys.path[0] = order["folder"]
    return order


def _take_streams(given: dict[int, int]) -> None:
    """Replace the standard streams by the given files, and close the others."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if number in given:
            os.dup2(given[number], number)
        else:
            os.close(number)
            setattr(sys, name, None)
    for each in given.values():
        os.close(each)


def _reap() -> None:
    """Reap the intermediate processes that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def import_the_program() -> None:
    """Import Easel and Qt, but not the engine and nothing that starts a thread."""
    for each in pkgutil.walk_packages(macapp.__path__, "macapp."):
        if not each.name.startswith(("macapp.engine.", "macapp.__main__")):
            importlib.import_module(each.name)
    for name in ("tests.support.request_factory", "tests.support.fake_engine"):
        importlib.import_module(name)
    # The requirements of the hub client, but not the client: it reads its variables on import.
    importlib.import_module("huggingface_hub.file_download")
    importlib.import_module("huggingface_hub.hf_api")
    for name in [each for each in sys.modules if each.partition(".")[0] == "huggingface_hub"]:
        del sys.modules[name]
    gc.collect()
    gc.freeze()


def import_the_engine() -> None:
    """Import PyTorch, diffusers and the other libraries of the engine."""
    from macapp.engine import import_libraries

    import_libraries()


def run(words: list[str]) -> None:
    """Run `-m MODULE ARGUMENTS...` or `-c PROGRAM ARGUMENTS...`, like Python."""
    kind, what, *arguments = words
    if kind == "-m":
        sys.argv[1:] = arguments
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.argv[:] = [kind, *arguments]
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})


def run_and_end(words: list[str]) -> NoReturn:
    """Run the program and exit like Python, but without finalizing the modules, which takes half a second."""
    code = 0
    try:
        run(words)
    except SystemExit as exit_:
        code = _exit_code(exit_.code)
    except BaseException as exception:  # noqa: BLE001  (as Python ends)
        sys.excepthook(type(exception), exception, exception.__traceback__)
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001  (what Python itself calls at its end)
    atexit._run_exitfuncs()  # noqa: SLF001  (as above)
    for each in (sys.stdout, sys.stderr):
        if each is not None:
            each.flush()
    os._exit(code)


def _exit_code(code: object) -> int:
    if code is None or isinstance(code, int):
        return int(code or 0) & 0xFF
    sys.stderr.write(f"{code}\n")
    return 1


if __name__ == "__main__":
    _orders = socket.socket(fileno=int(sys.argv[1]))
    import_the_program()
    if "engine" in sys.argv:
        import_the_engine()
    _order = serve(_orders)
    if _order is None:
        _orders.close()
    elif _order["whole"]:
        run(_order["words"])
    else:
        run_and_end(_order["words"])
