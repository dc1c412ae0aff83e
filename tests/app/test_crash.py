"""Kill the program (SIGKILL) at 50 random moments and at every stop point; `make soak` uses 200 moments."""

from pathlib import Path

from macapp.system.paths import LibraryPaths
from tests.soak.crashes import Losses, random_kills, stop_points


def test_fifty_kills_lose_nothing(places: LibraryPaths) -> None:
    assert random_kills(places, 50) == Losses(kills=50)


def test_a_kill_at_any_stop_point_loses_nothing(tmp_path: Path) -> None:
    losses = stop_points(tmp_path, jobs=1)
    assert losses == Losses(kills=losses.kills)
    assert losses.kills > 20
