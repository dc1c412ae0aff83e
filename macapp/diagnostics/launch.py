"""Where the program was started from, on what, and what is wrong with that. Facts, and one pure function. Any thread.

What can be wrong with the copy itself, a file of it that is missing, is told by `macapp.models.check_whole`.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from macapp.errors import Reason
from macapp.planning.plan import missing_requirements
from macapp.system.machine import Machine

TRANSLOCATED = "AppTranslocation"
VOLUMES = Path("/Volumes")


@dataclass(frozen=True)
class Launch:
    """How the program was started."""

    machine: Machine
    bundle: Path | None = None
    """the .app, or elsewhere the folder, that it was started from; None for a checkout or a wheel"""
    read_only: bool = False
    """whether nothing can be written to the disk that it lies on"""


def detect_launch(machine: Machine) -> Launch:
    """Return how this process was started."""
    if not getattr(sys, "frozen", False):
        return Launch(machine)
    program = Path(sys.executable).resolve()
    bundle = next((each for each in program.parents if each.suffix == ".app"), program.parent)
    return Launch(machine, bundle, bool(os.statvfs(bundle).f_flag & os.ST_RDONLY))


def launch_problem(start: Launch) -> Reason | None:
    """Return what is wrong with a start; None if nothing is.

    What the Mac cannot do comes before where the program lies. macOS runs a program that was downloaded, and not moved
    since, from a hidden copy that can only be read (its folder is called AppTranslocation), and one on a disk image
    where it is: both go on working until the image is ejected, and neither can be started twice.
    """
    for each in missing_requirements(start.machine):
        if each.code.startswith("needs-"):
            return each
    if start.bundle is None:
        return None
    if TRANSLOCATED in start.bundle.parts:
        return Reason("start-translocated")
    if start.read_only and VOLUMES in start.bundle.parents:
        return Reason("start-disk-image", {"name": start.bundle.relative_to(VOLUMES).parts[0]})
    return Reason("start-read-only", {"path": str(start.bundle.parent)}) if start.read_only else None
