"""Read and replace the chunks of PNG files without decoding or changing pixels. Any thread.

Texts are read here and never by Pillow, which refuses a whole file for one damaged text, for a compressed text above
1 MB, and decodes UTF-8 in `tEXt` as Latin-1.
"""

import hashlib
import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from macapp.errors import BadRequest

SIGNATURE = b"\x89PNG\r\n\x1a\n"
END_CHUNK = b"\0\0\0\0IEND\xaeB`\x82"
MAX_TEXT_BYTES = 8 * 2**20  # of one text after inflation
MAX_TEXTS_BYTES = 32 * 2**20  # of all texts of a file together
_TEXT_KINDS = (b"tEXt", b"zTXt", b"iTXt")
_COMFY_KIND = b"comf"  # ComfyUI's texts in an animated PNG, in the layout of tEXt
_DECODED_KINDS = (
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"bKGD", b"pHYs", b"eXIf", b"acTL", b"fcTL", b"fdAT",
)  # fmt: skip
"""Ancillary chunks that a decoder uses; the others only describe the picture."""


def iter_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and the data of each chunk; raises `BadRequest("image-broken")` if the file is incomplete."""
    if not content.startswith(SIGNATURE):
        raise BadRequest("image-broken", name="PNG")
    at = len(SIGNATURE)
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            break
        yield kind, content[at + 8 : end - 4]
        if kind == b"IEND":
            return
        at = end
    raise BadRequest("image-broken", name="PNG")


def build_chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk with its length and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def replace_text(content: bytes, keyword: str, text: str | None) -> bytes:
    """Return a PNG with its text under `keyword` replaced, in UTF-8, or removed if `text` is None.

    All other chunks keep their bytes.
    """
    parts, key, placed = [SIGNATURE], keyword.encode("latin-1") + b"\0", text is None
    for kind, data in iter_chunks(content):
        if kind in _TEXT_KINDS and data.startswith(key):
            continue
        if not placed and kind in (b"IDAT", b"IEND"):
            parts.append(build_chunk(b"iTXt", key + b"\0\0\0\0" + (text or "").encode()))
            placed = True
        parts.append(build_chunk(kind, data))
    return b"".join(parts)


def hash_image_data(content: bytes) -> str:
    """Return the SHA-256 of the compressed pixels. Text does not change it, and nothing is decoded."""
    digest = hashlib.sha256()
    for kind, data in iter_chunks(content):
        if kind in (b"IHDR", b"PLTE", b"tRNS", b"IDAT"):
            digest.update(kind + data)
    return digest.hexdigest()


@dataclass
class PngTexts:
    """The texts of a PNG."""

    by_keyword: dict[str, str] = field(default_factory=dict)
    """the last text under each keyword"""
    unreadable: list[str] = field(default_factory=list)
    """the keywords of texts that are damaged or too long"""


def separate_texts(stream: BinaryIO) -> tuple[PngTexts, BinaryIO]:
    """Return the texts of a PNG, and the PNG without them as a stream, without reading its pixels.

    A damaged text affects no other part of the file. A file that is cut is read up to the cut. The returned stream
    reads from `stream`.
    """
    texts, kept, left = PngTexts(), [(0, len(SIGNATURE))], MAX_TEXTS_BYTES
    at, size = len(SIGNATURE), stream.seek(0, io.SEEK_END)
    while at + 8 <= size:
        stream.seek(at)
        length, kind = struct.unpack(">I4s", stream.read(8))
        end = at + 12 + length
        if end > size:
            break
        if kind in (*_TEXT_KINDS, _COMFY_KIND):
            left -= _read_text_chunk(texts, kind, stream.read(length), stream.read(4), left)
        elif not kind[0] & 0x20 or kind in _DECODED_KINDS:  # bit 5 marks an ancillary chunk (PNG 3, section 5.4)
            kept.append((at, end))
        at = end
        if kind == b"IEND":
            return texts, _join_pieces(stream, kept)
    return texts, _join_pieces(stream, [*kept, (at, size)])


def _read_text_chunk(texts: PngTexts, kind: bytes, data: bytes, checksum: bytes, left: int) -> int:
    """Add the text in a chunk, of at most `left` bytes; return its length in bytes."""
    keyword, _, body = data.partition(b"\0")
    name = keyword[:79].decode("latin-1")
    try:
        if zlib.crc32(kind + data) != int.from_bytes(checksum, "big"):
            raise ValueError
        raw = _inflate_body(kind, body, min(left, MAX_TEXT_BYTES))
        texts.by_keyword[name] = _decode_text(raw)
    except (ValueError, zlib.error):
        texts.unreadable.append(name)
        return 0
    return len(raw)


def _inflate_body(kind: bytes, body: bytes, limit: int) -> bytes:
    """Return the text of a chunk as bytes; raises `ValueError` or `zlib.error` if it is damaged or too long.

    The layouts are those of PNG 3, section 11.3.3.
    """
    compressed = kind == b"zTXt"
    if kind == b"zTXt":
        body = body[1:]  # the method of compression, always 0
    elif kind == b"iTXt":
        compressed = body[:1] == b"\1"
        _language, _, rest = body[2:].partition(b"\0")
        body = rest.partition(b"\0")[2]
    if compressed:
        inflater = zlib.decompressobj()
        body = inflater.decompress(body, limit + 1)
        if not inflater.eof and len(body) <= limit:
            raise ValueError("incomplete")
    if len(body) > limit:
        raise ValueError("too long")
    return body


def _decode_text(raw: bytes) -> str:
    """Decode a text as UTF-8, which many programs write into `tEXt` too, or else as Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _join_pieces(stream: BinaryIO, pieces: list[tuple[int, int]]) -> BinaryIO:
    """Return one stream of parts of another, given by their first and last positions; joins adjacent parts."""
    joined: list[tuple[int, int]] = []
    for begin, end in pieces:
        if joined and joined[-1][1] == begin:
            joined[-1] = (joined[-1][0], end)
        elif end > begin:
            joined.append((begin, end))
    return cast("BinaryIO", io.BufferedReader(_Pieces(stream, joined)))


class _Pieces(io.RawIOBase):
    """Reads parts of a stream as if the bytes between them did not exist."""

    def __init__(self, stream: BinaryIO, pieces: list[tuple[int, int]]) -> None:
        super().__init__()
        self._stream, self._pieces, self._at = stream, pieces, 0
        self._size = sum(end - begin for begin, end in pieces)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        skipped = self._at
        for begin, end in self._pieces:
            if skipped < end - begin:
                self._stream.seek(begin + skipped)
                part = self._stream.read(min(len(buffer), end - begin - skipped))
                buffer[: len(part)] = part
                self._at += len(part)
                return len(part)
            skipped -= end - begin
        return 0
