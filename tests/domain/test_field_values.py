"""The checks of single values."""

from dataclasses import dataclass

import pytest

from macapp.domain.field_values import (
    abbreviate,
    build_part,
    check_leaves_a_step,
    check_number,
    check_whole,
    clean_text,
    normalize_text,
    require_list,
)
from macapp.errors import BadRequest


@dataclass(frozen=True)
class Part:
    name: str
    weight: float = 1.0


def test_text_can_be_stored_and_searched() -> None:
    assert normalize_text("a\0b\ud800") == "a\ufffdb\ufffd"
    assert normalize_text("e\u0301") == "é"
    part = Part("e\u0301")
    clean_text(part, "name")
    assert part.name == "é"


@pytest.mark.parametrize("value", [True, 2.0, "2", None])
def test_only_a_whole_number_is_whole(value: object) -> None:
    with pytest.raises(BadRequest, match="not-whole"):
        check_whole("steps", value, range(1, 10))


@pytest.mark.parametrize("value", [float("nan"), -0.1, 1.1])
def test_a_number_has_limits(value: float) -> None:
    assert check_number("eta", 1, 0.0, 1.0) == 1.0
    with pytest.raises(BadRequest, match="out-of-range"):
        check_number("eta", value, 0.0, 1.0)


def test_a_strength_leaves_a_step() -> None:
    check_leaves_a_step("strength", 0.5, 2)
    with pytest.raises(BadRequest, match="strength-leaves-no-step") as caught:
        check_leaves_a_step("strength", 0.1, 5)
    assert caught.value.data["least"] == 10


def test_a_part_is_made_of_a_mapping_with_what_it_needs() -> None:
    assert build_part(Part, {"name": "a", "newer": 1}) == Part("a")
    assert build_part(Part, Part("b", 2.0)) == Part("b", 2.0)
    for value in ({"weight": 1.0}, "a"):
        with pytest.raises(BadRequest, match="part-incomplete"):
            build_part(Part, value)


def test_a_list_is_no_text() -> None:
    assert require_list(["a"]) == ["a"]
    with pytest.raises(BadRequest, match="not-a-list"):
        require_list("a")


def test_a_long_value_is_cut_in_a_message() -> None:
    assert abbreviate("a" * 50) == "a" * 37 + "..."
    assert abbreviate(5) == "5"
