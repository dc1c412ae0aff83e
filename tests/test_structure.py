"""The structure of the code: no circle of imports, and no module or function too long to be read in one go.

Layers, and which package may import which library, are contracts in `pyproject.toml`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

import macapp

ROOT = Path(macapp.__file__).parent
MAX_MODULE_LINES = 450
MAX_FUNCTION_LINES = 45
LONGER_FUNCTIONS = {
    "engine/engine.py:_generate": 56,
    "ui/models/window.py:__init__": 53,
    "models/checkpoint.py:find_checkpoint": 50,
    "diagnostics/report.py:plan_to_dict": 49,
}
"""Functions that are still longer, with the lines that they may have at most: a list that only shrinks."""


def circles(package: str) -> list[set[str]]:
    """Return the groups of modules that import each other: lazily, for types only, or at once."""
    graph = grimp.build_graph(package, cache_dir=None)
    users = {each: graph.find_downstream_modules(each) for each in graph.modules}
    groups = {frozenset({each, *(other for other in users[each] if each in users[other])}) for each in users}
    return [set(each) for each in groups if len(each) > 1]


def functions() -> Iterator[tuple[str, int]]:
    """Yield every function of the package with its number of lines."""
    for module in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{module.relative_to(ROOT)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


@pytest.mark.parametrize("package", ["macapp", "bundle", "starter_model"])
def test_no_module_imports_another_that_imports_it(package: str) -> None:
    assert circles(package) == []


def test_no_module_is_too_long() -> None:
    lengths = {str(each.relative_to(ROOT)): len(each.read_text().splitlines()) for each in ROOT.rglob("*.py")}
    assert {name for name, lines in lengths.items() if lines > MAX_MODULE_LINES} == set()


def test_no_function_is_too_long() -> None:
    assert {name for name, lines in functions() if lines > LONGER_FUNCTIONS.get(name, MAX_FUNCTION_LINES)} == set()
