"""Take the weights of a network out of memory and leave its layers in place. On the engine's thread."""

# ruff: noqa: SLF001  (PyTorch has no public way to replace the tensors of a layer)

from typing import Any

import torch
from torch import nn

ADAPTER = "lora_"
"""How the names of an adapter's layers start."""


def release_weights(network: nn.Module, keep_words: bool = False, dtype: torch.dtype | None = None) -> None:
    """Replace the weights of a network by empty tensors on the same device; weights on no device become CPU tensors.

    The layers of adapters stay. With `keep_words` the embedding table of a text encoder stays too: it has the words of
    textual inversions, which are not in the files of the checkpoint. `dtype` is the new precision of floating-point
    weights, if it changes.
    """
    kept = network.get_input_embeddings().weight if keep_words else None  # type: ignore[operator, union-attr]
    for path, layer in network.named_modules():
        if any(name.startswith(ADAPTER) for name in path.split(".")):
            continue
        for tensors in (layer._parameters, layer._buffers):
            for name, tensor in tensors.items():
                if tensor is not None and tensor is not kept:
                    tensors[name] = _make_empty(tensor, dtype if tensor.is_floating_point() else None)


def is_released(network: nn.Module) -> bool:
    """Return whether the weights of a network are not in memory."""
    return any(weight.numel() == 0 for weight in network.parameters())


def _make_empty(tensor: torch.Tensor, dtype: torch.dtype | None) -> Any:
    device = "cpu" if tensor.is_meta else tensor.device
    empty = torch.empty(0, dtype=dtype or tensor.dtype, device=device)
    return nn.Parameter(empty, requires_grad=False) if isinstance(tensor, nn.Parameter) else empty
