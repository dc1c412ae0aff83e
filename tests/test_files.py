"""Files appear whole or not at all."""

import os
from pathlib import Path

import psutil
import pytest

from macapp import files


def test_a_file_is_written_whole_and_nothing_is_left_over(tmp_path: Path) -> None:
    target, unfinished = tmp_path / "a" / "b.png", tmp_path / "unfinished"
    files.write(target, b"one", unfinished)
    files.write(target, b"two", unfinished)
    assert target.read_bytes() == b"two"
    assert list(unfinished.iterdir()) == []


def test_whichever_operation_fails_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, unfinished = tmp_path / "b.png", tmp_path / "unfinished"
    files.write(target, b"old", unfinished)
    fatal = 0
    for fatal in range(1, 20):
        count = 0

        def fail_at_the_nth(_name: str, fatal: int = fatal) -> None:
            nonlocal count
            count += 1
            if count == fatal:
                raise OSError(28, "No space left on device")

        monkeypatch.setattr(files, "before_operation", fail_at_the_nth)
        try:
            files.write(target, b"new", unfinished)
        except OSError:
            assert target.read_bytes() in (b"old", b"new")  # "new" only once it was renamed
            assert list(unfinished.iterdir()) == []
        else:
            break
    assert 3 <= fatal < 19
    assert target.read_bytes() == b"new"


def test_new_files_never_take_the_place_of_others(tmp_path: Path) -> None:
    names = [files.write_new(tmp_path, "a heart", ".png", b"x", tmp_path).name for _ in range(3)]
    assert names == ["a heart.png", "a heart (2).png", "a heart (3).png"]


def test_only_what_dead_processes_left_is_swept(tmp_path: Path) -> None:
    for name in (".999999999-1-a.png", f".{os.getpid()}-1-b.png", "my notes.txt", "12-13.png.bak"):
        (tmp_path / name).write_bytes(b"x")
    assert files.sweep(tmp_path, lambda pid: pid in (os.getpid(), 12) or psutil.pid_exists(pid)) == 1
    assert not (tmp_path / ".999999999-1-a.png").exists()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_damaged_file_is_set_aside_not_deleted(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"broken")
    moved = files.set_aside(tmp_path / "a.png", tmp_path / "damaged")
    assert moved.read_bytes() == b"broken"
    assert not (tmp_path / "a.png").exists()


def test_time_machine_is_told_what_can_be_had_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's command is played by a script that writes down what it was asked."""
    command, asked = tmp_path / "tmutil", tmp_path / "asked"
    command.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{asked}"\n')
    command.chmod(0o755)
    monkeypatch.setattr(files, "TMUTIL", command)
    files.leave_out_of_backups(tmp_path / "models")
    assert not asked.exists(), "elsewhere than on a Mac there is nobody to tell"
    monkeypatch.setattr(files, "ON_A_MAC", True)
    files.leave_out_of_backups(tmp_path / "models")
    assert asked.read_text().splitlines() == ["addexclusion", str(tmp_path / "models")]
    monkeypatch.setattr(files, "TMUTIL", tmp_path / "gone")
    files.leave_out_of_backups(tmp_path / "models")
