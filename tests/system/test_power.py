"""A Mac stays awake while it works, and only then; with a simulated Foundation and caffeinate."""

import sys
import types
from pathlib import Path

import psutil
import pytest

from macapp.library import Library
from macapp.system import power as module
from macapp.system.power import USER_INITIATED, keep_awake
from macapp.workflow.runner import Runner
from tests.support.fake_engine import ScriptedEngine
from tests.support.request_factory import request


class Process:
    """A simulated process of Foundation, which records its activities."""

    def __init__(self) -> None:
        self.going_on: list[tuple[int, str]] = []
        self.told: list[tuple[int, str]] = []

    def beginActivityWithOptions_reason_(self, options: int, reason: str) -> tuple[int, str]:  # noqa: N802
        self.going_on.append((options, reason))
        self.told.append((options, reason))
        return options, reason

    def endActivity_(self, activity: tuple[int, str]) -> None:  # noqa: N802
        self.going_on.remove(activity)


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Process:
    """A Mac with the simulated Foundation."""
    found = Process()
    foundation = types.ModuleType("Foundation")
    foundation.NSProcessInfo = types.SimpleNamespace(processInfo=lambda: found)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "Foundation", foundation)
    monkeypatch.setattr(module, "ON_A_MAC", True)
    return found


def test_it_is_held_until_the_work_is_done_and_after_a_fault_too(process: Process) -> None:
    with keep_awake("Making pictures"):
        assert process.going_on == [(USER_INITIATED, "Making pictures")]
    assert not process.going_on
    with pytest.raises(KeyError), keep_awake("Making pictures"):
        raise KeyError
    assert not process.going_on


def test_the_idle_system_stays_up_and_the_display_may_sleep() -> None:
    """By the bits in NSProcessInfo.h: 1 << 20 is idle system sleep, 1 << 40 idle display sleep."""
    assert USER_INITIATED & 1 << 20
    assert not USER_INITIATED & 1 << 40


def test_a_queue_keeps_it_awake_and_lets_go_when_it_is_empty(library: Library, process: Process) -> None:
    library.queue.add([request(seed=each) for each in range(3)])
    seen: list[int] = []
    runner = Runner(library, ScriptedEngine, lambda _event: seen.append(len(process.going_on)))
    runner.run()
    assert 1 in seen
    assert seen[-1] == 0, "idle"
    assert len(process.told) == 3
    assert not process.going_on
    runner.close()


def test_without_foundation_the_system_s_command_does_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / "caffeinate"
    command.write_text("#!/bin/sh\nexec sleep 60\n")
    command.chmod(0o755)
    monkeypatch.setattr(module, "CAFFEINATE", command)
    monkeypatch.setattr(module, "ON_A_MAC", True)
    monkeypatch.setitem(sys.modules, "Foundation", None)
    before = set(psutil.Process().children())
    with keep_awake("Making pictures"):
        assert len(set(psutil.Process().children()) - before) == 1
    assert set(psutil.Process().children()) == before
    command.unlink()
    with keep_awake("Making pictures"):
        pass  # a Mac without the command does not fail either


def test_elsewhere_nothing_is_asked(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ON_A_MAC", False)
    with keep_awake("Making pictures"):
        assert not process.going_on
    assert not process.told
