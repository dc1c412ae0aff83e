"""Compare a repeated picture with the original, and list what has changed since. Any thread."""

from collections.abc import Mapping
from typing import Any

from PIL import Image

from macapp.domain.job import Picture, ReproductionResult
from macapp.errors import BadRequest, as_easel_error
from macapp.imaging.colour import to_srgb
from macapp.library.metadata import recipe

# The facts in `made_with` that can affect pixels.
PIXEL_FACTORS = (
    "torch", "diffusers", "transformers", "device", "dtype", "slice_attention", "guidance_in_two", "vae_tiled",
    "channels_last", "tf32", "compiled", "chip", "macos", "checkpoint", "weights", "additions",
)  # fmt: skip


def compare_pictures(picture: Picture, again: Image.Image, made_with: Mapping[str, Any]) -> ReproductionResult:
    """Compare a picture with a repeat of its request; raises `BadRequest` if its file cannot be read."""
    import numpy as np  # takes 40 ms: imported only for a repeat

    changed = tuple(
        f"{name}: {picture.made_with.get(name)}, now {made_with.get(name)}"
        for name in PIXEL_FACTORS
        if name in picture.made_with and picture.made_with.get(name) != made_with.get(name)
    )
    if picture.pixels is not None and picture.pixels == recipe.pixels_hash(again):
        return ReproductionResult(True, changed=changed)
    before = np.asarray(_load_rgb(picture), dtype=np.int16)
    after = np.asarray(to_srgb(again), dtype=np.int16)
    if before.shape != after.shape:
        raise BadRequest("repeat-other-size", name=picture.path.name)
    off = np.abs(before - after).max(axis=2)
    differing = int(np.count_nonzero(off))
    return ReproductionResult(differing == 0, int(off.max()), differing, differing / off.size, changed)


def _load_rgb(picture: Picture) -> Image.Image:
    try:
        with recipe.open_image(picture) as image:
            return to_srgb(image)
    except OSError as error:
        raise as_easel_error(error) from error
