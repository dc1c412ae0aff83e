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
_Shape = tuple[str, Sequence[int]]
"""The name and the shape of a tensor."""


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
    packed = (each for each in WeightFormat if each is not WeightFormat.FULL)
    return (FormatWeights(), *(_packed(states, single, together, each) for each in packed))


@lru_cache(maxsize=64)
def _packed(states: tuple[State, ...], single: bool, together: bool, wanted: WeightFormat) -> FormatWeights:
    shapes: dict[str, list[_Shape]] = {"": []}
    for state in states:
        for part, name, shape in _shapes(state.path, single):
            group = TEXT_ENCODER if part and together else part
            shapes.setdefault(group, []).append((name, shape))
    denoiser, texts = shapes.pop(""), (shapes[part] for part in sorted(shapes))
    return FormatWeights(wanted, count_packed(denoiser, wanted), tuple(count_packed(each, wanted) for each in texts))


def count_packed(shapes: Iterable[_Shape], wanted: WeightFormat) -> PackedPart:
    """Return what a weight format packs of the tensors with these names and shapes."""
    packed = [pair for pair in shapes if layer_format(*pair, wanted) is not WeightFormat.FULL]
    return PackedPart(
        sum(math.prod(shape) for _, shape in packed),
        sum(stored_bytes(name, shape, wanted, 0) for name, shape in packed),
    )


def _shapes(file: Path, single: bool) -> Iterator[tuple[str, str, Sequence[int]]]:
    """Yield the tensors of the parts that may be packed: the text encoder or "" for a denoiser, the name and shape."""
    part = file.parent.name
    if not single and part not in PACKED_PARTS:
        return
    for name, entry in read_header(file)[1].items():
        text = name.startswith(TEXT_ENCODERS) if single else part.startswith(TEXT_ENCODER)
        if not single or text or name.startswith(DENOISER):
            yield (TEXT_ENCODER if single else part) if text else "", name, entry["shape"]
