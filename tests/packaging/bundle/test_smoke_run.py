"""Programs are run to their end in the root folder, and their last error line is reported."""

import sys
from pathlib import Path

import pytest

from bundle import smoke_run
from bundle.build_step import Refused, Skipped
from bundle.smoke_run import last_line, run_to_end, smoke, smoke_of_bundle, smoke_on_display
from macapp.app.smoke import GALLERY, PICTURE, WINDOW


def run_python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_program_runs_to_its_end_with_any_exit_code() -> None:
    ran = run_to_end(run_python("import os, sys; print(os.getcwd()); sys.exit('first\\n\\nlast\\n')"))
    assert (ran.returncode, ran.stdout) == (1, "/\n")
    assert last_line(ran) == "last"
    assert last_line(run_to_end(run_python("raise SystemExit(7)"))) == "it ended with 7"


def test_a_program_that_does_not_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smoke_run, "TIMEOUT_SECONDS", 0.2)
    with pytest.raises(Refused, match=r"did not end within 0\.2 seconds"):
        run_to_end(run_python("import time; time.sleep(60)"))


def test_a_program_with_other_output_fails_the_smoke_test(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho no window >&2\n")
    program.chmod(0o755)
    with pytest.raises(Refused, match="The bundle does not work: no window"):
        smoke(program)


def test_without_a_bundle_for_a_mac_the_step_is_skipped(tmp_path: Path) -> None:
    with pytest.raises(Skipped, match=r"There is no Easel\.app"):
        smoke_of_bundle(tmp_path / "Easel.app")
    with pytest.raises(Skipped, match=r"There is no Easel\.app"):
        smoke_on_display(tmp_path / "Easel.app", tmp_path / "window.png")


def test_the_bundle_is_shown_and_keeps_a_picture_of_its_window(tmp_path: Path) -> None:
    program = tmp_path / "Easel.app/Contents/MacOS/Easel"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\nprintf "{WINDOW}\\n{PICTURE}\\n{GALLERY}\\n"\n')
    program.chmod(0o755)
    smoke_on_display(tmp_path / "Easel.app", tmp_path / "window.png")
    asked = (tmp_path / "asked").read_text().split()
    assert asked == ["--smoke", "--device", "cpu", "--shown", "--screenshot", str(tmp_path / "window.png")]
