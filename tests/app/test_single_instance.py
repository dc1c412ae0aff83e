"""One window per library: a second start hands over its files, and a killed first one does not block the next."""

import subprocess
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from macapp.app import single_instance as module
from macapp.app.single_instance import SingleInstance
from macapp.errors import MachineError
from macapp.system.paths import LibraryPaths
from tests.support.children import Child

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from macapp.app.single_instance import SingleInstance
from macapp.system.paths import LibraryPaths
application = QCoreApplication([])
with SingleInstance(LibraryPaths.at(Path(sys.argv[1]))) as instance:
    print("first" if instance.is_first else "second", flush=True)
    if not instance.is_first:
        instance.send_files([Path(each) for each in sys.argv[2:]])
        print("handed over", flush=True)
    else:
        sys.stdin.readline()
"""


def start(places: LibraryPaths, *files: str) -> subprocess.Popen[str]:
    command = ["-c", SECOND, str(places.pictures), *files]
    return Child(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_second_start_raises_the_first_and_hands_over_its_files(places: LibraryPaths, qtbot: QtBot) -> None:
    with SingleInstance(places) as first:
        assert first.is_first
        with qtbot.waitSignal(first.activation_requested, timeout=20_000) as raised:
            second = start(places, "/tmp/a heart, schön.png", "relative.png")
        out, err = second.communicate(timeout=20)
        assert out.split("\n")[:2] == ["second", "handed over"], err
        assert raised.args == [[Path("/tmp/a heart, schön.png"), Path("relative.png").absolute()]]


def test_a_first_that_was_killed_is_in_nobodys_way(places: LibraryPaths, qapp) -> None:
    first = start(places)
    assert first.stdout is not None
    assert first.stdout.readline() == "first\n"
    with SingleInstance(places) as second:
        assert not second.is_first
    first.kill()
    first.communicate()
    with SingleInstance(places) as third:
        assert third.is_first


def test_of_many_started_together_exactly_one_is_the_first(places: LibraryPaths) -> None:
    started = [start(places) for _ in range(8)]
    said = [each.stdout.readline() for each in started if each.stdout]
    # The first process runs no event loop here, so the others get no answer; only the order matters.
    for each in started:
        each.kill()
        each.communicate()
    assert sorted(said) == ["first\n"] + ["second\n"] * 7


def test_a_first_that_does_not_answer_is_said(places: LibraryPaths, qapp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_MILLISECONDS", 200)
    first = start(places)
    assert first.stdout is not None
    assert first.stdout.readline() == "first\n"
    with SingleInstance(places) as second, pytest.raises(MachineError, match="window-silent"):
        second.send_files([])
    first.kill()
    first.communicate()


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"hello\n",
        b"[]\n",
        b'{"raise": "x"}\n',
        b'{"raise": [1]}\n',
        b'{"raise": [], "run": "x"}\n',
        b"[" * 9999 + b"\n",
    ],
)
def test_whatever_else_comes_is_dropped(places: LibraryPaths, qtbot: QtBot, line: bytes) -> None:
    with SingleInstance(places) as first:
        heard: list[object] = []
        first.activation_requested.connect(heard.append)
        socket = QLocalSocket()
        socket.connectToServer(first.server_name)
        assert socket.waitForConnected(1000)
        socket.write(line)
        socket.flush()
        qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState, timeout=3000)
        assert heard == []
