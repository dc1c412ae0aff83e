"""Read a text hidden in the lowest bits of a picture's alpha channel, which NovelAI and an extension of A1111 write.

The bits are in columns, from the left and from above: a mark of 15 bytes, the length of the text in bits as a 32-bit
big-endian number, and the text, compressed with gzip if the mark says so (NovelAI, novelai-image-metadata). Pure.
"""

import zlib

import numpy as np
from PIL import Image

MAX_BYTES = 8 * 2**20  # after decompression
_PLAIN, _COMPRESSED = b"stealth_pnginfo", b"stealth_pngcomp"
_LENGTH_BYTES = 4
_GZIP = 31  # the window bits of zlib for a stream with gzip's header


def read_hidden_text(image: Image.Image) -> str | None:
    """Return the hidden text of a picture, or None if there is none or it is damaged. Decodes all pixels.

    Raises Pillow's errors for a picture that cannot be decoded.
    """
    if image.mode != "RGBA":
        return None
    columns = np.asarray(image.getchannel("A")).T
    start = len(_PLAIN) + _LENGTH_BYTES
    head = _pack_bits(columns, 0, start)
    mark = head[: len(_PLAIN)]
    if mark not in (_PLAIN, _COMPRESSED) or len(head) < start:
        return None
    length = int.from_bytes(head[len(_PLAIN) :], "big") // 8
    raw = _pack_bits(columns, start, min(length, MAX_BYTES))
    if len(raw) < length:
        return None
    try:
        return (raw if mark == _PLAIN else _inflate(raw)).decode("utf-8")
    except (zlib.error, ValueError):
        return None


def _pack_bits(columns: np.ndarray, start: int, count: int) -> bytes:
    """Return `count` bytes from byte `start` on, or fewer at the end. Reads only the columns that contain them."""
    height = max(1, columns.shape[1])
    first, last = start * 8 // height, -(-(start + count) * 8 // height)
    bits = columns[first:last].reshape(-1) & 1
    offset = start * 8 - first * height
    bits = bits[offset : offset + count * 8]
    return np.packbits(bits[: len(bits) // 8 * 8]).tobytes()


def _inflate(raw: bytes) -> bytes:
    inflater = zlib.decompressobj(_GZIP)
    content = inflater.decompress(raw, MAX_BYTES + 1)
    if len(content) > MAX_BYTES or not inflater.eof:
        raise ValueError("too long or incomplete")
    return content
