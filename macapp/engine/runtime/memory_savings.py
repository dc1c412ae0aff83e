"""Apply the memory savings of a plan: tiled decoding, which may leave faint seams, and guidance in two passes.

Guidance in two passes is in `guidance.py`. On the engine's thread.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from diffusers import AutoencoderKL, UNet2DConditionModel

from macapp.engine.runtime.guidance import split_guidance_batch
from macapp.planning.memory import VAE_TILE_PIXELS, Savings


@contextmanager
def apply_savings(parts: Iterable[Any], savings: Savings) -> Iterator[None]:
    """Apply `savings` to every part that supports them: guidance in two passes, and tiled decoding."""
    with ExitStack() as saving:
        for each in parts:
            saving.enter_context(tiled_decoding(each, savings.vae_tiled))
            halves = savings.guidance_in_two and isinstance(each, UNet2DConditionModel)
            saving.enter_context(split_guidance_batch(each, halves))
        yield


@contextmanager
def tiled_decoding(vae: Any, on: bool) -> Iterator[None]:
    """Decode in tiles of `VAE_TILE_PIXELS` a side, if `on`; a VAE of another class decodes the picture whole."""
    if not on or not isinstance(vae, AutoencoderKL) or vae.use_tiling:
        yield
        return
    before = vae.tile_sample_min_size, vae.tile_latent_min_size
    scale = 2 ** (len(vae.config["block_out_channels"]) - 1)
    vae.tile_sample_min_size, vae.tile_latent_min_size = VAE_TILE_PIXELS, VAE_TILE_PIXELS // scale
    vae.enable_tiling()
    try:
        yield
    finally:
        vae.disable_tiling()
        vae.tile_sample_min_size, vae.tile_latent_min_size = before
