"""Requests and events of jobs: invalid requests are refused in one sentence."""

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from macapp.domain.field_values import normalize_text
from macapp.domain.job import EventKind, JobEvent, Picture
from macapp.domain.request import Request, seed_series
from macapp.errors import BadRequest
from macapp.messages import message_for
from tests.support.request_factory import request, requests


@given(requests())
def test_a_request_comes_back_from_json_as_it_was(asked: Request) -> None:
    assert Request.from_json(asked.to_json()) == asked


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("width", each) for each in (0, -64, 65, 1_000_000_000, 64.0, "64", None, True, math.nan)),
        *(("height", each) for each in (0, -8, 12, 4104)),
        *(("steps", each) for each in (0, -1, 2.5, 1001, 10**12, "20", True)),
        *(("guidance_scale", each) for each in (math.nan, math.inf, -math.inf, -1, 1e30, "7.5", None)),
        *(("seed", each) for each in (-1, 2**63, 2**64 - 1, 2**64, 1.5, "abc")),
        ("scheduler", "magic"),
        ("prompt", None),
        ("prompt", "x" * 100_001),
        ("strength", 0.5),
    ],
)
def test_what_cannot_be_run_is_refused_in_one_sentence(field: str, value: Any) -> None:
    with pytest.raises(BadRequest) as refusal:
        request(**{field: value})
    said = message_for(refusal.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 400


@pytest.mark.parametrize("strength", [0, -0.5, 1.5, math.nan, math.inf, 0.001, None, "0.5"])
def test_a_strength_must_leave_a_step_to_run(strength: object) -> None:
    with pytest.raises(BadRequest):
        request(image="0" * 64, strength=strength, steps=20)


def test_the_steps_that_run_are_counted_as_diffusers_does() -> None:
    assert request(steps=20).total_steps == 20
    assert request(steps=20, image="0" * 64, strength=0.6).total_steps == 12
    assert request(steps=20, image="0" * 64, strength=1.0).total_steps == 20
    assert request(steps=3, image="0" * 64, strength=0.34).total_steps == 1


def test_prompts_in_any_script_are_kept_and_what_cannot_be_stored_is_replaced() -> None:
    for text in ("", "👩‍👩‍👧 family", "\u202eright to left", "ประเทศไทย", "zero\u200bwidth", "word " * 10_000):
        assert request(text).prompt == text
    assert request("a\0b\ud800c").prompt == "a\ufffdb\ufffdc"
    assert normalize_text("\ud83d\ude00") == "😀"
    assert normalize_text("e\u0301") == "é"


def test_several_pictures_count_the_seed_up() -> None:
    assert [each.seed for each in seed_series(request(seed=5), 3)] == [5, 6, 7]
    assert [each.seed for each in seed_series(request(seed=2**63 - 1), 2)] == [2**63 - 1, 0]
    with pytest.raises(BadRequest):
        seed_series(request(), 0)


def test_time_left_follows_from_the_speed() -> None:
    assert JobEvent(kind=EventKind.STEP, step=5, steps=20, seconds_per_step=0.5).seconds_left == 7.5
    assert JobEvent(kind=EventKind.STEP, step=0, steps=20).seconds_left is None


@pytest.mark.parametrize(
    "unused", [None, "x", 3, {"name": "x"}, ["x", 3, None], [{}], [{"name": ["x"], "count": None}]]
)
def test_doubts_of_any_file_are_sentences(unused: Any) -> None:
    """Another program, or a newer Easel, may have written them."""
    made_with = {"doubt": "one colour", "unused": unused}
    picture = Picture(id="a", request=request(), created="", path=Path(), made_with=made_with, size=(8, 8))
    uniform, *others = map(message_for, picture.doubts)
    assert uniform == "The whole picture has one colour. The model or the GPU may have failed."
    assert all(sentence.endswith(".") for sentence in others)
    assert len(others) == (isinstance(unused, list) and sum(isinstance(each, dict) for each in unused))
