"""The chunks of PNG files."""

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image

from macapp.errors import BadRequest
from macapp.imaging import png
from macapp.imaging.decode import UNREADABLE_TEXTS, is_complete, open_picture


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


def with_chunks(*chunks: bytes, after_pixels: bool = False) -> bytes:
    """Return a PNG with these chunks before its pixels, or after them."""
    start, at = content(), -len(png.END_CHUNK) if after_pixels else 33
    return start[:at] + b"".join(chunks) + start[at:]


def read(folder: Path, written: bytes) -> dict:
    (folder / "a.png").write_bytes(written)
    with open_picture(folder / "a.png") as image:
        image.load()
        return dict(image.info)


def test_a_text_in_utf_8_is_utf_8_whatever_its_chunk(tmp_path: Path) -> None:
    chunks = (
        png.build_chunk(b"tEXt", "one\0café, 猫".encode()),
        png.build_chunk(b"tEXt", "two\0café".encode("latin-1")),
        png.build_chunk(b"zTXt", b"three\0\0" + zlib.compress("ไทย".encode())),
        png.build_chunk(b"iTXt", b"four\0\1\0en\0\0" + zlib.compress("🎨".encode())),
    )
    found = read(tmp_path, with_chunks(*chunks))
    assert [found[key] for key in ("one", "two", "three", "four")] == ["café, 猫", "café", "ไทย", "🎨"]


def test_text_after_the_pixels_and_of_an_animation_is_read(tmp_path: Path) -> None:
    chunks = (png.build_chunk(b"iTXt", b"note\0\0\0\0\0later"), png.build_chunk(b"comf", b'prompt\0{"1": 2}'))
    found = read(tmp_path, with_chunks(*chunks, after_pixels=True))
    assert (found["note"], found["prompt"]) == ("later", '{"1": 2}')


def test_a_compressed_text_may_be_longer_than_pillow_allows(tmp_path: Path) -> None:
    text = b"word " * 1_000_000
    found = read(tmp_path, with_chunks(png.build_chunk(b"zTXt", b"long\0\0" + zlib.compress(text))))
    assert found["long"] == text.decode()


@pytest.mark.parametrize(
    "damaged",
    [
        png.build_chunk(b"tEXt", b"note\0one")[:-1] + b"x",
        png.build_chunk(b"zTXt", b"note\0\0" + zlib.compress(bytes(png.MAX_TEXT_BYTES + 1))),
        png.build_chunk(b"zTXt", b"note\0\0" + zlib.compress(b"one" * 100)[:-9]),
        png.build_chunk(b"iTXt", b"note\0\1\0\0\0not compressed"),
    ],
    ids=["a wrong checksum", "too long", "cut", "not compressed"],
)
def test_a_damaged_text_costs_itself_and_nothing_else(tmp_path: Path, damaged: bytes) -> None:
    found = read(tmp_path, with_chunks(damaged, png.build_chunk(b"tEXt", b"other\0two")))
    assert "note" not in found
    assert found["other"] == "two"
    assert found[UNREADABLE_TEXTS] == ("note",)
    assert is_complete(tmp_path / "a.png")


def test_texts_have_one_limit_together(tmp_path: Path) -> None:
    bomb = png.build_chunk(b"zTXt", b"note\0\0" + zlib.compress(bytes(png.MAX_TEXT_BYTES)))
    found = read(tmp_path, with_chunks(*[bomb] * 6))
    assert len(found[UNREADABLE_TEXTS]) == 2


def test_damaged_pixels_still_cost_the_picture(tmp_path: Path) -> None:
    written = content()
    at = written.index(b"IDAT") + 8
    (tmp_path / "a.png").write_bytes(written[:at] + bytes([written[at] ^ 255]) + written[at + 1 :])
    assert not is_complete(tmp_path / "a.png")
