"""What happens to a program after it was built: each situation is made on this machine, and the bundle tried in it.

On Linux, where most can be made. A situation that this machine does not allow says so and is skipped.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from bundle import family_smoke, run_inside
from bundle.build_step import ROOT, Refused, Skipped
from bundle.smoke_run import PATIENCE, SMOKE, ended, last_line, smoke
from macapp.diagnostics.launch import TRANSLOCATED
from macapp.domain.job import JobState
from macapp.errors import MachineError
from macapp.library import Library
from macapp.system.paths import AFTER, LibraryPaths

NOBODY = 65534
WEIGHTS = "starter-model/unet/*.safetensors"
MOUNTED = 'mount --bind "$1" "$2" && mount -o remount,ro,bind "$2" && exec "$2/$3" doctor --json'
"""For a shell in namespaces of its own: the first folder is seen in the second, where nothing can be written."""
HANGING = "import sys; sys.path.append({root!r}); from tests.support.child_hung import main; main({library!r})"


def moved_only(program: Path, _work: Path) -> None:
    """It lies elsewhere than where it was built."""
    smoke(program)


def without_caches(program: Path, work: Path) -> None:
    """From the command line, which has no home of its own as the smoke does."""
    home = work / "empty home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    library = work / "without caches"
    command = [str(program), "--library", str(library), "generate", "a red heart on a white background", "--seed", "7"]
    ran = ended(command, environment)
    if ran.returncode != 0 or not list(library.glob("*/*.png")):
        raise Refused(f"Without caches the bundle does not draw: {last_line(ran)}")
    smoke(program, env=environment)


def without_network(program: Path, _work: Path) -> None:
    """In a network of its own that has nothing, not even this machine."""
    smoke(program, *_unshare("-n"))


def as_another_user(program: Path, _work: Path) -> None:
    """As nobody, who may write nowhere but in the folder of temporary files, and not into the bundle."""
    nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if not _works([*nobody, "true"]):
        raise Skipped("Only root may become another user.")
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        copy = Path(folder, "Easel")
        shutil.copytree(program.parent, copy, symlinks=True)
        smoke(copy / program.name, *nobody, env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})


def read_only(program: Path, work: Path) -> None:
    """On a disk that can only be read, and as macOS runs a download that was not moved: each is told in a sentence."""
    for name, words in (("read only", "read-only disk"), (TRANSLOCATED, "drag it into Applications")):
        place = work / name / "Easel"
        place.mkdir(parents=True)
        ran = ended([*_unshare("-m"), "sh", "-c", MOUNTED, "sh", str(program.parent), str(place), program.name])
        if ran.returncode != 0 or words not in (json.loads(ran.stdout)["start"] or ""):
            raise Refused(f"A start from {place} is not told: {last_line(ran)}")


def fetching(program: Path, work: Path) -> None:
    """A model from a hub of the tests' own, on this machine, through the true client in a process of its own."""
    from tests.support.fake_hub import serving

    work = work / "hub"
    with serving(Path(family_smoke.tiny_models()["StableDiffusionPipeline"])) as hub:
        environment = {**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_HOME": str(work), "NO_PROXY": "127.0.0.1"}
        ran = ended(
            [str(program), "--library", str(work / "library"), "models", "download", hub.repository], environment
        )
    if ran.returncode != 0 or not list(work.rglob("diffusion_pytorch_model.safetensors")):
        raise Refused(f"The bundle does not fetch a model: {last_line(ran)}")


def hanging(program: Path, work: Path) -> None:
    """Its GPU hangs, and the button is pressed: it ends, starts again by itself with what it was given, has the job."""
    library = work / "hanging"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    hung = run_inside.begin(program, HANGING.format(root=str(ROOT), library=str(library)), environment)
    again = [str(program), "--library", str(library), "--device", "cpu", f"{AFTER}{hung.pid}"]
    with _ended_at_last(again):
        assert hung.stdout is not None  # it is a pipe
        said = list(takewhile(lambda line: line != "hangs\n", hung.stdout))
        if hung.wait(PATIENCE) != 0:
            raise Refused(f"A bundle whose GPU hangs ended with {hung.returncode}: {''.join(said[-1:]).strip()}")
        places = LibraryPaths.at(library)
        _wait(lambda: bool(_running(again)), "did not start again")
        _wait(lambda: _waits_in(places), "started again without its job")


def _waits_in(places: LibraryPaths) -> bool:
    """Return whether the one job of a library waits, with the queue paused, as after a crash."""
    with Library.open(places) as library:
        return library.queue.paused and [each.state for each in library.queue.unfinished()] == [JobState.WAITING]


def damaged(program: Path, _work: Path) -> None:
    """Without one of its weight files: it says so in one sentence, and ends as with any fault of the machine."""
    weights = next(program.parent.rglob(WEIGHTS))
    away = weights.rename(weights.with_suffix(".away"))
    try:
        ran = ended([str(program), *SMOKE])
    finally:
        away.rename(weights)
    if (
        ran.returncode != MachineError.exit_code
        or len(ran.stderr.splitlines()) != 1
        or "is incomplete" not in ran.stderr
    ):
        raise Refused(f"A damaged bundle ended with {ran.returncode} and said: {last_line(ran)}")


def _unshare(what: str) -> list[str]:
    """Return what gives a command namespaces of its own; raises `Skipped` where nobody may have them."""
    ways = (["unshare", what], ["unshare", "-r", what])
    found = next((each for each in ways if _works([*each, "true"])), None)
    if found is None:
        raise Skipped(f"unshare {what} is not allowed on this machine.")
    return found


def _works(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _running(command: Sequence[str]) -> list[psutil.Process]:
    """Return the processes that were started with exactly this command."""
    return [each for each in psutil.process_iter(["cmdline"]) if each.info["cmdline"] == list(command)]


@contextmanager
def _ended_at_last(command: Sequence[str]) -> Iterator[None]:
    """Let a program that starts by itself not outlive the trial."""
    try:
        yield
    finally:
        for each in _running(command):
            each.kill()
            each.wait(PATIENCE)


def _wait(done: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            raise Refused(f"The bundle {otherwise}.")
        time.sleep(0.1)


SITUATIONS: Mapping[str, Callable[[Path, Path], None]] = {
    "moved to a path with spaces and Thai letters": moved_only,
    "without caches": without_caches,
    "without a network": without_network,
    "as another user, who may not write there": as_another_user,
    "on a disk that can only be read, and told so": read_only,
    "fetching a model": fetching,
    "started again from a GPU that hangs": hanging,
    "told that a weight file is missing": damaged,
}
"""What is tried, by what is printed of it: each is given the program, and a folder to work in."""
