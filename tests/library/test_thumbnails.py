"""Thumbnails show pictures like every other part of Easel: upright, in their colours, with nothing hidden."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from macapp.library import Library, imports, thumbnails
from tests.support.profiles import grey_profile, rgb_profile

TURNED = Image.Exif()
TURNED[0x0112] = 6  # needs a turn by 90 degrees


@pytest.mark.parametrize(
    ("name", "image", "options", "shown"),
    [
        ("grey.png", Image.new("I;16", (32, 16), 30_000), {}, (117, 117, 117)),
        ("gamma.png", Image.new("L", (32, 16), 64), {"icc_profile": grey_profile(1.0)}, (137, 137, 137)),
        ("wide.png", Image.new("RGB", (32, 16), (200, 30, 60)), {"icc_profile": rgb_profile()}, (220, 0, 51)),
        ("hidden.png", Image.new("RGBA", (32, 16), (255, 0, 0, 0)), {}, (255, 255, 255)),
        ("float.tif", Image.new("F", (32, 16), 0.5), {}, (128, 128, 128)),
        ("turned.jpg", Image.new("RGB", (16, 32), (90, 90, 90)), {"exif": TURNED}, (90, 90, 90)),
    ],
)
def test_a_small_copy_shows_what_people_see(
    library: Library, tmp_path: Path, name: str, image: Image.Image, options: dict[str, Any], shown: tuple[int, ...]
) -> None:
    image.save(tmp_path / name, **options)
    [picture_id] = imports.import_pictures(library, [tmp_path / name]).added
    picture = library.pictures.find(picture_id)
    assert picture.size == (32, 16)
    with Image.open(thumbnails.ensure_thumbnail(library.places, picture)) as small:
        assert small.size == (32, 16)
        assert np.abs(np.subtract(small.getpixel((8, 8)), shown)).max() <= 3  # type: ignore[arg-type]
        assert not {"comment", "exif", "icc_profile"} & set(small.info)


def test_what_cannot_be_read_has_none(library: Library, tmp_path: Path) -> None:
    Image.new("RGB", (32, 16)).save(tmp_path / "a.png")
    [picture_id] = imports.import_pictures(library, [tmp_path / "a.png"]).added
    picture = library.pictures.find(picture_id)
    for content in (b"", b"text", picture.path.read_bytes()[:40]):
        picture.path.write_bytes(content)
        with pytest.raises(OSError, match="image-"):
            thumbnails.ensure_thumbnail(library.places, picture)
    picture.path.unlink()
    with pytest.raises(OSError, match="file-missing"):
        thumbnails.ensure_thumbnail(library.places, picture)
