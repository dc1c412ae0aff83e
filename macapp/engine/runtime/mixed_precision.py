"""A network that computes in another precision than the parts around it. On the engine's thread."""

from collections.abc import Mapping
from typing import Any

import torch

from macapp.engine.runtime.forward_patch import ForwardPatch


def cast_inputs_and_outputs(network: Any) -> None:
    """Make a network accept tensors of any precision, compute in that of its weights, and return the caller's.

    This lasts as long as the network.
    """
    original = network.forward

    def forward(sample: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
        own, given = next(network.parameters()).dtype, sample.dtype
        return _cast(original(*_cast((sample, *args), own), **_cast(kwargs, own)), given)

    ForwardPatch(network, forward).apply()


def _cast(tree: Any, dtype: torch.dtype) -> Any:
    """Cast every floating-point tensor of a tree to `dtype`; a diffusers output keeps its class."""
    if isinstance(tree, torch.Tensor):
        return tree.to(dtype) if tree.is_floating_point() else tree
    if isinstance(tree, Mapping):
        cast = {name: _cast(value, dtype) for name, value in tree.items()}
        return cast if type(tree) is dict else type(tree)(**cast)
    if isinstance(tree, (list, tuple)):
        return type(tree)(_cast(value, dtype) for value in tree)
    return tree
