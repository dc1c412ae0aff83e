"""Run the smoke test of the frozen program on Linux and on a Mac: `--smoke` and its expected output."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from bundle.build_step import Refused, Skipped
from macapp import PRODUCT
from macapp.app.smoke import GALLERY, PICTURE, WINDOW

SMOKE = ("--smoke", "--device", "cpu")
TIMEOUT_SECONDS = 300  # seconds


def smoke_of_bundle(app: Path) -> str:
    """Run the smoke test of the bundle for a Mac; raises `Refused`, or `Skipped` if there is none."""
    program = app / "Contents" / "MacOS" / PRODUCT
    if not program.is_file():
        raise Skipped(f"There is no {app.name}: only a Mac can build it.")
    smoke(program)
    return "a red heart"


def smoke_on_display(app: Path, screenshot: Path) -> str:
    """Run the smoke test of the bundle on the display, in the style of macOS, and keep a picture of its window.

    Raises `Refused`, or `Skipped` if there is no bundle.
    """
    program = app / "Contents" / "MacOS" / PRODUCT
    if not program.is_file():
        raise Skipped(f"There is no {app.name}: only a Mac can build it.")
    smoke(program, options=("--shown", "--screenshot", str(screenshot)))
    return str(screenshot)


def smoke(program: Path, *before: str, env: Mapping[str, str] | None = None, options: Sequence[str] = ()) -> None:
    """Run the smoke test of a frozen program on the CPU; raises `Refused` with its error."""
    ran = run_to_end([*before, str(program), *SMOKE, *options], env)
    if ran.returncode != 0 or ran.stdout.splitlines() != [WINDOW, PICTURE, GALLERY]:
        raise Refused(f"The bundle does not work: {last_line(ran)}")


def run_to_end(
    command: Sequence[str], env: Mapping[str, str] | None = None, cwd: str | Path = "/"
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end and return it, with any exit code; raises `Refused` on a timeout.

    It starts in the root folder, as with the Finder.
    """
    try:
        return subprocess.run(
            command, capture_output=True, text=True, cwd=cwd, env=env, timeout=TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"{Path(command[0]).name} did not end within {TIMEOUT_SECONDS} seconds.") from None


def last_line(ran: "subprocess.CompletedProcess[str]") -> str:
    """Return the last line of a command's errors, or its exit code."""
    lines = [each for each in ran.stderr.splitlines() if each.strip()]
    return lines[-1] if lines else f"it ended with {ran.returncode}"
