"""The tensors of the catalogue's published models, to plan with a model before it is downloaded. Any thread.

`resources/headers.json` has the names and shapes of their tensors, as in the header of their files. A name may have
ranges of a number in braces: `blocks.{0-18}.weight`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.errors import MachineError
from macapp.models.composed_weights import TRANSFORMER, compose_architecture, rename_tensors, weigh_tensors
from macapp.models.denoiser_shapes import text_tokens
from macapp.models.packing import NamedTensor
from macapp.models.parts import VAE_KINDS, FoundPart, build_text_config, build_vae_config, find_parts
from macapp.models.text_shapes import TextShape, text_shape
from macapp.models.transformer_files import PartNeed, TransformerFile, find_transformer
from macapp.planning.architecture import Architecture, FormatWeights
from macapp.system import storage
from macapp.system.paths import resources_dir

HEADERS = Path(resources_dir() / "headers.json")
HALF_TYPE = "BF16"  # of the published weights
OWN_VAE = "flux-vae"
_RANGES = re.compile(r"\{([\d,-]+)\}")


@lru_cache(maxsize=32)
def published_shapes(name: str) -> Mapping[str, tuple[int, ...]]:
    """Return the tensors of a published model; empty for an unknown one. Raises `MachineError` for a damaged file."""
    try:
        read = storage.read_json(HEADERS)
    except (OSError, ValueError):
        raise MachineError("copy-damaged", part="headers of published models") from None
    return {full: tuple(shape) for pattern, shape in read.get(name, {}).items() for full in _expand(pattern)}


@dataclass(frozen=True)
class PublishedModel:
    """A published transformer with its parts."""

    transformer: TransformerFile
    tensors: Mapping[str, list[NamedTensor]]
    """of each part, as its library calls them"""
    vae: Mapping[str, Any]
    """the configuration of its VAE"""
    text: TextShape
    """what its text encoders hold besides their weights"""


def find_published(header: str, parts: Sequence[str], name: str = "") -> PublishedModel | None:
    """Return a published transformer with published parts; None if a header is unknown.

    `header` and `parts` are names in the file of the headers; `name` decides between models with equal shapes. A VAE
    that the transformer's own file has is counted as that of FLUX.1, which has equal shapes. Raises `MachineError` for
    a damaged file.
    """
    transformer = find_transformer(published_shapes(header), name or header)
    if transformer is None:
        return None
    own = rename_tensors(transformer.transformer, _tensors(header), transformer.blocks)
    tensors, vae, text = {TRANSFORMER: list(own)}, {}, TextShape()
    for need in transformer.needs:
        found = _find_published_part(need, (*parts, OWN_VAE))
        if found is None:
            return None
        part, part_name = found
        shapes, tensors[need.part] = published_shapes(part_name), _tensors(part_name)
        if need.kind in VAE_KINDS:
            vae = build_vae_config(part, shapes, transformer.scaling)
        else:
            config = build_text_config(part, shapes, need.large)
            text |= text_shape(config, need.class_name, text_tokens(transformer.transformer))
    return PublishedModel(transformer, tensors, vae, text)


def _find_published_part(need: PartNeed, names: Sequence[str]) -> tuple[FoundPart, str] | None:
    """Return the first part that a transformer can use, and its name; None if there is none."""
    for name in names:
        for part in find_parts(published_shapes(name)):
            if (part.kind, part.width) == (need.kind, need.width):
                return part, name
    return None


@lru_cache(maxsize=32)
def published_architecture(header: str, parts: tuple[str, ...]) -> Architecture | None:
    """Return the architecture of a published transformer with published parts; None if a header is unknown.

    Arguments and errors are those of `find_published`.
    """
    found = find_published(header, parts)
    if found is None:
        return None
    config = {"_class_name": found.transformer.transformer, **found.transformer.config}
    architecture = compose_architecture(config, found.vae, weigh_tensors(found.tensors))
    return replace(architecture, text_working=found.text.working, text_scores=found.text.scores)


@lru_cache(maxsize=8)
def published_unet_formats(header: str, parts: tuple[str, ...]) -> tuple[FormatWeights, ...]:
    """Return what each weight format packs of a published UNet and its text encoders, which encode together."""
    texts = [tensor for name in parts for tensor in _tensors(name)]
    return weigh_tensors({TRANSFORMER: _tensors(header), "text_encoder": texts}).formats


def _tensors(name: str) -> list[NamedTensor]:
    return [NamedTensor(tensor, shape, HALF_TYPE) for tensor, shape in published_shapes(name).items()]


def _expand(pattern: str) -> Iterator[str]:
    found = _RANGES.search(pattern)
    if found is None:
        yield pattern
        return
    for span in found[1].split(","):
        first, _, last = span.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield f"{pattern[: found.start()]}{number}{pattern[found.end() :]}"
