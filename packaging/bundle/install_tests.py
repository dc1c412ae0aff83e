"""Run the bundle on Linux in the situations that follow an installation, each recreated on this machine.

A situation that this machine does not allow is reported and skipped.
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
from bundle.smoke_run import SMOKE, TIMEOUT_SECONDS, last_line, run_to_end, smoke
from macapp.diagnostics.launch import TRANSLOCATED
from macapp.domain.job import JobState
from macapp.errors import MachineError
from macapp.library import Library
from macapp.system.paths import AFTER, LibraryPaths

NOBODY = 65534
WEIGHTS = "starter-model/unet/*.safetensors"
MOUNTED = 'mount --bind "$1" "$2" && mount -o remount,ro,bind "$2" && exec "$2/$3" doctor --json'
"""A shell script for separate namespaces: it mounts the first folder read-only at the second."""
HANGING = "import sys; sys.path.append({root!r}); from tests.support.child_hung import main; main({library!r})"


def move(program: Path, _work: Path) -> None:
    """Run it from another folder than that of the build."""
    smoke(program)


def remove_caches(program: Path, work: Path) -> None:
    """Run it on the command line without a home folder; the smoke test has its own."""
    home = work / "empty home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    library = work / "without caches"
    command = [str(program), "--library", str(library), "generate", "a red heart on a white background", "--seed", "7"]
    ran = run_to_end(command, environment)
    if ran.returncode != 0 or not list(library.glob("*/*.png")):
        raise Refused(f"Without caches the bundle does not draw: {last_line(ran)}")
    smoke(program, env=environment)


def disconnect(program: Path, _work: Path) -> None:
    """Run it in a network namespace without any network, even without the loopback."""
    smoke(program, *_unshare("-n"))


def change_user(program: Path, _work: Path) -> None:
    """Run it as nobody, who may write only to the folder of temporary files, not to the bundle."""
    nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if not _works([*nobody, "true"]):
        raise Skipped("Only root may become another user.")
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        copy = Path(folder, "Easel")
        shutil.copytree(program.parent, copy, symlinks=True)
        smoke(copy / program.name, *nobody, env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})


def mount_read_only(program: Path, work: Path) -> None:
    """Run it on a read-only disk, and from the folder of a translocated download; it must report both."""
    for name, words in (("read only", "read-only disk"), (TRANSLOCATED, "drag it into Applications")):
        place = work / name / "Easel"
        place.mkdir(parents=True)
        ran = run_to_end([*_unshare("-m"), "sh", "-c", MOUNTED, "sh", str(program.parent), str(place), program.name])
        if ran.returncode != 0 or words not in (json.loads(ran.stdout)["start"] or ""):
            raise Refused(f"A start from {place} is not reported: {last_line(ran)}")


def download_model(program: Path, work: Path) -> None:
    """Download a model from the local hub of the tests, with the real client in a process of its own."""
    from tests.support.fake_hub import serving

    work = work / "hub"
    with serving(Path(family_smoke.tiny_models()["StableDiffusionPipeline"])) as hub:
        environment = {**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_HOME": str(work), "NO_PROXY": "127.0.0.1"}
        ran = run_to_end(
            [str(program), "--library", str(work / "library"), "models", "download", hub.repository], environment
        )
    if ran.returncode != 0 or not list(work.rglob("diffusion_pytorch_model.safetensors")):
        raise Refused(f"The bundle does not download a model: {last_line(ran)}")


def restart_after_hang(program: Path, work: Path) -> None:
    """Let its GPU hang and press the button: it must end, restart with the same arguments, and still have the job."""
    library = work / "hanging"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    hung = run_inside.begin(program, HANGING.format(root=str(ROOT), library=str(library)), environment)
    again = [str(program), "--library", str(library), "--device", "cpu", f"{AFTER}{hung.pid}"]
    with _kill_at_exit(again):
        assert hung.stdout is not None  # it is a pipe
        said = list(takewhile(lambda line: line != "hangs\n", hung.stdout))
        if hung.wait(TIMEOUT_SECONDS) != 0:
            raise Refused(f"A bundle whose GPU hangs ended with {hung.returncode}: {''.join(said[-1:]).strip()}")
        places = LibraryPaths.at(library)
        _wait(lambda: bool(_running(again)), "did not start again")
        _wait(lambda: _waits_in(places), "started again without its job")


def _waits_in(places: LibraryPaths) -> bool:
    """Return whether the only job of a library waits with the queue paused, as after a crash."""
    with Library.open(places) as library:
        return library.queue.is_paused and [each.state for each in library.queue.unfinished()] == [JobState.WAITING]


def remove_weights(program: Path, _work: Path) -> None:
    """Remove one of its weight files: it must report that in one sentence and exit as for a fault of the machine."""
    weights = next(program.parent.rglob(WEIGHTS))
    away = weights.rename(weights.with_suffix(".away"))
    try:
        ran = run_to_end([str(program), *SMOKE])
    finally:
        away.rename(weights)
    if (
        ran.returncode != MachineError.exit_code
        or len(ran.stderr.splitlines()) != 1
        or "is incomplete" not in ran.stderr
    ):
        raise Refused(f"A damaged bundle ended with {ran.returncode} and said: {last_line(ran)}")


def _unshare(what: str) -> list[str]:
    """Return the command that runs another in its own namespaces; raises `Skipped` if that is not allowed."""
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
    """Return the processes with exactly this command line."""
    return [each for each in psutil.process_iter(["cmdline"]) if each.info["cmdline"] == list(command)]


@contextmanager
def _kill_at_exit(command: Sequence[str]) -> Iterator[None]:
    """Kill a program that restarts itself, at the end of the test."""
    try:
        yield
    finally:
        for each in _running(command):
            each.kill()
            each.wait(TIMEOUT_SECONDS)


def _wait(done: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + TIMEOUT_SECONDS
    while not done():
        if time.monotonic() > end:
            raise Refused(f"The bundle {otherwise}.")
        time.sleep(0.1)


SITUATIONS: Mapping[str, Callable[[Path, Path], None]] = {
    "moved to a path with spaces and Thai letters": move,
    "without caches": remove_caches,
    "without a network": disconnect,
    "as another user, who may not write there": change_user,
    "on a read-only disk, with a report": mount_read_only,
    "downloading a model": download_model,
    "restarted while a GPU hangs": restart_after_hang,
    "reporting a missing weight file": remove_weights,
}
"""The situations by the name that is printed; each gets the program and a folder to work in."""
