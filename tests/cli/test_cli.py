"""The command line as a whole: which arguments are commands, what it imports, and an output that nobody reads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from macapp import cli


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m macapp --library {tmp_path} doctor | true"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True)
    assert "Traceback" not in done.stderr


def test_the_command_line_needs_no_qt_no_torch_and_no_display(tmp_path: Path) -> None:
    code = (
        "import sys; from macapp.__main__ import main;"
        f"assert main(['--library', {str(tmp_path)!r}, 'list']) == 0;"
        f"assert main(['--library', {str(tmp_path)!r}, 'doctor', '--json']) == 0;"
        "assert not {'PySide6', 'torch', 'diffusers', 'transformers'} & set(sys.modules)"
    )
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr


def test_an_unknown_command_or_none_is_a_sentence(said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said("frobnicate")[0] == 2
    assert cli.is_command(["frobnicate"])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run").mkdir()
    assert cli.is_command(["--library", "x", "run", "--until-empty"]), "also where a folder is called so"
    assert not cli.is_command(["./run"])
    assert not cli.is_command([])
    assert not cli.is_command(["--library", "x"])
