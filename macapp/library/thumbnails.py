"""Small copies of pictures for the grid: made when first asked for, kept, made again when gone.

Slow (it decodes a picture): call it off the window's thread. Needs no database.
"""

import io
from pathlib import Path

from PIL import Image, ImageOps

from macapp import files
from macapp.jobs import Picture
from macapp.library.start_images import FORMATS
from macapp.paths import Places

SIDE = 320  # pixels: twice the grid's tile, for screens with two pixels a point


def path_of(places: Places, picture: Picture) -> Path:
    """Return where a picture's small copy lies, if it was made."""
    return places.thumbnails / picture.id[:6] / f"{picture.id}.jpg"


def thumbnail(places: Places, picture: Picture) -> Path:
    """Return the file of a small copy, at most 320 pixels a side; raises `OSError` if it cannot be made."""
    path = path_of(places, picture)
    if not path.exists():
        with Image.open(picture.path, formats=FORMATS) as image:
            image.draft("RGB", (SIDE, SIDE))
            small = ImageOps.exif_transpose(image)
            small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
            buffer = io.BytesIO()
            small.convert("RGB").save(buffer, "JPEG", quality=88)
        files.write(path, buffer.getvalue(), places.thumbnails / "unfinished")
    return path
