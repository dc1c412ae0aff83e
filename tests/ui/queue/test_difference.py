"""A row says what differs from the row above it."""

from dataclasses import replace

import pytest

from macapp.domain.request import Lora
from macapp.ui.queue.difference import format_difference
from tests.support.request_factory import request

BASE = request("a lighthouse", seed=6, steps=20, width=512, height=512)
IMAGE = "a" * 64


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "same settings"),
        ({"seed": 7}, "seed 7"),
        ({"seed": 7, "steps": 30}, "seed 7  ·  30 steps"),
        ({"height": 768}, "512 × 768"),
        ({"guidance_scale": 6.5, "scheduler": "euler"}, "guidance 6.5  ·  euler"),
        ({"model": "/models/dreamshaper_8.safetensors", "seed": 1}, "dreamshaper_8  ·  seed 1"),
        ({"negative_prompt": "blurry"}, "negative prompt: blurry"),
        ({"image": IMAGE, "strength": 0.6}, "source image  ·  strength: 0.6"),
        ({"loras": (Lora(model="/loras/ink.safetensors", weight=0.8),)}, "lora: ink"),
        ({"prompt": "a castle"}, "512 × 512  ·  20 steps  ·  seed 6"),
        ({"template": "a {lighthouse|castle}"}, "same settings"),
    ],
)
def test_only_what_differs_is_said(changes: dict, words: str) -> None:
    assert format_difference(replace(BASE, **changes), BASE) == words


def test_the_first_row_has_size_steps_and_seed() -> None:
    assert format_difference(BASE, None) == "512 × 512  ·  20 steps  ·  seed 6"


def test_another_source_image_and_none_are_told_apart() -> None:
    above = replace(BASE, image=IMAGE, strength=0.6)
    assert format_difference(replace(above, image="b" * 64), above) == "another source image"
    assert format_difference(BASE, above) == "no source image  ·  strength: none"
