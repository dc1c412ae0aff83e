"""Source images, masks and control maps: the user's files, checked, converted to upright RGB, stored by hash.

A dropped file is untrusted: its size, its format (by content, not by name) and its pixel count are checked before
anything is decoded. The library stores a copy, so a job can run after the original was moved or changed. Slow, as it
decodes a picture: do not call it on the window's thread. Needs no database.
"""

import io
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageChops

from macapp.domain.request import Request, is_image_name
from macapp.errors import BadRequest, Reason
from macapp.imaging.colour import to_srgb
from macapp.imaging.decode import Limits, decode_image, open_picture
from macapp.library.metadata import recipe
from macapp.system import storage
from macapp.system.paths import LibraryPaths

MAX_FILE_BYTES = Limits().file_bytes
MAX_MASK_COLOUR = 48  # of 255, difference between the channels of a mask: JPEG compression can tint grey


@dataclass(frozen=True)
class SourceImage:
    """A stored source image."""

    name: str
    """goes into `Request.image`"""
    path: Path
    size: tuple[int, int]
    notices: tuple[Reason, ...] = ()
    """changes to the image that the user may want to know"""
    request: Request | None = None
    """the request that made it, if it is our own picture and fully understood"""


def store_file(places: LibraryPaths, file: Path) -> SourceImage:
    """Check and store a picture file as a source image; raises `BadRequest` or `OSError`."""
    image, notices = decode_image(file)
    made = recipe.read(file)
    return replace(
        store_image(places, image), notices=notices, request=made.request if made and not made.newer else None
    )


def store_image(places: LibraryPaths, image: Image.Image) -> SourceImage:
    """Store a picture from memory, such as a painted mask or a control map."""
    image = to_srgb(image)
    name = recipe.pixels_hash(image)
    path = image_path(places, name)
    if not path.exists():
        buffer = io.BytesIO()
        image.save(buffer, "PNG", compress_level=recipe.PNG_LEVEL)
        storage.write(path, buffer.getvalue(), places.temporary)
    return SourceImage(name, path, image.size)


def store_mask(places: LibraryPaths, file: Path) -> SourceImage:
    """Check and store a picture file as a mask; raises `BadRequest`, also if it has colours."""
    image, _notices = decode_image(file)
    channels = image.split()
    colours = max(ImageChops.difference(channels[0], channel).getextrema()[1] for channel in channels[1:])  # type: ignore[type-var]
    if colours > MAX_MASK_COLOUR:  # type: ignore[operator]
        raise BadRequest("mask-not-mask", name=file.name)
    return store_image(places, image)


def image_path(places: LibraryPaths, name: str) -> Path:
    """Return the path of the source image `name`; for an invalid name, a path that never exists."""
    return places.source_images / f"{name if is_image_name(name) else 'no-such-image'}.png"


def read_size(places: LibraryPaths, name: str) -> tuple[int, int]:
    """Return the width and height of a stored source image; raises `BadRequest("start-image-gone")`."""
    try:
        with open_picture(image_path(places, name), kinds=("PNG",)) as image:
            return image.size
    except (BadRequest, OSError):
        raise BadRequest("start-image-gone") from None


def load_image(places: LibraryPaths, name: str) -> Image.Image:
    """Return a stored source image as RGB; raises `BadRequest("start-image-gone")`."""
    try:
        with open_picture(image_path(places, name), kinds=("PNG",)) as image:
            return to_srgb(image)
    except (BadRequest, OSError):
        raise BadRequest("start-image-gone") from None
