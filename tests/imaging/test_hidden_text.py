"""Texts hidden in the alpha channel."""

import gzip

import pytest
from PIL import Image

from macapp.imaging.hidden_text import MAX_BYTES, read_hidden_text
from tests.support.hidden_texts import hide


@pytest.mark.parametrize("size", [(64, 96), (97, 61)])
def test_plain_and_compressed_texts_are_read(size: tuple[int, int]) -> None:
    text = '{"Description": "猫"}'
    assert read_hidden_text(hide(gzip.compress(text.encode()), size=size)) == text
    assert read_hidden_text(hide(text.encode(), b"stealth_pnginfo", size)) == text


@pytest.mark.parametrize(
    "image",
    [
        hide(b"not compressed"),
        hide(gzip.compress(b"x" * 300)[:-5]),
        hide(gzip.compress(bytes(MAX_BYTES + 1))),
        hide(b"x" * 5000, b"stealth_pnginfo"),
        hide(b"\xff\xfe", b"stealth_pnginfo"),
        hide(b"", b"stealth_unknown"),
        Image.new("RGBA", (64, 64)),
        Image.new("RGBA", (1, 1)),
        Image.new("RGB", (64, 64)),
    ],
)
def test_damaged_and_missing_texts_are_none(image: Image.Image) -> None:
    assert read_hidden_text(image) is None
