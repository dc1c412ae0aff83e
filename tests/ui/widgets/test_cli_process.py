"""A command in its own process: lines of JSON, errors, crashes and stops."""

import sys

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.system.paths import LibraryPaths
from macapp.ui.widgets import cli_process
from macapp.ui.widgets.cli_process import CRASHED, CliProcess

SCRIPT = """
import json, os, sys, time
for line in ({"step": 1}, [2], {"step": 3}):
    print(json.dumps(line), flush=True)
print("no JSON", flush=True)
if "wait" in sys.argv:
    time.sleep(60)
if "crash" in sys.argv:
    os.abort()
print("warning: not an error", file=sys.stderr)
print("macapp: The disk is full.", file=sys.stderr)
sys.exit(4)
"""


@pytest.fixture(autouse=True)
def _script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_process, "self_command", lambda: [sys.executable, "-c", SCRIPT])


def test_dictionaries_are_emitted_and_the_error_is_reported(
    places: LibraryPaths, parent: QWidget, qtbot: QtBot
) -> None:
    process, lines = CliProcess(places, [], parent), list[dict]()
    process.line_received.connect(lines.append)
    with qtbot.waitSignal(process.finished, timeout=20_000) as finished:
        process.start()
    assert finished.args == [4, "The disk is full."]
    assert lines == [{"step": 1}, {"step": 3}]


def test_a_crash_and_a_missing_program_are_reported(
    places: LibraryPaths, parent: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = CliProcess(places, ["crash"], parent)
    with qtbot.waitSignal(process.finished, timeout=20_000) as finished:
        process.start()
    assert finished.args == [CRASHED, ""]
    monkeypatch.setattr(cli_process, "self_command", lambda: ["/no/such/program"])
    process = CliProcess(places, [], parent)
    with qtbot.waitSignal(process.finished, timeout=20_000) as finished:
        process.start()
    assert finished.args == [CRASHED, ""]


def test_a_stopped_command_emits_nothing_more(places: LibraryPaths, parent: QWidget, qtbot: QtBot) -> None:
    process, codes = CliProcess(places, ["wait"], parent), list[int]()
    process.finished.connect(lambda code, _why: codes.append(code))
    with qtbot.waitSignal(process.line_received, timeout=20_000):
        process.start()
    process.stop()
    qtbot.wait(20)
    assert codes == []
