"""List what a PNG, JPEG or WebP holds besides the pixels of one picture: texts, profiles, thumbnails, stray bytes.

It checks files that Easel has written, so that they contain nothing unintended. Pure; any thread.
"""

import re
import struct
from collections.abc import Iterator

from macapp.imaging.containers import PNG_SIGNATURE, kind_from_header

_PNG_PIXELS = (b"IHDR", b"IDAT", b"IEND")
_WEBP_PIXELS = (b"VP8X", b"VP8 ", b"VP8L")
_JPEG_PIXELS = (0xDB, 0xC4, *range(0xC0, 0xC4), 0xDA)  # quantisation and Huffman tables, the frame, the scan
_JFIF = b"JFIF\0"
_JFIF_BYTES = 14  # without a thumbnail
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)  # any marker that is not part of a scan


def list_extras(content: bytes) -> list[tuple[str, bytes]]:
    """Return the name and the content of every part of a file without pixels, in file order.

    Raises `ValueError` unless the file is a complete PNG, JPEG or WebP.
    """
    walks = {"PNG": _iter_png, "JPEG": _iter_jpeg, "WEBP": _iter_webp}
    walk = walks.get(kind_from_header(content[:16]) or "")
    if walk is None:
        raise ValueError("neither PNG nor JPEG nor WebP")
    try:
        return list(walk(content))
    except (struct.error, IndexError):
        raise ValueError("not whole") from None


def _iter_png(content: bytes) -> Iterator[tuple[str, bytes]]:
    at, kind = len(PNG_SIGNATURE), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        if kind not in _PNG_PIXELS:
            yield kind.decode("latin-1"), content[at + 8 : at + 8 + length]
        at += 12 + length
    yield from _iter_trailing(content, at)


def _iter_jpeg(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = 2
    while (marker := content[at + 1]) != 0xD9:
        if content[at] != 0xFF:
            raise ValueError("not whole")
        (length,) = struct.unpack_from(">H", content, at + 2)
        data = content[at + 4 : at + 2 + length]
        plain_jfif = marker == 0xE0 and data.startswith(_JFIF) and len(data) == _JFIF_BYTES
        if marker not in _JPEG_PIXELS and not plain_jfif:
            yield f"{marker:02X}", data
        at += 2 + length
        if marker == 0xDA:
            found = _SCAN_END.search(content, at)
            if found is None:
                raise ValueError("not whole")
            at = found.start()
    yield from _iter_trailing(content, at + 2)


def _iter_webp(content: bytes) -> Iterator[tuple[str, bytes]]:
    (length,) = struct.unpack_from("<I", content, 4)
    at, end = 12, 8 + length
    while at < end:
        kind, length = struct.unpack_from("<4sI", content, at)
        if kind not in _WEBP_PIXELS:
            yield kind.decode("latin-1"), content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    yield from _iter_trailing(content, end)


def _iter_trailing(content: bytes, end: int) -> Iterator[tuple[str, bytes]]:
    if end > len(content):
        raise ValueError("not whole")
    if end < len(content):
        yield "rest", content[end:]
