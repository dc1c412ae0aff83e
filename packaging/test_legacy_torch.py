"""`make legacy`: run the tests with the oldest supported set, PyTorch 1.13.1 with Python 3.10 on macOS 12.6.

PyPI's PyTorch 1.13.1 for Linux needs CUDA. Debian 12 has the same release for the CPU, but only for Python 3.11. So the
tests run in two halves: those that import PyTorch with Debian's, and all others on a Python 3.10 without PyTorch. All
other packages have exactly the versions for the Mac (constraints/hashed/legacy.txt). Debian's packages are unpacked
into build/legacy and never installed. Everything is built once, and again when its inputs change.
"""

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from constraint_sets import LEGACY

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "legacy"
DEBIAN, PACKAGES = BUILD / "debian", BUILD / "packages"
_SHARED = "usr/lib/x86_64-linux-gnu"
LIBRARIES = (_SHARED, "lib/x86_64-linux-gnu", "usr/lib", f"{_SHARED}/blas", f"{_SHARED}/lapack")
OF_TORCH = ("torch", "functorch", "torchgen")
TESTING = ("gguf", "hypothesis", "pytest", "pytest-qt", "sd-parsers")
NOT_FROM_PYPI = ("torch", "pyobjc-core", "pyobjc-framework-cocoa", "pyobjc-framework-usernotifications")
"""From Debian; only for a Mac."""
WITH_TORCH = (
    "tests/engine",
    "tests/cli/commands",
    "tests/cli/test_generation_options.py",
    "tests/models/test_faults.py",
    "tests/diagnostics/test_self_test.py",
    "tests/engine/test_starter_model.py",
    "tests/engine/test_starter_options.py",
)
"""Tests that make pictures or open models without importing the libraries at the top of the file."""
NEEDS_TORCH = ("torch", "diffusers", "transformers", "accelerate", "peft", "spandrel")
NOT_ON_PYTHON = (*NEEDS_TORCH, "grimp")
"""PyTorch, the libraries that need it, and a tool for the structure of the code: Python 3.10 runs without them."""
SIMULATING = tuple(
    str(each.relative_to(ROOT))
    for each in sorted((ROOT / "tests").rglob("test_*.py"))
    if "tests.support.fake_mps" in each.read_text(encoding="utf-8")
)
"""Left out there: the simulated device needs PyTorch 2."""

BUILDING = ("tests/packaging", "tests/test_workflows.py", "tests/test_wheel.py")
"""Left out in both halves: the bundle is built with the current set and separate tools."""

DRAWING = (
    "tests/app/test_smoke.py::",
    "tests/app/test_application.py::test_a_typed_prompt_becomes_a_picture_with_a_red_heart_in_it",
    "tests/test_network.py::test_from_its_window_to_its_first_picture_nothing_is_sent",
    "tests/test_soak.py::test_a_run_of_pictures_leaves_no_handle_and_no_thread_open",
    "tests/app/test_worker.py::test_the_checkpoint_of_last_time_is_loaded_while_nothing_waits",
    "tests/ui/benchmark/test_window.py::",
)
"""Left out there too: they open the engine without an import of PyTorch at the top of the file."""


class Missing(Exception):
    """Something that this machine lacks, in one sentence."""


def main(arguments: Sequence[str]) -> int:
    """Build what is needed, run both halves or only the named one, and return 0 if all tests pass."""
    halves: dict[str, Callable[[Sequence[str]], int]] = {"torch": on_old_torch, "python": on_old_python}
    wanted = [arguments[0]] if arguments and arguments[0] in halves else list(halves)
    given = arguments[1:] if arguments and arguments[0] in halves else arguments
    try:
        return max(halves[name](given) for name in wanted)
    except Missing as missing:
        print(f"easel: {missing}", file=sys.stderr)
        return 3


def on_old_torch(given: Sequence[str]) -> int:
    """Run the tests of the engine with Debian's PyTorch 1.13."""
    build_once(DEBIAN, "python3-torch 1.13", unpack_debian)
    python = environment(BUILD / "with-torch", "3.11")
    site = Path(read_output(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"))
    for each in (DEBIAN / "usr/lib/python3/dist-packages").iterdir():
        if each.name in OF_TORCH or re.match(r"torch-.*-info$", each.name):
            link = site / each.name
            link.unlink(missing_ok=True)
            link.symlink_to(each)
    folders = os.pathsep.join(str(DEBIAN / each) for each in LIBRARIES)
    left_out = [f"--ignore={each}" for each in SIMULATING]
    importing = [each for each in test_files() if imports_any(each, NEEDS_TORCH)]
    wanted = [*WITH_TORCH, *(each for each in importing if not each.startswith((*WITH_TORCH, *SIMULATING, *BUILDING)))]
    return tests(python, wanted, [*given, *left_out], LD_LIBRARY_PATH=folders)


def on_old_python(given: Sequence[str]) -> int:
    """Run the tests that need no PyTorch on Python 3.10 without it."""
    try:
        python = environment(BUILD / "python-3.10", "3.10")
    except Missing as missing:
        print(f"easel: {missing} The tests without PyTorch were not run on it; ruff and pyright read it as 3.10.")
        return 0
    without = [each for each in test_files() if not imports_any(each, NOT_ON_PYTHON)]
    left_out = (*WITH_TORCH, *SIMULATING, *BUILDING)
    drawing = [f"--deselect={each.removesuffix('::')}" for each in DRAWING]
    return tests(python, [each for each in without if not each.startswith(left_out)], [*given, *drawing])


def test_files() -> list[str]:
    """Return all files of tests, from the root of the repository."""
    return [str(each.relative_to(ROOT)) for each in sorted((ROOT / "tests").rglob("test_*.py"))]


def imports_any(file: str, libraries: Collection[str]) -> bool:
    """Return whether a file, or a module of ours that it imports, imports one of the libraries when it is loaded."""
    waiting, seen = [file], set()
    while waiting:
        path = ROOT / waiting.pop()
        if path in seen or not path.exists():
            continue
        seen.add(path)
        for name in _imported_names(path):
            if name.split(".")[0] in libraries:
                return True
            waiting += [f"{name.replace('.', '/')}.py", f"{name.replace('.', '/')}/__init__.py"]
    return False


def _imported_names(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports outside functions, and what could be modules."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def tests(python: Path, wanted: Sequence[str], given: Sequence[str], **environment: str) -> int:
    """Run tests in an environment: the `wanted` ones, or those in `given` together with options of pytest."""
    chosen = () if any(not each.startswith("-") for each in given) else wanted
    command = [str(python), "-m", "pytest", "-p", "no:cacheprovider", *chosen, *given]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def unpack_debian(folder: Path) -> None:
    """Unpack PyTorch and its missing dependencies into `folder`."""
    if shutil.which("apt-get") is None:
        raise Missing("Only Debian 12 has PyTorch 1.13 for the CPU, and this system has no apt-get.")
    if "1.13" not in (_find_candidate() or (_update() or _find_candidate())):
        raise Missing("Only Debian 12 has PyTorch 1.13 for the CPU, and this system offers another version.")
    would = read_output("apt-get", "install", "--simulate", "--no-install-recommends", "python3-torch")
    names = re.findall(r"^Inst (\S+)", would, re.MULTILINE)
    PACKAGES.mkdir(parents=True, exist_ok=True)
    run_or_raise("apt-get", "download", "-qq", *names, cwd=PACKAGES)
    for each in sorted(PACKAGES.glob("*.deb")):
        run_or_raise("dpkg-deb", "-x", each, folder)
    shutil.rmtree(PACKAGES)


def _find_candidate() -> str:
    found = subprocess.run(["apt-cache", "policy", "python3-torch"], capture_output=True, text=True, check=False)
    candidate = re.search(r"Candidate: (\S+)", found.stdout)
    return candidate[1] if candidate and candidate[1] != "(none)" else ""


def _update() -> None:
    """Update Debian's package lists, which a fresh machine may not have."""
    run_or_raise("apt-get", "update", "-qq")


def environment(folder: Path, version: str) -> Path:
    """Return the Python of an environment with the legacy set, without PyTorch, and the packages for the tests."""
    python = folder / "bin" / "python"

    def make(made: Path) -> None:
        run_or_raise(interpreter(version), "-m", "venv", made)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run_or_raise(*pip, "--upgrade", "pip")
        run_or_raise(*pip, "--no-deps", *(f"{name}=={number}" for name, number in packages), "--editable", ROOT)
        run_or_raise(*pip, *TESTING)

    packages = [each for each in LEGACY.packages() if each[0] not in NOT_FROM_PYPI]
    build_once(folder, f"{packages} {TESTING}", make)
    return python


def interpreter(version: str) -> str:
    """Return a Python of this version, from the path or from pyenv."""
    own = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for candidate in (f"python{version}", *map(str, sorted(own.glob(f"{version}.*/bin/python")))):
        command = [candidate, "-c", "import venv, ensurepip"]  # one of pyenv's may only be a placeholder
        if shutil.which(candidate) and subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return candidate
    raise Missing(f"There is no Python {version} on this machine.")


def build_once(folder: Path, made_of: str, make: Callable[[Path], object]) -> None:
    """Build a folder, unless it exists from the same inputs; an incomplete one is built again."""
    stamp, wanted = folder / "made-of", hashlib.sha256(made_of.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make(folder)
    stamp.write_text(wanted)


def run_or_raise(*command: object, cwd: Path = ROOT) -> None:
    """Run a command; raise `Missing` with its last output if it fails."""
    ran = subprocess.run([str(each) for each in command], cwd=cwd, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise Missing(f"{command[0]} failed: {(ran.stderr.strip() or ran.stdout.strip())[-500:]}")


def read_output(*command: object) -> str:
    """Return the output of a command."""
    return subprocess.run([str(each) for each in command], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
