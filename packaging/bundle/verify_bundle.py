"""Run the bundle on Linux in other environments: moved, as another user, without a network, without caches.

The frozen program must generate exactly the pixels of the program in the sources: the first picture, and one of every
model family (`family_smoke.py`).
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

from bundle import family_smoke
from bundle.build_step import DIST, FOLDER, ROOT, Refused, Skipped
from bundle.install_tests import SITUATIONS
from bundle.smoke_run import SMOKE, last_line, run_to_end
from macapp import PRODUCT
from macapp.app.smoke import GALLERY, WINDOW

FROM_SOURCES = (sys.executable, "-m", "macapp")
ELSEWHERE = "a folder of another name, ห้องวาดภาพ"
RUNS = 5
BARS = {WINDOW: 1.0, GALLERY: 10.0}
"""The limits in seconds, warm, from the start of the process to the lines that the smoke test prints."""


def prove() -> str:
    """Run everything; return the number of checks. Raises `Refused` with the first fault."""
    _need_folder()
    with TemporaryDirectory() as scratch, _moved_folder(FOLDER) as folder:
        program, work = folder / PRODUCT, Path(scratch)
        _check_same(_first_picture([str(program)], work / "frozen"), _first_picture(FROM_SOURCES, work / "sources"))
        print("  the first picture: identical pixels", flush=True)
        tried = [name for name, run_situation in SITUATIONS.items() if _works(name, run_situation, program, work)]
        drawn = (
            family_smoke.draw_families([str(program)], work / "f"),
            family_smoke.draw_families(FROM_SOURCES, work / "s"),
        )
        for name, picture in drawn[0].items():
            _check_same(picture, drawn[1][name])
        print(f"  identical pixels: {', '.join(drawn[0])}", flush=True)
    return f"{len(tried)} situations, {len(drawn[0])} kinds of models and auxiliary models"


def _works(name: str, run_situation: Callable[[Path, Path], None], program: Path, work: Path) -> bool:
    """Run a program in a situation and print the result; return False if this machine does not allow it."""
    try:
        run_situation(program, work)
    except Skipped as why:
        print(f"  {name}: skipped: {why}", flush=True)
        return False
    print(f"  {name}: works", flush=True)
    return True


def speed() -> str:
    """Print the times of the bundle, warm; return whether they are within the limits. Raises `Skipped` without a
    bundle."""
    program = _need_folder()
    runs = [_time_lines([str(program), *SMOKE]) for _ in range(RUNS + 1)][1:]
    within = True
    for line, bar in BARS.items():
        seconds = sorted(each[line] for each in runs)
        middle = statistics.median(seconds)
        within &= middle <= bar
        print(f"  {line:42} {middle:5.2f} s (median of {RUNS}, {seconds[0]:.2f} to {seconds[-1]:.2f}), bar {bar:.0f} s")
    return "within its limits" if within else "over its limits: measure again on an idle machine"


def _need_folder() -> Path:
    """Return the program that was built on Linux; raises `Skipped` on other systems."""
    if sys.platform == "darwin" or not (FOLDER / PRODUCT).is_file():
        raise Skipped(f"This is for {FOLDER.relative_to(ROOT)} as it is built on Linux.")
    return FOLDER / PRODUCT


def _time_lines(command: Sequence[str]) -> dict[str, float]:
    """Return the seconds until each line was printed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd="/")
    with process:
        assert process.stdout is not None  # it is a pipe
        found = {line.rstrip("\n"): time.perf_counter() - start for line in process.stdout}
    if process.returncode != 0:
        raise Refused(f"The bundle ended with {process.returncode}.")
    return found


@contextmanager
def _moved_folder(folder: Path) -> Iterator[Path]:
    """Move a bundle meanwhile to a folder whose name has spaces and Thai letters."""
    there = DIST / ELSEWHERE / folder.name
    there.parent.mkdir(exist_ok=True)
    folder.rename(there)
    try:
        yield there
    finally:
        there.rename(folder)
        there.parent.rmdir()


def _first_picture(command: Sequence[str], library: Path) -> Path:
    ran = run_to_end([*command, *SMOKE, "--library", str(library)], cwd=ROOT)
    found = list(library.glob("*/*.png"))
    if ran.returncode != 0 or len(found) != 1:
        raise Refused(f"There is no first picture, but {len(found)} files: {last_line(ran)}")
    return found[0]


def _check_same(one: Path, other: Path) -> None:
    with Image.open(one) as frozen, Image.open(other) as drawn:
        if frozen.size != drawn.size or ImageChops.difference(frozen.convert("RGB"), drawn.convert("RGB")).getbbox():
            raise Refused(f"The frozen program draws another picture than its sources: {one.name} and {other.name}.")
