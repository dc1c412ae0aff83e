"""A source image at the size of the picture, and the pixels that a mask protects."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from macapp.errors import BadRequest
from macapp.imaging import inpainting

SIZES = st.tuples(st.integers(8, 200), st.integers(8, 200))


@pytest.mark.parametrize("how", ["crop", "fit", "fill"])
@example(before=(8, 128), after=(8, 8))
@given(before=SIZES, after=SIZES)
def test_an_image_comes_to_any_size(how: str, before: tuple[int, int], after: tuple[int, int]) -> None:
    assert inpainting.resize_to(Image.new("RGB", before, "red"), after, how).size == after


def test_cutting_keeps_the_middle_and_fitting_keeps_it_all() -> None:
    wide = Image.new("RGB", (200, 50), "red")
    wide.paste("blue", (50, 0, 150, 50))
    assert inpainting.resize_to(wide, (64, 64)).getpixel((32, 32)) == (0, 0, 255)
    fitted = inpainting.resize_to(wide, (64, 64), "fit")
    assert fitted.getpixel((2, 32)) == (255, 0, 0)
    assert fitted.getpixel((2, 2)) == (255, 0, 0)  # extended from its border
    assert inpainting.resize_to(wide.convert("L").point([255] * 256), (64, 64), "fit").getpixel((2, 2)) == 0


@given(
    st.tuples(st.integers(0, 90), st.integers(0, 90), st.integers(1, 60), st.integers(1, 60)),
    st.sampled_from([(64, 64), (128, 64), (64, 128)]),
    st.integers(0, 64),
)
def test_a_region_holds_the_mask_and_lies_in_the_image(box, size: tuple[int, int], padding: int) -> None:
    within = (120, 100)
    inner = (box[0], box[1], min(box[0] + box[2], within[0]), min(box[1] + box[3], within[1]))
    left, top, right, bottom = inpainting.inpaint_region(inner, within, size, padding)
    assert 0 <= left <= inner[0]
    assert 0 <= top <= inner[1]
    assert inner[2] <= right <= within[0]
    assert inner[3] <= bottom <= within[1]


@given(st.integers(0, 40))
def test_a_feather_fades_inwards_only(pixels: int) -> None:
    mask = Image.new("L", (96, 96))
    mask.paste(255, (20, 20, 76, 76))
    faded = np.asarray(inpainting.feather_mask(mask, pixels))
    assert faded[np.asarray(mask) == 0].max() == 0
    assert faded.max() > 0
    assert (np.diff(faded[48, 20:48].astype(int)) >= 0).all()


def test_a_mask_too_small_to_fade_keeps_its_edge() -> None:
    mask = Image.new("L", (96, 96))
    mask.paste(255, (40, 40, 43, 43))
    assert inpainting.feather_mask(mask, 60).getbbox() == (40, 40, 43, 43)


def test_room_is_added_with_the_colours_of_the_border_and_masked() -> None:
    image = Image.new("RGB", (60, 40), "red")
    whole, mask = inpainting.outpaint_canvas(image, (0, 0, 33, 16))
    assert whole.size == mask.size == (96, 56)  # rounded up to a valid size
    assert whole.getpixel((90, 50)) == (255, 0, 0)
    assert mask.getpixel((10, 10)) == 0
    assert mask.getpixel((70, 10)) == mask.getpixel((10, 50)) == 255
    assert mask.getpixel((60 - inpainting.OVERLAP, 10)) == 255
    assert mask.getpixel((60 - inpainting.OVERLAP - 1, 10)) == 0


@pytest.mark.parametrize("sides", [[0, 0, 0, 0], [1, 2], [-8, 0, 0, 0], "abcd", [9999, 0, 0, 0], None])
def test_room_that_makes_no_sense_is_refused(sides: object) -> None:
    with pytest.raises(BadRequest, match="outpaint-sides"):
        inpainting.parse_outpaint(sides)
