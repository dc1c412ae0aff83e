"""Tensors as pictures: decoding, numbers that are not finite, and pictures of one colour."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from macapp.engine.generation.pixels import (
    MAX_COLOUR_DIFFERENCE,
    UNIFORM_IMAGE,
    check_finite,
    decode_latents,
    doubts_about,
    format_doubts,
    is_uniform,
    to_image,
)
from macapp.errors import MachineError
from tests.support.plain_diffusers import asked, make, noise


def test_pixels_become_a_picture() -> None:
    array = np.zeros((1, 2, 3, 3), dtype=np.float32)
    array[0, 1, 2] = (1.0, 0.5, 0.0)
    for pixels in (array, torch.from_numpy(array).permute(0, 3, 1, 2)):
        picture = to_image(pixels)
        assert picture.size == (3, 2)
        assert picture.getpixel((2, 1)) == (255, 128, 0)
        assert picture.getpixel((0, 0)) == (0, 0, 0)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_not_finite_are_an_error(value: float) -> None:
    pixels = torch.zeros(1, 3, 4, 4)
    check_finite(pixels)
    pixels[0, 1, 2, 3] = value
    for check in (check_finite, to_image):
        with pytest.raises(MachineError, match="picture-not-finite"):
            check(pixels)


def test_latents_are_decoded_as_by_the_pipeline(engine, tiny_model: Path) -> None:
    make(engine, asked(tiny_model, steps=1))
    pipeline = engine.session.loaded.pipeline(asked(tiny_model))
    latents = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    fallbacks: list[str] = []
    with torch.inference_mode():
        picture = decode_latents(pipeline, latents, fallbacks)
        scaled = latents / pipeline.vae.config.scaling_factor
        expected = pipeline.image_processor.postprocess(pipeline.vae.decode(scaled).sample)[0]
        with pytest.raises(MachineError, match="picture-not-finite"):
            decode_latents(pipeline, latents * torch.inf, fallbacks)
    assert picture.tobytes() == expected.tobytes()
    assert fallbacks == []


def test_a_picture_of_one_colour_is_doubted_unless_its_source_has_that_colour() -> None:
    grey = Image.new("RGB", (8, 8), (100, 100, 100))
    assert is_uniform(grey)
    assert not is_uniform(noise(1))
    assert doubts_about(noise(1)) == []
    assert doubts_about(grey) == doubts_about(grey, noise(1)) == [UNIFORM_IMAGE]
    for apart, doubts in ((0, []), (MAX_COLOUR_DIFFERENCE, []), (MAX_COLOUR_DIFFERENCE + 1, [UNIFORM_IMAGE])):
        source = Image.new("RGB", (4, 4), (100, 100 + apart, 100))
        assert doubts_about(grey, source) == doubts


def test_doubts_are_stored_once_each() -> None:
    assert format_doubts([]) == {}
    assert format_doubts(["one colour", "a", "one colour"]) == {"doubt": "one colour, a"}
