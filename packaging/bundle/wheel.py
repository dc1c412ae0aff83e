"""Build the wheel, which `uvx` and `pipx run` start from its file without an installation."""

import sys
from pathlib import Path

from bundle.build_step import ROOT, run
from macapp import __version__

NAME = f"macapp-{__version__}-py3-none-any.whl"


def write(dist: Path) -> str:
    """Build the wheel; return its name and size. It loads the build tool from the package index."""
    run(sys.executable, "-m", "build", "--wheel", "--outdir", dist, ROOT)
    return f"{NAME}: {(dist / NAME).stat().st_size / 1e6:.0f} MB"
