"""The log, and the crash report of the last process."""

import logging
from pathlib import Path

from macapp.system import logs
from macapp.system.paths import LibraryPaths
from tests.support import children

DIE = """
import faulthandler, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from macapp.system import logs
from macapp.system.paths import LibraryPaths
places = LibraryPaths.at(Path(sys.argv[1]))
places.index.mkdir(parents=True, exist_ok=True)
end = logs.install_crash_handler(places)
os.abort() if sys.argv[3] == "die" else end()
"""
ROOT = Path(__file__).resolve().parents[2]


def run(places: LibraryPaths, how: str) -> None:
    children.run(["-c", DIE, str(places.pictures), str(ROOT), how], capture_output=True)


def test_what_a_process_said_when_it_died_is_found_once(places: LibraryPaths) -> None:
    run(places, "die")
    found = logs.previous_crash(places)
    assert found == places.crash_report
    assert places.crash_report.read_text().startswith("Fatal Python error: Aborted")
    assert logs.previous_crash(places) is None, "it is told once"
    assert places.crash_report.exists(), "and can be looked at later"


def test_one_that_ended_as_it_should_said_nothing(places: LibraryPaths) -> None:
    run(places, "end")
    assert logs.previous_crash(places) is None
    assert logs.previous_crash(LibraryPaths.at(places.pictures / "nowhere")) is None


def test_the_log_begins_anew_when_it_is_long_and_three_before_it_are_kept(places: LibraryPaths) -> None:
    places.index.mkdir(parents=True)
    logs.configure(places)
    try:
        for number in range(60):
            logging.getLogger("macapp.test").warning("%d %s", number, "x" * (logs.MAX_LOG_BYTES // 10))
        files = sorted(each.name for each in places.logs.glob("easel.log*"))
        assert files == ["easel.log", "easel.log.1", "easel.log.2", "easel.log.3"]
        assert all(each.stat().st_size <= logs.MAX_LOG_BYTES for each in places.logs.glob("easel.log*"))
        assert "WARNING macapp.test: 59 x" in places.log.read_text()
    finally:
        logs.configure(LibraryPaths.at(places.pictures / "nowhere"))
