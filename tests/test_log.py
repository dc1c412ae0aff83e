"""Where logs lie, and what a process that died left for the next."""

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from macapp import log, paths
from macapp.paths import Places

DIE = """
import faulthandler, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from macapp import log
from macapp.paths import Places
places = Places.under(Path(sys.argv[1]))
places.index.mkdir(parents=True, exist_ok=True)
end = log.keep_last_words(places)
os.abort() if sys.argv[3] == "die" else end()
"""
ROOT = Path(__file__).resolve().parents[1]


def run(places: Places, how: str) -> None:
    command = [sys.executable, "-c", DIE, str(places.pictures), str(ROOT), how]
    subprocess.run(command, capture_output=True, check=False)


def test_what_a_process_said_when_it_died_is_found_once(places: Places) -> None:
    run(places, "die")
    found = log.last_words(places)
    assert found == places.last_crash
    assert places.last_crash.read_text().startswith("Fatal Python error: Aborted")
    assert log.last_words(places) is None, "it is told once"
    assert places.last_crash.exists(), "and can be looked at later"


def test_one_that_ended_as_it_should_said_nothing(places: Places) -> None:
    run(places, "end")
    assert log.last_words(places) is None
    assert log.last_words(Places.under(places.pictures / "nowhere")) is None


def test_on_a_mac_logs_lie_among_those_of_other_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = Places.of_this_user()
    assert own.log.parent == own.index
    monkeypatch.setattr(paths, "ON_A_MAC", True)
    monkeypatch.setattr(platformdirs, "user_log_dir", lambda *_given, **_named: str(tmp_path / "Logs" / "Easel"))
    assert own.log == tmp_path / "Logs" / "Easel" / "easel.log"
    elsewhere = Places.under(tmp_path / "library")
    assert elsewhere.log.parent == elsewhere.index, "a library that lies elsewhere keeps its own"
