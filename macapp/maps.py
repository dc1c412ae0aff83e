"""Maps for ControlNets, drawn from a picture: white lines on black. OpenCV and NumPy. Any thread.

Depth needs a model, which `macapp.engine.depth` runs; a map of a pose is given as it is.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PIL import Image

from macapp.errors import BadRequest

if TYPE_CHECKING:
    import numpy as np

GIVEN = "given"
"""The picture is a map already."""
DEPTH = "depth"
"""How near everything is, by a model."""
CANNY_LOW, CANNY_HIGH = 100, 200  # thresholds of the gradient: those of diffusers' ControlNet guide
LINE_SHARPNESS = 0.98  # difference of Gaussians, after Winnemoeller et al., "XDoG" (2012), section 2


def drawn(name: str, image: Image.Image) -> Image.Image:
    """Return the map called `name` of an RGB picture, as large; raises `BadRequest` for a name that is none."""
    if name == GIVEN:
        return image
    if name not in MAPS:
        raise BadRequest("map-unknown", value=name[:40], names=", ".join((GIVEN, *MAPS, DEPTH)))
    import numpy as np  # 40 ms: only where a map is drawn

    grey = np.asarray(image.convert("L"))
    return Image.fromarray(MAPS[name](grey)).convert("RGB")


def _canny(grey: "np.ndarray") -> "np.ndarray":
    import cv2

    return cv2.Canny(grey, CANNY_LOW, CANNY_HIGH)


def _lineart(grey: "np.ndarray") -> "np.ndarray":
    """Return fine lines, stronger where the picture changes more."""
    import cv2
    import numpy as np

    light = grey.astype(np.float32) / 255
    near, wide = cv2.GaussianBlur(light, (0, 0), 0.8), cv2.GaussianBlur(light, (0, 0), 1.6)
    lines = np.clip((wide * LINE_SHARPNESS - near) * 12, 0, 1)
    return (lines * 255).astype(np.uint8)


def _scribble(grey: "np.ndarray") -> "np.ndarray":
    """Return few thick strokes, as someone would sketch it."""
    import cv2
    import numpy as np

    side = max(3, min(grey.shape) // 128) | 1
    smooth = cv2.GaussianBlur(grey, (0, 0), side / 2)
    strokes = cv2.dilate(_canny(smooth), np.ones((side, side), np.uint8))
    return np.where(cv2.GaussianBlur(strokes, (0, 0), side / 3) > 127, 255, 0).astype(np.uint8)


MAPS: Mapping[str, Callable[["np.ndarray"], "np.ndarray"]] = {
    "canny": _canny,
    "lineart": _lineart,
    "scribble": _scribble,
}
