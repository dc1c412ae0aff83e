"""Describe and draw training pictures: one shape on a plain background, or a scene (see `scenes`).

A picture is first described (`ShapePicture`, `ScenePicture`), then drawn from the description and a random generator,
so that the caption and the pixels always match. Everything is drawn four times too large with hard edges and then
averaged, which gives smooth edges without other code.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from starter_model.canvas import OVERSAMPLING, SIZE, Colour, Point, near
from starter_model.scenes import ScenePicture, draw_scene

# Twelve colours far apart in CIE Lab, so that the checker can identify them by the nearest one.
COLOURS: dict[str, Colour] = {
    "red": (216, 32, 40),
    "orange": (246, 136, 24),
    "yellow": (250, 222, 56),
    "green": (44, 158, 68),
    "cyan": (64, 206, 218),
    "blue": (36, 76, 204),
    "purple": (126, 50, 168),
    "pink": (246, 142, 188),
    "brown": (118, 70, 34),
    "black": (20, 20, 22),
    "white": (250, 250, 250),
    "gray": (136, 138, 142),
}
SHAPES = ("circle", "square", "triangle", "star", "heart")

# Half the side of the square that a shape fills, as a share of the side of the picture: (minimum, maximum).
SIZES: dict[str, tuple[float, float]] = {"small": (0.16, 0.20), "medium": (0.26, 0.31), "large": (0.37, 0.42)}

SCENES = ("sea", "mountains", "hills", "desert")
TIMES = ("day", "sunset", "sunrise", "night")

# The objects that a scene may have. "light" is the sun, or at night the moon.
OBJECTS: dict[str, tuple[str, ...]] = {
    "sea": ("light", "boat"),
    "mountains": ("light", "tree", "house"),
    "hills": ("light", "tree", "house"),
    "desert": ("light", "tree"),
}


@dataclass(frozen=True)
class ShapePicture:
    """One shape in one colour on a plain background of another colour."""

    shape: str
    colour: str
    background: str
    size: str


Picture = ShapePicture | ScenePicture


def outline(shape: str) -> list[Point]:
    """Return the outline of a shape as points (x, y), y downwards, filling the square -1..1 in its longer direction."""
    if shape == "circle":
        return [(math.cos(a), math.sin(a)) for a in np.linspace(0, 2 * math.pi, 72, endpoint=False)]
    if shape == "square":
        return [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)]
    if shape == "triangle":
        return [(0.0, -0.92), (1.0, 0.82), (-1.0, 0.82)]
    if shape == "star":
        radii = (1.05, 0.44)
        angles = [-math.pi / 2 + i * math.pi / 5 for i in range(10)]
        return [(radii[i % 2] * math.cos(a), radii[i % 2] * math.sin(a)) for i, a in enumerate(angles)]
    if shape == "heart":
        turns = np.linspace(0, 2 * math.pi, 90, endpoint=False)
        x = 16 * np.sin(turns) ** 3
        y = -(13 * np.cos(turns) - 5 * np.cos(2 * turns) - 2 * np.cos(3 * turns) - np.cos(4 * turns))
        return [(float(a) / 16, float(b - 2.5) / 15) for a, b in zip(x, y, strict=True)]
    raise ValueError(f"no such shape: {shape}")


def rotate(points: list[Point], degrees: float) -> list[Point]:
    """Return the points rotated about the origin, clockwise in the picture (y points down)."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x * c - y * s, x * s + y * c) for x, y in points]


def draw_shape(picture: ShapePicture, rng: np.random.Generator, size: int = SIZE) -> Image.Image:
    """Draw the shape near the middle of a `size` x `size` RGB picture."""
    large = size * OVERSAMPLING
    canvas = Image.new("RGB", (large, large), near(COLOURS[picture.background], rng, 4))
    half = rng.uniform(*SIZES[picture.size])
    room = min(0.06, 0.47 - half)
    x, y = 0.5 + rng.uniform(-room, room, 2)
    points = rotate(outline(picture.shape), rng.normal(0, 3))
    ImageDraw.Draw(canvas).polygon(
        [((x + half * a) * large, (y + half * b) * large) for a, b in points],
        fill=near(COLOURS[picture.colour], rng, 4),
    )
    return canvas.reduce(OVERSAMPLING)


def draw(picture: Picture, rng: np.random.Generator, size: int = SIZE) -> Image.Image:
    """Draw any described picture as a `size` x `size` RGB image."""
    return draw_shape(picture, rng, size) if isinstance(picture, ShapePicture) else draw_scene(picture, rng, size)
