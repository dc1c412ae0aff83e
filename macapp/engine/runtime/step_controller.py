"""What the networks compute at each step and what they reuse, as the schedule of a request says.

- After guidance has ended, only the conditional side runs, and its result is used for both. The difference of the sides
  is then zero. A pipeline multiplies it by the guidance scale, so only the conditional side is left.
- On a guided step without the unconditional side, the result of that side is the conditional one less their last
  difference.
- On a step that reuses deep layers, these return what they returned last (`deep_layers.py`).

On the engine's thread.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import torch
from diffusers import ControlNetModel, UNet2DConditionModel

from macapp.domain.request import Request
from macapp.domain.step_schedule import StepSchedule, StepWork
from macapp.engine.runtime.deep_layers import DeepLayers, UnetLayers
from macapp.engine.runtime.forward_patch import ForwardPatch
from macapp.engine.runtime.guidance import CONDITIONAL_ONLY, count_entries, run_sides
from macapp.engine.runtime.transformer_blocks import SUPPORTED, TransformerBlocks


class StepController:
    """Makes the networks of one run of the sampler follow a schedule."""

    def __init__(self, request: Request, schedule: StepSchedule) -> None:
        self.request, self._schedule = request, schedule
        self._step = 0
        self._difference: torch.Tensor | None = None
        self._deep: list[DeepLayers] = []

    def on_step(self, evaluations: int, per_step: int) -> None:
        """Record how often the UNet has run in all and per step (Heun's method runs it twice)."""
        self._begin_step(evaluations // per_step)

    @contextmanager
    def applied(self, parts: Iterable[Any]) -> Iterator[None]:
        """Control each UNet, ControlNet of a UNet and supported transformer in `parts`; restore them afterwards."""
        self._difference, self._deep = None, []
        with ExitStack() as patches:
            for network in parts if self._changes_steps() else ():
                deep = _deep_layers(network)
                if deep is None:
                    continue
                self._deep.append(deep)
                if self._schedule.cache_interval > 1:
                    patches.enter_context(deep.patched())
                patches.enter_context(ForwardPatch(network, partial(self._run, network, network.forward, deep)))
            self._begin_step(0)
            yield

    def _begin_step(self, step: int) -> None:
        self._step = step
        for deep in self._deep:
            deep.begin_step(self._schedule.at(step).reuses_layers)

    def _changes_steps(self) -> bool:
        """Return whether any step differs from what the pipeline does by itself."""
        sides = 2 if self.request.guidance_scale > 1 else 1
        return any(work.sides < sides or work.reuses_layers for work in self._schedule.work)

    def _run(self, network: Any, forward: Callable[..., Any], deep: DeepLayers, *args: Any, **kwargs: Any) -> Any:
        """Evaluate a network for this step."""
        count, work = count_entries(args, kwargs), self._schedule.at(self._step)
        if count == 2 and work.sides == 1:
            deep.skip_side()
            output = run_sides(forward, CONDITIONAL_ONLY, *args, **kwargs)
        else:
            output = forward(*args, **kwargs)
        if count == 2 and work.is_guided and not isinstance(network, ControlNetModel):
            self._guide(output[0], work)
        return output

    def _guide(self, sides: torch.Tensor, work: StepWork) -> None:
        """Keep the difference of two sides, or subtract the last one from the side that did not run."""
        if work.sides == 2:
            self._difference = sides[1:] - sides[:1]
        elif self._difference is not None:
            sides[:1] -= self._difference


def _deep_layers(network: Any) -> DeepLayers | None:
    """Return the layers of a network that a step can reuse; None for a part without any."""
    if isinstance(network, (UNet2DConditionModel, ControlNetModel)):
        return UnetLayers(network)
    return TransformerBlocks(network) if type(network).__name__ in SUPPORTED else None
