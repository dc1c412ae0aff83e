"""The two sides of guidance, conditional and unconditional: both in one batch, one after another, or one alone.

Pipelines pass both sides as a batch of two, the conditional side last. The batch is split in a patch around the
networks, so every pipeline of every diffusers version behaves the same. On the engine's thread.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch

from macapp.engine.runtime.forward_patch import ForwardPatch

BOTH_SIDES, CONDITIONAL_ONLY = range(2), range(1, 2)
"""Which entries of a batch of two run."""


def is_denoiser(part: Any) -> bool:
    """Return whether a part of a pipeline is its UNet or its transformer."""
    name = type(part).__name__
    return isinstance(part, torch.nn.Module) and name.endswith(("UNet2DConditionModel", "UNet", "2DModel"))


@contextmanager
def split_guidance_batch(denoiser: Any, on: bool) -> Iterator[None]:
    """Run a batch of two through a denoiser one entry at a time, if `on`: the same in half the memory of a step."""
    if not on or not isinstance(denoiser, torch.nn.Module):
        yield
        return
    with ForwardPatch(denoiser, partial(_run_one_by_one, denoiser.forward)):
        yield


def run_sides(forward: Callable[..., Any], sides: Iterable[int], *args: Any, **kwargs: Any) -> Any:
    """Run some entries of a batch of two one by one, and return outputs for both; a single one is used for both."""
    outputs = [forward(*_entry(index, args), **_entry(index, kwargs)) for index in sides]
    return _join([outputs[0], outputs[-1]])


def _run_one_by_one(forward: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    run = partial(run_sides, forward, BOTH_SIDES) if count_entries(args, kwargs) == 2 else forward
    return run(*args, **kwargs)


_LATENTS = ("sample", "hidden_states", "x")
"""What networks call their first argument."""


def count_entries(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> int:
    """Return the number of pictures in a call, whose latents are a batch or, of Z-Image, a list."""
    return len(args[0] if args else next(kwargs[name] for name in _LATENTS if name in kwargs))


def _entry(index: int, tree: Any) -> Any:
    """Return the arguments of one entry of a batch of two; a value that is not a batch of two is for both."""
    if isinstance(tree, Mapping):
        return {name: _entry(index, value) for name, value in tree.items()}
    if isinstance(tree, torch.Tensor):
        return tree[index : index + 1] if tree.ndim > 0 and tree.shape[0] == 2 else tree
    if isinstance(tree, list) and _holds_pictures(tree):
        return tree[index : index + 1]
    return type(tree)(_entry(index, value) for value in tree) if isinstance(tree, (list, tuple)) else tree


def _holds_pictures(values: list[Any]) -> bool:
    """Return whether a list has a tensor for each of two pictures: none of them is a batch itself."""
    return len(values) == 2 and all(isinstance(value, torch.Tensor) and value.shape[0] != 2 for value in values)


def _join(outputs: list[Any]) -> Any:
    """Join two outputs into a batch of two; the output of a ControlNet holds lists of tensors."""
    if isinstance(outputs[0], torch.Tensor):
        return torch.cat(outputs)
    if isinstance(outputs[0], list) and all(len(output) == 1 for output in outputs):
        return [value for output in outputs for value in output]
    if isinstance(outputs[0], (list, tuple)):
        return type(outputs[0])(_join(list(pair)) for pair in zip(*outputs, strict=True))
    return type(outputs[0])(**{name: _join([output[name] for output in outputs]) for name in outputs[0]})
