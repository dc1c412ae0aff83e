"""kill -9 at random moments and at every operation: nothing that was promised is lost, made twice or incomplete."""

import random
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from macapp.domain.job import JobState
from macapp.library import Library
from macapp.library.metadata import recipe
from macapp.library.recovery import acquire_runner
from macapp.library.verify import verify
from macapp.system.paths import LibraryPaths
from tests.support.children import Child


@dataclass
class Losses:
    """The losses of a run of kills; empty if all is well."""

    kills: int = 0
    finished: int = 0
    """pictures that were announced and are missing"""
    queued: int = 0
    """jobs that were accepted and are in no state"""
    twice: int = 0
    partial: int = 0
    """incomplete files that a file manager shows"""
    promises: set[str] = field(default_factory=set)
    """violated invariants of I1 to I10"""

    @property
    def none(self) -> bool:
        """Whether nothing was lost."""
        return not (self.finished or self.queued or self.twice or self.partial or self.promises)


class Promised:
    """The output of a killed process."""

    def __init__(self) -> None:
        self.accepted: set[str] = set()
        self.finished: set[str] = set()
        self.untouched = False

    def hear(self, lines: list[list[str]]) -> None:
        for word, job_id in lines:
            if word == "untouched":
                self.untouched = True
            else:
                (self.accepted if word == "accepted" else self.finished).add(job_id)


def random_kills(places: LibraryPaths, kills: int, seed: int = 20261120) -> Losses:
    """Kill a working process several times, then let one finish; return the losses."""
    moments, promised, losses = random.Random(seed), Promised(), Losses()
    for _kill in range(kills):
        promised.hear(run_child(places.pictures, 6, seconds=moments.uniform(0.0, 0.12)))
        losses.kills += 1
        count(places, promised, losses)
    finish(places, promised, losses)
    return losses


def stop_points(folder: Path, jobs: int = 2) -> Losses:
    """Kill a process at each of its file and database operations, each in a new library; return the losses."""
    losses, nth = Losses(), 0
    while True:
        nth += 1
        places, promised = LibraryPaths.at(folder / str(nth)), Promised()
        promised.hear(run_child(places.pictures, jobs, nth=nth))
        if promised.untouched:
            return losses
        losses.kills += 1
        finish(places, promised, losses)


def run_child(folder: Path, add: int, seconds: float | None = None, nth: int | None = None) -> list[list[str]]:
    """Run the child, and kill it after `seconds` if given; return its output."""
    command = ["-m", "tests.support.child_crashed", str(folder), str(add), *([] if nth is None else [str(nth)])]
    process = Child(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines = []
    if seconds is not None:
        lines.append(process.stdout.readline())  # the imports are done: kill it at work, not during the start
        time.sleep(seconds)
        process.kill()
    out, err = process.communicate(timeout=120)
    assert seconds is not None or process.returncode in (0, -9), err
    said = "".join(lines) + out
    return [line.split() for line in said[: said.rfind("\n") + 1].splitlines()]


def count(places: LibraryPaths, promised: Promised, losses: Losses) -> None:
    """Add the losses right after a kill, before recovery."""
    with Library.open(places) as library:
        ids = [each.id for each in library.pictures.newest(1_000_000)]
        losses.finished += len(promised.finished - set(ids))
        losses.twice += len(ids) - len(set(ids))
        losses.queued += sum(library.queue.find(each) is None for each in promised.accepted)
        losses.partial += sum(not recipe.is_intact(each) for each in visible(places))
        if library.find_integrity_faults():
            losses.promises.add("index-whole")


def finish(places: LibraryPaths, promised: Promised, losses: Losses) -> None:
    """Let a process finish as a user would; add the losses after that."""
    with Library.open(places) as library, acquire_runner(library):
        for held in library.queue.failed():  # killed twice in the same job: the user retries it
            library.queue.retry(held.id)
    promised.hear(run_child(places.pictures, 0))
    count(places, promised, losses)
    with Library.open(places) as library:
        losses.promises |= {check.name for check in verify(library, lambda _done, _all: None) if not check.holds}
        states = {library.queue.find(each).state for each in promised.accepted}  # type: ignore[union-attr]
        losses.queued += len(states - {JobState.DONE})
        # One picture for each job, no file without a row: every one was made exactly once.
        losses.twice += abs(len(visible(places)) - library.pictures.count())
        losses.partial += len(list(places.temporary.iterdir()))


def visible(places: LibraryPaths) -> list[Path]:
    """Return the pictures that a file manager shows."""
    return [each for each in places.pictures.rglob("*.png") if ".easel" not in each.parts]
