"""Compute ControlNet maps from a picture: white lines on black. NumPy and Pillow. Any thread.

A depth map needs a model, which `macapp.engine.generation.depth` runs. Pose maps cannot be computed: the user provides
them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from PIL import Image

from macapp.errors import BadRequest

if TYPE_CHECKING:
    import numpy as np

PREPROCESSED = "given"
"""The picture is already a map."""
DEPTH = "depth"
"""The distance of everything, estimated by a model."""
TANGENT_22_5 = 13573  # tan(22.5 degrees) * 2**15
CANNY_LOW, CANNY_HIGH = 100, 200  # gradient thresholds, as in diffusers' ControlNet guide
LINE_SHARPNESS = 0.98  # difference of Gaussians, after Winnemoeller et al., "XDoG" (2012), section 2


def control_map(name: str, image: Image.Image) -> Image.Image:
    """Return the map `name` of an RGB picture, at the same size; raises `BadRequest` for an unknown name."""
    if name == PREPROCESSED:
        return image
    if name not in MAP_KINDS:
        raise BadRequest("map-unknown", value=name[:40], names=", ".join((PREPROCESSED, *MAP_KINDS, DEPTH)))
    import numpy as np  # takes 40 ms: imported only when a map is computed

    grey = np.asarray(image.convert("L"))
    return Image.fromarray(MAP_KINDS[name](grey)).convert("RGB")


def _canny(grey: "np.ndarray") -> "np.ndarray":
    """Return edges one pixel wide (Canny, 1986), bit for bit as OpenCV: models were trained on its maps."""
    import numpy as np

    across, down = _sobel(grey)
    strength = np.abs(across) + np.abs(down)
    ridge = _suppress_non_maxima(strength, across, down) & (strength > CANNY_LOW)
    return np.where(_grow_seeds(ridge & (strength > CANNY_HIGH), ridge), 255, 0).astype(np.uint8)


def _sobel(grey: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    """Return the horizontal and vertical Sobel gradients; the border pixels are repeated beyond the edges."""
    import numpy as np

    wide = np.pad(grey.astype(np.int32), 1, mode="edge")
    rows, columns = (wide[:-2] + 2 * wide[1:-1] + wide[2:]), (wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:])
    return rows[:, 2:] - rows[:, :-2], columns[2:] - columns[:-2]


def _suppress_non_maxima(strength: "np.ndarray", across: "np.ndarray", down: "np.ndarray") -> "np.ndarray":
    """Return where the gradient is a local maximum along the nearest of four directions."""
    import numpy as np

    around = np.pad(strength, 1)
    height, width = strength.shape

    def at(y: int, x: int) -> "np.ndarray":
        return around[1 + y : 1 + y + height, 1 + x : 1 + x + width]

    # The tangents of 22.5 and 67.5 degrees in 15-bit fixed point, rounded like in OpenCV.
    flat, steep = np.abs(across) * TANGENT_22_5, np.abs(across) * (TANGENT_22_5 + (2 << 15))
    height_15 = np.abs(down) << 15
    falling = (across < 0) != (down < 0)
    diagonal = np.where(
        falling,
        (strength > at(-1, 1)) & (strength > at(1, -1)),
        (strength > at(-1, -1)) & (strength > at(1, 1)),
    )
    level = (strength > at(0, -1)) & (strength >= at(0, 1))
    upright = (strength > at(-1, 0)) & (strength >= at(1, 0))
    return np.where(height_15 < flat, level, np.where(height_15 > steep, upright, diagonal))


def _grow_seeds(seeds: "np.ndarray", among: "np.ndarray") -> "np.ndarray":
    """Return the pixels of `among` that are connected to a seed, with 8-connectivity."""
    import numpy as np

    width = among.shape[1] + 2
    left = np.pad(among, 1).ravel()
    reached = np.zeros_like(left)
    front = np.flatnonzero(np.pad(seeds, 1).ravel())
    steps = np.array([y * width + x for y in (-1, 0, 1) for x in (-1, 0, 1) if y or x])
    while front.size:
        reached[front] = True
        left[front] = False
        near = (front[:, None] + steps).ravel()
        front = np.unique(near[left[near]])
    return reached.reshape(-1, width)[1:-1, 1:-1]


def _blur(pixels: "np.ndarray", deviation: float, widths: float) -> "np.ndarray":
    """Return a picture blurred by a Gaussian that is cut off at `widths` deviations; its edges are mirrored."""
    import numpy as np

    reach = (round(deviation * widths * 2 + 1) | 1) // 2
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * deviation**2)).astype(np.float32)
    weights /= weights.sum()
    found = pixels.astype(np.float32)
    for axis in (0, 1):
        parts = (
            weight * each for weight, each in zip(weights, _iter_shifted(found, reach, axis, "reflect"), strict=True)
        )
        found = sum(parts, start=np.zeros_like(found))
    return found


def _dilate(lines: "np.ndarray", side: int) -> "np.ndarray":
    """Return a map dilated by a square of `side` pixels, an odd number."""
    import numpy as np

    for axis in (0, 1):
        lines = np.maximum.reduce(list(_iter_shifted(lines, side // 2, axis, "edge")))
    return lines


def _iter_shifted(
    pixels: "np.ndarray", reach: int, axis: int, beyond: Literal["edge", "reflect"]
) -> Iterator["np.ndarray"]:
    """Yield a picture shifted along an axis by -reach to reach pixels; `beyond` is NumPy's padding mode."""
    import numpy as np

    wide = np.pad(pixels, [(reach, reach) if each == axis else (0, 0) for each in (0, 1)], mode=beyond)
    for at in range(2 * reach + 1):
        cut = slice(at, at + pixels.shape[axis])
        yield wide[cut] if axis == 0 else wide[:, cut]


def _lineart(grey: "np.ndarray") -> "np.ndarray":
    """Return fine lines, brighter where the contrast is higher."""
    import numpy as np

    light = grey.astype(np.float32) / 255
    near, wide = _blur(light, 0.8, 4), _blur(light, 1.6, 4)
    lines = np.clip((wide * LINE_SHARPNESS - near) * 12, 0, 1)
    return (lines * 255).astype(np.uint8)


def _scribble(grey: "np.ndarray") -> "np.ndarray":
    """Return a few thick strokes, like a sketch by hand."""
    import numpy as np

    side = max(3, min(grey.shape) // 128) | 1
    smooth = _blur(grey, side / 2, 3).round().astype(np.uint8)
    strokes = _dilate(_canny(smooth), side)
    return np.where(_blur(strokes, side / 3, 3).round() > 127, 255, 0).astype(np.uint8)


MAP_KINDS: Mapping[str, Callable[["np.ndarray"], "np.ndarray"]] = {
    "canny": _canny,
    "lineart": _lineart,
    "scribble": _scribble,
}
