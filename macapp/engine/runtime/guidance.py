"""The two sides of guidance, conditional and unconditional: both in one batch, one after another, or one alone.

Pipelines pass both sides as a batch of two, the conditional side last. The batch is split in a patch around the
networks, so every pipeline of every diffusers version behaves the same. On the engine's thread.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from torch.utils._pytree import tree_map

from macapp.domain.request import Request
from macapp.engine.runtime.forward_patch import ForwardPatch

BOTH_SIDES, CONDITIONAL_ONLY = range(2), range(1, 2)
"""Which entries of a batch of two run."""


@contextmanager
def split_guidance_batch(unet: Any, on: bool) -> Iterator[None]:
    """Run a batch of two through a UNet one entry at a time, if `on`: the same result, half the memory of a step."""
    if not on or not isinstance(unet, torch.nn.Module):
        yield
        return
    with _split(unet, lambda: BOTH_SIDES):
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

    def forward(sample: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
        entries = choose()
        if entries is None or sample.shape[0] != 2:
            return original(sample, *args, **kwargs)
        outputs = [original(*_entry(index, (sample, *args)), **_entry(index, kwargs)) for index in entries]
        return _join([outputs[0], outputs[-1]])

    return ForwardPatch(network, forward)


def _entry(index: int, tree: Any) -> Any:
    """Return the arguments of one entry of a batch of two; a value that is not a batch of two is for both."""

    def select(value: Any) -> Any:
        is_pair = isinstance(value, torch.Tensor) and value.ndim > 0 and value.shape[0] == 2
        return value[index : index + 1] if is_pair else value

    return tree_map(select, tree)


def _join(outputs: list[Any]) -> Any:
    """Join two outputs into a batch of two; the output of a ControlNet holds lists of tensors."""
    if isinstance(outputs[0], torch.Tensor):
        return torch.cat(outputs)
    if isinstance(outputs[0], (list, tuple)):
        return type(outputs[0])(_join(list(pair)) for pair in zip(*outputs, strict=True))
    return type(outputs[0])(**{name: _join([output[name] for output in outputs]) for name in outputs[0]})
