"""The chunks of PNG files."""

import io

import pytest
from PIL import Image

from macapp.errors import BadRequest
from macapp.imaging import png


def content() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def test_a_text_is_replaced_and_removed_without_other_changes() -> None:
    first = png.replace_text(content(), "note", "one")
    second = png.replace_text(first, "note", "two \u00f6")
    with Image.open(io.BytesIO(second)) as image:
        assert image.info == {"note": "two \u00f6"}
    assert png.replace_text(second, "note", None) == content()


def test_text_does_not_change_the_hash() -> None:
    assert png.hash_image_data(png.replace_text(content(), "note", "one")) == png.hash_image_data(content())


@pytest.mark.parametrize("damaged", [b"", b"GIF89a", content()[:-12], content()[:40]])
def test_an_incomplete_file_is_refused(damaged: bytes) -> None:
    with pytest.raises(BadRequest, match="image-broken"):
        list(png.iter_chunks(damaged))
