"""Convert any picture to what people see: upright, sRGB, 8 bits per channel, opaque, without metadata.

Thumbnails, exports, contact sheets and source images all use this conversion, so they show the same colours. The result
has no metadata: Pillow copies `Image.info` from one image to the next, so a comment, a profile or a transparent colour
would end up in every file that is written.

Slow for large pictures: do not call it on the window's thread.
"""

import contextlib
import io
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageCms

WHITE_LEVELS = (1, 255, 65_535)  # possible values of white in files that do not state it
MAX_HIGHLIGHT = 8  # times white, about three stops: brighter values of float pictures are clipped
PNG_GAMMA = 1 / 2.2  # the gamma that PNG files write for sRGB
GAMMA_TOLERANCE = 0.05
_BITS_PER_SAMPLE, _PHOTOMETRIC, _ORIENTATION = 258, 262, 274  # tags of TIFF and EXIF
_WHITE_IS_ZERO = 0
_PREMULTIPLIED = {"La": "LA", "RGBa": "RGBA"}  # premultiplied modes, and the modes they are converted to
_TURNS = {  # by EXIF orientation: the transformation that makes the picture upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = tuple(_TURNS[each] for each in range(5, 9))  # these swap width and height


def to_srgb(image: Image.Image) -> Image.Image:
    """Return the first frame of `image` as a new RGB picture without metadata, on white where it is transparent.

    Raises Pillow's errors for a file that cannot be decoded: `OSError`, `ValueError`, `SyntaxError`.
    """
    return opaque_srgb(image)[0]


def opaque_srgb(image: Image.Image) -> tuple[Image.Image, bool]:
    """Return the result of `to_srgb`, and whether any pixel was transparent."""
    image.load()
    info, tags = dict(image.info), dict(getattr(image, "tag_v2", {}))
    image = _rotate_upright(image)
    if image.mode in _PREMULTIPLIED:
        image = image.convert(_PREMULTIPLIED[image.mode])
    alpha = _read_alpha(image)
    colours = _drop_alpha(image)
    if colours.mode in ("I", "F") or colours.mode.startswith("I;16"):
        colours = _reduce_to_8_bits(colours, tags)
    rgb = _convert_to_srgb(colours, info)
    transparent = alpha is not None and alpha.getextrema()[0] != 255
    if alpha is not None and transparent:
        rgb.putalpha(alpha)
        rgb = Image.alpha_composite(Image.new("RGBA", rgb.size, "white"), rgb).convert("RGB")
    rgb.info = {}
    return rgb, transparent


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Return the width and height in pixels of the result of `to_srgb`, without decoding any pixels."""
    width, height = image.size
    # Of a TIFF, Pillow itself returns the upright size.
    sideways = image.format != "TIFF" and _find_transpose(image) in _SIDEWAYS
    return (height, width) if sideways else (width, height)


def _rotate_upright(image: Image.Image) -> Image.Image:
    """Return a copy, turned according to its EXIF orientation."""
    turn = _find_transpose(image)
    return image.copy() if turn is None else image.transpose(turn)


def _find_transpose(image: Image.Image) -> Image.Transpose | None:
    """Return the transformation that makes an image upright. Unreadable EXIF is ignored, as in viewers."""
    orientation = None
    with contextlib.suppress(Exception):  # Pillow also raises errors of struct and of its own tables
        orientation = image.getexif().get(_ORIENTATION)
    return _TURNS.get(orientation) if isinstance(orientation, int) else None


def _read_alpha(image: Image.Image) -> Image.Image | None:
    """Return the opacity of each pixel as an L image, or None for a picture without transparency."""
    if not image.has_transparency_data:
        return None
    key = image.info.get("transparency")
    if image.mode.startswith("I;16") and isinstance(key, int):
        return _to_image((_to_array(image) != key) * 255)
    if image.mode == "RGB" and isinstance(key, tuple) and max(key) > 255:  # a 16-bit key for 8-bit pixels
        image = image.copy()
        image.info["transparency"] = tuple(each >> 8 for each in key)
    return image.convert("RGBA").getchannel("A")


def _drop_alpha(image: Image.Image) -> Image.Image:
    """Return the colours without alpha, in a mode that ICC profiles support or one with more than 8 bits."""
    image.info.pop("transparency", None)  # it was read already; Pillow would apply it again
    if image.mode == "LA":
        return image.getchannel("L")
    known = image.mode in ("1", "L", "RGB", "CMYK", "LAB", "I", "F") or image.mode.startswith("I;16")
    return image if known else image.convert("RGB")


def _convert_to_srgb(image: Image.Image, info: dict[Any, Any]) -> Image.Image:
    """Convert opaque colours to a new sRGB image, using the embedded profile or gamma."""
    if profile := info.get("icc_profile"):
        return _apply_profile(image, profile) or _assume_srgb(image)
    rgb = _assume_srgb(image)
    gamma = info.get("gamma")
    if isinstance(gamma, float) and "srgb" not in info and gamma > 0 and abs(gamma / PNG_GAMMA - 1) > GAMMA_TOLERANCE:
        exponent = PNG_GAMMA / gamma
        return rgb.point([round(255 * (value / 255) ** exponent) for value in range(256)] * 3)
    return rgb


def _assume_srgb(image: Image.Image) -> Image.Image:
    """Return colours without a profile as RGB."""
    return image if image.mode == "RGB" else image.convert("RGB")


def _apply_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Convert colours from an embedded profile; return None if the profile does not fit this picture."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space = getattr(source.profile, "xcolor_space", "").strip()
        if space == "RGB" and image.mode in ("1", "L"):
            image = image.convert("RGB")
        elif space == "GRAY" and image.mode == "1":
            image = image.convert("L")
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _reduce_to_8_bits(image: Image.Image, tags: Mapping[int, Any]) -> Image.Image:
    """Convert a grey image with more than 8 bits to L. Pillow's own conversion clips, so nearly everything is white.

    `tags` are the tags of its TIFF file, if it came from one.
    """
    import numpy as np  # takes 40 ms: imported only for such pictures

    values = _to_array(image).astype(np.float32)
    finite = np.isfinite(values)
    largest = float(values.max(initial=0, where=finite))
    white = _find_white_level(image.mode, largest, tags)
    values = np.nan_to_num(values, nan=0, posinf=white, neginf=0).clip(0, white)
    shades = (values * (255 / white)).round()
    if tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO:  # Pillow inverts it only for 8 bits
        shades = 255 - shades
    return _to_image(shades)


def _find_white_level(mode: str, largest: float, tags: Mapping[int, Any]) -> float:
    """Return the value of white: from the bits of the file, or else the smallest usual value that covers all pixels."""
    if mode.startswith("I;16"):
        bits = tags.get(_BITS_PER_SAMPLE, (16,))
        return 2 ** int(bits[0] if isinstance(bits, tuple) else bits) - 1
    if mode == "F" and largest <= MAX_HIGHLIGHT:
        return 1
    return next((level for level in WHITE_LEVELS[1:] if largest <= level), largest)


def _to_array(image: Image.Image) -> Any:
    """Return the values of a grey image as an array (height, width)."""
    import numpy as np

    return np.asarray(image)


def _to_image(shades: Any) -> Image.Image:
    """Return an array (height, width) of 0 to 255 as an L image."""
    return Image.fromarray(shades.astype("uint8"))
