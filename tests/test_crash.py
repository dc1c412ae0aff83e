"""kill -9 at 50 random moments: nothing that was promised is lost, nothing is made twice, nothing is half there."""

import random
import subprocess
import sys
import time
from pathlib import Path

from macapp.jobs import JobState
from macapp.library import Library, recipe
from macapp.paths import Places

KILLS = 50


def run_child(folder: Path, add: int, seconds: float | None) -> list[list[str]]:
    """Run the child, kill it after `seconds` if given; return the lines it managed to say."""
    command = [sys.executable, "-m", "tests.crash_child", str(folder), str(add)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines = []
    if seconds is not None:
        lines.append(process.stdout.readline())  # the imports are over: kill it at work, not at start
        time.sleep(seconds)
        process.kill()
    out, err = process.communicate(timeout=120)
    assert seconds is not None or process.returncode == 0, err
    said = "".join(lines) + out
    return [line.split() for line in said[: said.rfind("\n") + 1].splitlines()]


def check_invariants(places: Places, accepted: set[str], finished: set[str]) -> None:
    with Library.open(places) as library:
        pictures = library.pictures.newest(100_000)
        ids = [each.id for each in pictures]
        assert len(ids) == len(set(ids))
        assert finished <= set(ids), "a finished picture was lost"
        for job_id in accepted:
            assert library.queue.find(job_id) is not None, "an accepted job was lost"
        assert all(each.path.exists() for each in pictures)
        visible = [each for each in places.pictures.rglob("*.png") if ".easel" not in each.parts]
        assert all(recipe.is_whole(each) for each in visible), "a partial file is visible"
        assert library.queue._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_fifty_kills_lose_nothing(tmp_path: Path) -> None:
    places, moments = Places.under(tmp_path / "library"), random.Random(20261120)
    accepted: set[str] = set()
    finished: set[str] = set()
    for _kill in range(KILLS):
        for word, job_id in run_child(places.pictures, add=6, seconds=moments.uniform(0.0, 0.12)):
            (accepted if word == "accepted" else finished).add(job_id)
        check_invariants(places, accepted, finished)
    with Library.open(places) as library, library.as_runner():
        for held in library.queue.failed():  # killed twice in the same job: the user tries it again
            library.queue.retry(held.id)
    for _word, job_id in run_child(places.pictures, add=0, seconds=None):
        finished.add(job_id)
    check_invariants(places, accepted, finished)
    with Library.open(places) as library:
        assert library.queue.unfinished() == []
        states = {library.queue.find(each).state for each in accepted}  # type: ignore[union-attr]
        assert states == {JobState.DONE}
        # One picture for each job, no file without a row: every one was made exactly once.
        visible = [each for each in places.pictures.rglob("*.png") if ".easel" not in each.parts]
        assert len(visible) == library.pictures.count() >= len(accepted)
        assert list(places.unfinished.iterdir()) == []
