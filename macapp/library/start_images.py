"""Starting images, masks and control maps: picture files of the user's, checked, made upright RGB, kept by their hash.

A dropped file is hostile until read: its size, its kind (by content, not by name) and its pixel count are checked
before anything is decoded. The copy is kept with the library, so a job can run after the original was moved or changed.
Slow (it decodes a picture): call it off the window's thread. Needs no database.
"""

import io
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageChops, ImageCms, ImageOps

from macapp import files
from macapp.errors import BadRequest, Because
from macapp.library import recipe
from macapp.library.png import END_CHUNK
from macapp.paths import Places
from macapp.request import Request

# Pillow only warns up to twice its own limit; ours below is checked before decoding, in `_check_pixels`.
Image.MAX_IMAGE_PIXELS = None
warnings.filterwarnings("ignore", module=r"PIL\.")  # of odd tags in files that are read all the same

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP")
MOST_FILE_BYTES = 200 * 2**20
MOST_PIXELS = 64_000_000  # a large camera picture; 192 MB as RGB
LEAST_SIDE, MOST_SHAPE = 8, 64  # pixels; long side over short side
MOST_COLOUR = 48  # of 255, between the channels of a mask: what a JPEG may make of grey
KEPT_SIDE = 2048  # pixels: larger ones are kept at this size, more than any request can use of them


@dataclass(frozen=True)
class StartImage:
    """A starting image as the library keeps it."""

    name: str
    """goes into `Request.image`"""
    path: Path
    size: tuple[int, int]
    notices: tuple[Because, ...] = ()
    """what was done to it that the user may want to know"""
    request: Request | None = None
    """how it was made, if it is a picture of ours"""


def keep(places: Places, file: Path) -> StartImage:
    """Check and keep a picture file as a starting image; raises `BadRequest` in words for the user, or `OSError`."""
    image, notices = opened(file)
    made = recipe.read(file)
    return replace(keep_image(places, image), notices=notices, request=made.request if made else None)


def keep_image(places: Places, image: Image.Image) -> StartImage:
    """Keep a picture that was drawn here, such as a mask or a control map, in the same way."""
    image = image.convert("RGB")
    name = recipe.pixels_hash(image)
    path = path_of(places, name)
    if not path.exists():
        buffer = io.BytesIO()
        image.save(buffer, "PNG", compress_level=recipe.PNG_LEVEL)
        files.write(path, buffer.getvalue(), places.unfinished)
    return StartImage(name, path, image.size)


def keep_mask(places: Places, file: Path) -> StartImage:
    """Check and keep a picture file as a mask; raises `BadRequest`, also for one that has colours."""
    image, _notices = opened(file)
    channels = image.split()
    colours = max(ImageChops.difference(channels[0], each).getextrema()[1] for each in channels[1:])  # type: ignore[type-var]
    if colours > MOST_COLOUR:  # type: ignore[operator]
        raise BadRequest("mask-not-mask", name=file.name)
    return keep_image(places, image)


def path_of(places: Places, name: str) -> Path:
    """Return where the starting image `name` lies."""
    return places.start_images / f"{name}.png"


def load(places: Places, name: str) -> Image.Image:
    """Return a kept starting image as RGB; raises `BadRequest("start-image-gone")`."""
    try:
        with Image.open(path_of(places, name), formats=("PNG",)) as image:
            return image.convert("RGB")
    except (OSError, ValueError, SyntaxError):
        raise BadRequest("start-image-gone") from None


def opened(file: Path) -> tuple[Image.Image, tuple[Because, ...]]:
    """Return the picture in `file`: first frame, upright, sRGB, 8 bits, no alpha, and what had to be done for it."""
    _check_file(file)
    notices: list[Because] = []
    try:
        with Image.open(file, formats=FORMATS) as image:
            _check_pixels(file, *image.size)
            if image.format == "PNG" and not _ends_whole(file):
                raise BadRequest("image-broken", name=file.name)
            if getattr(image, "n_frames", 1) > 1:
                image.seek(0)
                notices.append(Because("notice-first-frame", {"name": file.name}))
            image.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
            rgb, had_alpha = _as_rgb(ImageOps.exif_transpose(image))
    except BadRequest:
        raise
    except Image.UnidentifiedImageError:
        raise BadRequest("image-unknown", name=file.name, looks=_looks_like(file)) from None
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError):
        raise BadRequest("image-broken", name=file.name) from None
    if had_alpha:
        notices.append(Because("notice-alpha", {"name": file.name}))
    rgb.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    return rgb, tuple(notices)


def _check_file(file: Path) -> None:
    try:
        if not file.is_file():
            raise BadRequest("file-missing", path=str(file)[:200])
        size = file.stat().st_size
    except (OSError, ValueError):
        raise BadRequest("file-missing", path=ascii(str(file))[:200]) from None
    if size == 0:
        raise BadRequest("image-empty", name=file.name)
    if size > MOST_FILE_BYTES:
        raise BadRequest("image-file-too-large", name=file.name, size_bytes=size, limit_bytes=MOST_FILE_BYTES)


def _check_pixels(file: Path, width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        limit = MOST_PIXELS // 1_000_000
        raise BadRequest("image-too-large", name=file.name, width=width, height=height, limit=limit)
    if min(width, height) < LEAST_SIDE or max(width, height) > MOST_SHAPE * min(width, height):
        raise BadRequest("image-too-thin", name=file.name, width=width, height=height)


def _ends_whole(file: Path) -> bool:
    """Return whether a PNG has its end chunk: Pillow opens one that was cut just before it without complaint."""
    return END_CHUNK in file.read_bytes()[-65_536:]


def _as_rgb(image: Image.Image) -> tuple[Image.Image, bool]:
    """Return `image` in sRGB with 8 bits and laid on white, and whether it was transparent anywhere."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = _eight_bits(image)
    profile = image.info.get("icc_profile")
    transparent = False
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        transparent = layer.getchannel("A").getextrema()[0] < 255  # type: ignore[operator]
        image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = _to_srgb(image, profile)
    return image.convert("RGB"), transparent


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16 bits down to 8: Pillow's own conversion clips, which makes every value above 255 white."""
    wide = image.convert("I")
    top = max(65_535, int(wide.getextrema()[1])) if image.mode != "F" else 255  # type: ignore[arg-type]
    return wide.point(lambda value: value * (255 / top)).convert("L")


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert from an embedded profile; one that cannot be used is left aside, as viewers do."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"<svg", "an SVG drawing"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML document"),
    (b"\x1f\x8b", "a compressed archive"),
)


def _looks_like(file: Path) -> str:
    """Return in words what a file seems to be, from its first bytes."""
    with file.open("rb") as stream:
        start = stream.read(512)
    if start[4:8] == b"ftyp":
        return "a HEIC picture or a video"
    for magic, words in _MAGIC:
        if start.lstrip().lower().startswith(magic.lower()):
            return words
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:
            return "something else"
    return "text"
