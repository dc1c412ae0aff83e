"""What the plan does so that a picture fits: decode in tiles, which may leave faint seams.

Guidance in two passes is in guidance.py. On the engine's thread.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from diffusers import AutoencoderKL, UNet2DConditionModel

from macapp.engine.runtime.guidance import split_guidance_batch
from macapp.planning.memory import VAE_TILE_PIXELS, Savings


@contextmanager
def apply_savings(parts: Iterable[Any], savings: Savings) -> Iterator[None]:
    """Run guidance in two passes and decode in tiles, wherever among some parts that can be, if `savings` say so."""
    with ExitStack() as saving:
        for each in parts:
            saving.enter_context(tiled_decoding(each, savings.vae_tiled))
            halves = savings.guidance_in_two and isinstance(each, UNet2DConditionModel)
            saving.enter_context(split_guidance_batch(each, halves))
        yield


@contextmanager
def tiled_decoding(vae: Any, on: bool) -> Iterator[None]:
    """Let an autoencoder decode tiles of `VAE_TILE_PIXELS` pixels a side, if `on`; of another kind, all at once."""
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
