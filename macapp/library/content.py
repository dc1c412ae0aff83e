"""Hash a picture file without its texts, so that a change of texts keeps the hash. Any thread."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from macapp.system import storage

_APP1, _APP13, _COM, _SOS = 0xE1, 0xED, 0xFE, 0xDA
_JPEG_TEXTS = (_APP1, _APP13, _COM)  # Exif and XMP, IPTC, comments
_WEBP_TEXTS = (b"EXIF", b"XMP ", b"VP8X")  # VP8X has flags for the other two


def hash_without_texts(path: Path) -> str | None:
    """Return the SHA-256 of a JPEG or WebP file without its texts, in hexadecimal; None for any other file.

    An editor that adds a rating or a keyword does not change the hash. No pixels are decoded. Raises `OSError`.
    """
    content = storage.read_regular(path, storage.MAX_PICTURE_BYTES)
    if content.startswith(b"\xff\xd8"):
        parts = _iter_jpeg_parts(content)
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        parts = _iter_webp_parts(content)
    else:
        return None
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _iter_jpeg_parts(content: bytes) -> Iterator[bytes]:
    """Yield the segments without texts, then everything from the first scan on."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        kind, end = content[at + 1], at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if kind == _SOS:
            yield content[at:]
            return
        if kind not in _JPEG_TEXTS:
            yield content[at:end]
        at = end


def _iter_webp_parts(content: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if content[at : at + 4] not in _WEBP_TEXTS:
            yield content[at:end]
        at = end
