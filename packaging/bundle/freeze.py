"""Freeze the program with PyInstaller and `easel.spec`, and measure its size."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bundle import icon
from bundle.build_step import APP, DIST, FOLDER, ROOT, Refused
from bundle.plist import LEAST_MACOS

SPECIFICATION = Path(__file__).with_name("easel.spec")
WORK = ROOT / "build" / "freeze"
MIN_FREE_BYTES = 3_000_000_000  # bytes for the bundle, the previous bundle, and PyInstaller's work files
MAX_BYTES = 850_000_000
"""The maximum size of a bundle on Linux, in bytes."""


def freeze() -> str:
    """Build the bundle; return its size as text. Raises `Refused` if the disk has no room."""
    check_room(ROOT)
    if sys.platform == "darwin":
        icon.write_icns()
    options = ("--noconfirm", "--log-level", "WARN", "--distpath", str(DIST), "--workpath", str(WORK))
    command = [sys.executable, "-m", "PyInstaller", *options, str(SPECIFICATION)]
    log = WORK.with_suffix(".log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file:
        ended = subprocess.run(
            command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, env=_environment(), check=False
        )
    if ended.returncode != 0:
        raise Refused(f"PyInstaller ended with {ended.returncode}: {_last_line(log)} ({log.relative_to(ROOT)})")
    made = APP if APP.is_dir() else FOLDER
    size, count = _measure(made)
    words = f"{made.relative_to(ROOT)}: {size / 1e6:.0f} MB in {count} files"
    if made == FOLDER and size > MAX_BYTES:
        raise Refused(f"{words}, more than the {MAX_BYTES / 1e6:.0f} MB that it may have.")
    return words


def check_room(folder: Path) -> None:
    """Raise `Refused` if the disk of a folder has no room for a build."""
    free = shutil.disk_usage(folder).free
    if free < MIN_FREE_BYTES:
        raise Refused(f"A build needs {MIN_FREE_BYTES / 1e9:.1f} GB on this disk, and {free / 1e9:.1f} GB are free.")


def _environment() -> dict[str, str]:
    """Return the environment of the freeze; fixed values make the build reproducible."""
    return {**os.environ, "PYTHONHASHSEED": "0", "MACOSX_DEPLOYMENT_TARGET": LEAST_MACOS}


def _measure(folder: Path) -> tuple[int, int]:
    """Return the bytes and the number of the files in a folder, without links."""
    sizes = [each.stat().st_size for each in _files(folder)]
    return sum(sizes), len(sizes)


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())


def _last_line(log: Path) -> str:
    lines = [each.strip() for each in log.read_text(errors="replace").splitlines() if each.strip()]
    return lines[-1].rstrip(".") if lines else "without a word"
