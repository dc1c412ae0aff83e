"""Layers whose weights are stored in few bits and unpacked for one layer at a time. On the engine's thread.

A packed layer stays a `Linear` or a `Conv2d`, so that adapters find it, and computes what the plain layer computes with
slightly different weights, in the precision of what comes in. The only copy of a weight is the packed one; while the
layer runs there is one more in the precision of the input.

Which layers are packed is decided by `planning.weight_format`; in a GGUF file, by whoever made it.
"""

import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel

from macapp.domain.weight_format import WeightFormat
from macapp.engine.runtime.gguf_blocks import FIELDS, has_finite_scales, split_blocks, unpack_blocks
from macapp.planning.weight_format import GROUP, is_kept_single, layer_format

MAX_INT8 = 127
MAX_INT4 = 15


class _Packed(nn.Module):
    """What packed layers share: how their weights are packed, and how they are unpacked.

    `weight` is int8, also where it holds two numbers of 4 bits: code of transformers casts its input to the type of a
    weight unless that is int8.
    """

    weight_format: WeightFormat
    weight_shape: torch.Size
    weight: torch.Tensor
    weight_scale: torch.Tensor
    """float32 of `(channels, 1)` in 8 bits, float16 of `(channels, groups, 1)` in 4 bits"""
    weight_minimum: torch.Tensor
    """float16 of `(channels, groups, 1)`, in 4 bits only"""
    avoids_float16 = False
    """whether the layer computes in float32 what comes in float16, because its results exceed that: in T5"""

    def store(self, weight: torch.Tensor, weight_format: WeightFormat) -> None:
        """Pack a weight of `(output channels, ...)` in place of the one that is there."""
        self.weight_format, self.weight_shape = weight_format, weight.shape
        packed = _pack_int8(weight) if weight_format is WeightFormat.INT8 else _pack_int4(weight)
        self.weight = nn.Parameter(packed.pop("weight"), requires_grad=False)
        for name, tensor in packed.items():
            self.register_buffer(name, tensor)

    def unpacked(self, dtype: torch.dtype) -> torch.Tensor:
        """Return the weight in a floating type, in its shape."""
        if self.weight_format is WeightFormat.INT8:
            return (self.weight * self.weight_scale.to(dtype)).view(self.weight_shape)
        halves = self.weight & MAX_INT4, torch.bitwise_right_shift(self.weight, 4) & MAX_INT4
        numbers = torch.cat(halves, dim=-1).to(dtype)
        scale, minimum = self.weight_scale.to(dtype), self.weight_minimum.to(dtype)
        return torch.addcmul(minimum, numbers, scale, out=numbers).view(self.weight_shape)


class PackedLinear(_Packed, nn.Linear):
    """A linear layer with packed weights."""

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002  (PyTorch's name)
        """Return what the layer makes of `(..., in_features)`: `(..., out_features)`."""
        input = input.float() if self.avoids_float16 and input.dtype is torch.float16 else input  # noqa: A001
        return nn.functional.linear(input, self.unpacked(input.dtype), self.bias)


class PackedConv2d(_Packed, nn.Conv2d):
    """A convolution with packed weights."""

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002  (PyTorch's name)
        """Return what the layer makes of `(batch, channels, height, width)`."""
        return self._conv_forward(input, self.unpacked(input.dtype), self.bias)


class _Blocks(_Packed):
    """What layers with the blocks of a GGUF file share."""

    kind: str
    """a key of `FIELDS`"""

    def store_blocks(self, blocks: torch.Tensor, kind: str, shape: torch.Size) -> None:
        """Store blocks of `(blocks, bytes)` in uint8 that hold a weight of `shape`."""
        self.kind, self.weight_shape = kind, shape
        fields = split_blocks(blocks, kind)
        self.weight = nn.Parameter(fields.pop("numbers"), requires_grad=False)
        for name, field in fields.items():
            self.register_buffer(f"weight_{name}", field)

    def unpacked(self, dtype: torch.dtype) -> torch.Tensor:
        """Return the weight in a floating type, in its shape."""
        return unpack_blocks(self._fields(), self.kind, dtype).view(self.weight_shape)

    def has_finite_blocks(self) -> bool:
        """Return whether all weights are finite."""
        return has_finite_scales(self._fields())

    def _fields(self) -> dict[str, torch.Tensor]:
        others = {name: getattr(self, f"weight_{name}") for name in FIELDS[self.kind] if name != "numbers"}
        return {"numbers": self.weight, **others}


class BlockLinear(_Blocks, PackedLinear):
    """A linear layer with the blocks of a GGUF file."""


class BlockConv2d(_Blocks, PackedConv2d):
    """A convolution with the blocks of a GGUF file."""


def pack_layers(model: nn.Module, wanted: WeightFormat) -> nn.Module:
    """Pack the layers of a model in place, one after another; return the model.

    Its weights are replaced, so that each is freed as soon as it is packed.
    """
    for name, layer in list(model.named_modules()):
        if can_pack(layer):
            chosen = layer_format(f"{name}.weight", layer.weight.shape, wanted)  # type: ignore[arg-type]
            if chosen is not WeightFormat.FULL:
                pack_layer(layer, layer.weight.data, chosen)  # type: ignore[arg-type]
    return mark_layers(model)


def mark_layers(model: nn.Module) -> nn.Module:
    """Mark the packed layers of a text encoder that must not compute in float16; return the model."""
    for name, layer in model.named_modules():
        if isinstance(layer, _Packed) and isinstance(model, PreTrainedModel) and is_kept_single(f"{name}.weight"):
            layer.avoids_float16 = True
    return model


def can_pack(layer: nn.Module) -> bool:
    """Return whether a layer is of a kind whose weights can be packed."""
    return type(layer) in _PACKED_TYPES


def pack_layer(layer: nn.Module, weight: torch.Tensor, weight_format: WeightFormat) -> None:
    """Turn a plain layer into a packed one, with `weight` as its weight."""
    layer.__class__ = _PACKED_TYPES[type(layer)]
    del layer.weight
    layer.store(weight, weight_format)  # type: ignore[operator]


def declare_packed(layer: nn.Module, weight_format: WeightFormat) -> dict[str, torch.Size]:
    """Turn a plain layer into a packed one whose tensors are set later; return their names and shapes."""
    weight: Any = layer.weight
    shape = weight.shape
    layer.__class__ = _PACKED_TYPES[type(layer)]
    layer.weight_format, layer.weight_shape = weight_format, shape  # type: ignore[assignment]
    if weight_format is WeightFormat.INT8:
        return {"weight": torch.Size((shape[0], shape[1:].numel())), "weight_scale": torch.Size((shape[0], 1))}
    groups = shape[1:].numel() // GROUP
    one_per_group = torch.Size((shape[0], groups, 1))
    pairs = torch.Size((shape[0], groups, GROUP // 2))
    return {"weight": pairs, "weight_scale": one_per_group, "weight_minimum": one_per_group}


def packed_format(layer: nn.Module) -> WeightFormat | None:
    """Return the format of a packed layer; None for a plain one and for one with the blocks of a GGUF file."""
    return vars(layer).get("weight_format") if isinstance(layer, _Packed) else None


def has_blocks(network: nn.Module) -> bool:
    """Return whether a network has weights in the blocks of a GGUF file."""
    return any(isinstance(layer, _Blocks) for layer in network.modules())


def store_blocks(layer: nn.Module, blocks: torch.Tensor, kind: str) -> None:
    """Turn a plain layer into one whose weight is the blocks of a GGUF file, `(blocks, bytes)` in uint8."""
    shape = layer.weight.shape
    layer.__class__ = _BLOCK_TYPES[type(layer)]
    del layer.weight
    layer.store_blocks(blocks, kind, shape)  # type: ignore[operator]


_BLOCK_TYPES: Mapping[type, Any] = {nn.Linear: BlockLinear, nn.Conv2d: BlockConv2d}


def adopt_packing(layer: nn.Module, other: nn.Module) -> None:
    """Make a plain layer without weights a packed one if `other` is, to take the weights of `other`."""
    if isinstance(other, _Packed):
        layer.__class__ = type(other)
        for name in ("weight_format", "weight_shape", "kind", "avoids_float16"):
            if name in vars(other):
                setattr(layer, name, vars(other)[name])


_PACKED_TYPES: Mapping[type, Any] = {nn.Linear: PackedLinear, nn.Conv2d: PackedConv2d}


def _pack_int8(weight: torch.Tensor) -> dict[str, torch.Tensor]:
    """Return the weight as int8 of `(channels, rest)` with one scale for each output channel."""
    rows = weight.detach().flatten(1).float()
    largest = torch.linalg.vector_norm(rows, math.inf, dim=1, keepdim=True)
    scale = largest.clamp_(min=torch.finfo(torch.float32).tiny).div_(MAX_INT8)
    return {"weight": torch.div(rows, scale).round_().to(torch.int8), "weight_scale": scale}


def _pack_int4(weight: torch.Tensor) -> dict[str, torch.Tensor]:
    """Return the weight as pairs of 4-bit numbers, `(channels, groups, GROUP / 2)`, with scales and minima."""
    groups = weight.detach().float().unflatten(1, (-1, GROUP))
    smallest, largest = torch.aminmax(groups, dim=-1, keepdim=True)
    minimum = smallest.half()
    scale = ((largest - minimum) / MAX_INT4).clamp_(min=torch.finfo(torch.float16).tiny).half()
    numbers = torch.sub(groups, minimum).div_(scale).round_().clamp_(0, MAX_INT4).to(torch.uint8)
    low, high = numbers.chunk(2, dim=-1)
    pairs = low | (high << 4)
    return {"weight": pairs.view(torch.int8), "weight_scale": scale, "weight_minimum": minimum}
