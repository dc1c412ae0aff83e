"""The hash of a file without its texts."""

from pathlib import Path

import pytest
from PIL import Image

from macapp.library.content import hash_without_texts


@pytest.mark.parametrize("ending", ["jpg", "webp"])
def test_texts_do_not_change_the_hash_and_pixels_do(tmp_path: Path, ending: str) -> None:
    plain, described, other = (tmp_path / f"{name}.{ending}" for name in ("plain", "described", "other"))
    exif = Image.Exif()
    exif[0x010E] = "a heart"
    image = Image.new("RGB", (32, 32), "teal")
    image.save(plain)
    image.save(described, exif=exif)
    Image.new("RGB", (32, 32), "red").save(other)
    assert plain.read_bytes() != described.read_bytes()
    assert hash_without_texts(plain) == hash_without_texts(described)
    assert hash_without_texts(plain) != hash_without_texts(other)


def test_other_formats_have_no_hash(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    assert hash_without_texts(tmp_path / "a.png") is None
