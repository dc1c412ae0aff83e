"""Rename the tensors of the original code one at a time, by the converters of diffusers. On the engine's thread.

The converters take a whole model. Here they get the numbers of the rows of each tensor in place of its weights; what
they return says which rows of which tensor make up each new one. So a tensor can be read, renamed and packed while no
other is in memory, and one in blocks stays packed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from diffusers.loaders.single_file_utils import (
    convert_ldm_unet_checkpoint,
    convert_ldm_vae_checkpoint,
    convert_open_clip_checkpoint,
)

from macapp.engine.loading.gguf_loading import BlockTensor, StoredTensor, take_rows
from macapp.models.single_file import UNET

_STEP = 2**32
"""the distance between the row numbers of two tensors"""
Sizes = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Renamed:
    """A new tensor that is made of rows of a stored one."""

    name: str
    rows: tuple[tuple[int, int], ...]
    """ranges of rows, from and to, in their order"""
    is_transposed: bool = False


def trace_renaming(
    convert: Callable[[dict[str, torch.Tensor]], Mapping[str, torch.Tensor]], shapes: Sizes
) -> dict[str, list[Renamed]]:
    """Return what a converter makes of each stored tensor."""
    numbered, names = {}, list(shapes)
    for place, name in enumerate(names):
        size = shapes[name]
        rows = torch.arange(size[0] if len(size) else 1) + place * _STEP
        numbered[name] = rows.unsqueeze(1) if len(size) > 1 else rows
    renamed: dict[str, list[Renamed]] = {}
    for name, rows in convert(numbered).items():
        numbers = rows.flatten()
        stored = names[int(numbers[0]) // _STEP]
        is_transposed = rows.dim() > 1 and rows.shape[0] < rows.numel()
        renamed.setdefault(stored, []).append(Renamed(name, _ranges(numbers % _STEP), is_transposed))
    return renamed


def _ranges(numbers: torch.Tensor) -> tuple[tuple[int, int], ...]:
    """Return the ranges, from and to, that row numbers consist of."""
    breaks = (torch.nonzero(numbers.diff() != 1).flatten() + 1).tolist()
    starts, ends = [0, *breaks], [*breaks, len(numbers)]
    return tuple((int(numbers[start]), int(numbers[end - 1]) + 1) for start, end in zip(starts, ends, strict=True))


def rename_tensors(
    tensors: Iterable[tuple[str, StoredTensor]], renamed: Mapping[str, Sequence[Renamed]]
) -> Iterator[tuple[str, StoredTensor]]:
    """Yield tensors under their new names; leave out those that have none."""
    for stored, tensor in tensors:
        for new in renamed.get(stored, ()):
            taken = take_rows(tensor, new.rows)
            if new.is_transposed:
                taken = (taken.unpack(torch.float32) if isinstance(taken, BlockTensor) else taken).T
            yield new.name, taken


def trace_unet(shapes: Sizes, config: Mapping[str, Any]) -> dict[str, list[Renamed]]:
    """Return the new names of the tensors of a UNet, whose stored names may have the prefix of a checkpoint."""
    stored = {name if name.startswith(UNET) else f"{UNET}{name}": name for name in shapes}

    def convert(numbered: dict[str, torch.Tensor]) -> Mapping[str, torch.Tensor]:
        return convert_ldm_unet_checkpoint({name: numbered[stored[name]] for name in stored}, config=config)

    return trace_renaming(convert, shapes)


def trace_vae(shapes: Sizes, config: Mapping[str, Any]) -> dict[str, list[Renamed]]:
    """Return the new names of the tensors of a VAE, whose stored names have the prefix of a checkpoint."""
    return trace_renaming(lambda numbered: convert_ldm_vae_checkpoint(numbered, config=config), shapes)


def trace_open_clip(shapes: Sizes, model: Any, prefix: str) -> dict[str, list[Renamed]]:
    """Return the new names of the tensors of a text encoder of OpenCLIP; `model` has its configuration."""
    return trace_renaming(lambda numbered: convert_open_clip_checkpoint(model, numbered, prefix=prefix), shapes)
