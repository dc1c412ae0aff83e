"""The standard streams of every command: closed, full, without a reader, or in another encoding."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from macapp.cli.parser import COMMANDS
from macapp.library import Library, imports
from macapp.system.paths import LibraryPaths
from tests.library.metadata.importers.files import A1111, png
from tests.support import children

FULL = Path("/dev/full")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library of one picture, and files to enqueue, to import and to make a map of."""
    folder = tmp_path_factory.mktemp("streams")
    picture = png(folder, "a.png", parameters=A1111)
    (folder / "requests.jsonl").write_text('{"prompt": "schön"}\n')
    with Library.open(LibraryPaths.at(folder / "library")) as library:
        [picture_id] = imports.import_pictures(library, [picture]).added
        library.backup()
    (folder / "id").write_text(picture_id)
    return folder


@pytest.fixture
def full() -> Iterator[BinaryIO]:
    """A device that is always full."""
    if not FULL.exists():
        pytest.skip("only Linux has a device that is full")
    with FULL.open("wb") as opened:
        yield opened


def run(folder: Path, command: str, **streams: Any) -> subprocess.CompletedProcess[str]:
    """Run a command; what it prints is read, unless its stream is given or `without` closes it."""
    words = ["-m", "macapp", "--library", str(folder / "library"), *command.split()]
    drawing = command.startswith("generate")
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return children.run(words, engine=drawing, text=True, cwd=folder, **streams)


def in_ascii(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a new interpreter whose output has no encoding for other letters."""
    words = [sys.executable, "-m", "macapp", "--library", str(folder / "library"), *command.split()]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    return subprocess.run(words, capture_output=True, text=True, timeout=120, cwd=folder, env=environment)


PRINTING = {
    "enqueue": "enqueue requests.jsonl",
    "queue": "queue",
    "list": "list",
    "show": "show {id}",
    "plan": "plan",
    "search": "search",
    "import": "import a.png --in-place .",
    "export": "export {id} out",
    "models": "models list",
    "map": "map canny a.png map.png",
    "backup": "backup",
    "restore": "restore --list",
    "verify": "verify",
    "rebuild": "rebuild",
    "doctor": "doctor",
}
"""Arguments with which each command prints; without `generate`, `run`, `repeat` (pictures) and `benchmark` (hours)."""


def test_the_table_has_every_command() -> None:
    assert {*PRINTING, "generate", "run", "repeat", "benchmark"} == set(COMMANDS)


@pytest.mark.parametrize("command", [*sorted(PRINTING.keys() - {"queue", "import"}), "--version", "list --help"])
def test_results_that_cannot_be_printed_are_a_fault(folder: Path, full: BinaryIO, command: str) -> None:
    asked = PRINTING.get(command, command).format(id=(folder / "id").read_text())
    for streams in ({"stdout": full}, {"without": [1]}):
        done = run(folder, asked, **streams)
        assert done.returncode == 3, streams
        assert done.stderr.startswith("macapp: The results could not be printed: ")
        assert done.stderr.count("\n") == 1


def test_errors_that_cannot_be_printed_change_no_exit_code(folder: Path, full: BinaryIO) -> None:
    for streams in ({"stderr": full}, {"without": [2]}):
        assert run(folder, "show none", **streams).returncode == 2
        assert run(folder, "list", **streams).returncode == 0


def test_a_picture_is_made_though_nothing_can_be_printed(folder: Path, full: BinaryIO, starter_model: Path) -> None:
    pytest.importorskip("torch")  # `make legacy` runs these tests on a Python that has none
    asked = f"generate heart --model {starter_model} --size 64x64 --steps 1 --count 2"
    with Library.open(LibraryPaths.at(folder / "library")) as library:
        before = library.pictures.count()
        done = run(folder, asked, stdout=full)
        assert done.returncode == 3
        assert done.stderr.count("could not be printed") == 1
        assert library.pictures.count() == before + 2


def test_what_the_output_cannot_say_is_shown_otherwise(folder: Path) -> None:
    done = in_ascii(folder, "list")
    assert (done.returncode, done.stderr) == (0, "")
    lines = in_ascii(folder, "list --json").stdout.splitlines()
    assert json.loads(lines[-1])["prompt"].isascii() is False


@pytest.mark.parametrize("given", ['yes \'{"prompt": "x"}\' |', "cat /dev/zero |"])
def test_endless_input_is_refused_before_the_memory_is_full(folder: Path, given: str) -> None:
    command = f"(ulimit -v 2000000; {given} {sys.executable} -m macapp --library {folder / 'library'} enqueue -)"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert done.stderr == "macapp: - is too large for a list of requests. Split it into several files.\n"


def test_devices_pipes_and_lines_without_end_are_refused(folder: Path) -> None:
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "line.jsonl").write_text('{"prompt": "' + "x" * (9 * 2**20) + '"}')
    said = {
        "/dev/zero": "/dev/zero is a device, not a file. Choose a file.",
        "pipe.jsonl": "pipe.jsonl is a pipe, not a file. Choose a file.",
        "line.jsonl": "Line 1 of line.jsonl is too long for a request.",
    }
    for name, words in said.items():
        done = run(folder, f"enqueue {name}")
        assert (done.returncode, done.stderr) == (2, f"macapp: {words}\n")
