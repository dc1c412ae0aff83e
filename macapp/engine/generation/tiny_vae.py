"""A tiny VAE that decodes previews, if the user has it: sharper than a colour map, but it takes time.

madebyollin's TAESD has a hundredth of the weights. Easel looks for it among the models of the catalogue and never
downloads it without a request. On the engine's thread.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import torch
from diffusers import AutoencoderTiny
from PIL import Image

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.engine.loading.adapters import Key
from macapp.engine.loading.components import load_model
from macapp.models import Checkpoint, find_auxiliary
from macapp.models.catalog import load_catalog
from macapp.models.fingerprints import states_in

DECODERS: Mapping[int, str] = {768: "taesd", 1024: "taesd", 2048: "taesdxl"}
"""Which entry of the catalogue knows the latents of a model, by how wide the tokens in its UNet are: Stable Diffusion 1
and 2 share theirs, XL has its own; a model of another width may have an autoencoder of its own."""

MAX_PREVIEW_PIXELS = 512  # pixels: it is shown small, and what is larger would keep the window's thread
Decoder = Callable[[torch.Tensor], Image.Image]


class TinyVaeCache:
    """Keeps the tiny VAE that was used last."""

    def __init__(self) -> None:
        self._loaded: tuple[Key, torch.dtype, AutoencoderTiny] | None = None

    def get(self, checkpoint: Checkpoint, device: str, dtype: torch.dtype) -> Decoder | None:
        """Return the decoder for the latents of a checkpoint; None if none is installed."""
        path = _path_for(checkpoint)
        if path is None:
            self.release()
            return None
        with suppress(Exception):  # not whole, or not what it is called: pictures are made without it
            key = states_in(path)
            if self._loaded is None or self._loaded[:2] != (key, dtype):
                self.release()
                find_auxiliary(str(path), AuxiliaryKind.VAE)
                self._loaded = key, dtype, load_model(path, AutoencoderTiny, dtype).to(device).eval()
        if self._loaded is None:
            return None
        vae = self._loaded[2]
        return lambda latents: _decoded(vae, latents.to(vae.dtype))

    def release(self) -> None:
        """Release the tiny VAE."""
        self._loaded = None


def _path_for(checkpoint: Checkpoint) -> Path | None:
    entry = load_catalog().get(DECODERS.get(checkpoint.cross_attention_dim, ""))
    return None if entry is None else entry.path


def _decoded(vae: AutoencoderTiny, latents: torch.Tensor) -> Image.Image:
    """Return the picture of latents (1, 4, height / 8, width / 8), `MAX_PREVIEW_PIXELS` a side at most."""
    pixels = vae.decode(latents[:1], return_dict=False)[0]
    shown = (pixels[0].float() / 2 + 0.5).clamp(0, 1).mul(255).round().to(torch.uint8)
    picture = Image.fromarray(shown.permute(1, 2, 0).cpu().numpy())
    picture.thumbnail((MAX_PREVIEW_PIXELS, MAX_PREVIEW_PIXELS))
    return picture
