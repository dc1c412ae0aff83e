"""Tiles for upscaling, and the steps of the x4 upscaler for each. Pure functions, for any thread."""

from collections.abc import Iterator

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""

TILE_PIXELS = 256  # a side, before upscaling: keeps a 4x RRDBNet below 1 GB
OVERLAP_PIXELS = 16  # before upscaling: hides the seams
X4_SCALE = 4  # of Stable Diffusion's upscaler and of most upscaling networks
X4_TILE_PIXELS = 128  # a side: the x4 upscaler was trained to draw pictures of 512 pixels a side
X4_STEPS = 25  # diffusers' default is 75


def iter_tiles(size: tuple[int, int], tile: int = TILE_PIXELS) -> Iterator[tuple[Box, Box]]:
    """Yield boxes that cover `size`, each with the part of it to keep: overlaps are cut in the middle."""
    for top, bottom, keep_top, keep_bottom in _spans(size[1], tile):
        for left, right, keep_left, keep_right in _spans(size[0], tile):
            yield (left, top, right, bottom), (keep_left, keep_top, keep_right, keep_bottom)


def _spans(length: int, tile: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield start, end, and start and end of the part to keep, for each tile along one side."""
    start = 0
    while True:
        end = min(start + tile, length)
        keep_from = start + OVERLAP_PIXELS // 2 if start else 0
        keep_to = end - OVERLAP_PIXELS // 2 if end < length else length
        yield start, end, keep_from, keep_to
        if end == length:
            return
        start = end - OVERLAP_PIXELS
