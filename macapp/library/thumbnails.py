"""Small copies of pictures for the grid: made when first asked for, kept, made again when gone.

Slow (it decodes a picture): call it off the window's thread. Needs no database.
"""

import hashlib
import io
from pathlib import Path

from PIL import Image

from macapp.domain.job import Picture, is_id
from macapp.errors import BadRequest
from macapp.imaging.colour import to_srgb
from macapp.library.metadata import recipe
from macapp.system import storage
from macapp.system.paths import LibraryPaths

THUMBNAIL_PIXELS = 320  # pixels: twice the grid's tile, for screens with two pixels a point


def thumbnail_path(places: LibraryPaths, picture: Picture) -> Path:
    """Return where a picture's small copy lies, if it was made: always below the folder for them.

    An id that is none of ours, from an index of an earlier version, is hashed: it could be a path.
    """
    name = picture.id if is_id(picture.id) else hashlib.sha256(picture.id.encode(errors="replace")).hexdigest()
    return places.thumbnails / name[:6] / f"{name}.jpg"


def ensure_thumbnail(places: LibraryPaths, picture: Picture) -> Path:
    """Return the file of a small copy, at most 320 pixels a side; raises `OSError` if it cannot be made."""
    path = thumbnail_path(places, picture)
    if not path.exists():
        storage.write(path, _render(picture), places.thumbnails / "unfinished")
    return path


def _render(picture: Picture) -> bytes:
    """Return a picture's small copy as JPEG; raises `OSError`."""
    try:
        with recipe.open_image(picture) as image:
            image.draft("RGB", (THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
            small = to_srgb(image)
    except BadRequest as error:
        raise OSError(error.code) from error
    small.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
