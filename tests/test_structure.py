"""The structure of the code: no circle of imports, and no module or function too long to be read in one go.

`python -m tests.structure` prints the figures. Layers, and which package may import which library, are contracts in
`pyproject.toml`.
"""

import pytest

from tests.structure import MAX_MODULE_LINES, circles, function_lengths, module_lengths

MAX_FUNCTION_LINES = 45
LONGER_FUNCTIONS = {}
"""Functions that are still longer, with the lines that they may have at most: a list that only shrinks."""


@pytest.mark.parametrize("package", ["macapp", "bundle", "starter_model"])
def test_no_module_imports_another_that_imports_it(package: str) -> None:
    assert circles(package) == []


def test_no_module_is_too_long() -> None:
    assert {name for name, lines in module_lengths().items() if lines > MAX_MODULE_LINES} == set()


def test_no_function_is_too_long() -> None:
    assert {
        name for name, lines in function_lengths() if lines > LONGER_FUNCTIONS.get(name, MAX_FUNCTION_LINES)
    } == set()
