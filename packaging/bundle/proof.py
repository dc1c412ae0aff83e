"""The bundle tried where nobody built it, on Linux: moved, as another user, without a network, without caches.

What the frozen program draws has to be to the pixel what the program draws from its sources: the first picture, and one
of every family of models (`families.py`).
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

from bundle import families
from bundle.step import DIST, FOLDER, ROOT, Refused, Skipped
from macapp import PRODUCT
from macapp.errors import MachineFault
from macapp.smoke import GALLERY, PICTURE, WINDOW

SMOKE = ("--smoke", "--device", "cpu")
FROM_SOURCES = (sys.executable, "-m", "macapp")
ELSEWHERE = "a folder of another name, ห้องวาดภาพ"
NOBODY = 65534
WEIGHTS = "starter-model/unet/*.safetensors"
PATIENCE = 300  # seconds
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
        for name, ways in SITUATIONS.items():
            ways(program, work)
            print(f"  {name}: works", flush=True)
        drawn = (
            families.drawn_by([str(program)], work / "f", PATIENCE),
            families.drawn_by(FROM_SOURCES, work / "s", PATIENCE),
        )
        for name, picture in drawn[0].items():
            _same(picture, drawn[1][name])
        print(f"  to the pixel those of the sources: {', '.join(drawn[0])}", flush=True)
    return f"{len(SITUATIONS)} situations, {len(drawn[0])} kinds of models and what is added to them"


def smoke_of_bundle(app: Path) -> str:
    """Let the bundle for a Mac try itself; raises `Refused`, or `Skipped` where there is none."""
    program = app / "Contents" / "MacOS" / PRODUCT
    if not program.is_file():
        raise Skipped(f"There is no {app.name}: only a Mac makes one.")
    smoke(program)
    return "a red heart"


def smoke(program: Path, *before: str, env: Mapping[str, str] | None = None, more: Sequence[str] = ()) -> None:
    """Let a frozen program try itself, on the CPU; raises `Refused` with what it says."""
    command = [*before, str(program), *SMOKE, *more]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, cwd="/", env=env, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Refused(f"The bundle did not end within {PATIENCE} seconds.") from None
    if ran.returncode != 0 or ran.stdout.splitlines() != [WINDOW, PICTURE, GALLERY]:
        said = [each for each in ran.stderr.splitlines() if each.strip()] or [f"it ended with {ran.returncode}"]
        raise Refused(f"The bundle does not work: {said[-1]}")


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
    ran = subprocess.run(
        [*command, *SMOKE, "--library", str(library)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    found = list(library.glob("*/*.png"))
    if ran.returncode != 0 or len(found) != 1:
        raise Refused(f"There is no first picture: {ran.stderr.strip() or f'{len(found)} files'}")
    return found[0]


def _same(one: Path, other: Path) -> None:
    with Image.open(one) as frozen, Image.open(other) as drawn:
        if frozen.size != drawn.size or ImageChops.difference(frozen.convert("RGB"), drawn.convert("RGB")).getbbox():
            raise Refused(f"The frozen program draws another picture than its sources: {one.name} and {other.name}.")


def _moved_only(program: Path, _work: Path) -> None:
    smoke(program)


def _without_caches(program: Path, work: Path) -> None:
    """From the command line, which has no home of its own as the smoke does."""
    home = work / "empty home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    library = work / "without caches"
    command = [str(program), "--library", str(library), "generate", "a red heart on a white background", "--seed", "7"]
    ran = subprocess.run(
        command, capture_output=True, text=True, cwd="/", env=environment, timeout=PATIENCE, check=False
    )
    if ran.returncode != 0 or not list(library.glob("*/*.png")):
        raise Refused(f"Without caches the bundle does not draw: {ran.stderr.strip()}")
    smoke(program, env=environment)


def _without_network(program: Path, _work: Path) -> None:
    """In a network of its own that has nothing, not even this machine."""
    alone = next((each for each in (["unshare", "-n"], ["unshare", "-rn"]) if _works([*each, "true"])), None)
    if alone is None:
        print("  without a network: skipped, unshare may not make one here", flush=True)
        return
    smoke(program, *alone)


def _as_another_user(program: Path, _work: Path) -> None:
    """As nobody, who may write nowhere but in the folder of temporary files, and not into the bundle."""
    nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if not _works([*nobody, "true"]):
        print("  as another user: skipped, only root may become one", flush=True)
        return
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        copy = Path(folder, "Easel")
        shutil.copytree(program.parent, copy, symlinks=True)
        smoke(copy / program.name, *nobody, env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})


def _fetching(program: Path, work: Path) -> None:
    """A model from a hub of the tests' own, on this machine, through the true client in a process of its own."""
    from tests.hub import serving

    work = work / "hub"
    with serving(Path(families.tiny_models()["StableDiffusionPipeline"])) as hub:
        environment = {**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_HOME": str(work), "NO_PROXY": "127.0.0.1"}
        command = [str(program), "--library", str(work / "library"), "models", "download", hub.repository]
        ran = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=PATIENCE, check=False)
    if ran.returncode != 0 or not list(work.rglob("diffusion_pytorch_model.safetensors")):
        raise Refused(f"The bundle does not fetch a model: {ran.stderr.strip()}")


def _damaged(program: Path, _work: Path) -> None:
    """Without one of its weight files: it says so in one sentence, and ends as with any fault of the machine."""
    weights = next(program.parent.rglob(WEIGHTS))
    away = weights.rename(weights.with_suffix(".away"))
    try:
        ran = subprocess.run([str(program), *SMOKE], capture_output=True, text=True, timeout=PATIENCE, check=False)
    finally:
        away.rename(weights)
    if ran.returncode != MachineFault.exit_code or len(ran.stderr.splitlines()) != 1 or "not whole" not in ran.stderr:
        raise Refused(f"A damaged bundle ended with {ran.returncode} and said: {ran.stderr.strip()}")


def _works(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


SITUATIONS: Mapping[str, Callable[[Path, Path], None]] = {
    "moved to a path with spaces and Thai letters": _moved_only,
    "without caches": _without_caches,
    "without a network": _without_network,
    "as another user, who may not write there": _as_another_user,
    "fetching a model": _fetching,
    "told that a weight file is missing": _damaged,
}
