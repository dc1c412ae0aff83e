"""The bundle tried where nobody built it, on Linux: moved, as another user, without a network, without caches.

What the frozen program draws has to be to the pixel what the program draws from its sources: the first picture, and one
of every family of models (`families.py`).
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
from bundle.smoke_run import SMOKE, ended, last_line
from macapp import PRODUCT
from macapp.app.smoke import GALLERY, WINDOW

FROM_SOURCES = (sys.executable, "-m", "macapp")
ELSEWHERE = "a folder of another name, ห้องวาดภาพ"
RUNS = 5
BARS = {WINDOW: 1.0, GALLERY: 10.0}
"""Seconds, warm, from the start of the process to the line that the smoke prints."""


def prove() -> str:
    """Try everything; returns how much that was. Raises `Refused` with the first that is not as it should be."""
    _need_folder()
    with TemporaryDirectory() as scratch, _moved(FOLDER) as folder:
        program, work = folder / PRODUCT, Path(scratch)
        _same(_first_picture([str(program)], work / "frozen"), _first_picture(FROM_SOURCES, work / "sources"))
        print("  the first picture: to the pixel that of the sources", flush=True)
        tried = [name for name, ways in SITUATIONS.items() if _works(name, ways, program, work)]
        drawn = family_smoke.drawn_by([str(program)], work / "f"), family_smoke.drawn_by(FROM_SOURCES, work / "s")
        for name, picture in drawn[0].items():
            _same(picture, drawn[1][name])
        print(f"  to the pixel those of the sources: {', '.join(drawn[0])}", flush=True)
    return f"{len(tried)} situations, {len(drawn[0])} kinds of models and what is added to them"


def _works(name: str, ways: Callable[[Path, Path], None], program: Path, work: Path) -> bool:
    """Try a program in a situation, and say how that went; False if this machine does not allow it."""
    try:
        ways(program, work)
    except Skipped as why:
        print(f"  {name}: skipped: {why}", flush=True)
        return False
    print(f"  {name}: works", flush=True)
    return True


def speed() -> str:
    """Print how long the bundle takes, warm; returns whether that is within the bars. Raises `Skipped` without one."""
    program = _need_folder()
    runs = [_timed([str(program), *SMOKE]) for _ in range(RUNS + 1)][1:]
    within = True
    for line, bar in BARS.items():
        seconds = sorted(each[line] for each in runs)
        middle = statistics.median(seconds)
        within &= middle <= bar
        print(f"  {line:42} {middle:5.2f} s (median of {RUNS}, {seconds[0]:.2f} to {seconds[-1]:.2f}), bar {bar:.0f} s")
    return "within its bars" if within else "over its bars: measure again on a machine that has nothing else to do"


def _need_folder() -> Path:
    """Return the program that was built on Linux; raises `Skipped` elsewhere."""
    if sys.platform == "darwin" or not (FOLDER / PRODUCT).is_file():
        raise Skipped(f"This is for {FOLDER.relative_to(ROOT)} as it is built on Linux.")
    return FOLDER / PRODUCT


def _timed(command: Sequence[str]) -> dict[str, float]:
    """Return after how many seconds each line was printed."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd="/")
    with process:
        assert process.stdout is not None  # it is a pipe
        found = {line.rstrip("\n"): time.perf_counter() - began for line in process.stdout}
    if process.returncode != 0:
        raise Refused(f"The bundle ended with {process.returncode}.")
    return found


@contextmanager
def _moved(folder: Path) -> Iterator[Path]:
    """Let a bundle lie elsewhere meanwhile, in a folder whose name has spaces and Thai letters."""
    there = DIST / ELSEWHERE / folder.name
    there.parent.mkdir(exist_ok=True)
    folder.rename(there)
    try:
        yield there
    finally:
        there.rename(folder)
        there.parent.rmdir()


def _first_picture(command: Sequence[str], library: Path) -> Path:
    ran = ended([*command, *SMOKE, "--library", str(library)], cwd=ROOT)
    found = list(library.glob("*/*.png"))
    if ran.returncode != 0 or len(found) != 1:
        raise Refused(f"There is no first picture, but {len(found)} files: {last_line(ran)}")
    return found[0]


def _same(one: Path, other: Path) -> None:
    with Image.open(one) as frozen, Image.open(other) as drawn:
        if frozen.size != drawn.size or ImageChops.difference(frozen.convert("RGB"), drawn.convert("RGB")).getbbox():
            raise Refused(f"The frozen program draws another picture than its sources: {one.name} and {other.name}.")
