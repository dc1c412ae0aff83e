"""`resources/help/hardware.md` describes the rules: every rule, function and number of it is compared with the code."""

import re
from collections.abc import Callable
from dataclasses import replace
from math import isqrt
from typing import Any

import pytest

from constraint_sets import SETS, PackageSet
from macapp.diagnostics.report import evaluate_rules
from macapp.models import model_family
from macapp.models.catalog import load_catalog
from macapp.planning import acceleration, attention, known_issues, memory, plan, precision
from macapp.planning.acceleration import choose_acceleration
from macapp.system.machine import GIB, Machine, minimum_macos_for_mps
from macapp.system.paths import resources_dir

PAGE = (resources_dir() / "help" / "hardware.md").read_text(encoding="utf-8")
MAC = Machine(ram=16 * GIB, torch="2.13.0", device="mps", macos="14.5", arch="arm64", chip="Apple M2")
MODULES = {
    "planning/plan.py": plan,
    "planning/memory.py": memory,
    "planning/precision.py": precision,
    "planning/attention.py": attention,
    "planning/known_issues.py": known_issues,
    "planning/acceleration.py": acceleration,
    "models/model_family.py": model_family.ModelFamily,
}

MISSING = object()


def of_code(module: object, name: str, default: Any = MISSING) -> Any:
    """Return what a module has under a name of the page."""
    found = getattr(module, name, default)
    assert found is not MISSING
    return found


def table(heading: str) -> list[list[str]]:
    """Return the rows of the first table below a heading, without its head."""
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def test_every_rule_of_the_report_has_its_row() -> None:
    # An old Mac lacks a requirement and has a known fault, so that every kind of rule is there.
    old = replace(MAC, macos="13.2", torch="2.9.0")
    made = plan.make_plan(
        old, next(each.architecture for each in load_catalog().values() if each.architecture), (512, 512)
    )
    names = {
        rule.name
        for rule in evaluate_rules(old, made, choose_acceleration(old, made.precisions, acceleration.Toolchain()))
    }
    assert {row[0] for row in table("The rules")} == names


@pytest.mark.parametrize("row", table("The rules"), ids=lambda row: row[0])
def test_a_rule_names_the_function_that_decides_it(row) -> None:
    if row[2] != "the queue":
        name, module = re.findall(r"`([^`]+)`", row[2])
        assert callable(of_code(MODULES[module], name))


def test_every_function_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`([a-z_]+)`(?: in `(?:planning|models)/|\))", PAGE))
    assert len(named) > 20
    assert not {name for name in named if not any(of_code(module, name, None) for module in MODULES.values())}


def gigabytes(value: int) -> str:
    return f"{value // GIB} GB"


def square(value: int) -> str:
    return f"{isqrt(value)} x {isqrt(value)}"


def grouped(value: int) -> str:
    return f"{value:,}"


def version(value: tuple[int, int]) -> str:
    return ".".join(map(str, value))


def shown(row: list[str]) -> str:
    """Return the value of a constant of the code as the page writes it."""
    name, module = row[0].strip("`"), row[2].strip("`")
    value = of_code(MODULES[module], name)
    return FORMATS.get(name, "{:g}".format)(value) if not isinstance(value, tuple) else version(value)


FORMATS: dict[str, Callable[[Any], str]] = {
    "SLICE_BELOW_RAM_BYTES": gigabytes,
    "SLICE_ABOVE_PIXELS": square,
    "SLICE_BYTES": lambda value: f"{value // 2**20} MB",
    "SMALL_RAM_BYTES": gigabytes,
    "MAX_UNTILED_PIXELS": square,
    "MAX_POSITIONS": grouped,
    "MAX_ARRAY_BYTES": grouped,
    "LARGE_RAM_BYTES": gigabytes,
}


@pytest.mark.parametrize("row", table("Numbers"), ids=lambda row: row[0])
def test_a_number_of_the_page_is_that_of_the_code(row) -> None:
    assert row[1] == shown(row)


def test_the_text_above_the_numbers_uses_them() -> None:
    text = PAGE.split("\n## Numbers\n", 1)[0]
    assert not {row[1] for row in table("Numbers") if row[1] not in text} - {"0.5"}  # "half", in words


def test_the_least_versions_are_those_that_the_rules_require() -> None:
    needs = next(row[1] for row in table("The rules") if row[0] == "requirement")
    assert needs.startswith("A Mac needs Apple silicon with a Python for arm64, macOS 12.6 and PyTorch 1.13.")
    fits = replace(MAC, macos="12.6", torch="1.13.1")
    assert not any(map(plan.is_required, plan.missing_requirements(fits)))
    for lacking in ({"macos": "12.5"}, {"torch": "1.12.1"}, {"arch": "x86_64"}):
        assert any(map(plan.is_required, plan.missing_requirements(replace(fits, **lacking))))
    recommended = replace(MAC, macos="13.0", torch="2.0.0")
    assert "macOS 13.0 and PyTorch 2.0 are recommended" in needs
    assert plan.missing_requirements(recommended) == []
    assert plan.missing_requirements(replace(recommended, macos="12.6"))
    assert plan.missing_requirements(replace(recommended, torch="1.13.1"))


def test_each_pytorch_has_the_first_macos_that_the_page_says() -> None:
    for releases, macos in table("Versions")[:3]:
        for release in re.findall(r"(\d+)\.(\d+)", releases):
            found = minimum_macos_for_mps((int(release[0]), int(release[1])))
            assert macos.startswith(version(found))


def pythons(package_set: PackageSet) -> str:
    return " to ".join(dict.fromkeys((package_set.pythons[0], package_set.pythons[-1])))


def test_the_pinned_sets_are_those_of_the_page() -> None:
    pinned = [
        [f"`{each.name}`", each.macos, next(v for name, v in each.packages() if name == "torch"), pythons(each)]
        for each in SETS
    ]
    assert [row for row in table("Versions") if row in pinned] == pinned


@pytest.mark.parametrize(
    ("torch", "macos"),
    [("2.4.0", "14.5"), ("2.5.1", "14.5"), ("2.2.0", "14.4"), ("2.12.0", "27.0"), ("2.13.0", "13.2")],
)
def test_each_known_fault_of_the_page_is_one_of_the_code(torch, macos) -> None:
    assert known_issues.known_issues(replace(MAC, torch=torch, macos=macos))
