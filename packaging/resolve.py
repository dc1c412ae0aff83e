"""`make constraints`: resolve each set of packages from its pins, and write it with hashes.

usage: python packaging/resolve.py [--check]

With --check, the sets stay as they are. Then each set is resolved again, without installing anything, for every Python,
system and architecture that it is promised for: with the same versions, and with the packages of its development. The
file of the set lists these machines.

uv does that, not pip: pip evaluates the markers of the machine that it runs on, and then falls back to PyTorch 2.1 to
avoid packages that only Linux needs. MACOSX_DEPLOYMENT_TARGET sets the oldest macOS. spandrel is in the set without
torchvision, which it requires (constraints/alone.txt says why), so a set is installed with --no-deps. Uses the network.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from constraint_sets import CONSTRAINTS, CURRENT, SETS, PackageSet, Target

ROOT = CONSTRAINTS.parents[1]
OVERRIDES = "torchvision ; sys_platform == 'never'\n"
HEAD = """\
# Made by `make constraints` from {pins} and pyproject.toml: macOS {macos} or later, arm64, Python {python}.
# pip install --no-deps --require-hashes -r packaging/constraints/hashed/{pins}
# Resolved for:
{targets}
"""


def main(arguments: Sequence[str]) -> int:
    """Write every set; return 1 if one cannot be resolved, or the wheel cannot be installed without a set."""
    sets = [resolve(each, "--check" in arguments) for each in SETS]
    return max(*sets, check_wheel())


def check_wheel() -> int:
    """Resolve what `uvx` and `pipx` install, which know no pins; return 1 if that is not possible somewhere."""
    pins = Path(os.devnull)
    failed = [str(target) for target in CURRENT.targets if compile_set(pins, target) is None]
    print(f"the wheel: {len(CURRENT.targets) - len(failed)} machines", *failed, sep="\nnot ")
    return int(bool(failed))


def resolve(wanted: PackageSet, check: bool) -> int:
    """Write one set next to its pins, and return 0; on a failure keep the old set, and return 1."""
    if check:
        found = re.sub(r"\A(#.*\n)*", "", wanted.whole.read_text(encoding="utf-8"))
    elif (found := compile_set(wanted.pins, wanted.targets[0], "--generate-hashes")) is None:
        return 1
    versions = set(re.findall(r"^[a-z0-9-]+==[^\s;]+", found, re.MULTILINE))
    for target in wanted.targets:
        if not can_install(target, versions, whole=target.python == wanted.python):
            print(f"{wanted.name}: cannot be installed on {target}", file=sys.stderr)
            return 1
    targets = "\n".join(f"# - {target}" for target in wanted.targets)
    head = HEAD.format(pins=wanted.pins.name, macos=wanted.macos, python=wanted.python, targets=targets)
    wanted.whole.write_text(head + found, encoding="utf-8")
    print(f"{wanted.whole.relative_to(ROOT)}: {len(versions)} packages, {len(wanted.targets)} machines")
    return 0


def can_install(target: Target, versions: set[str], whole: bool) -> bool:
    """Return whether a machine can have the program in these versions, and what its development needs with it.

    `whole` says whether they must be complete on a Mac. Another Python may need a few more, such as setuptools.
    """
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        pins.write_text("\n".join(sorted(versions)))
        program, development = compile_set(pins, target), compile_set(pins, target, "--group", "dev")
    if program is None or development is None:
        return False
    found = set(re.findall(r"^[a-z0-9-]+==[^\s;]+", program, re.MULTILINE))
    return not whole or target.system == "Linux" or found == versions


def compile_set(pins: Path, target: Target, *options: str) -> str | None:
    """Return the resolved set for a machine, one package a line; None if there is none, which uv has then explained."""
    with tempfile.TemporaryDirectory() as folder:
        overrides, made = Path(folder) / "overrides.txt", Path(folder) / "made.txt"
        overrides.write_text(OVERRIDES)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", CONSTRAINTS / "alone.txt", *options),
                *("--constraints", pins, "--overrides", overrides, "--output-file", made),
                *("--python-platform", platform_of(target), "--python-version", target.python),
                *("--only-binary", ":all:", "--no-header", "--no-annotate", "--quiet"),
            ],
            cwd=ROOT,
            env={**os.environ, "MACOSX_DEPLOYMENT_TARGET": target.system.removeprefix("macOS ")},
            check=False,
        )
        return None if done.returncode else made.read_text()


def platform_of(target: Target) -> str:
    """Return the name that uv has for a system and an architecture."""
    return {"arm64": "aarch64-apple-darwin", "x86_64": "x86_64-unknown-linux-gnu"}[target.architecture]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
