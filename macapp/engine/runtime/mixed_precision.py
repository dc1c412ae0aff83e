"""A network in another precision than what surrounds it: what goes in is cast to its own, what comes out back."""

from collections.abc import Mapping
from typing import Any

import torch


def cast_inputs_and_outputs(network: Any) -> None:
    """Let a network take and give numbers of any precision, and compute in that of its weights."""
    whole = network.forward

    def forward(sample: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
        own, given = next(network.parameters()).dtype, sample.dtype
        return _cast(whole(*_cast((sample, *args), own), **_cast(kwargs, own)), given)

    network.forward = forward


def _cast(tree: Any, dtype: torch.dtype) -> Any:
    """Return the same with all numbers of other precisions cast; a result of diffusers stays one."""
    if isinstance(tree, torch.Tensor):
        return tree.to(dtype) if tree.is_floating_point() else tree
    if isinstance(tree, Mapping):
        cast = {name: _cast(each, dtype) for name, each in tree.items()}
        return cast if type(tree) is dict else type(tree)(**cast)
    if isinstance(tree, (list, tuple)):
        return type(tree)(_cast(each, dtype) for each in tree)
    return tree
