"""The checker recognises what was drawn, from the pixels alone."""

import random

import numpy as np

from starter_model import checker
from starter_model.captions import any_scene
from starter_model.pictures import COLOURS, SHAPES, SIZES, TIMES, ShapePicture, draw


def test_the_checker_reads_back_what_was_drawn() -> None:
    rng, random_ = np.random.default_rng(1), random.Random(1)
    for number in range(240):
        shape = SHAPES[number % len(SHAPES)]
        colour, background = random_.sample(sorted(COLOURS), 2)
        asked = ShapePicture(shape, colour, background, sorted(SIZES)[number % 3])
        assert checker.look(draw(asked, rng)) == checker.Seen(background, colour, shape), asked


def test_the_checker_tells_the_time_of_day() -> None:
    rng, random_ = np.random.default_rng(2), random.Random(2)
    for _ in range(120):
        scene = any_scene(random_)
        assert checker.time_of_day(draw(scene, rng)) == scene.time
    assert set(TIMES) == {"day", "sunset", "sunrise", "night"}


def test_an_empty_picture_shows_no_shape() -> None:
    from PIL import Image

    assert checker.look(Image.new("RGB", (128, 128), COLOURS["cyan"])) == checker.Seen("cyan", None, None)
