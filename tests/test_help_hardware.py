"""`resources/help/hardware.md` describes the rules: every rule, function and number of it is compared with the code."""

import re
from dataclasses import replace
from math import isqrt

import pytest

from macapp import acceleration, memory, plan, precision, slices, troubles
from macapp.acceleration import accelerated
from macapp.checkpoints import kinds
from macapp.checkpoints.catalogue import catalogue
from macapp.doctor import rules
from macapp.hardware import GIB, Machine, mps_from
from macapp.paths import resources
from sets import SETS

PAGE = (resources() / "help" / "hardware.md").read_text(encoding="utf-8")
MAC = Machine(ram=16 * GIB, torch="2.13.0", device="mps", macos="14.5", arch="arm64", chip="Apple M2")
MODULES = {
    "planning/plan.py": plan,
    "planning/memory.py": memory,
    "planning/precision.py": precision,
    "planning/attention.py": slices,
    "planning/known_issues.py": troubles,
    "planning/acceleration.py": acceleration,
    "models/families.py": kinds.Kind,
}


def table(heading: str) -> list[list[str]]:
    """Return the rows of the first table below a heading, without its head."""
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def test_every_rule_of_the_report_has_its_row() -> None:
    # An old Mac lacks a requirement and has a known fault, so that every kind of rule is there.
    old = replace(MAC, macos="13.2", torch="2.9.0")
    made = plan.plan(old, next(each.architecture for each in catalogue().values() if each.architecture), (512, 512))
    names = {rule.name for rule in rules(old, made, accelerated(old, made.precisions, acceleration.Tools()))}
    assert {row[0] for row in table("The rules")} == names


@pytest.mark.parametrize("row", table("The rules"), ids=lambda row: row[0])
def test_a_rule_names_the_function_that_decides_it(row) -> None:
    if row[2] != "the queue":
        name, module = re.findall(r"`([^`]+)`", row[2])
        assert callable(getattr(MODULES[module], name))


def test_every_function_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`([a-z_]+)`(?: in `planning/|\))", PAGE)) - {"macapp"}
    assert named
    assert not {each for each in named if not any(hasattr(module, each) for module in MODULES.values())}


def gigabytes(value: int) -> str:
    return f"{value // GIB} GB"


def square(value: int) -> str:
    return f"{isqrt(value)} x {isqrt(value)}"


def version(value: tuple[int, int]) -> str:
    return ".".join(map(str, value))


NUMBERS = {
    "SLICE_BELOW_RAM": gigabytes(slices.SLICE_BELOW_RAM),
    "SLICE_ABOVE_PIXELS": square(slices.SLICE_ABOVE_PIXELS),
    "SLICE_BYTES": f"{slices.SLICE_BYTES // 2**20} MB",
    "SMALL_RAM": gigabytes(plan.SMALL_RAM),
    "UNTILED_PIXELS": square(plan.UNTILED_PIXELS),
    "MOST_POSITIONS": f"{plan.MOST_POSITIONS:,}",
    "LARGEST_ARRAY": f"{plan.LARGEST_ARRAY:,}",
    "LOW_WATERMARK": str(memory.LOW_WATERMARK),
    "LARGE_RAM": gigabytes(memory.LARGE_RAM),
    "BESIDE_ARRAYS": str(memory.BESIDE_ARRAYS),
    "TILE": str(memory.TILE),
    "RIGHT_FROM": version(precision.RIGHT_FROM),
    "SCORES_FROM": version(precision.SCORES_FROM),
    "BRAIN_FROM": version(precision.BRAIN_FROM),
    "BLOCKS_FROM": version(acceleration.BLOCKS_FROM),
    "TIMES": str(acceleration.TIMES),
    "COST": f"{acceleration.COST:g}",
    "MOST_ALIKE": str(acceleration.MOST_ALIKE),
}


@pytest.mark.parametrize("row", table("Numbers"), ids=lambda row: row[0])
def test_a_number_of_the_page_is_that_of_the_code(row) -> None:
    assert row[1] == NUMBERS[row[0].strip("`")]


def test_no_number_is_left_out_and_the_text_uses_them() -> None:
    assert [row[0].strip("`") for row in table("Numbers")] == list(NUMBERS)
    text = PAGE.split("\n## Numbers\n", 1)[0]
    unused = {"BESIDE_ARRAYS"}  # the text says "half"
    assert not {name for name, shown in NUMBERS.items() if shown not in text} - unused


def test_the_least_versions_are_those_that_the_rules_require() -> None:
    needs = next(row[1] for row in table("The rules") if row[0] == "requirement")
    assert needs.startswith("A Mac needs Apple silicon with a Python for arm64, macOS 12.6 and PyTorch 1.13.")
    fits = replace(MAC, macos="12.6", torch="1.13.1")
    assert not any(map(plan.is_required, plan.requirements(fits)))
    for lacking in ({"macos": "12.5"}, {"torch": "1.12.1"}, {"arch": "x86_64"}):
        assert any(map(plan.is_required, plan.requirements(replace(fits, **lacking))))
    recommended = replace(MAC, macos="13.0", torch="2.0.0")
    assert "macOS 13.0 and PyTorch 2.0 are recommended" in needs
    assert plan.requirements(recommended) == []
    assert plan.requirements(replace(recommended, macos="12.6"))
    assert plan.requirements(replace(recommended, torch="1.13.1"))


def test_each_pytorch_has_the_first_macos_that_the_page_says() -> None:
    for releases, macos in table("Versions")[:3]:
        for release in re.findall(r"(\d+)\.(\d+)", releases):
            found = mps_from((int(release[0]), int(release[1])))
            assert macos.startswith(version(found))


def test_the_pinned_sets_are_those_of_the_page() -> None:
    pinned = [
        [f"`{each.name}`", each.macos, next(v for name, v in each.packages() if name == "torch"), each.python]
        for each in SETS
    ]
    assert [row for row in table("Versions") if row in pinned] == pinned


@pytest.mark.parametrize(
    ("torch", "macos"),
    [("2.4.0", "14.5"), ("2.5.1", "14.5"), ("2.2.0", "14.4"), ("2.12.0", "27.0"), ("2.13.0", "13.2")],
)
def test_each_known_fault_of_the_page_is_one_of_the_code(torch, macos) -> None:
    assert troubles.troubles(replace(MAC, torch=torch, macos=macos))
