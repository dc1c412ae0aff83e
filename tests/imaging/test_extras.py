"""Every part of a picture file besides its pixels is found, in every place that programs use."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from macapp.imaging.extras import list_extras
from tests.support.profiles import rgb_profile

SECRET = b"a secret"
NOISE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 48, 3), dtype=np.uint8))


def written(kind: str, image: Image.Image = NOISE, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def exif() -> Image.Exif:
    found = Image.Exif()
    found[0x010E] = SECRET.decode()
    return found


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_alone_has_none(kind: str) -> None:
    assert list_extras(written(kind)) == []
    assert list_extras(written(kind, progressive=True, lossless=True)) == []


@pytest.mark.parametrize(
    ("kind", "name", "options"),
    [
        ("JPEG", "FE", {"comment": SECRET}),
        ("JPEG", "E1", {"exif": exif()}),
        ("JPEG", "E1", {"xmp": SECRET}),
        ("JPEG", "E2", {"icc_profile": rgb_profile(description=SECRET.decode())}),
        ("WEBP", "EXIF", {"exif": exif()}),
        ("WEBP", "XMP ", {"xmp": SECRET}),
        ("WEBP", "ICCP", {"icc_profile": rgb_profile(description=SECRET.decode())}),
        ("PNG", "eXIf", {"exif": exif()}),
    ],
)
def test_each_text_profile_and_comment_is_found(kind: str, name: str, options: dict[str, Any]) -> None:
    [(found, data)] = list_extras(written(kind, **options))
    assert found == name
    assert SECRET in data


def test_texts_and_profiles_of_a_png_are_found() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "a secret")
    text.add_itxt("Title", "a secret")
    found = list_extras(written("PNG", pnginfo=text, icc_profile=rgb_profile(), dpi=(72, 72)))
    assert {name for name, _ in found} == {"tEXt", "iTXt", "iCCP", "pHYs"}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_is_hung_on_and_what_is_cut_is_noticed(kind: str) -> None:
    whole = written(kind)
    assert list_extras(whole + SECRET) == [("rest", SECRET)]
    for content in (b"", whole[:10], whole[: len(whole) // 2], b"GIF89a" + bytes(40)):
        with pytest.raises(ValueError, match=r"not whole|neither"):
            list_extras(content)


def test_a_jfif_thumbnail_is_found() -> None:
    whole = written("JPEG")
    header = b"\xff\xe0\x00\x10JFIF\0"
    assert header in whole
    hidden = whole.replace(header, b"\xff\xe0\x00\x13JFIF\0", 1)
    at = hidden.index(b"JFIF\0") + 14
    assert [name for name, _ in list_extras(hidden[:at] + b"abc" + hidden[at:])] == ["E0"]
