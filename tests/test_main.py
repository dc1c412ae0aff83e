"""The entry point opens closed streams before anything can take their numbers, and chooses the command line."""

import subprocess
import sys
from pathlib import Path

import pytest

from macapp import __version__
from macapp.__main__ import main


def test_a_command_runs_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--library", str(tmp_path), "queue"]) == 0
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "rebuild" in capsys.readouterr().out


def test_the_version_is_printed_without_a_window() -> None:
    done = subprocess.run([sys.executable, "-m", "macapp", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"Easel {__version__}\n"


STORY = """
import os, sys
from macapp.__main__ import fill_streams
fill_streams()
print("lost")
print("lost", file=sys.stderr)
opened = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)
os.write(opened, str(opened).encode())
"""


@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "0<&- 1>&- 2>&-"])
def test_closed_streams_are_opened_on_nothing(closed: str, tmp_path: Path) -> None:
    command = ["sh", "-c", f'exec "$0" -c "$1" "$2" {closed}', sys.executable, STORY, str(tmp_path / "number")]
    subprocess.run(command, check=True)
    assert int((tmp_path / "number").read_text()) > 2
