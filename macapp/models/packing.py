"""What each weight format takes of a checkpoint, from the headers of its files. Any thread."""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from macapp.domain.weight_format import WeightFormat
from macapp.models.safetensors import read_header
from macapp.models.single_file import TEXT_ENCODERS
from macapp.planning.memory import FormatWeights, PackedPart
from macapp.planning.weight_format import PACKED_PARTS, layer_format, stored_bytes
from macapp.system.storage import State, state_of

DENOISER = "model.diffusion_model."
"""the start of the names of a UNet in a checkpoint of one file"""
TEXT_ENCODER = "text_encoder"


def weight_formats(files: Sequence[Path], single: bool) -> tuple[FormatWeights, ...]:
    """Return what every weight format packs of the weights in `files`; raises `BadRequest` for a damaged file.

    With `single` they are the one file of a checkpoint; otherwise the name of its folder says which part a file is of.
    """
    states = tuple(state_of(file) for file in files)
    return (FormatWeights(), *(_packed(states, single, each) for each in WeightFormat if each is not WeightFormat.FULL))


@lru_cache(maxsize=64)
def _packed(states: tuple[State, ...], single: bool, wanted: WeightFormat) -> FormatWeights:
    shapes = [pair for state in states for pair in _shapes(state.path, single)]
    texts = [(name, shape) for text, name, shape in shapes if text]
    others = [(name, shape) for text, name, shape in shapes if not text]
    return FormatWeights(wanted, _count(others, wanted), _count(texts, wanted))


def _count(shapes: Iterable[tuple[str, Sequence[int]]], wanted: WeightFormat) -> PackedPart:
    packed = [pair for pair in shapes if layer_format(*pair, wanted) is not WeightFormat.FULL]
    return PackedPart(
        sum(math.prod(shape) for _, shape in packed),
        sum(stored_bytes(name, shape, wanted, 0) for name, shape in packed),
    )


def _shapes(file: Path, single: bool) -> Iterator[tuple[bool, str, Sequence[int]]]:
    """Yield the tensors of the parts that may be packed: whether each is of a text encoder, its name and shape."""
    part = file.parent.name
    if not single and part not in PACKED_PARTS:
        return
    for name, entry in read_header(file)[1].items():
        text = name.startswith(TEXT_ENCODERS) if single else part.startswith(TEXT_ENCODER)
        if not single or text or name.startswith(DENOISER):
            yield text, name, entry["shape"]
