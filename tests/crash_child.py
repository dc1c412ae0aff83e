"""A process to be killed: accepts jobs and works through them as fast as it can, telling what it has promised.

usage: python -m tests.crash_child LIBRARY ADD      prints `accepted ID` and `finished ID`, each once it is durable
"""

import sys
from pathlib import Path

from macapp.jobs import EventKind, JobEvent
from macapp.library import Library
from macapp.paths import Places
from macapp.runner import Runner
from tests.requests_of_all_kinds import request
from tests.scripted_engine import ScriptedEngine


def tell(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def report(event: JobEvent) -> None:
    if event.kind is EventKind.DONE and event.picture is not None:
        tell("finished", event.picture.id)


def main(folder: str, add: int) -> None:
    with Library.open(Places.under(Path(folder))) as library, library.as_runner():
        library.queue.resume()  # as a user would who is told of the last death
        for number in range(add):
            for job in library.queue.add([request(f"picture {number}", seed=number)]):
                tell("accepted", job.id)
        Runner(library, ScriptedEngine, report).run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
