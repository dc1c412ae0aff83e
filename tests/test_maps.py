"""Maps for ControlNets: white lines where the picture has edges, black where it has none."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from macapp import maps
from macapp.errors import BadRequest


@pytest.fixture
def picture() -> Image.Image:
    drawn = Image.new("RGB", (128, 96), "white")
    ImageDraw.Draw(drawn).rectangle((32, 24, 96, 72), fill="navy")
    return drawn


@pytest.mark.parametrize("name", list(maps.MAPS))
def test_a_map_has_lines_at_the_edges_and_nowhere_else(picture: Image.Image, name: str) -> None:
    made = maps.drawn(name, picture)
    assert (made.mode, made.size) == ("RGB", picture.size)
    lines = np.asarray(made.convert("L"))
    assert lines[48, 26:40].max() > 100  # across the left edge
    assert lines[40:56, 50:80].max() == 0  # inside
    assert lines[:10].max() == 0  # outside


def test_a_plain_picture_has_no_lines() -> None:
    for name in maps.MAPS:
        assert np.asarray(maps.drawn(name, Image.new("RGB", (64, 64), "grey"))).max() == 0


def test_strokes_are_thicker_than_edges(picture: Image.Image) -> None:
    scribble, canny = (np.asarray(maps.drawn(name, picture)).mean() for name in ("scribble", "canny"))
    assert scribble > 2 * canny


def test_a_map_that_is_given_stays_as_it_is_and_an_unknown_one_is_refused(picture: Image.Image) -> None:
    assert maps.drawn(maps.GIVEN, picture) is picture
    with pytest.raises(BadRequest, match="map-unknown"):
        maps.drawn("depth", picture)
