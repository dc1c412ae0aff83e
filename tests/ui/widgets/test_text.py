"""Requests, marks and values as text."""

from dataclasses import fields

import pytest

from macapp.domain.job import Marks
from macapp.domain.request import Control, Lora, Request
from macapp.ui.widgets.text import (
    elide,
    extra_settings,
    field_label,
    format_marks,
    format_saving,
    format_settings,
    format_value,
    settings_as_text,
)
from tests.support.request_factory import request

pytestmark = pytest.mark.usefixtures("qapp")


def test_long_text_becomes_one_short_line() -> None:
    assert elide(" a \n b\t c ") == "a b c"
    assert elide("x" * 300, 10) == "x" * 9 + "…"


def test_settings_contain_only_what_a_request_uses() -> None:
    plain = format_settings(request(steps=20, guidance_scale=7.5, seed=42))
    assert plain.startswith("64 × 64  ·  20 steps  ·  guidance 7.5  ·  ")
    assert plain.endswith("  ·  seed 42")
    assert extra_settings(request()) == []
    full = request(
        image="0" * 64,
        strength=0.5,
        loras=(Lora(model="/models/ink.safetensors", weight=0.8),),
        controls=(Control(model="/models/edges", image="0" * 64),),
        upscale=2,
    )
    assert dict(extra_settings(full)) == {
        "Strength": "0.5",
        "ControlNet": "edges 1",
        "LoRA": "ink 0.8",
        "Upscale": "2× Lanczos",
    }


def test_the_clipboard_text_has_both_prompts() -> None:
    lines = settings_as_text(request("a heart", negative_prompt="blue", model="starter")).split("\n")
    assert lines[:2] == ["a heart", "Negative prompt: blue"]
    assert lines[-1] == "starter"


def test_guidance_that_ends_early_is_faster() -> None:
    assert format_saving(request(steps=20)) == ""
    assert format_saving(request(steps=20, guidance_end=0.5, guidance_scale=1.0)) == ""
    assert format_saving(request(steps=20, guidance_end=0.5)).startswith("Last 50 % of the steps")


def test_marks_are_listed() -> None:
    assert format_marks(Marks()) == ""
    assert format_marks(Marks(favourite=True, stars=3, tags=("a", "b"))) == "favourite, 3 stars, a, b"


def test_every_field_of_a_request_has_a_label() -> None:
    assert not {field.name for field in fields(Request) if field_label(field.name) == field.name}


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "none"), ("", "none"), ((), "none"), (7.50, "7.5"), (3, "3"), (("/a/ink.safetensors",), "ink")],
)
def test_values_are_short(value: object, text: str) -> None:
    assert format_value(value) == text
