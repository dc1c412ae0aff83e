"""Read and replace the chunks of PNG files without decoding or changing pixels. Any thread."""

import hashlib
import struct
import zlib
from collections.abc import Iterator

from macapp.errors import BadRequest

SIGNATURE = b"\x89PNG\r\n\x1a\n"
END_CHUNK = b"\0\0\0\0IEND\xaeB`\x82"
_TEXT_KINDS = (b"tEXt", b"zTXt", b"iTXt")


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
