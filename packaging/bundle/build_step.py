"""Shared by all steps: paths, exceptions that refuse or skip a step, and running programs. Any thread."""

import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from macapp import PRODUCT

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
APP = DIST / f"{PRODUCT}.app"
FOLDER = DIST / PRODUCT


class Refused(Exception):
    """A step that fails, with the reason in one sentence; the build ends with its exit code."""

    exit_code = 1


class Skipped(Exception):
    """A step that this machine does not support, with what it needs in one sentence; the build continues."""


def need_program(name: str, for_what: str) -> str:
    """Return the path of a program; raises `Skipped` if it is missing, such as Apple's on Linux."""
    found = shutil.which(name)
    if found is None:
        raise Skipped(f"{for_what} needs {name}, which this machine does not have.")
    return found


def run(*command: str | Path, hidden: Sequence[str] = ()) -> str:
    """Run a program and return its output; raises `subprocess.CalledProcessError` with the output in `output`.

    Prints the command without the words in `hidden`.
    """
    words = [str(each) for each in command]
    print("  " + shlex.join("..." if each in hidden else each for each in words), flush=True)
    return subprocess.run(words, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout


def last_output_line(error: subprocess.CalledProcessError) -> str:
    """Return the last output line of a failed program."""
    lines = [each.strip() for each in (error.output or "").splitlines() if each.strip()]
    return lines[-1].rstrip(".") if lines else f"{Path(str(error.cmd[0])).name} ended with {error.returncode}"
