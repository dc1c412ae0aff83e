"""Landscapes are drawn from their description and a seeded generator."""

import numpy as np
import pytest

from starter_model.canvas import SIZE
from starter_model.pictures import OBJECTS, SCENES, TIMES
from starter_model.scenes import ScenePicture, draw_scene, mix


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("time", TIMES)
def test_the_same_seed_draws_the_same_scene(scene: str, time: str) -> None:
    picture = ScenePicture(scene, time, OBJECTS[scene])
    first, second = (draw_scene(picture, np.random.default_rng(5)) for _ in range(2))
    assert first.size == (SIZE, SIZE)
    assert first.mode == "RGB"
    assert first.tobytes() == second.tobytes()
    assert first.tobytes() != draw_scene(picture, np.random.default_rng(6)).tobytes()


def test_night_is_darker_than_day() -> None:
    day, night = (
        np.asarray(draw_scene(ScenePicture("hills", time, ()), np.random.default_rng(1))).mean()
        for time in ("day", "night")
    )
    assert night < day / 2


def test_colours_are_mixed_by_share() -> None:
    assert mix((0, 100, 255), (100, 200, 55), 0.0) == (0, 100, 255)
    assert mix((0, 100, 255), (100, 200, 55), 0.5) == (50, 150, 155)
    assert mix((0, 100, 255), (100, 200, 55), 1.0) == (100, 200, 55)
