"""A launch with a problem is reported in one message at the start."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from macapp.diagnostics.launch import Launch, detect_launch, launch_problem
from macapp.messages import message_for
from macapp.system.machine import detect_machine, with_overrides

GOOD = with_overrides("ram=16GB,torch=2.13.0,macos=14.5,device=mps", detect_machine())
OLD = replace(GOOD, macos="13.6")
INTEL = replace(GOOD, arch="x86_64", device="cpu")
ROSETTA = replace(INTEL, translated=True)
LINUX = replace(INTEL, macos=None)
HIDDEN = Path("/private/var/folders/x1/T/AppTranslocation/9F3B/d/Easel.app")
IMAGE = Path("/Volumes/Easel 0.1.0/Easel.app")


@pytest.mark.parametrize(
    ("start", "code", "words"),
    [
        (Launch(GOOD), None, ""),
        (Launch(GOOD, Path("/Applications/Easel.app")), None, ""),
        (Launch(GOOD, Path("/Volumes/Work/Easel.app")), None, ""),  # a writable disk
        (Launch(LINUX, Path("/opt/easel")), None, ""),
        (Launch(GOOD, HIDDEN, read_only=True), "start-translocated", "Applications"),
        (Launch(GOOD, IMAGE, read_only=True), "start-disk-image", "Easel 0.1.0"),
        (Launch(GOOD, Path("/Library/Shared/Easel.app"), read_only=True), "start-read-only", "/Library/Shared"),
        (Launch(LINUX, Path("/media/cdrom/easel"), read_only=True), "start-read-only", "/media/cdrom"),
        (Launch(OLD), "needs-macos-for-torch", "14.0"),
        (Launch(replace(GOOD, macos="12.1")), "needs-macos", "12.6"),
        (Launch(INTEL), "needs-apple-silicon", "x86_64"),
        (Launch(ROSETTA), "needs-arm64", "Rosetta"),
        (Launch(replace(GOOD, macos="12.6", torch="1.13.1")), None, ""),  # recommendations are not reported
        (Launch(ROSETTA, HIDDEN, read_only=True), "needs-arm64", "Rosetta"),  # missing requirements come first
    ],
)
def test_what_is_wrong_with_a_start(start: Launch, code: str | None, words: str) -> None:
    wrong = launch_problem(start)
    assert (wrong.code if wrong else None) == code
    if wrong is not None:
        told = message_for(wrong)
        assert words in told
        assert told.endswith(".")


def test_a_checkout_lies_nowhere_and_a_bundle_where_its_program_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert detect_launch(GOOD) == Launch(GOOD)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    for program, bundle in (
        (tmp_path / "Easel.app" / "Contents" / "MacOS" / "Easel", tmp_path / "Easel.app"),
        (tmp_path / "easel" / "Easel", tmp_path / "easel"),
    ):
        program.parent.mkdir(parents=True)
        program.touch()
        monkeypatch.setattr(sys, "executable", str(program))
        assert detect_launch(GOOD) == Launch(GOOD, bundle, read_only=False)
