"""Thumbnails: created on first use, cached as files, created again if deleted.

Slow, as it decodes a picture: do not call it on the window's thread. Needs no database.
"""

import hashlib
import io
from pathlib import Path

from PIL import Image

from macapp.domain.ids import is_id
from macapp.domain.job import Picture
from macapp.errors import BadRequest
from macapp.imaging.colour import to_srgb
from macapp.library.metadata import recipe
from macapp.system import storage
from macapp.system.paths import LibraryPaths

THUMBNAIL_PIXELS = 320  # twice the tile of the grid, for screens with two pixels per point


def thumbnail_path(places: LibraryPaths, picture: Picture) -> Path:
    """Return the path of the thumbnail of a picture: always below the folder for thumbnails.

    An id that is not in our format, from an index of an earlier version, is hashed, as it could be a path.
    """
    name = picture.id if is_id(picture.id) else hashlib.sha256(picture.id.encode(errors="replace")).hexdigest()
    return places.thumbnails / name[:6] / f"{name}.jpg"


def ensure_thumbnail(places: LibraryPaths, picture: Picture) -> Path:
    """Return the file of a thumbnail, at most 320 pixels per side, creating it if needed; raises `OSError`."""
    path = thumbnail_path(places, picture)
    if not path.exists():
        storage.write(path, _render(picture), places.thumbnails / "unfinished")
    return path


def _render(picture: Picture) -> bytes:
    """Return the thumbnail of a picture as JPEG; raises `OSError`."""
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
