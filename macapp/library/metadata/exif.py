"""Read and write the texts in EXIF. The layout is that of EXIF 2.32; every file is untrusted."""

import contextlib
from dataclasses import dataclass, field
from typing import Any

from PIL import ExifTags, Image

from macapp.library.metadata.infotext import reads_as_settings

MAX_BYTES = 16 * 2**20  # of one text
USER_COMMENT, MAKER_NOTE = 0x9286, 0x927C
_CODE_BYTES = 8  # at the start of a UserComment, for the encoding of the rest (EXIF 2.32, section 4.6.5)
_ASCII, _JIS = b"ASCII\0\0\0", b"JIS\0\0\0\0\0"
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class ExifTexts:
    """The texts in the EXIF of a file. Missing texts are empty."""

    user_comment: str = ""
    maker_note: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    """the texts of the first directory, by the names of their tags"""


def read_exif_texts(image: Image.Image) -> ExifTexts:
    """Return the texts in the EXIF of an open file; damaged EXIF has none.

    Fooocus writes the comment and the maker note into the first directory, other programs into that of EXIF.
    """
    main, inner, little_endian = _read_directories(image)
    texts = {tag: value for tag, value in main.items() if isinstance(value, str) and len(value) <= MAX_BYTES}
    return ExifTexts(
        user_comment=_decode_comment(inner.get(USER_COMMENT) or main.get(USER_COMMENT), little_endian),
        maker_note=_decode_plain(inner.get(MAKER_NOTE) or main.get(MAKER_NOTE)),
        fields={
            ExifTags.TAGS.get(tag, f"EXIF {tag:#06x}"): _decode_plain(value)
            for tag, value in texts.items()
            if tag not in (USER_COMMENT, MAKER_NOTE)
        },
    )


def build_exif(text: str) -> Image.Exif:
    """Return EXIF with a UserComment, in the encoding that AUTOMATIC1111 writes and most programs read.

    UTF-16 in the byte order of the whole EXIF, which is big-endian, and without a byte order mark.
    """
    exif = Image.Exif()
    exif.endian = ">"
    exif.get_ifd(ExifTags.IFD.Exif)[USER_COMMENT] = b"UNICODE\0" + text.encode("utf-16-be")
    return exif


def _read_directories(image: Image.Image) -> tuple[dict[int, Any], dict[int, Any], bool]:
    """Return the tags of the first directory and of EXIF's own, and whether the byte order is little-endian."""
    main: dict[int, Any] = {}
    inner: dict[int, Any] = {}
    little_endian = False
    with contextlib.suppress(Exception):  # Pillow also raises errors of struct, zlib and its own tables
        exif = image.getexif()
        little_endian = exif.endian == "<"
        main = dict(exif)
        inner = dict(exif.get_ifd(ExifTags.IFD.Exif))
    return main, inner, little_endian


def _decode_comment(raw: object, little_endian: bool) -> str:
    """Return a UserComment, whose first eight bytes name its encoding, but not the byte order, and not always right."""
    if not isinstance(raw, bytes) or len(raw) > MAX_BYTES:
        return _decode_plain(raw)
    code, body = raw[:_CODE_BYTES], raw[_CODE_BYTES:]
    if not (code.upper().startswith(b"UNICODE") or code in (_ASCII, _JIS) or not code.strip(b"\0 ")):
        body = raw
    codecs = ("utf-8", "utf-16-le", "utf-16-be") if little_endian else ("utf-8", "utf-16-be", "utf-16-le")
    if code == _JIS:
        codecs = ("iso2022_jp",)
    readings = _read_with(body, codecs)
    if not readings:
        return body.decode("utf-8", "replace").strip("\0")
    # `max` returns the first of equals: UTF-8, then the byte order of the file.
    return max(readings, key=lambda text: (reads_as_settings(text), _count_latin(text) if len(readings) > 1 else 0))


def _count_latin(text: str) -> float:
    """Return the share of Latin characters: in the wrong byte order, Latin text has none."""
    return sum(character < "\u0250" for character in text) / max(1, len(text))


def _read_with(body: bytes, codecs: tuple[str, ...]) -> list[str]:
    """Return what the bytes mean in each encoding that fits; a byte order mark leaves one."""
    for mark, codec in _BYTE_ORDER_MARKS.items():
        if body.startswith(mark):
            return [body.decode(codec, "replace")]
    readings = []
    for codec in codecs:
        wide = codec.startswith("utf-16")
        with contextlib.suppress(UnicodeDecodeError):
            text = (body[: len(body) // 2 * 2] if wide else body.rstrip(b"\0")).decode(codec).rstrip("\0")
            if "\0" not in text:
                readings.append(text)
    return readings


def _decode_plain(raw: object) -> str:
    """Return text as UTF-8, or else as Latin-1, in which Pillow reads it; "" for other types."""
    if isinstance(raw, str):
        try:
            raw = raw.encode("latin-1")
        except UnicodeEncodeError:
            return raw.rstrip("\0")  # type: ignore[union-attr]
    if not isinstance(raw, bytes) or len(raw) > MAX_BYTES:
        return ""
    try:
        return raw.decode("utf-8").rstrip("\0")
    except UnicodeDecodeError:
        return raw.decode("latin-1").rstrip("\0")
