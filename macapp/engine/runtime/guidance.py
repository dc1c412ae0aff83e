"""How the two sides of guidance are run, what is wanted and what is not: together, one after another, or one alone.

Pipelines hand them over as a batch of two, the wanted one last. What is done with it is done here, round the networks
themselves, so that every pipeline of every diffusers has it alike. On the engine's thread.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from torch.utils._pytree import tree_map

from macapp.domain.request import Request

BOTH_SIDES, CONDITIONAL_ONLY = range(2), range(1, 2)
"""Which of a batch of two are run."""


@contextmanager
def split_guidance_batch(unet: Any, on: bool) -> Iterator[None]:
    """Let a UNet work through a batch of two one by one, if `on`: the same numbers in half of what a step holds."""
    if not on or not isinstance(unet, torch.nn.Module):
        yield
        return
    with _running(unet, lambda: BOTH_SIDES):
        yield


@dataclass
class GuidanceCutoff:
    """Ends guidance after some steps: from then on only what is wanted is run, and stands for both sides.

    The difference of the sides is zero then, so that whatever a pipeline multiplies it by, the wanted side is left.
    """

    request: Request
    steps: int
    """how many steps are walked with guidance"""
    ended: bool = False

    def on_step(self, evaluations: int, of_a_step: int) -> None:
        """Hear how often the UNet was asked, and how often a step asks it (Heun's asks twice)."""
        self.ended = evaluations >= self.steps * of_a_step

    @contextmanager
    def applied(self, parts: Iterable[Any]) -> Iterator[None]:
        """Run UNet and ControlNets among some parts as it says; they are as before afterwards."""
        self.ended = self.steps <= 0
        networks = [each for each in parts if isinstance(each, (UNet2DConditionModel, ControlNetModel))]
        with ExitStack() as wrapped:
            if self.request.guidance_end < 1 and self.request.guidance_scale > 1:
                for each in networks:
                    wrapped.enter_context(_running(each, lambda: CONDITIONAL_ONLY if self.ended else None))
            yield


@contextmanager
def _running(network: torch.nn.Module, which: Callable[[], range | None]) -> Iterator[None]:
    """Run those of a batch of two that `which` names at each step, one by one; None is all, as they come."""
    before = network.__dict__.get("forward")
    whole = network.forward

    def forward(sample: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
        numbers = which()
        if numbers is None or sample.shape[0] != 2:
            return whole(sample, *args, **kwargs)
        made = [whole(*_one(number, (sample, *args)), **_one(number, kwargs)) for number in numbers]
        return _joined([made[0], made[-1]])

    network.forward = forward
    try:
        yield
    finally:
        if before is None:
            del network.forward
        else:
            network.forward = before


def _one(number: int, tree: Any) -> Any:
    """Return the arguments of one of two; what is not one for each of them is for both."""

    def of(each: Any) -> Any:
        two = isinstance(each, torch.Tensor) and each.ndim > 0 and each.shape[0] == 2
        return each[number : number + 1] if two else each

    return tree_map(of, tree)


def _joined(made: list[Any]) -> Any:
    """Return two results as one of a batch of two; a ControlNet's holds lists of tensors."""
    if isinstance(made[0], torch.Tensor):
        return torch.cat(made)
    if isinstance(made[0], (list, tuple)):
        return type(made[0])(_joined(list(each)) for each in zip(*made, strict=True))
    return type(made[0])(**{name: _joined([each[name] for each in made]) for name in made[0]})
