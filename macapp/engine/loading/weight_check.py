"""Check a checkpoint before its first picture: its weights must be finite and its VAE must decode.

Weights that are not finite load without an error and draw black pictures. Each checkpoint is checked once: the result
is stored under its fingerprint and the state of its files. On the engine's thread.
"""

import hashlib
import json
from contextlib import suppress
from typing import Any

import torch
from diffusers import AutoencoderKL

from macapp.engine.loading.loaded_model import LoadedModel
from macapp.engine.runtime.packed_layers import BlockConv2d, BlockLinear
from macapp.engine.runtime.tensor_formats import is_varied
from macapp.errors import MachineError
from macapp.models import Checkpoint
from macapp.system import storage
from macapp.system.paths import verified_models_dir

LATENTS = 8  # a side: the smallest that every autoencoder takes


def verify_weights(loaded: LoadedModel) -> None:
    """Check every part whose weights are in memory; raises `MachineError` as `verify_part` does."""
    for name in _parts_with_weights(loaded):
        if all(weight.numel() for weight in loaded.parts[name].parameters()):
            verify_part(loaded, name)


def verify_part(loaded: LoadedModel, name: str) -> None:
    """Raise `MachineError` for a part with weights that are not finite, or a VAE that makes no picture.

    The codes are "model-not-finite" and "model-one-colour". A checkpoint whose parts have all passed is not checked
    again.
    """
    proof, part = verified_models_dir() / _name(loaded.checkpoint), loaded.parts[name]
    if name in loaded.verified or proof.exists():
        return
    if not _has_finite_weights(part):
        raise MachineError("model-not-finite", model=loaded.checkpoint.name, part=name)
    if name == "vae" and isinstance(part, AutoencoderKL):
        _check_decoding(loaded.checkpoint, part)
    loaded.verified.add(name)
    if loaded.verified >= _parts_with_weights(loaded):
        with suppress(OSError):  # a full disk: the check runs again next time
            proof.parent.mkdir(parents=True, exist_ok=True)
            storage.touch(proof)


def _parts_with_weights(loaded: LoadedModel) -> set[str]:
    return {name for name, part in loaded.parts.items() if isinstance(part, torch.nn.Module)}


def _check_decoding(checkpoint: Checkpoint, vae: AutoencoderKL) -> None:
    pixels = _decoded(vae)
    if not torch.isfinite(pixels).all():
        raise MachineError("model-not-finite", model=checkpoint.name, part="vae")
    if not is_varied(pixels):
        raise MachineError("model-one-colour", model=checkpoint.name, part="vae")


def _name(checkpoint: Checkpoint) -> str:
    """Return a name for exactly these files: a damaged copy may have the fingerprint of a good one."""
    states = json.dumps([(each.path.name, *each.content) for each in checkpoint.files])
    return f"{checkpoint.fingerprint}-{hashlib.sha256(states.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _has_finite_weights(part: torch.nn.Module) -> bool:
    """Return whether all weights of a part are finite, also those in blocks, whose scales are stored as integers."""
    layers = part.modules()
    return all(map(is_finite, (*part.parameters(), *part.buffers()))) and all(
        layer.has_finite_blocks() for layer in layers if isinstance(layer, (BlockLinear, BlockConv2d))
    )


def is_finite(weights: torch.Tensor) -> bool:
    """Return whether all weights are finite.

    A finite sum proves it in an eleventh of the time; an infinite sum may only be too large, so then each is checked.
    """
    return bool(torch.isfinite(weights.sum(dtype=torch.float32))) or bool(torch.isfinite(weights).all())


def _decoded(vae: Any) -> torch.Tensor:
    """Decode random latents, the same for every checkpoint, to pixels (1, 3, height, width).

    Like pictures, they decode in single precision where the model requires it or half precision makes no picture.
    """
    before = next(vae.parameters()).dtype
    try:
        if vae.config["force_upcast"]:
            vae.to(torch.float32)
        pixels = _pixels(vae)
        if next(vae.parameters()).dtype != torch.float32 and not (torch.isfinite(pixels).all() and is_varied(pixels)):
            vae.to(torch.float32)
            pixels = _pixels(vae)
    finally:
        vae.to(before)
    return pixels


def _pixels(vae: Any) -> torch.Tensor:
    one = next(vae.parameters())
    shape = (1, vae.config["latent_channels"], LATENTS, LATENTS)
    latents = torch.randn(shape, generator=torch.Generator("cpu").manual_seed(0)).to(one.device, one.dtype)
    with torch.inference_mode():
        return vae.decode(latents, return_dict=False)[0]
