"""A process to be killed: it accepts jobs, runs them as fast as it can, and prints what it has promised.

usage: python -m tests.support.child_crashed LIBRARY ADD [N]     prints `accepted ID` and `finished ID` once each is
durable; with N, it kills itself at its Nth file or database operation
"""

import os
import signal
import sys
from pathlib import Path

from macapp.domain.job import EventKind, JobEvent
from macapp.library import Library, marks
from macapp.library.recovery import acquire_runner
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.workflow.runner import Runner
from tests.support.fake_engine import ScriptedEngine
from tests.support.request_factory import request


def tell(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def report(event: JobEvent) -> None:
    if event.kind is EventKind.DONE and event.picture is not None:
        tell("finished", event.picture.id)


def die_at(nth: int) -> None:
    left = [nth]

    def before(_operation: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    storage.operation_hook = before


def main(folder: str, add: int, nth: int | None = None) -> None:
    if nth is not None:
        die_at(nth)
    with Library.open(LibraryPaths.at(Path(folder))) as library, acquire_runner(library):
        library.queue.resume()  # as a user does after a crash
        for number in range(add):
            for job in library.queue.add([request(f"picture {number}", seed=number)]):
                tell("accepted", job.id)
        Runner(library, ScriptedEngine, report).run()
        library.marks.change(library.pictures.newest(1), marks.set_stars(3))
        library.marks.write_pending()
    tell("untouched", "-")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *map(int, sys.argv[3:]))
