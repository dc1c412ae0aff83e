"""Euler's method and DPM++ 2M on the noise levels of Align Your Steps. On the engine's thread.

diffusers has the levels for ten steps (arXiv 2404.14507). For another number of steps they are interpolated in their
logarithms, as the authors do (research.nvidia.com/labs/toronto-ai/AlignYourSteps/howto.html).
"""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from diffusers import EulerDiscreteScheduler
from diffusers.schedulers import AysSchedules

from macapp.engine.loading.multistep import MultistepScheduler

_FIRST, _XL = AysSchedules["StableDiffusionSigmas"], AysSchedules["StableDiffusionXLSigmas"]


class AysEulerScheduler(EulerDiscreteScheduler):
    """Euler's method for Stable Diffusion 1; `use_exponential_sigmas` makes the levels of it."""

    levels: ClassVar[Sequence[float]] = _FIRST

    def _convert_to_exponential(self, in_sigmas: Any, num_inference_steps: int) -> Any:  # noqa: ARG002
        return align_levels(self.levels, self.alphas_cumprod, num_inference_steps)


class AysEulerSchedulerXL(AysEulerScheduler):
    """The same for Stable Diffusion XL."""

    levels: ClassVar[Sequence[float]] = _XL


class AysMultistepScheduler(MultistepScheduler):
    """DPM++ 2M, with or without noise, for Stable Diffusion 1."""

    levels: ClassVar[Sequence[float]] = _FIRST

    def _convert_to_exponential(self, in_sigmas: Any, num_inference_steps: int) -> Any:  # noqa: ARG002
        return align_levels(self.levels, self.alphas_cumprod, num_inference_steps)


class AysMultistepSchedulerXL(AysMultistepScheduler):
    """The same for Stable Diffusion XL."""

    levels: ClassVar[Sequence[float]] = _XL


def align_levels(levels: Sequence[float], alphas: Any, steps: int) -> np.ndarray:
    """Return the noise levels before each step, the highest first; the schedulers add the 0 at the end.

    `levels` are those for ten steps, with a 0 at the end. Between steps, the lowest level of the training is in its
    place; `alphas` are the cumulative products of the noise schedule.
    """
    lowest = float((1 - alphas[0]) / alphas[0]) ** 0.5
    known = np.log([*levels[:-1], lowest])
    places = np.linspace(0, len(known) - 1, steps + 1)[:-1]
    return np.exp(np.interp(places, np.arange(len(known)), known))
