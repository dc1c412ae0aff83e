"""What each weight format takes of a checkpoint, from the headers of its files. Any thread."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from macapp.domain.weight_format import WeightFormat
from macapp.models.gguf import BLOCKS, SCALE_OFFSETS
from macapp.models.safetensors import read_header
from macapp.models.single_file import TEXT_ENCODERS
from macapp.planning.architecture import FormatWeights, PackedPart
from macapp.planning.weight_format import PACKED_PARTS, SINGLE_BYTES, is_kept_single, layer_format, stored_bytes
from macapp.system.storage import State, state_of

DENOISER = "model.diffusion_model."
"""the start of the names of a UNet in a checkpoint of one file"""
TEXT_ENCODER = "text_encoder"


def text_sizes(files: Sequence[Path], single: bool) -> tuple[int, ...]:
    """Return the bytes on disk of each text encoder, or of all together in the one file of a checkpoint (`single`).

    Raises `BadRequest` for a damaged file.
    """
    if single:
        entries = read_header(files[0])[1]
        spans = (entries[name]["data_offsets"] for name in entries if name.startswith(TEXT_ENCODERS))
        return (sum(end - start for start, end in spans),)
    parts = sorted({file.parent.name for file in files if file.parent.name.startswith(TEXT_ENCODER)})
    return tuple(sum(file.stat().st_size for file in files if file.parent.name == part) for part in parts)


def weight_formats(files: Sequence[Path], single: bool, together: bool = True) -> tuple[FormatWeights, ...]:
    """Return what every weight format packs of the weights in `files`; raises `BadRequest` for a damaged file.

    With `single` they are the one file of a checkpoint; otherwise the name of its folder says which part a file is of.
    Text encoders are counted one by one, or as one with `together`.
    """
    states = tuple(state_of(file) for file in files)
    return tuple(_packed(states, single, together, each) for each in WeightFormat)


@lru_cache(maxsize=64)
def _packed(states: tuple[State, ...], single: bool, together: bool, wanted: WeightFormat) -> FormatWeights:
    tensors: dict[str, list[NamedTensor]] = {"": []}
    for state in states:
        for part, tensor in _tensors(state.path, single):
            tensors.setdefault(TEXT_ENCODER if part and together else part, []).append(tensor)
    denoiser, texts = tensors.pop(""), [tensors[part] for part in sorted(tensors)]
    return format_weights(denoiser, texts, wanted)


@dataclass(frozen=True)
class NamedTensor:
    """A tensor of a model."""

    name: str
    """in the model, as its library calls it"""
    shape: Sequence[int]
    kind: str
    """its type in the file, such as "F16" or "Q8_0\""""


def format_weights(
    denoiser: Sequence[NamedTensor], texts: Sequence[Sequence[NamedTensor]], wanted: WeightFormat
) -> FormatWeights:
    """Return what a weight format packs of a denoiser and of text encoders."""
    packed, in_float16 = (tuple(count_packed(own, wanted, half) for own in texts) for half in (False, True))
    return FormatWeights(
        wanted,
        count_packed(denoiser, wanted),
        packed if any(part.weights for part in packed) else (),
        in_float16 if in_float16 != packed else (),
    )


def count_kept(files: Sequence[Path]) -> PackedPart:
    """Return what of a text encoder in `files` stays in float32 where the rest is in float16."""
    entries = (item for file in files for item in read_header(file)[1].items())
    tensors = (NamedTensor(name, entry["shape"], entry["dtype"]) for name, entry in entries)
    return count_packed(tensors, WeightFormat.FULL, text_in_float16=True)


def count_packed(tensors: Iterable[NamedTensor], wanted: WeightFormat, text_in_float16: bool = False) -> PackedPart:
    """Return what a weight format packs of tensors; blocks of a GGUF file are packed in every format.

    With `text_in_float16` the tensors are of a text encoder in that precision. Some of its layers compute in float32.
    """
    weights = stored = largest = 0
    for tensor in tensors:
        count, size = math.prod(tensor.shape), _packed_bytes(tensor, wanted)
        is_single = text_in_float16 and is_kept_single(tensor.name)
        if size is not None:
            largest = max(largest, 2 * count if is_single else count)
        elif is_single:
            size = count * SINGLE_BYTES
        if size is not None:
            weights, stored = weights + count, stored + size
    return PackedPart(weights, stored, largest)


def _packed_bytes(tensor: NamedTensor, wanted: WeightFormat) -> int | None:
    """Return the bytes of a packed tensor in memory; None for one that stays in full."""
    name, shape = tensor.name, tensor.shape
    if tensor.kind in SCALE_OFFSETS and layer_format(name, shape, WeightFormat.INT8) is not WeightFormat.FULL:
        weights, size = BLOCKS[tensor.kind]
        return math.prod(shape) // weights * size
    return None if layer_format(name, shape, wanted) is WeightFormat.FULL else stored_bytes(name, shape, wanted, 0)


def _tensors(file: Path, single: bool) -> Iterator[tuple[str, NamedTensor]]:
    """Yield the tensors of the parts that may be packed, each with its text encoder, or "" for a denoiser."""
    part = file.parent.name
    if not single and part not in PACKED_PARTS:
        return
    for name, entry in read_header(file)[1].items():
        text = name.startswith(TEXT_ENCODERS) if single else part.startswith(TEXT_ENCODER)
        if not single or text or name.startswith(DENOISER):
            yield (TEXT_ENCODER if single else part) if text else "", NamedTensor(name, entry["shape"], entry["dtype"])
