"""What the plan does so that a picture fits: decoding in tiles, text encoders let go (guidance in two: guidance.py).

The first may leave faint seams. The second costs loading them again for a new prompt. On the engine's thread.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

from macapp.engine.guidance import run_in_halves
from macapp.engine.parts import load_parts
from macapp.engine.pipelines import Loaded
from macapp.memory import TILE, Savings


@contextmanager
def saved(parts: Iterable[Any], savings: Savings) -> Iterator[None]:
    """Run guidance in two passes and decode in tiles, wherever among some parts that can be, if `savings` say so."""
    with ExitStack() as saving:
        for each in parts:
            saving.enter_context(decoded_in_tiles(each, savings.vae_tiled))
            halves = savings.guidance_in_two and isinstance(each, UNet2DConditionModel)
            saving.enter_context(run_in_halves(each, halves))
        yield


@contextmanager
def decoded_in_tiles(vae: Any, on: bool) -> Iterator[None]:
    """Let an autoencoder decode tiles of `TILE` pixels a side, if `on`; of another kind, all at once."""
    if not on or not isinstance(vae, AutoencoderKL) or vae.use_tiling:
        yield
        return
    before = vae.tile_sample_min_size, vae.tile_latent_min_size
    scale = 2 ** (len(vae.config["block_out_channels"]) - 1)
    vae.tile_sample_min_size, vae.tile_latent_min_size = TILE, TILE // scale
    vae.enable_tiling()
    try:
        yield
    finally:
        vae.disable_tiling()
        vae.tile_sample_min_size, vae.tile_latent_min_size = before


def drop_text_encoders(loaded: Loaded) -> None:
    """Let go of the memory of a checkpoint's text encoders; `wake_text_encoders` brings them back."""
    for encoder in _text_encoders(loaded).values():
        for each in (*encoder.parameters(), *encoder.buffers()):
            each.data = each.data.new_empty(0)  # on its device still: pipelines ask their first part for it


def wake_text_encoders(loaded: Loaded, device: str, dtype: torch.dtype) -> None:
    """Load text encoders again that were let go; the parts stay the same objects."""
    asleep = {name: each for name, each in _text_encoders(loaded).items() if _is_empty(each)}
    if asleep:
        checkpoint = loaded.checkpoint
        fresh = load_parts(checkpoint.folder, device, dtype, tuple(asleep), checkpoint.file)
        for name, each in asleep.items():
            found = {**dict(fresh[name].named_parameters()), **dict(fresh[name].named_buffers())}
            for key, tensor in (*each.named_parameters(), *each.named_buffers()):
                tensor.data = found[key].data.to(device)


def _text_encoders(loaded: Loaded) -> dict[str, Any]:
    return {name: each for name, each in loaded.parts.items() if name.startswith("text_encoder")}


def _is_empty(encoder: Any) -> bool:
    return isinstance(encoder, torch.nn.Module) and next(encoder.parameters()).numel() == 0
