"""The freeze is refused in one sentence if the disk has no room."""

import re
from pathlib import Path

import pytest

from bundle import freeze
from bundle.__main__ import main
from bundle.build_step import Refused


def test_without_room_on_the_disk_nothing_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(freeze, "ROOT", tmp_path)
    monkeypatch.setattr(freeze, "MIN_FREE_BYTES", 10**15)
    assert main(["freeze", "icon"]) == Refused.exit_code
    told = capsys.readouterr()
    assert told.out == "freeze:\n", "nor is anything after it"
    said = r"bundle: freeze: A build needs 1000000\.0 GB on this disk, and \d+\.\d GB are free\.\n"
    assert re.fullmatch(said, told.err)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_while_it_freezes_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    specification = tmp_path / "easel.spec"
    specification.write_text("raise OSError(28, 'No space left on device')")
    for name, value in (("ROOT", tmp_path), ("WORK", tmp_path / "build" / "freeze"), ("SPECIFICATION", specification)):
        monkeypatch.setattr(freeze, name, value)
    said = r"PyInstaller ended with 1: OSError: .*No space left on device \(build/freeze\.log\)$"
    with pytest.raises(Refused, match=said):
        freeze.freeze()
