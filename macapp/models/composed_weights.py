"""What a transformer and its parts take in memory, from the names and shapes of their tensors. Pure functions.

The tensors are those of files on this disk, or of published models before a download. Any thread.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from macapp.domain.weight_format import WeightFormat
from macapp.models.packing import NamedTensor, count_packed
from macapp.models.tensor_names import find_targets
from macapp.planning.memory import Architecture, FormatWeights

TRANSFORMER = "transformer"
DENOISERS = (TRANSFORMER, "unet")
"""The parts that are in the file of a composition itself."""
FULL_BYTES = 2  # bytes of a weight in half precision
NATIVE_LATENTS = 128  # per side, for models that do not state it: FLUX, at 1,024 pixels


@dataclass(frozen=True)
class ComposedWeights:
    """What the weights of a composed checkpoint take, in half precision."""

    total: int
    texts: tuple[int, ...]
    """of each text encoder"""
    formats: tuple[FormatWeights, ...]


def rename_tensors(transformer: str, tensors: Iterable[NamedTensor], blocks: int) -> Iterator[NamedTensor]:
    """Yield the tensors of a transformer as diffusers calls them; `transformer` is its class."""
    for tensor in tensors:
        for target in find_targets(transformer, tensor.name, tensor.shape, blocks):
            yield NamedTensor(target.name, target.shape_of(tensor.shape), tensor.kind)


def weigh_tensors(parts: Mapping[str, Sequence[NamedTensor]]) -> ComposedWeights:
    """Return what the parts of a pipeline take, by the names of the parts; one of them is the denoiser.

    The names of the tensors are those of their libraries.
    """
    texts = [parts[part] for part in sorted(parts) if part.startswith("text_encoder")]
    if "unet" in parts:  # with which they encode together
        texts = [list(chain.from_iterable(texts))]
    denoiser = next(parts[part] for part in DENOISERS if part in parts)
    formats = tuple(
        FormatWeights(wanted, count_packed(denoiser, wanted), tuple(count_packed(own, wanted) for own in texts))
        for wanted in WeightFormat
    )
    return ComposedWeights(sum(map(_half_bytes, parts.values())), tuple(map(_half_bytes, texts)), formats)


def _half_bytes(tensors: Sequence[NamedTensor]) -> int:
    return sum(math.prod(tensor.shape) for tensor in tensors) * FULL_BYTES


def compose_architecture(config: Mapping[str, Any], vae: Mapping[str, Any], weights: ComposedWeights) -> Architecture:
    """Return the architecture of a transformer with its parts, from the configurations of transformer and VAE.

    Raises `LookupError`, `TypeError` or `ValueError` for a wrong configuration.
    """
    channels, attention = channels_of_vae(vae), attention_of_transformer(config)
    scale = 2 ** (len(channels) - 1)
    return Architecture(
        native_size=int(config.get("sample_size") or NATIVE_LATENTS) * scale,
        weights=weights.total,
        bytes_per_weight=FULL_BYTES,
        latent_scale=scale,
        text_weights=sum(weights.texts),
        text_parts=weights.texts,
        attention=attention,
        channels=width_of_transformer(config) // attention[0][0],
        vae_attention=bool(vae.get("mid_block_add_attention", True)),
        vae_channels=channels[min(1, len(channels) - 1)],
        vae_single=False,
        formats=weights.formats,
    )


def width_of_transformer(transformer: Mapping[str, Any]) -> int:
    """Return the width of a transformer."""
    heads, each = transformer.get("num_attention_heads") or 24, transformer.get("attention_head_dim") or 64
    return int(heads) * int(each)


def channels_of_vae(vae: Mapping[str, Any]) -> list[int]:
    """Return the channels of each level of an autoencoder, the largest maps first; each level halves the sides."""
    if "dim_mult" in vae:  # Qwen-Image's
        return [int(vae["base_dim"]) * int(each) for each in vae["dim_mult"]]
    return [int(each) for each in vae.get("block_out_channels") or vae["encoder_block_out_channels"]]


def attention_of_transformer(config: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    """Return the only level of a transformer: latents per side of a patch (FLUX packs two, but states 1), and heads."""
    return ((max(2, int(config.get("patch_size") or 2)), int(config.get("num_attention_heads") or 24)),)
