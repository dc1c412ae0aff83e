"""Check the container of a picture file before Pillow opens it: its kind, and that its parts are complete and few.

Pillow stores every text and profile while it opens a file. A file with 100,000 small chunks, or with one chunk of
50 MB, therefore costs seconds and memory before any limit on pixels applies. This module reads a few bytes per chunk.
Any thread.
"""

import struct
from collections.abc import Callable
from typing import BinaryIO

from macapp.errors import BadRequest

HEADER_BYTES = 64  # from which the format is detected
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_EXTRA_BYTES = 16 * 2**20  # of all texts, profiles and tags of a file in total
MAX_EXTRAS = 1_000  # texts, profiles and tags
MAX_PARTS = 65_536  # chunks of all kinds: 512 MB of pixels in the smallest chunks that libpng writes
MAX_BLOCKS = 1_000_000  # of a GIF: 255 MB of pixels
_PNG_DATA = (b"IDAT", b"fdAT", b"fcTL", b"IHDR", b"IEND")


def kind_from_header(start: bytes) -> str | None:
    """Return Pillow's name for the format of a file from its first `HEADER_BYTES`, or None for other files."""
    if start.startswith(b"RIFF"):
        return "WEBP" if start[8:12] == b"WEBP" else None
    if _list_brands(start) & {b"avif", b"avis"}:
        return "AVIF"
    return next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), None)


def name_unsupported(start: bytes) -> str | None:
    """Return the name of a picture format that Easel cannot open, from the first bytes of a file; None for others."""
    if _list_brands(start) & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}:
        return "HEIC"
    if start.startswith((b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n")):
        return "JPEG XL"
    return None


def _list_brands(start: bytes) -> set[bytes]:
    """Return the brands of an ISO base media file (ISO 14496-12, section 4.3); none for other files."""
    if start[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(start[:4], "big"), len(start))
    return {start[8:12], *(start[at : at + 4] for at in range(16, end, 4))}


def read_canvas_size(kind: str, start: bytes) -> tuple[int, int] | None:
    """Return the width and height in pixels that a PNG or WebP claims in its first 30 bytes; None if unclear.

    Pillow before 13 allocates memory for all pixels of a WebP while it opens the file.
    """
    if kind not in ("PNG", "WEBP") or len(start) < 30:
        return None
    if kind == "PNG":
        return struct.unpack_from(">II", start, 16) if start[12:16] == b"IHDR" else None
    if start[12:16] == b"VP8X":
        return 1 + int.from_bytes(start[24:27], "little"), 1 + int.from_bytes(start[27:30], "little")
    if start[12:16] == b"VP8L":
        bits = int.from_bytes(start[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", start, 26)
    return width & 0x3FFF, height & 0x3FFF


def check_container(kind: str, stream: BinaryIO, name: str) -> None:
    """Check the parts of a file from its first byte to the end of its picture.

    Raises `BadRequest`: "image-broken" for a file that ends too early, "image-extras" for a file with too much data
    besides its pixels. `name` is the name of the file, for the message.
    """
    if kind in _CHECKS:
        _CHECKS[kind](_Parts(stream, name))


class _Parts:
    """Reads the parts of one file and counts those without pixels."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self._bytes = self._extras = self._parts = self._blocks = 0
        self.size = stream.seek(0, 2)

    def read(self, at: int, count: int) -> bytes:
        """Return exactly `count` bytes from `at`."""
        if at + count > self.size:
            raise self.broken_error()
        self._stream.seek(at)
        return self._stream.read(count)

    def add(self, count: int, extra: bool) -> None:
        """Count a part of `count` bytes; `extra` means that it holds no pixels."""
        self._parts += 1
        self._extras += extra
        self._bytes += count * extra
        if self._bytes > MAX_EXTRA_BYTES or self._extras > MAX_EXTRAS or self._parts > MAX_PARTS:
            raise self._extras_error()

    def add_small(self) -> None:
        """Count a block of at most 255 bytes; a picture has many of them."""
        self._blocks += 1
        if self._blocks > MAX_BLOCKS:
            raise self._extras_error()

    def _extras_error(self) -> BadRequest:
        return BadRequest("image-extras", name=self._name, limit_bytes=MAX_EXTRA_BYTES)

    def broken_error(self) -> BadRequest:
        return BadRequest("image-broken", name=self._name)


def _check_png(parts: _Parts) -> None:
    at = len(PNG_SIGNATURE)
    while True:
        length, kind = struct.unpack(">I4s", parts.read(at, 8))
        parts.add(length, extra=kind not in _PNG_DATA)
        at += 12 + length
        if at > parts.size:
            raise parts.broken_error()
        if kind == b"IEND":
            return


def _check_jpeg(parts: _Parts) -> None:
    """Walk the segments up to the first scan; Pillow skips bytes outside of segments one by one."""
    at = 2
    while True:
        marker = parts.read(at, 2)
        parts.add(2, extra=False)
        if marker[0] != 0xFF or marker[1] in (0x00, 0xFF):
            at += 1
            continue
        if marker[1] in _JPEG_STANDALONE:
            at += 2
            continue
        length = int.from_bytes(parts.read(at + 2, 2), "big")
        if marker[1] == _JPEG_SCAN:
            return
        parts.add(length, extra=marker[1] in _JPEG_EXTRAS)
        at += 2 + max(2, length)


def _check_webp(parts: _Parts) -> None:
    end = 8 + int.from_bytes(parts.read(4, 4), "little")
    if end > parts.size:
        raise parts.broken_error()
    at = 12
    while at + 8 <= end:
        kind, length = struct.unpack("<4sI", parts.read(at, 8))
        parts.add(length, extra=kind not in _WEBP_DATA)
        at += 8 + length + length % 2


def _check_gif(parts: _Parts) -> None:
    """Walk the blocks up to the second frame: Pillow reads no further while it opens the file."""
    at = 13 + _palette_bytes(parts.read(10, 1)[0])
    frames = 0
    while frames < 2:
        mark = parts.read(at, 1) if at < parts.size else b";"
        if mark == b",":
            frames += 1
            at += 10 + _palette_bytes(parts.read(at + 9, 1)[0])
            at = _skip_blocks(parts, at + 1, extra=False) if frames < 2 else at
        elif mark == b"!":
            at = _skip_blocks(parts, at + 2, extra=True)
        elif mark == b";":
            break
        else:
            parts.add(1, extra=False)
            at += 1
    if not frames:
        raise parts.broken_error()


def _palette_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _skip_blocks(parts: _Parts, at: int, extra: bool) -> int:
    """Return where a chain of blocks ends. Each block starts with its length; the last has length 0."""
    begin = at
    while length := parts.read(at, 1)[0]:
        at += 1 + length
        parts.add_small()
    parts.add(at - begin, extra)
    return at + 1


def _check_tiff(parts: _Parts) -> None:
    """Add up the sizes of all values in the first directory; Pillow reads them all while it opens the file."""
    start = parts.read(0, 16) if parts.size >= 16 else parts.read(0, 8).ljust(16, b"\0")
    order, big = "<" if start.startswith(b"II") else ">", b"+" in start[2:4]
    at = struct.unpack_from(f"{order}Q", start, 8)[0] if big else struct.unpack_from(f"{order}I", start, 4)[0]
    head, entry = (f"{order}Q", f"{order}HHQ8s") if big else (f"{order}H", f"{order}HHI4s")
    (count,) = struct.unpack(head, parts.read(at, struct.calcsize(head)))
    at += struct.calcsize(head)
    for _ in range(count):
        _tag, kind, values, _value = struct.unpack(entry, parts.read(at, struct.calcsize(entry)))
        parts.add(values * _TIFF_BYTES.get(kind, 0), extra=True)
        at += struct.calcsize(entry)


def _check_avif(parts: _Parts) -> None:
    """Walk the boxes of the file; everything besides the coded pictures counts as extra."""
    at = 0
    while at < parts.size:
        length, kind = struct.unpack(">I4s", parts.read(at, 8))
        if length == 1:
            length = int.from_bytes(parts.read(at + 8, 8), "big")
        if at + length > parts.size:
            raise parts.broken_error()
        if length == 0:  # up to the end
            length = parts.size - at
        elif length < 8:  # bytes after the end of the picture
            return
        parts.add(length, extra=kind != b"mdat")
        at += length


_TIFF_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_JPEG_SCAN = 0xDA
_JPEG_STANDALONE = (0x01, *range(0xD0, 0xDA))  # markers without a length
_JPEG_EXTRAS = (*range(0xE0, 0xF0), 0xFE)  # APP0 to APP15, and comments
_WEBP_DATA = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF")
_MAGIC = {
    PNG_SIGNATURE: "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"II+\0": "TIFF",
    b"MM\0+": "TIFF",
    b"BM": "BMP",
}
_CHECKS: dict[str, Callable[[_Parts], None]] = {
    "PNG": _check_png,
    "JPEG": _check_jpeg,
    "WEBP": _check_webp,
    "GIF": _check_gif,
    "TIFF": _check_tiff,
    "AVIF": _check_avif,
}
