"""Layout and multiplication of tensors in PyTorch, changed for a `with` block. On the engine's thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch


@contextmanager
def channels_last(net: Any) -> Iterator[None]:
    """Store the weights of `net` with their channels last."""
    net.to(memory_format=torch.channels_last)
    try:
        yield
    finally:
        net.to(memory_format=torch.contiguous_format)


@contextmanager
def tf32_enabled() -> Iterator[None]:
    """Let NVIDIA GPUs multiply float32 in TF32, with 10 bits of mantissa instead of 23."""
    before = torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    try:
        yield
    finally:
        torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32 = before


def floating_dtype(model: torch.nn.Module) -> torch.dtype:
    """Return the precision of a model's first weight that is not packed."""
    return next(weight.dtype for weight in model.parameters() if weight.is_floating_point())


def is_varied(pixels: torch.Tensor) -> bool:
    """Return whether the pixels (batch, channels, height, width) have more than one colour."""
    return bool((pixels != pixels[:, :, :1, :1]).any())
