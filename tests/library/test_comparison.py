"""A repeat and its original: identical, or how far off and what changed since."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from macapp.domain.job import Picture, ReproductionResult
from macapp.errors import BadRequest
from macapp.library.comparison import PIXEL_FACTORS, compare_pictures
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request

Make = Callable[..., Picture]


def test_the_same_pixels_are_identical_without_reading_the_file(made: Make) -> None:
    picture = made(request())
    picture.path.unlink()
    assert compare_pictures(picture, plain_picture(request()), {}) == ReproductionResult(True)


def test_a_picture_without_a_hash_is_compared_by_its_pixels(made: Make) -> None:
    picture = replace(made(request()), pixels=None)
    assert compare_pictures(picture, plain_picture(request()), {}) == ReproductionResult(True)


def test_the_largest_difference_and_the_share_of_pixels_are_measured(made: Make) -> None:
    picture = made(request(seed=0))
    again = plain_picture(request(seed=0))
    assert again.getpixel((0, 0)) == (0, 0, 128)
    again.putpixel((0, 0), (7, 0, 128))
    again.putpixel((5, 9), (0, 3, 28))
    result = compare_pictures(picture, again, {})
    assert result == ReproductionResult(False, most=100, pixels=2, share=2 / (64 * 64))


def test_only_changes_that_can_affect_pixels_are_listed(made: Make) -> None:
    picture = made(request(), torch="2.8.0", device="mps", tf32=False, seconds=3.0)
    again = {"torch": "2.9.0", "device": "mps", "seconds": 9.0, "chip": "M4"}
    changed = compare_pictures(picture, plain_picture(request()), again).changed
    assert changed == ("torch: 2.8.0, now 2.9.0", "tf32: False, now None")


def test_every_factor_is_compared(made: Make) -> None:
    picture = made(request(), **dict.fromkeys(PIXEL_FACTORS, "before"))
    again: dict[str, str] = dict.fromkeys(PIXEL_FACTORS, "after")
    changed = compare_pictures(picture, plain_picture(request()), again).changed
    assert changed == tuple(f"{name}: before, now after" for name in PIXEL_FACTORS)


def test_another_size_cannot_be_compared(made: Make) -> None:
    with pytest.raises(BadRequest, match="repeat-other-size"):
        compare_pictures(made(request()), Image.new("RGB", (64, 72)), {})


def test_an_original_that_cannot_be_read_is_refused(made: Make) -> None:
    picture = made(request())
    picture.path.write_bytes(picture.path.read_bytes()[:-200])
    with pytest.raises(BadRequest, match="image-broken"):
        compare_pictures(picture, Image.new("RGB", (64, 64)), {})
