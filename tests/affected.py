"""`make check`: lint, types and contracts of what changed, and the tests nearest to it, side by side, in a minute.

What changed is what differs from main's merge base: commits of this branch, edits, new files. Nearest are the tests of
the same name and those that import a changed module themselves; then those that have it from a package which gives its
names out, or from a helper of the tests. For what is no module, `BESIDE` says which. Of these `MOST` files are run, the
nearest first, and after `SECONDS` no further test begins: that more were left is said, and `make test` has all.
usage: python -m tests.affected [--list]
"""

import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 40
MOST = 12  # test files: collecting more takes the minute
BESIDE = {
    "Makefile": ("tests/packaging/test_system.py", "tests/test_workflows.py"),
    ".github/": ("tests/test_workflows.py",),
    "packaging/": ("tests/packaging", "tests/test_workflows.py"),
    "resources/starter-model/": ("tests/engine/test_starter_model.py",),
    "resources/catalogue.json": ("tests/models/test_catalog.py",),
    "tests/PROMISES.md": ("tests/test_promises.py",),
    "tests/conftest.py": ("tests/support/test_children.py", "tests/test_once.py", "tests/library/test_pictures.py"),
}


def changed_files() -> list[str]:
    """Return what differs from where this branch left main, and what is new, as paths from the root."""
    base = _git("merge-base", "HEAD", "main") or ["HEAD"]
    since = base[0] if base != _git("rev-parse", "HEAD") else "HEAD"
    found = {*_git("diff", "--name-only", since), *_git("ls-files", "--others", "--exclude-standard")}
    return sorted(found)


def nearest_tests(changed: Iterable[str]) -> list[str]:
    """Return the test files and folders of these files, the nearest first."""
    graph = grimp.build_graph("macapp", "tests", "bundle", cache_dir=None)
    found: dict[str, int] = {}
    for path in changed:
        found.update({each: 0 for beginning, tests in BESIDE.items() if path.startswith(beginning) for each in tests})
        module = _module(path)
        if module in graph.modules:
            same = [str(each.relative_to(ROOT)) for each in (ROOT / "tests").rglob(f"test_{Path(path).stem}.py")]
            far = {_file(each): distance for each, distance in _distances(graph, module).items() if _is_test(each)}
            for each, distance in {**far, **dict.fromkeys(same, 0)}.items():
                found[each] = min(distance, found.get(each, distance))
    return sorted((each for each in found if (ROOT / each).exists()), key=lambda each: (found[each], each))


def _distances(graph: grimp.ImportGraph, module: str) -> dict[str, int]:
    """Return how far each module is that imports this one, itself or from a package or a helper of the tests."""
    found, to_look_at = {module: 0}, [module]
    while to_look_at:
        looked_at = to_look_at.pop(0)
        for each in sorted(graph.find_modules_that_directly_import(looked_at) - found.keys()):
            found[each] = found[looked_at] + 1
            gives_out = module.startswith(f"{each}.")
            helps = each.startswith("tests.") and not _is_test(each) and not each.endswith("conftest")
            if gives_out or helps:
                to_look_at.append(each)
    return found


def _module(path: str) -> str:
    """Return the name that a file is imported by."""
    parts = Path(path).with_suffix("").parts
    parts = parts[1:] if parts[:1] == ("packaging",) else parts
    return ".".join(parts[:-1] if parts[-1:] == ("__init__",) else parts) if path.endswith(".py") else ""


def _file(module: str) -> str:
    return f"{module.replace('.', '/')}.py"


def _is_test(module: str) -> bool:
    return module.startswith("tests.") and module.rpartition(".")[2].startswith("test_")


def _git(*arguments: str) -> list[str]:
    ran = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return ran.stdout.splitlines() if ran.returncode == 0 else []


def main() -> int:
    """Check what changed; return 1 if anything is not as it should be."""
    sys.path.append(str(ROOT / "packaging"))
    changed = changed_files()
    near = nearest_tests(changed)
    tests = near[:MOST]
    if "--list" in sys.argv:
        print(*near, sep="\n")
        return 0
    print(
        f"{len(changed)} files changed. Tests: {' '.join(tests)}, and {len(near) - len(tests)} more in `make test`",
        flush=True,
    )
    tools = Path(sys.executable).parent
    python = [each for each in changed if each.endswith(".py") and (ROOT / each).exists()]
    commands = [
        [tools / "ruff", "check", "."],
        [tools / "ruff", "format", "--check", "."],
        [tools / "lint-imports", "--no-cache"],
    ]
    types = [tools / "pyright", "--warnings", "--pythonplatform"]
    commands += [[*types, system, *python] for system in ("Linux", "Darwin") if python]
    workers = ("-p", "tests.affected", "-n", "logical", "--maxprocesses", "6", "--dist", "load", "--maxschedchunk", "1")
    commands += [[sys.executable, "-m", "pytest", *workers, *tests]] if tests else []
    running = [subprocess.Popen([str(word) for word in each], cwd=ROOT) for each in commands]
    return max(each.wait() != 0 for each in running)


class Minute:
    """Part of pytest, in the process that hands tests out: lets no further one begin when the time is over."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session
        self._began = time.monotonic()
        self._over = False

    def pytest_runtest_logfinish(self) -> None:
        if time.monotonic() - self._began > SECONDS:
            self._over = True
            workers: Any = self._session.config.pluginmanager.get_plugin("dsession")
            workers.shouldstop = f"{SECONDS} s are over: `make test` has the rest"

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._over:
            session.exitstatus = int(session.testsfailed > 0)


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        session.config.pluginmanager.register(Minute(session))


if __name__ == "__main__":
    sys.exit(main())
