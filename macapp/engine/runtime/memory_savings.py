"""Apply the memory savings of a plan: tiled decoding, which may leave faint seams, and guidance in two passes.

Guidance in two passes is in `guidance.py`. On the engine's thread.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import diffusers
import torch

from macapp.engine.runtime.guidance import is_denoiser, split_guidance_batch
from macapp.planning.memory import Savings, vae_tile_pixels

TILE_OVERLAP = 0.25
"""The share of a tile that overlaps the next one; diffusers' own for Stable Diffusion."""
_SQUARE = ("AutoencoderKL", "AutoencoderKLFlux2")
_OBLONG = ("AutoencoderKLQwenImage", "AutoencoderDC")
"""Classes of autoencoders by the names of their tile sizes: one side, or height and width with a step each."""


@contextmanager
def apply_savings(parts: Iterable[Any], savings: Savings, vae_single: bool = False) -> Iterator[None]:
    """Apply `savings` to every part that supports them: guidance in two passes, and tiled decoding.

    `vae_single`: the VAE is going to decode in float32, whatever it is loaded in.
    """
    with ExitStack() as saving:
        for part in parts:
            saving.enter_context(tiled_decoding(part, savings.vae_tiled, vae_single))
            saving.enter_context(split_guidance_batch(part, savings.guidance_in_two and is_denoiser(part)))
        yield


@contextmanager
def tiled_decoding(vae: Any, on: bool, single: bool = False) -> Iterator[None]:
    """Decode in tiles, if `on`; `single`: in float32. A VAE that cannot do so decodes the picture whole."""
    if not on or not _can_tile(vae) or vae.use_tiling:
        yield
        return
    sizes = _tile_sizes(vae, vae_tile_pixels(4 if single or vae.dtype == torch.float32 else 2))
    before = {name: getattr(vae, name) for name in sizes}
    vars(vae).update(sizes, use_tiling=True)
    try:
        yield
    finally:
        vars(vae).update(before, use_tiling=False)


def _can_tile(vae: Any) -> bool:
    """Return whether a part is an autoencoder that can decode in tiles; old versions of diffusers lack some classes."""
    classes = (getattr(diffusers, name, None) for name in (*_SQUARE, *_OBLONG))
    return isinstance(vae, tuple(kind for kind in classes if isinstance(kind, type)))


def _tile_sizes(vae: Any, side: int) -> Mapping[str, int]:
    """Return the attributes of an autoencoder for tiles of `side` pixels."""
    if type(vae).__name__ in _SQUARE:
        scale = 2 ** (len(vae.config["block_out_channels"]) - 1)
        return {"tile_sample_min_size": side, "tile_latent_min_size": side // scale}
    scale = vae.spatial_compression_ratio
    step = int(side * (1 - TILE_OVERLAP)) // scale * scale
    sizes = {"tile_sample_min": side // scale * scale, "tile_sample_stride": step}
    if hasattr(vae, "tile_latent_min_height"):
        sizes["tile_latent_min"] = side // scale
    return {f"{name}_{direction}": size for name, size in sizes.items() for direction in ("height", "width")}
