"""The tiles in which a picture is enlarged, and how often the x4 upscaler looks at each. Pure. Any thread."""

from collections.abc import Iterator

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""

TILE, OVERLAP = 256, 16  # pixels of the small picture: what keeps a 4x RRDBNet below 1 GB, and hides its seams
X4 = 4  # times as large: what Stable Diffusion's upscaler makes of a picture, and most networks that enlarge
X4_TILE = 128  # the picture that the x4 upscaler was trained to draw has 512 pixels a side
X4_STEPS = 25  # 75 are diffusers' own default


def iter_tiles(size: tuple[int, int], tile: int = TILE) -> Iterator[tuple[Box, Box]]:
    """Yield boxes that cover `size`, each with the part of it to keep: overlaps are cut in the middle."""
    for top, bottom, keep_top, keep_bottom in _spans(size[1], tile):
        for left, right, keep_left, keep_right in _spans(size[0], tile):
            yield (left, top, right, bottom), (keep_left, keep_top, keep_right, keep_bottom)


def _spans(length: int, tile: int) -> Iterator[tuple[int, int, int, int]]:
    start = 0
    while True:
        end = min(start + tile, length)
        keep_from = start + OVERLAP // 2 if start else 0
        keep_to = end - OVERLAP // 2 if end < length else length
        yield start, end, keep_from, keep_to
        if end == length:
            return
        start = end - OVERLAP
