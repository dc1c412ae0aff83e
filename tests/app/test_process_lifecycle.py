"""The process of the program: killed by signals, started twice, and given files before its window exists.

Each test starts the real program in its own process, with a scripted engine (`tests/support/window_process.py`).
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from PIL import Image

from macapp.system.paths import LibraryPaths
from tests.support.children import Child

Begin = Callable[..., "subprocess.Popen[str]"]
CRASHED = "banner: Easel ended unexpectedly last time."


@pytest.fixture
def begin(places: LibraryPaths) -> Iterator[Begin]:
    """Start the program on the library of the test; all processes end with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> "subprocess.Popen[str]":
        command = ["-m", "tests.support.window_process", "--library", str(places.pictures), *arguments]
        pipe = subprocess.PIPE
        started.append(Child(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True))
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.communicate()


def read_until(process: "subprocess.Popen[str]", line: str) -> list[str]:
    """Return the lines that a program prints before this one; fail if it ends without it."""
    assert process.stdout is not None
    lines = [each.rstrip("\n") for each in takewhile(lambda each: each != f"{line}\n", process.stdout)]
    assert process.poll() is None, f"it ended with {process.returncode} after {lines}"
    return lines


def terminate(process: "subprocess.Popen[str]") -> tuple[int, list[str]]:
    """Terminate a program as a user or the system does; return its exit code and its last lines."""
    process.terminate()
    output, _ = process.communicate(timeout=60)
    return process.returncode, output.splitlines()


def signal_main_thread(pid: int, by: signal.Signals) -> None:
    """Send a signal to the thread that runs the window: Linux gives one for the process to any, also to one of Qt."""
    if sys.platform == "linux":
        ctypes.CDLL(None).tgkill(pid, pid, int(by))
    else:
        os.kill(pid, by)


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (signal.SIGSEGV, "Fatal Python error: Segmentation fault"),
        (signal.SIGABRT, "Fatal Python error: Aborted"),
    ],
    ids=lambda each: getattr(each, "name", ""),
)
def test_what_a_signal_killed_is_told_at_the_next_start_and_only_there(
    begin: Begin, places: LibraryPaths, said, by: signal.Signals, words: str
) -> None:
    killed = begin()
    read_until(killed, "shown")
    read_until(killed, "pictures: 0")
    signal_main_thread(killed.pid, by)
    assert killed.wait(60) == -by
    again = begin()
    read_until(again, CRASHED)
    assert terminate(again)[0] == 0
    left = places.crash_report.read_text()
    assert left.startswith(words)
    assert "macapp/app/application.py" in left, "the report names the place of the crash"
    crash = json.loads(said("--library", str(places.pictures), "doctor", "--json")[1])["last_crash"]
    assert crash["by"] == words
    third = begin()
    read_until(third, "shown")
    read_until(third, "pictures: 0")
    assert CRASHED not in terminate(third)[1]


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda each: each.name)
def test_one_that_was_told_to_end_or_could_not_say_a_word_leaves_none(
    begin: Begin, places: LibraryPaths, by: signal.Signals
) -> None:
    first = begin()
    read_until(first, "pictures: 0")
    first.send_signal(by)
    assert first.wait(60) == (-by if by is signal.SIGKILL else 0)
    again = begin()
    assert CRASHED not in read_until(again, "pictures: 0")
    assert not places.crash_report.exists()


def test_files_from_the_dock_come_before_the_window_or_after_it_and_together(begin: Begin, tmp_path: Path) -> None:
    """One file becomes the source image; several are imported, although each comes in its own event."""
    images = [str(tmp_path / f"{side}.png") for side in (64, 72, 80, 88)]
    for number, each in enumerate(images):
        Image.new("RGB", (64 + 8 * number, 64), "teal").save(each)
    early = begin("--early", images[0])
    read_until(early, "starts from: (64, 64)")
    assert terminate(early)[0] == 0
    several = begin("--early", images[0], "--early", images[1])
    assert "starts from: (64, 64)" not in read_until(several, "pictures: 2")
    assert terminate(several)[0] == 0
    late = begin("--late", images[2], "--late", images[3])
    read_until(late, "pictures: 4")
    assert terminate(late)[0] == 0


def test_a_second_start_hands_its_files_to_the_first_and_ends(begin: Begin, tmp_path: Path) -> None:
    Image.new("RGB", (96, 64), "teal").save(tmp_path / "sketch.png")
    first = begin()
    read_until(first, "shown")
    second = begin(str(tmp_path / "sketch.png"))
    assert second.wait(60) == 0
    assert second.stdout is not None
    assert "shown" not in second.stdout.read()
    read_until(first, "starts from: (96, 64)")
    assert terminate(first)[0] == 0


@pytest.mark.skipif(sys.platform != "linux", reason="folders of Linux that nobody can write to, root neither")
@pytest.mark.parametrize(
    ("library", "code", "words"),
    [
        ("/sys/easel", 3, "Easel has no permission to use /sys/easel"),
        ("/proc/easel", 2, "/proc/easel"),
        (__file__, 2, "is not a folder"),
    ],
)
def test_a_start_that_cannot_be_is_a_sentence_in_a_dialog(begin: Begin, library: str, code: int, words: str) -> None:
    output, _ = (process := begin("--library", library)).communicate(timeout=60)
    assert process.returncode == code
    [dialog] = output.splitlines()
    assert dialog.startswith("dialog: ")
    assert words in dialog
