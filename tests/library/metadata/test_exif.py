"""Texts in EXIF: byte orders, byte order marks, and both directories."""

import io
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from macapp.library.metadata.exif import MAKER_NOTE, USER_COMMENT, build_exif, read_exif_texts

PROMPTS = ("猫，杰作", "แมวขาว", "🐈 a cat", "“best” cat", "a cat, “best”", "Кот", "قطة", "a cat")
SETTINGS = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 64x64"


def read(exif: Image.Exif, kind: str = "JPEG"):
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, kind, exif=exif)
    with Image.open(buffer) as image:
        return read_exif_texts(image)


def commented(comment: bytes, order: str = ">") -> Image.Exif:
    exif = Image.Exif()
    exif.endian = order
    exif.get_ifd(ExifTags.IFD.Exif)[USER_COMMENT] = comment
    return exif


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_comment_is_read_in_the_order_that_makes_settings(prompt: str, order: str, codec: str, kind: str) -> None:
    text = f"{prompt}\n{SETTINGS}"
    assert read(commented(b"UNICODE\0" + text.encode(codec), order), kind).user_comment == text


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_order_of_the_file_decides_for_a_comment_without_settings(order: str) -> None:
    text = "a cat in the sun"
    codec = "utf-16-le" if order == "<" else "utf-16-be"
    assert read(commented(b"UNICODE\0" + text.encode(codec), order)).user_comment == text


@pytest.mark.parametrize("code", [b"ASCII\0\0\0", bytes(8), b""])
@pytest.mark.parametrize("text", ["schön", '{"prompt": "猫"}'])
def test_comments_with_other_codes_are_utf_8(code: bytes, text: str) -> None:
    assert read(commented(code + text.encode() + b"\0")).user_comment == text


def test_a_japanese_comment_is_read() -> None:
    assert read(commented(b"JIS\0\0\0\0\0" + "猫".encode("iso2022_jp"))).user_comment == "猫"


def test_comment_and_maker_note_may_be_in_the_first_directory() -> None:
    exif = Image.Exif()
    exif[USER_COMMENT], exif[MAKER_NOTE], exif[ExifTags.Base.Software] = '{"prompt": "x"}', "fooocus", "Fooocus v2.5.5"
    found = read(exif)
    assert (found.user_comment, found.maker_note) == ('{"prompt": "x"}', "fooocus")
    assert found.fields == {"Software": "Fooocus v2.5.5"}


def test_damaged_exif_has_no_texts() -> None:
    image = Image.new("RGB", (8, 8))
    image.info["exif"] = b"Exif\0\0MM\0*\xff\xff\xff\xff"
    assert read_exif_texts(image).user_comment == ""


@pytest.mark.parametrize("prompt", PROMPTS)
def test_what_is_written_is_read(prompt: str) -> None:
    assert read(build_exif(f"{prompt}\n{SETTINGS}")).user_comment == f"{prompt}\n{SETTINGS}"


def test_a_comment_of_any_bytes_is_read(tmp_path: Path) -> None:
    for comment in (b"", b"UNICODE\0", b"UNICODE\0\xff", b"\xff" * 9, b"UNICODE\0" + bytes(range(256))):
        read(commented(comment))
