"""The table of promises names tests that are there, and every promise has some."""

import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
TABLE = (TESTS / "PROMISES.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| ")][
    2:
]


@cache
def names_in(file: Path) -> set[str]:
    return set(re.findall(r"^def (test_\w+)\(", file.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_every_row_names_tests_that_are_there(row: list[str]) -> None:
    promise, _case, names = row
    assert re.search(rf"^{promise}\. ", TABLE, re.MULTILINE), "it names no promise"
    found = re.findall(r"`([\w/]+\.py)::(test_\w+)`", names)
    assert found
    assert "`" not in re.sub(r"`[\w/]+\.py::test_\w+`", "", names), "a name is written otherwise"
    assert [f"{file}::{name}" for file, name in found if name not in names_in(TESTS / file)] == []


def test_every_promise_has_rows() -> None:
    assert {row[0] for row in ROWS} == set(re.findall(r"^(\d)\. ", TABLE, re.MULTILINE)) == set("12345")
