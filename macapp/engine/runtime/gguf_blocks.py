"""Unpack the blocks of GGUF files with operations that every device has. On the engine's thread.

A block holds 32 or 256 weights of one row in a few bits, with their scales. Blocks stay as they are in the file, split
into one tensor for each of their fields, which has the same bytes and is read without gaps. The fields of each type
are those of the structures in `ggml-common.h`, and the formulas those of `ggml-quants.c`
(https://github.com/ggml-org/llama.cpp/tree/master/ggml/src).

All fields are integers: a scale in half precision is kept as its bits, so that a change of a model's precision leaves
it alone.
"""

from collections.abc import Callable, Mapping

import torch

from macapp.models.gguf import BLOCKS

Fields = Mapping[str, torch.Tensor]
"""The fields of blocks, each of `(blocks, bytes)`; those in `HALF` are int16 of `(blocks, 1)`."""
FIELDS: Mapping[str, Mapping[str, int]] = {
    "Q8_0": {"scale": 2, "numbers": 32},
    "Q4_0": {"scale": 2, "numbers": 16},
    "Q4_1": {"scale": 2, "minimum": 2, "numbers": 16},
    "Q5_0": {"scale": 2, "high": 4, "numbers": 16},
    "Q5_1": {"scale": 2, "minimum": 2, "high": 4, "numbers": 16},
    "Q4_K": {"scale": 2, "minimum": 2, "steps": 12, "numbers": 128},
    "Q5_K": {"scale": 2, "minimum": 2, "steps": 12, "high": 32, "numbers": 128},
    "Q6_K": {"numbers": 128, "high": 64, "steps": 16, "scale": 2},
}
"""The fields of a block of each packed type in their order, with their bytes."""
HALF = ("scale", "minimum")
"""The fields that are a number in half precision."""
PLAIN = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
"""The types that are plain numbers."""
_LOW = 15  # the lower four bits


def split_blocks(blocks: torch.Tensor, kind: str) -> dict[str, torch.Tensor]:
    """Return the fields of blocks of `(blocks, bytes)` in uint8."""
    parts = blocks.view(torch.int8).split(list(FIELDS[kind].values()), dim=1)
    fields = {name: part.clone(memory_format=torch.contiguous_format) for name, part in zip(FIELDS[kind], parts)}  # noqa: B905
    return {name: field.view(torch.int16) if name in HALF else field for name, field in fields.items()}


def unpack_blocks(fields: Fields, kind: str, dtype: torch.dtype) -> torch.Tensor:
    """Return the weights of blocks, `(blocks, weights)`, in a floating type.

    bfloat16 is computed in half precision, in which the scales are exact.
    """
    inner = torch.float16 if dtype is torch.bfloat16 else dtype
    return _UNPACKERS[kind](fields, inner).view(-1, BLOCKS[kind][0]).to(dtype)


def has_finite_scales(fields: Fields) -> bool:
    """Return whether the scales of blocks are finite; without them, no weight is."""
    return all(bool(torch.isfinite(fields[name].view(torch.float16)).all()) for name in HALF if name in fields)


def _half(field: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    return field.view(torch.float16).to(dtype)


def _shifted(field: torch.Tensor, step: int) -> torch.Tensor:
    """Return bytes of `(blocks, groups, 1, bytes)` shifted right by 0, `step`, ... up to 7: `(..., shifts, bytes)`."""
    shifts = torch.arange(0, 8, step, dtype=torch.int8, device=field.device)
    return torch.bitwise_right_shift(field, shifts.unsqueeze(-1))


def _nibbles(numbers: torch.Tensor, group: int) -> torch.Tensor:
    """Return the halves of bytes, `(blocks, groups, group)`: of each run of `group` bytes first the lower ones."""
    pairs = numbers.view(len(numbers), -1, 1, group)
    return (_shifted(pairs, 4) & _LOW).view(len(numbers), -1, group)


def _bits(high: torch.Tensor) -> torch.Tensor:
    """Return the 32 bits of four bytes, `(blocks, 32)`, as 0 or 16, the lowest bit first."""
    shifts = torch.arange(8, dtype=torch.int8, device=high.device)
    return ((torch.bitwise_right_shift(high.unsqueeze(-1), shifts) & 1) * 16).view(len(high), 32)


def _q8_0(fields: Fields, dtype: torch.dtype) -> torch.Tensor:
    return fields["numbers"] * _half(fields["scale"], dtype)


def _q4_0(fields: Fields, dtype: torch.dtype) -> torch.Tensor:
    return (_nibbles(fields["numbers"], 16).flatten(1) - 8) * _half(fields["scale"], dtype)


def _q5_0(fields: Fields, dtype: torch.dtype) -> torch.Tensor:
    numbers = _nibbles(fields["numbers"], 16).flatten(1) | _bits(fields["high"])
    return (numbers - 16) * _half(fields["scale"], dtype)


def _q4_1(fields: Fields, dtype: torch.dtype) -> torch.Tensor:
    return _with_minimum(_nibbles(fields["numbers"], 16).flatten(1), fields, dtype)


def _q5_1(fields: Fields, dtype: torch.dtype) -> torch.Tensor:
    return _with_minimum(_nibbles(fields["numbers"], 16).flatten(1) | _bits(fields["high"]), fields, dtype)


def _with_minimum(numbers: torch.Tensor, fields: Fields, dtype: torch.dtype) -> torch.Tensor:
    return torch.addcmul(_half(fields["minimum"], dtype), numbers.to(dtype), _half(fields["scale"], dtype))


def _q4_k(fields: Fields, dtype: torch.dtype) -> torch.Tensor:
    return _in_steps(_nibbles(fields["numbers"], 32), fields, dtype)


def _q5_k(fields: Fields, dtype: torch.dtype) -> torch.Tensor:
    high = (_shifted(fields["high"].unsqueeze(1), 1) & 1) * 16
    return _in_steps(_nibbles(fields["numbers"], 32) | high, fields, dtype)


def _in_steps(numbers: torch.Tensor, fields: Fields, dtype: torch.dtype) -> torch.Tensor:
    """Return `(blocks, 8, 32)` weights: every 32 numbers have a scale and a minimum of six bits, in 12 bytes."""
    scales, minima, high = fields["steps"].split(4, dim=1)
    upper = torch.bitwise_right_shift(high, 4) & _LOW
    scales = torch.cat((scales & 63, (high & _LOW) | (torch.bitwise_right_shift(scales, 2) & 48)), dim=1)
    minima = torch.cat((minima & 63, upper | (torch.bitwise_right_shift(minima, 2) & 48)), dim=1)
    scale = (scales * _half(fields["scale"], torch.float32)).to(dtype).unsqueeze(-1)
    minimum = (minima * -_half(fields["minimum"], torch.float32)).to(dtype).unsqueeze(-1)
    return torch.addcmul(minimum, numbers.to(dtype), scale)


def _q6_k(fields: Fields, dtype: torch.dtype) -> torch.Tensor:
    """Return `(blocks, 16, 16)` weights: every 16 numbers have a scale of eight bits."""
    high = fields["high"].view(-1, 2, 1, 32)
    numbers = _nibbles(fields["numbers"], 64).view(-1, 8, 32) | ((_shifted(high, 2) & 3) * 16).view(-1, 8, 32)
    scale = (fields["steps"] * _half(fields["scale"], torch.float32)).to(dtype)
    return (numbers - 32).view(-1, 16, 16) * scale.unsqueeze(-1)


_UNPACKERS: Mapping[str, Callable[[Fields, torch.dtype], torch.Tensor]] = {
    "Q8_0": _q8_0,
    "Q4_0": _q4_0,
    "Q4_1": _q4_1,
    "Q5_0": _q5_0,
    "Q5_1": _q5_1,
    "Q4_K": _q4_k,
    "Q5_K": _q5_k,
    "Q6_K": _q6_k,
}
