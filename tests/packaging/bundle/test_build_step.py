"""The steps share how programs are run and reported; unknown steps are refused in one sentence."""

import subprocess
import sys

import pytest

from bundle.__main__ import main
from bundle.build_step import Skipped, last_output_line, need_program, run


def test_an_unknown_step_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frieze"]) == 2
    assert "there is no step frieze; there are icon, freeze" in capsys.readouterr().err


def test_a_secret_is_not_printed_with_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sys.executable, "-c", "import sys; print(sys.argv[1])", "secret", hidden=["secret"]) == "secret\n"
    printed = capsys.readouterr().out
    assert "secret" not in printed
    assert "..." in printed


def test_the_last_output_line_of_a_failed_program_is_reported() -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        run(sys.executable, "-c", "print('first'); print('It failed. '); raise SystemExit(3)")
    assert last_output_line(caught.value) == "It failed"
    with pytest.raises(subprocess.CalledProcessError) as caught:
        run("false")
    assert last_output_line(caught.value) == "false ended with 1"


def test_a_missing_program_skips_the_step() -> None:
    assert need_program("sh", "A script").endswith("/sh")
    with pytest.raises(Skipped, match="A seal needs no-such-program, which this machine does not have"):
        need_program("no-such-program", "A seal")
