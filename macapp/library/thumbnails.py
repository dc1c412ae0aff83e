"""Small copies of pictures for the grid: made when first asked for, kept, made again when gone.

Slow (it decodes a picture): call it off the window's thread. Needs no database.
"""

import io
from pathlib import Path

from PIL import Image

from macapp import files
from macapp.errors import BadRequest
from macapp.imaging.colour import to_srgb
from macapp.imaging.decode import open_picture
from macapp.jobs import Picture
from macapp.paths import Places

SIDE = 320  # pixels: twice the grid's tile, for screens with two pixels a point


def path_of(places: Places, picture: Picture) -> Path:
    """Return where a picture's small copy lies, if it was made."""
    return places.thumbnails / picture.id[:6] / f"{picture.id}.jpg"


def thumbnail(places: Places, picture: Picture) -> Path:
    """Return the file of a small copy, at most 320 pixels a side; raises `OSError` if it cannot be made."""
    path = path_of(places, picture)
    if not path.exists():
        files.write(path, _small_copy(picture.path), places.thumbnails / "unfinished")
    return path


def _small_copy(path: Path) -> bytes:
    """Return a picture's small copy as JPEG; raises `OSError`."""
    try:
        with open_picture(path) as image:
            image.draft("RGB", (SIDE, SIDE))
            small = to_srgb(image)
    except BadRequest as error:
        raise OSError(error.code) from error
    small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
