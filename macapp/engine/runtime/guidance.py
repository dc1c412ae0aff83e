"""The two sides of guidance, conditional and unconditional: both in one batch, one after another, or one alone.

Pipelines pass both sides as a batch of two, the conditional side last. The batch is split in a patch around the
networks, so every pipeline of every diffusers version behaves the same. On the engine's thread.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from diffusers import ControlNetModel, UNet2DConditionModel

from macapp.domain.request import Request
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
    with _split(denoiser, lambda: BOTH_SIDES):
        yield


@dataclass
class GuidanceCutoff:
    """Ends guidance after some steps: from then on only the conditional side runs, and its result is used for both.

    The difference between the sides is then zero. A pipeline multiplies it by the guidance scale, so only the
    conditional side is left.
    """

    request: Request
    steps: int
    """number of steps with guidance"""
    ended: bool = False

    def on_step(self, evaluations: int, per_step: int) -> None:
        """Record how often the UNet has run in all and per step (Heun's method runs it twice)."""
        self.ended = evaluations >= self.steps * per_step

    @contextmanager
    def applied(self, parts: Iterable[Any]) -> Iterator[None]:
        """Apply the cutoff to each UNet and ControlNet in `parts`; restore them afterwards."""
        self.ended = self.steps <= 0
        networks = [part for part in parts if isinstance(part, (UNet2DConditionModel, ControlNetModel))]
        with ExitStack() as patches:
            if self.request.guidance_end < 1 and self.request.guidance_scale > 1:
                for network in networks:
                    patches.enter_context(_split(network, lambda: CONDITIONAL_ONLY if self.ended else None))
            yield


def _split(network: torch.nn.Module, choose: Callable[[], range | None]) -> ForwardPatch:
    """Return a patch that runs the entries of a batch of two that `choose` returns, one by one; None: the batch whole.

    `choose` is called at each evaluation of the network.
    """
    original = network.forward

    def forward(*args: Any, **kwargs: Any) -> Any:
        entries = choose()
        if entries is None or _count_entries(args, kwargs) != 2:
            return original(*args, **kwargs)
        outputs = [original(*_entry(index, args), **_entry(index, kwargs)) for index in entries]
        return _join([outputs[0], outputs[-1]])

    return ForwardPatch(network, forward)


_LATENTS = ("sample", "hidden_states", "x")
"""What networks call their first argument."""


def _count_entries(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> int:
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
