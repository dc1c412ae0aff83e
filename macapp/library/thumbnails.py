"""Small copies of pictures for the grid: made when first asked for, kept, made again when gone.

Slow (it decodes a picture): call it off the window's thread. Needs no database.
"""

import io
from pathlib import Path

from PIL import Image

from macapp import files
from macapp.jobs import Picture
from macapp.paths import Places

SIDE = 320  # pixels: twice the grid's tile, for screens with two pixels a point


def thumbnail(places: Places, picture: Picture) -> Path:
    """Return the file of a small copy, at most 320 pixels a side; raises `OSError` if it cannot be made."""
    path = places.thumbnails / picture.id[:6] / f"{picture.id}.jpg"
    if not path.exists():
        with Image.open(picture.path, formats=("PNG",)) as image:
            image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
            buffer = io.BytesIO()
            image.convert("RGB").save(buffer, "JPEG", quality=88)
        files.write(path, buffer.getvalue(), places.thumbnails / "unfinished")
    return path
