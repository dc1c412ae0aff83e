"""Control maps: white lines at the edges of the picture, black elsewhere."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from macapp.errors import BadRequest
from macapp.imaging import control_maps

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def picture() -> Image.Image:
    drawn = Image.new("RGB", (128, 96), "white")
    ImageDraw.Draw(drawn).rectangle((32, 24, 96, 72), fill="navy")
    return drawn


@pytest.mark.parametrize("name", list(control_maps.MAP_KINDS))
def test_a_map_has_lines_at_the_edges_and_nowhere_else(picture: Image.Image, name: str) -> None:
    made = control_maps.control_map(name, picture)
    assert (made.mode, made.size) == ("RGB", picture.size)
    lines = np.asarray(made.convert("L"))
    assert lines[48, 26:40].max() > 100  # across the left edge
    assert lines[40:56, 50:80].max() == 0  # inside
    assert lines[:10].max() == 0  # outside


def test_a_plain_picture_has_no_lines() -> None:
    for name in control_maps.MAP_KINDS:
        assert np.asarray(control_maps.control_map(name, Image.new("RGB", (64, 64), "grey"))).max() == 0


def test_strokes_are_thicker_than_edges(picture: Image.Image) -> None:
    scribble, canny = (np.asarray(control_maps.control_map(name, picture)).mean() for name in ("scribble", "canny"))
    assert scribble > 2 * canny


def test_edges_are_to_the_pixel_those_that_controlnets_were_trained_on() -> None:
    """The file has a noisy picture on the left, and OpenCV 4.14's `Canny(picture, 100, 200)` on the right."""
    with Image.open(DATA / "canny.png") as both:
        picture, edges = both.crop((0, 0, 160, 160)), both.crop((160, 0, 320, 160))
    assert np.array_equal(
        np.asarray(control_maps.control_map("canny", picture.convert("RGB")).convert("L")), np.asarray(edges)
    )


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (2, 2), (5, 3)])
def test_the_smallest_pictures_have_maps_too(size: tuple[int, int]) -> None:
    for name in control_maps.MAP_KINDS:
        assert control_maps.control_map(name, Image.new("RGB", size, "white")).size == size


def test_a_map_that_is_given_stays_as_it_is_and_an_unknown_one_is_refused(picture: Image.Image) -> None:
    assert control_maps.control_map(control_maps.PREPROCESSED, picture) is picture
    with pytest.raises(BadRequest, match="map-unknown"):
        control_maps.control_map("depth", picture)
