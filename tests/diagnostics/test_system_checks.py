"""What a Mac says about itself in the self-test, with programs that answer as Apple's do."""

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from macapp.diagnostics import system_checks
from macapp.diagnostics.self_test import SelfTestResult
from macapp.diagnostics.system_checks import run_system_checks
from macapp.system import power, storage
from macapp.system.machine import GIB, detect_machine

MAC = replace(
    detect_machine(),
    torch="2.13.0",
    device="mps",
    macos="26.0",
    arch="arm64",
    chip="Apple M2",
    gpu_cores=10,
    working_set=11 * GIB,
)
Program = Callable[[str, str], Path]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Return a program that runs these lines of sh."""

    def make(name: str, lines: str) -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{lines}\n")
        path.chmod(0o755)
        return path

    return make


@pytest.fixture
def apple(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Programs of a Mac on which everything works."""
    held, excluded = tmp_path / "held", tmp_path / "excluded"
    monkeypatch.setattr(system_checks, "SW_VERS", program("sw_vers", "echo 26.0"))
    monkeypatch.setattr(system_checks, "PMSET", program("pmset", f"cat {held} 2>/dev/null"))
    keeping = f'trap "rm {held}; exit" TERM\necho "pid 1(caffeinate): caffeinate -i -w $3" > {held}'
    monkeypatch.setattr(power, "CAFFEINATE", program("caffeinate", f"{keeping}\nwhile :; do sleep 0.01; done"))
    answering = f'[ "$1" = addexclusion ] && touch {excluded}\n[ -e {excluded} ] && echo "[Excluded] $2"'
    monkeypatch.setattr(storage, "TMUTIL", program("tmutil", answering))
    monkeypatch.setattr(power, "ON_A_MAC", True)
    monkeypatch.setattr(storage, "ON_A_MAC", True)
    return program


def by_name(results: list[SelfTestResult]) -> dict[str, SelfTestResult]:
    return {each.name: each for each in results}


def test_on_a_mac_where_everything_works_everything_passes(apple: Program, tmp_path: Path) -> None:
    found = by_name(run_system_checks(MAC, tmp_path / "not" / "made"))
    assert found.keys() == {
        "power and memory",
        "launch",
        "version of macOS",
        "chip",
        "no sleep while it works",
        "written through to the drive",
        "left out of Time Machine",
    }
    assert [name for name, each in found.items() if not each.passed] == []
    assert found["no sleep while it works"].seen == {"assertions during": 1, "after": 0}
    assert list((tmp_path).glob("easel-*")) == [], "nothing stays behind"


def test_what_does_not_work_is_found(apple: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_checks, "SW_VERS", apple("sw_vers", "echo 26.1"))
    monkeypatch.setattr(system_checks, "PMSET", tmp_path / "missing")
    monkeypatch.setattr(system_checks, "ASSERTION_SECONDS", 0.05)
    monkeypatch.setattr(storage, "TMUTIL", apple("tmutil", 'echo "[Included] $2"'))
    found = by_name(run_system_checks(replace(MAC, gpu_cores=None), tmp_path))
    assert {name for name, each in found.items() if not each.passed} == {
        "version of macOS",
        "chip",
        "no sleep while it works",
        "left out of Time Machine",
    }
    assert found["version of macOS"].seen["sw_vers"] == "26.1"


@pytest.mark.parametrize(("code", "seen"), [(None, True), (errno.ENOTSUP, os.strerror(errno.ENOTSUP))])
def test_a_volume_says_whether_it_knows_the_full_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int | None, seen: object
) -> None:
    def fcntl(_descriptor: int, command: int) -> int:
        assert command == 51
        if code is not None:
            raise OSError(code, os.strerror(code))
        return 0

    monkeypatch.setattr(storage, "FULL_SYNC", 51)
    monkeypatch.setattr("fcntl.fcntl", fcntl)
    result = system_checks.check_full_sync(tmp_path)
    assert (result.passed, result.seen) == (True, {"F_FULLFSYNC": seen})


def test_elsewhere_what_applies_is_in_the_report(said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.cli.commands.inspect.run_self_test", lambda *_: [])
    code, out, _ = said("--library", str(tmp_path), "doctor", "--self-test", "--json")
    assert code == 0
    names = [each["name"] for each in json.loads(out)["self_test"]]
    assert names[:2] == ["power and memory", "launch"]
    assert ("version of macOS" in names) == (detect_machine().macos is not None)
