"""What a Mac can say about itself in a second, for the self-test: the points of the Mac checklist that need no eye.

Each check asks the system for the effect of one of our functions, and shows what it answered. Most of them are about
macOS, and are left out on other systems. Any thread.
"""

import fcntl
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from macapp.diagnostics.launch import detect_launch, launch_problem
from macapp.diagnostics.self_test import SelfTestResult
from macapp.planning.chips import chip_tflops
from macapp.system import storage
from macapp.system.energy import read_energy
from macapp.system.machine import Machine, memory_pressure
from macapp.system.power import keep_awake

SW_VERS, PMSET = Path("/usr/bin/sw_vers"), Path("/usr/bin/pmset")
PROGRAM_SECONDS = 10
ASSERTION_SECONDS = 2.0


def run_system_checks(machine: Machine, folder: Path) -> list[SelfTestResult]:
    """Run the checks that apply here. `folder` is that of the pictures; files in it are temporary.

    Raises `OSError` if nothing can be written there.
    """
    checks: list[Callable[[], SelfTestResult]] = [check_energy, lambda: check_launch(machine)]
    if machine.macos is not None:
        checks += [lambda: check_version(machine), lambda: check_chip(machine), check_sleep]
    results = [check() for check in checks]
    with tempfile.TemporaryDirectory(prefix="easel-", dir=_existing(folder)) as temporary:
        results.append(check_full_sync(Path(temporary)))
        if machine.macos is not None:
            results.append(check_backups(Path(temporary)))
    return results


def check_version(machine: Machine) -> SelfTestResult:
    """Compare the version of macOS with the one that `sw_vers` prints."""
    printed = run_program(SW_VERS, "-productVersion").strip()
    seen = {"Easel": machine.macos, "sw_vers": printed, "Python": platform.mac_ver()[0], "kernel": platform.release()}
    return SelfTestResult("version of macOS", machine.macos == printed, seen)


def check_chip(machine: Machine) -> SelfTestResult:
    """Check that the chip has a speed, and that Metal and the device list answered."""
    seen = {"chip": machine.chip, "GPU cores": machine.gpu_cores, "Metal's limit in bytes": machine.working_set}
    speed = chip_tflops(machine)
    return SelfTestResult("chip", None not in (*seen.values(), speed), {**seen, "TFLOPS, estimated": speed})


def check_energy() -> SelfTestResult:
    """Show what the system says about power, heat and memory; nothing here can be wrong."""
    return SelfTestResult("power and memory", True, {**asdict(read_energy()), "memory pressure": memory_pressure()})


def check_launch(machine: Machine) -> SelfTestResult:
    """Check that the program may stay where it is, and runs without Rosetta."""
    problem = launch_problem(detect_launch(machine))
    return SelfTestResult("launch", problem is None, {"problem": None if problem is None else problem.code})


def check_sleep() -> SelfTestResult:
    """Look for this process in the system's list of programs that prevent sleep."""
    before = _count_assertions()
    with keep_awake("Easel's self-test"):
        during = _wait_for_assertions(lambda count: count > before)
    after = _wait_for_assertions(lambda count: count == before)
    passed = during > before == after
    return SelfTestResult("no sleep while it works", passed, {"assertions during": during, "after": after})


def check_full_sync(folder: Path) -> SelfTestResult:
    """Write a file and its folder through to the drive, as a picture is, and show which call the volume knows."""
    file = folder / "picture"
    storage.write(file, b"picture", folder)
    supported = None
    if storage.FULL_SYNC is not None:
        with file.open("rb+") as opened:
            try:
                fcntl.fcntl(opened.fileno(), storage.FULL_SYNC)
                supported = True
            except OSError as error:
                supported = os.strerror(error.errno or 0)
    return SelfTestResult(
        "written through to the drive", storage.read_regular(file, 100) == b"picture", {"F_FULLFSYNC": supported}
    )


def check_backups(folder: Path) -> SelfTestResult:
    """Exclude a folder from Time Machine as a model is, and ask whether it is excluded."""
    model = folder / "model"
    model.mkdir()
    storage.exclude_from_backups(model)
    answer = run_program(storage.TMUTIL, "isexcluded", model)
    return SelfTestResult("left out of Time Machine", "[Excluded]" in answer, {"tmutil": answer.split("]")[0] + "]"})


def run_program(*command: str | Path) -> str:
    """Return the output of a program of the system, or why there is none."""
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=PROGRAM_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return ran.stdout


def _wait_for_assertions(is_expected: Callable[[int], bool]) -> int:
    """Return the number of assertions once it is as expected, or after a moment: `caffeinate` starts on its own."""
    end = time.monotonic() + ASSERTION_SECONDS
    while not is_expected(count := _count_assertions()) and time.monotonic() < end:
        time.sleep(0.02)
    return count


def _count_assertions() -> int:
    """Return how many lines of `pmset -g assertions` name this process or the `caffeinate` that waits for it."""
    lines = run_program(PMSET, "-g", "assertions").splitlines()
    return sum(f"pid {os.getpid()}(" in line or f"caffeinate -i -w {os.getpid()}" in line for line in lines)


def _existing(folder: Path) -> Path:
    """Return a folder or its nearest parent that exists."""
    return next(each for each in _with_parents(folder) if each.is_dir())


def _with_parents(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.absolute().parents
