"""The size of training pictures, and small variations of their colours."""

import numpy as np

SIZE = 128  #: the native side of a picture, in pixels
OVERSAMPLING = 4

Colour = tuple[int, int, int]
Point = tuple[float, float]


def near(colour: Colour, rng: np.random.Generator, spread: float = 6.0) -> Colour:
    """Return the colour with a small random change (standard deviation `spread`, of 255)."""
    moved = np.clip(np.array(colour) + rng.normal(0, spread, 3), 0, 255)
    return int(moved[0]), int(moved[1]), int(moved[2])
