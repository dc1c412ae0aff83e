"""The frozen program tries itself, on Linux and on a Mac: `--smoke`, and whether it said what it should."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from bundle.build_step import Refused, Skipped
from macapp import PRODUCT
from macapp.app.smoke import GALLERY, PICTURE, WINDOW

SMOKE = ("--smoke", "--device", "cpu")
PATIENCE = 300  # seconds


def smoke_of_bundle(app: Path) -> str:
    """Let the bundle for a Mac try itself; raises `Refused`, or `Skipped` where there is none."""
    program = app / "Contents" / "MacOS" / PRODUCT
    if not program.is_file():
        raise Skipped(f"There is no {app.name}: only a Mac makes one.")
    smoke(program)
    return "a red heart"


def smoke(program: Path, *before: str, env: Mapping[str, str] | None = None) -> None:
    """Let a frozen program try itself, on the CPU; raises `Refused` with what it says."""
    ran = ended([*before, str(program), *SMOKE], env)
    if ran.returncode != 0 or ran.stdout.splitlines() != [WINDOW, PICTURE, GALLERY]:
        raise Refused(f"The bundle does not work: {last_line(ran)}")


def ended(
    command: Sequence[str], env: Mapping[str, str] | None = None, cwd: str | Path = "/"
) -> "subprocess.CompletedProcess[str]":
    """Return a command that has ended, whatever with; raises `Refused` if it does not end.

    It is started in the root folder, as the Finder starts programs.
    """
    try:
        return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=env, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Refused(f"{Path(command[0]).name} did not end within {PATIENCE} seconds.") from None


def last_line(ran: "subprocess.CompletedProcess[str]") -> str:
    """Return the last line of what a command said went wrong, or how it ended."""
    lines = [each for each in ran.stderr.splitlines() if each.strip()]
    return lines[-1] if lines else f"it ended with {ran.returncode}"
