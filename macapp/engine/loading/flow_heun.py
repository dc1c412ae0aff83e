"""Heun's method for flow matching, for every pipeline of diffusers. On the engine's thread."""

from typing import Any

import torch
from diffusers import FlowMatchEulerDiscreteScheduler
from diffusers.schedulers.scheduling_flow_match_euler_discrete import FlowMatchEulerDiscreteSchedulerOutput


class FlowHeunScheduler(FlowMatchEulerDiscreteScheduler):
    """Heun's method on the noise levels of `FlowMatchEulerDiscreteScheduler`: two evaluations a step, one for the last.

    `FlowMatchHeunDiscreteScheduler` of diffusers 0.42 makes the same pictures, but takes neither the noise levels nor
    the shift that FLUX, Qwen-Image, Z-Image and others pass. Those pipelines take the number of timesteps for the
    number of steps, and find where an image starts by the order of the scheduler: for them it is 1.
    """

    order = 2
    evaluations_per_step = 2

    def set_timesteps(self, *args: Any, sigmas: Any = None, **kwargs: Any) -> None:
        """Set the noise levels, each twice but the first and the last."""
        super().set_timesteps(*args, sigmas=sigmas, **kwargs)
        self.order = 2 if sigmas is None else 1
        self.timesteps = torch.cat([self.timesteps[:1], self.timesteps[1:].repeat_interleave(2)])
        self.sigmas = torch.cat([self.sigmas[:1], self.sigmas[1:-1].repeat_interleave(2), self.sigmas[-1:]])
        self._slope: torch.Tensor | None = None
        self._start: torch.Tensor | None = None

    def step(  # type: ignore[override]
        self,
        model_output: torch.Tensor,
        timestep: Any,
        sample: torch.Tensor,
        *_unused: Any,
        return_dict: bool = True,
        **_ignored: Any,
    ) -> Any:
        """Take half a step of Heun's method: to the next noise level, or the correction of that."""
        if self.step_index is None:
            self._init_step_index(timestep)
        index: Any = self.step_index
        self._step_index = index + 1
        moved: Any = self._move(index, model_output.float(), sample.float()).to(model_output.dtype)
        return FlowMatchEulerDiscreteSchedulerOutput(prev_sample=moved) if return_dict else (moved,)

    def _move(self, index: int, slope: torch.Tensor, sample: torch.Tensor) -> torch.Tensor:
        if index % 2 == 0:
            self._slope, self._start = slope, sample
            return sample + (self.sigmas[index + 1] - self.sigmas[index]) * slope
        if self._slope is None or self._start is None:
            return sample  # an image starts between the two evaluations of a step: the next one is its first
        mean, start = 0.5 * (self._slope + slope), self._start
        self._slope = self._start = None
        return start + (self.sigmas[index] - self.sigmas[index - 1]) * mean
