"""Pictures with a text in the lowest bits of their alpha channel."""

import numpy as np
from PIL import Image


def hide(content: bytes, mark: bytes = b"stealth_pngcomp", size: tuple[int, int] = (64, 96)) -> Image.Image:
    """Return an opaque picture with these bytes in its alpha channel, as NovelAI writes them."""
    bits = np.unpackbits(np.frombuffer(mark + (len(content) * 8).to_bytes(4, "big") + content, np.uint8))
    alpha = np.full(size[0] * size[1], 254, np.uint8)
    bits = bits[: len(alpha)]
    alpha[: len(bits)] |= bits
    image = Image.new("RGB", size, "teal").convert("RGBA")
    image.putalpha(Image.fromarray(np.ascontiguousarray(alpha.reshape(size).T)))
    return image
