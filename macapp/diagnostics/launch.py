"""How the program was started, and what is wrong with that: facts and one pure function. Any thread.

`macapp.models.check_bundled_models` checks that this copy of the program is complete.
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
    """the .app, or on other systems the folder; None for a checkout or a wheel"""
    read_only: bool = False
    """whether its disk is read-only"""


def detect_launch(machine: Machine) -> Launch:
    """Return how this process was started."""
    if not getattr(sys, "frozen", False):
        return Launch(machine)
    program = Path(sys.executable).resolve()
    bundle = next((folder for folder in program.parents if folder.suffix == ".app"), program.parent)
    return Launch(machine, bundle, bool(os.statvfs(bundle).f_flag & os.ST_RDONLY))


def launch_problem(launch: Launch) -> Reason | None:
    """Return the problem of a launch; None if there is none.

    A requirement that the Mac lacks comes before the location of the program. macOS runs a downloaded program that was
    not moved from a hidden, read-only copy in a folder called AppTranslocation, and a program on a disk image in place.
    Both work until the image is ejected, and neither can be started twice.
    """
    for reason in missing_requirements(launch.machine):
        if reason.code.startswith("needs-"):
            return reason
    if launch.bundle is None:
        return None
    if TRANSLOCATED in launch.bundle.parts:
        return Reason("start-translocated")
    if launch.read_only and VOLUMES in launch.bundle.parents:
        return Reason("start-disk-image", {"name": launch.bundle.relative_to(VOLUMES).parts[0]})
    return Reason("start-read-only", {"path": str(launch.bundle.parent)}) if launch.read_only else None
