"""`make check`: lint, types and contracts of what changed, and the tests nearest to it, side by side.

What changed is what differs from main's merge base: commits of this branch, edits, new files. The nearest tests are
those that import a changed module themselves, or from a package that gives its names out, and those of the same name;
for what is no module, those in `BESIDE`. Farther ones there are too: `make test` has all.
usage: python -m tests.affected [--list]
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {"macapp": ROOT, "tests": ROOT, "bundle": ROOT / "packaging"}
"""the packages, and the folder that each lies in"""
BESIDE = {
    "Makefile": ("tests/packaging/test_system.py", "tests/test_workflows.py"),
    ".github/": ("tests/test_workflows.py",),
    "packaging/": ("tests/packaging", "tests/test_workflows.py"),
    "resources/starter-model/": ("tests/test_starter_model.py",),
    "resources/catalogue.json": ("tests/checkpoints/test_catalogue.py",),
    "tests/PROMISES.md": ("tests/test_promises.py",),
    "tests/conftest.py": ("tests/test_children.py", "tests/test_once.py", "tests/library/test_pictures.py"),
}


def changed_files() -> list[str]:
    """Return what differs from where this branch left main, and what is new, as paths from the root."""
    base = _git("merge-base", "HEAD", "main") or ["HEAD"]
    since = base[0] if base != _git("rev-parse", "HEAD") else "HEAD"
    found = {*_git("diff", "--name-only", since), *_git("ls-files", "--others", "--exclude-standard")}
    return sorted(found)


def nearest_tests(changed: Iterable[str]) -> list[str]:
    """Return the test files and folders that are nearest to these files."""
    graph = grimp.build_graph("macapp", "tests", "bundle")
    found: set[str] = set()
    for path in changed:
        found.update(each for beginning, tests in BESIDE.items() if path.startswith(beginning) for each in tests)
        module = _module(path)
        if module in graph.modules:
            found.update(_file(each) for each in _nearest(graph, module) if _is_test(each))
            found.update(str(each.relative_to(ROOT)) for each in (ROOT / "tests").rglob(f"test_{Path(path).stem}.py"))
    return sorted(each for each in found if (ROOT / each).exists())


def _nearest(graph: grimp.ImportGraph, module: str) -> set[str]:
    """Return a module, those that import it, and those that have it from a package or from a helper of the tests."""
    found = {module}
    to_look_at = [module]
    while to_look_at:
        for each in graph.find_modules_that_directly_import(to_look_at.pop()) - found:
            found.add(each)
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
    changed = changed_files()
    tests = nearest_tests(changed)
    print(f"{len(changed)} files changed; tests: {' '.join(tests) or 'none'}", flush=True)
    if "--list" in sys.argv:
        return 0
    tools = Path(sys.executable).parent
    python = [each for each in changed if each.endswith(".py") and (ROOT / each).exists()]
    commands = [
        [tools / "ruff", "check", "."],
        [tools / "ruff", "format", "--check", "."],
        [tools / "lint-imports", "--no-cache"],
    ]
    commands += [[tools / "pyright", "--warnings", *python]] if python else []
    commands += [[sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *tests]] if tests else []
    running = [subprocess.Popen([str(word) for word in each], cwd=ROOT) for each in commands]
    return max(each.wait() != 0 for each in running)


if __name__ == "__main__":
    sys.exit(main())
