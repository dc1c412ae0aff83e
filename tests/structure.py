"""Figures about the structure of the code: packages, imports, names, lengths.

usage: python -m tests.structure
The table of a checkout that has no such module comes from `PYTHONPATH=THAT_CHECKOUT python PATH/TO/structure.py`.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import grimp

import macapp

ROOT = Path(macapp.__file__).parent
MAX_MODULE_LINES = 450


def circles(package: str) -> list[set[str]]:
    """Return the groups of modules that import each other: lazily, for types only, or at once."""
    graph = grimp.build_graph(package, cache_dir=None)
    users = {module: graph.find_downstream_modules(module) for module in graph.modules}
    groups = {frozenset({each, *(other for other in users[each] if each in users[other])}) for each in users}
    return [set(group) for group in groups if len(group) > 1]


def arrows(package: str) -> set[tuple[str, str]]:
    """Return which parts of the first level of a package import which others."""
    graph = grimp.build_graph(package, cache_dir=None)
    pairs = ((user, used) for user in graph.modules for used in graph.find_modules_directly_imported_by(user))
    firsts = {(_first_level(user), _first_level(used)) for user, used in pairs}
    return {(user, used) for user, used in firsts if user and used and user != used}


def module_lengths() -> dict[str, int]:
    """Return the lines of every module, by its path from the package's folder."""
    return {_name(path): len(path.read_text("utf-8").splitlines()) for path in ROOT.rglob("*.py")}


def function_lengths() -> Iterator[tuple[str, int]]:
    """Yield every function of the package as `path:name`, with its lines."""
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{_name(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def public_names() -> list[tuple[str, str]]:
    """Return the public classes, functions and methods of the package as (name, module)."""
    return [(name, _name(path)) for path in ROOT.rglob("*.py") for name in _definitions(path)]


def repeated_names() -> list[str]:
    """Return the public names that more than one module defines, once for each module."""
    modules = Counter(name for name, _module in set(public_names()))
    return [name for name, _module in set(public_names()) if modules[name] > 1]


def figures() -> dict[str, object]:
    """Return the figures by their names."""
    levels = Counter(len(Path(name).parts) for name in module_lengths())
    names = set(public_names())
    longest = max(module_lengths().items(), key=lambda item: item[1])
    return {
        "modules": len(module_lengths()),
        "modules per level": ", ".join(f"{level}: {count}" for level, count in sorted(levels.items())),
        "arrows at the first level": len(arrows("macapp")),
        "modules in a circle": sum(map(len, circles("macapp"))),
        "public names": len(names),
        "of those, also in another module": f"{len(repeated_names())} ({100 * len(repeated_names()) // len(names)} %)",
        f"modules over {MAX_MODULE_LINES} lines": sum(n > MAX_MODULE_LINES for n in module_lengths().values()),
        "longest module": f"{longest[0]}, {longest[1]} lines",
        "longest function, in lines": max(lines for _name, lines in function_lengths()),
        "README.md, in bytes": (ROOT.parent / "README.md").stat().st_size,
    }


def _definitions(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node.name
            if isinstance(node, ast.ClassDef):
                methods = (each.name for each in node.body if isinstance(each, ast.FunctionDef))
                yield from (name for name in methods if not name.startswith("_"))


def _first_level(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    for name, value in figures().items():
        print(f"{name:34} {value}")
