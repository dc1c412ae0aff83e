"""Recognise the content of a picture from its pixels, by simple rules without a model.

- The colour of the background is the name nearest to the median of a frame along the edges.
- The area that differs clearly from it is the shape. Its colour is the name nearest to the median of the area, away
  from its edge.
- The shape is the one of the five whose outline, with the same size and rotation, covers it best (intersection over
  union).
- The time of day is the one whose sky, as this package draws it, is nearest to the top third of the picture.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from starter_model.pictures import COLOURS, SHAPES, SIZE, TIMES, ScenePicture, draw, outline, rotate

FRAME = 5  # pixels along each edge that count as background
DIFFERENT = 60.0  # distance in RGB (0 to 441) from the colour of the background at which the shape begins
TURNS = (-10.0, -5.0, 0.0, 5.0, 10.0)  # degrees, because the shapes are slightly rotated
MIN_SHAPE_SHARE = 0.01  # of the picture; a smaller area is not a shape


@dataclass(frozen=True)
class Seen:
    """The content of a picture of a shape; None where there is none."""

    background: str
    colour: str | None
    shape: str | None


def look(image: Image.Image) -> Seen:
    """Return the colours and the shape in a picture of any size."""
    pixels = _pixels(image)
    ground = np.median(_frame(pixels), axis=0)
    mask = np.linalg.norm(pixels - ground, axis=2) > DIFFERENT
    mask = _largest_piece(mask)
    if mask.mean() < MIN_SHAPE_SHARE:
        return Seen(nearest_colour(ground), None, None)
    inside = _shrink(mask)
    colour = np.median(pixels[inside if inside.any() else mask], axis=0)
    return Seen(nearest_colour(ground), nearest_colour(colour), nearest_shape(mask))


def time_of_day(image: Image.Image) -> str:
    """Return day, sunset, sunrise or night, from the top third of a scene."""
    sky = _rows(_pixels(image))
    return min(TIMES, key=lambda time: float(np.abs(_skies()[time] - sky).mean()))


def nearest_colour(colour: np.ndarray) -> str:
    """Return the name of the colour nearest to red, green, blue from 0 to 255."""
    return min(COLOURS, key=lambda name: float(np.linalg.norm(np.array(COLOURS[name]) - colour)))


def nearest_shape(mask: np.ndarray) -> str:
    """Return the shape whose outline, stretched to the bounding box of the mask, overlaps it most."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    part = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    box = np.asarray(Image.fromarray(part).resize((64, 64), Image.Resampling.NEAREST))
    return max(SHAPES, key=lambda shape: max(_overlap(box, _template(shape, turn)) for turn in TURNS))


def _pixels(image: Image.Image) -> np.ndarray:
    return np.asarray(image.convert("RGB").resize((SIZE, SIZE)), dtype=np.float64)


def _frame(pixels: np.ndarray) -> np.ndarray:
    edge = np.ones(pixels.shape[:2], dtype=bool)
    edge[FRAME:-FRAME, FRAME:-FRAME] = False
    return pixels[edge]


def _largest_piece(mask: np.ndarray) -> np.ndarray:
    """Return the largest connected part of a mask, without small blots."""
    left, best = mask.copy(), np.zeros_like(mask)
    while left.sum() > best.sum():
        piece = np.zeros_like(mask)
        piece[np.unravel_index(np.argmax(left), left.shape)] = True
        while True:
            grown = _grow(piece) & left
            if (grown == piece).all():
                break
            piece = grown
        left &= ~piece
        best = piece if piece.sum() > best.sum() else best
    return best


def _grow(mask: np.ndarray) -> np.ndarray:
    grown = mask.copy()
    grown[1:] |= mask[:-1]
    grown[:-1] |= mask[1:]
    grown[:, 1:] |= mask[:, :-1]
    grown[:, :-1] |= mask[:, 1:]
    return grown


def _shrink(mask: np.ndarray, by: int = 3) -> np.ndarray:
    for _ in range(by):
        mask = ~_grow(~mask)
    return mask


def _overlap(one: np.ndarray, other: np.ndarray) -> float:
    return float((one & other).sum() / (one | other).sum())


@lru_cache(maxsize=len(SHAPES) * len(TURNS))
def _template(shape: str, turn: float) -> np.ndarray:
    points = np.array(rotate(outline(shape), turn))
    low, high = points.min(axis=0), points.max(axis=0)
    canvas = Image.new("1", (256, 256))
    ImageDraw.Draw(canvas).polygon([tuple(each) for each in (points - low) / (high - low) * 255], fill=1)
    return np.asarray(canvas.resize((64, 64), Image.Resampling.NEAREST))


def _rows(pixels: np.ndarray) -> np.ndarray:
    """Return the median colour of each row of the top third, which a sun or a cloud does not change."""
    return np.median(pixels[: SIZE // 3], axis=1)


@lru_cache(maxsize=1)
def _skies() -> dict[str, np.ndarray]:
    """Return the rows of an empty sky at each time of day, as this package draws them."""
    rng = np.random.default_rng(0)
    return {
        time: np.mean([_rows(_pixels(draw(ScenePicture("sea", time, ()), rng))) for _ in range(8)], axis=0)
        for time in TIMES
    }
