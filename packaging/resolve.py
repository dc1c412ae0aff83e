"""`make constraints`: resolve each set for macOS on arm64 from its pins, and write it with hashes.

It uses uv, not pip: pip evaluates the markers of the machine that it runs on, and then falls back to PyTorch 2.1 to
avoid packages that only Linux needs. MACOSX_DEPLOYMENT_TARGET sets the oldest macOS. spandrel is in the set without
torchvision, which it requires (constraints/alone.txt says why), so a set is installed with --no-deps. Uses the network.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from constraint_sets import CONSTRAINTS, SETS, PackageSet

ROOT = CONSTRAINTS.parents[1]
OVERRIDES = "torchvision ; sys_platform == 'never'\n"
HEAD = """\
# Made by `make constraints` from {pins} and pyproject.toml: macOS {macos} or later, arm64, Python {python}.
# pip install --no-deps --require-hashes -r packaging/constraints/hashed/{pins}
"""


def main() -> int:
    """Write every set; return 1 if one cannot be resolved."""
    return max(resolve(each) for each in SETS)


def resolve(wanted: PackageSet) -> int:
    """Write one set next to its pins, and return 0; on a failure keep the old set, and return 1."""
    with tempfile.TemporaryDirectory() as folder:
        overrides, made = Path(folder) / "overrides.txt", Path(folder) / "made.txt"
        overrides.write_text(OVERRIDES)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", CONSTRAINTS / "alone.txt"),
                *("--constraints", wanted.pins, "--overrides", overrides, "--output-file", made),
                *("--python-platform", "aarch64-apple-darwin", "--python-version", wanted.python),
                *("--only-binary", ":all:", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"),
            ],
            cwd=ROOT,
            env={**os.environ, "MACOSX_DEPLOYMENT_TARGET": wanted.macos},
            check=False,
        )
        if done.returncode:
            return 1
        found = made.read_text()
    head = HEAD.format(pins=wanted.pins.name, macos=wanted.macos, python=wanted.python)
    wanted.whole.write_text(head + found, encoding="utf-8")
    print(f"{wanted.whole.relative_to(ROOT)}: {len(wanted.packages())} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
