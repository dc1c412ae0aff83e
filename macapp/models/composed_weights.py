"""What a transformer and its parts take in memory, from the names and shapes of their tensors. Pure functions.

The tensors are those of files on this disk, or of published models before a download. Any thread.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from macapp.domain.weight_format import WeightFormat
from macapp.models.denoiser_shapes import NATIVE_LATENTS, denoiser_shape, vae_shape
from macapp.models.packing import NamedTensor, format_weights
from macapp.models.tensor_names import find_targets
from macapp.planning.architecture import Architecture, FormatWeights

TRANSFORMER = "transformer"
DENOISERS = (TRANSFORMER, "unet")
"""The parts that are in the file of a composition itself."""
FULL_BYTES = 2  # bytes of a weight in half precision


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
    formats = tuple(format_weights(denoiser, texts, wanted) for wanted in WeightFormat)
    return ComposedWeights(sum(map(_half_bytes, parts.values())), tuple(map(_half_bytes, texts)), formats)


def _half_bytes(tensors: Sequence[NamedTensor]) -> int:
    return sum(math.prod(tensor.shape) for tensor in tensors) * FULL_BYTES


def compose_architecture(config: Mapping[str, Any], vae: Mapping[str, Any], weights: ComposedWeights) -> Architecture:
    """Return the architecture of a transformer with its parts, from the configurations of transformer and VAE.

    Raises `LookupError`, `TypeError` or `ValueError` for a wrong configuration.
    """
    shape = vae_shape(vae)
    return Architecture(
        **denoiser_shape(config, str(config.get("_class_name"))),
        **shape,
        native_size=int(config.get("sample_size") or NATIVE_LATENTS) * shape["latent_scale"],
        weights=weights.total,
        bytes_per_weight=FULL_BYTES,
        text_weights=sum(weights.texts),
        text_parts=weights.texts,
        vae_single=False,
        formats=weights.formats,
    )
