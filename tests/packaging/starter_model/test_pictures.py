"""Shapes fill their square, keep their outline when they are rotated, and are drawn in their colours."""

import numpy as np
import pytest

from starter_model.canvas import SIZE, near
from starter_model.pictures import COLOURS, SHAPES, ShapePicture, draw, outline, rotate


@pytest.mark.parametrize("shape", SHAPES)
def test_an_outline_fills_its_square(shape: str) -> None:
    points = np.array(outline(shape))
    assert 0.85 <= np.abs(points).max() <= 1.1
    assert np.allclose(rotate(rotate(outline(shape), 30), -30), points)


def test_a_quarter_turn_is_clockwise() -> None:
    assert np.allclose(rotate([(1.0, 0.0)], 90), [(0.0, 1.0)]), "y points down"


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="no such shape: cube"):
        outline("cube")


def test_a_picture_has_the_colours_of_its_description() -> None:
    picture = ShapePicture("square", "red", "cyan", "large")
    pixels = np.asarray(draw(picture, np.random.default_rng(0))).astype(int)
    assert pixels.shape == (SIZE, SIZE, 3)
    for place, colour in ((pixels[SIZE // 2, SIZE // 2], "red"), (pixels[2, 2], "cyan")):
        assert np.abs(place - np.array(COLOURS[colour])).max() < 25


def test_colours_vary_within_the_range_of_a_byte() -> None:
    rng = np.random.default_rng(0)
    colours = {near((0, 128, 255), rng) for _ in range(50)}
    assert len(colours) > 25
    assert all(0 <= channel <= 255 for colour in colours for channel in colour)
