"""Build the disk image with the bundle and a link to Applications, and run the bundle from it."""

import os
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bundle.build_step import Refused, last_output_line, need_program, run
from bundle.sign import AD_HOC, identity
from bundle.smoke_run import smoke
from macapp import PRODUCT, __version__

NAME = f"{PRODUCT}-{__version__}.dmg"
TRIES, PAUSE = 5, 3.0  # hdiutil reports "resource busy" while Spotlight indexes new files; the pause is in seconds


def make(app: Path, dist: Path) -> str:
    """Build the disk image; return its name and size. Raises `Refused`, or `Skipped` on other systems than macOS."""
    hdiutil = need_program("hdiutil", "A disk image")
    if not app.is_dir():
        raise Refused(f"There is no {app.name} to put into an image: freeze it first.")
    target = dist / NAME
    with TemporaryDirectory() as folder:
        run(need_program("ditto", "A disk image"), app, Path(folder, app.name))
        Path(folder, "Applications").symlink_to("/Applications")
        _run_with_retries(
            hdiutil, "create", "-volname", PRODUCT, "-srcfolder", folder, "-format", "ULFO", "-ov", str(target)
        )
    if identity() != AD_HOC:
        run(need_program("codesign", "A signature"), "--force", "--sign", identity(), "--timestamp", target)
    return f"{target.name}: {target.stat().st_size / 1e6:.0f} MB"


def try_mounted(dist: Path) -> str:
    """Mount the image and run the smoke test of the bundle in it; raises `Refused`, or `Skipped` without macOS."""
    hdiutil = need_program("hdiutil", "Mounting an image")
    file = dist / NAME
    if not file.is_file():
        raise Refused(f"There is no {NAME} to mount: make it first.")
    with TemporaryDirectory() as folder:
        place = Path(folder, "volume")
        place.mkdir()
        _run_with_retries(hdiutil, "attach", "-nobrowse", "-readonly", "-mountpoint", str(place), str(file))
        try:
            if not (place / "Applications").is_symlink():
                raise Refused(f"{NAME} has no link to Applications.")
            smoke(place / f"{PRODUCT}.app" / "Contents" / "MacOS" / PRODUCT)
        finally:
            _run_with_retries(hdiutil, "detach", str(place), "-force")
    return f"tried from {NAME}"


def _run_with_retries(*command: str) -> None:
    """Run a command again while a resource is busy; raises `Refused` when it stays busy."""
    for attempt in range(TRIES):
        try:
            run(*command)
        except subprocess.CalledProcessError as error:
            if attempt == TRIES - 1 or "busy" not in (error.output or "").lower():
                raise Refused(f"hdiutil {command[1]} failed: {last_output_line(error)}.") from None
            time.sleep(float(os.environ.get("EASEL_PAUSE", PAUSE)))
        else:
            return
