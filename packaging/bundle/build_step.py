"""What all steps share: where things are, how one is refused or skipped, and running another program. Any thread."""

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
    """A step that cannot be done, and why, in one sentence; the build ends with its exit code."""

    exit_code = 1


class Skipped(Exception):
    """A step that is not for here, and what it would need, in one sentence; the build goes on."""


def need_program(name: str, for_what: str) -> str:
    """Return where a program is; raises `Skipped` where it is not, as Apple's are on Linux."""
    found = shutil.which(name)
    if found is None:
        raise Skipped(f"{for_what} needs {name}, which this machine does not have.")
    return found


def run(*command: str | Path, hidden: Sequence[str] = ()) -> str:
    """Run a program and return what it printed; raises `subprocess.CalledProcessError` with that in `output`.

    The command is shown, but for the words in `hidden`.
    """
    words = [str(each) for each in command]
    print("  " + shlex.join("..." if each in hidden else each for each in words), flush=True)
    return subprocess.run(words, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout


def told(error: subprocess.CalledProcessError) -> str:
    """Return the last line that a program said when it failed."""
    lines = [each.strip() for each in (error.output or "").splitlines() if each.strip()]
    return lines[-1].rstrip(".") if lines else f"{Path(str(error.cmd[0])).name} ended with {error.returncode}"
