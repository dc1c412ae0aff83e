"""Schedulers of diffusers on levels for which it has no option: beta without scipy, and Align Your Steps."""

from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np
from diffusers import DPMSolverMultistepScheduler, EulerDiscreteScheduler, FlowMatchEulerDiscreteScheduler
from diffusers.schedulers import AysSchedules, scheduling_euler_discrete, scheduling_flow_match_euler_discrete

from macapp.engine.loading.beta_euler import beta_quantiles
from tests.support.libraries import skip_on_an_old_set


def _quantile(probability: float, *_parameters: float) -> float:
    return float(beta_quantiles(np.array([probability]))[0])


_SCIPY = SimpleNamespace(stats=SimpleNamespace(beta=SimpleNamespace(ppf=_quantile)))


class PlainBetaEuler(EulerDiscreteScheduler):
    """Where the configuration wants exponential levels, it makes beta levels."""

    def _convert_to_exponential(self, in_sigmas: Any, num_inference_steps: int) -> Any:
        with patch.object(scheduling_euler_discrete, "scipy", _SCIPY, create=True):
            return self._convert_to_beta(in_sigmas=in_sigmas, num_inference_steps=num_inference_steps)


class PlainFlowBetaEuler(FlowMatchEulerDiscreteScheduler):
    """The same for flow matching."""

    def _convert_to_exponential(self, in_sigmas: Any, num_inference_steps: int) -> Any:
        with patch.object(scheduling_flow_match_euler_discrete, "scipy", _SCIPY, create=True):
            return self._convert_to_beta(in_sigmas=in_sigmas, num_inference_steps=num_inference_steps)


def _align(scheduler: Any, steps: int) -> Any:
    """Return the levels of diffusers for ten steps, or between them in their logarithms."""
    lowest = float(((1 - scheduler.alphas_cumprod[0]) / scheduler.alphas_cumprod[0]) ** 0.5)
    known = np.array([*AysSchedules["StableDiffusionSigmas"][:10], lowest])
    return np.exp(np.interp(np.arange(steps) * 10 / steps, np.arange(11), np.log(known)))


class PlainAysEuler(EulerDiscreteScheduler):
    """Where the configuration wants exponential levels, it takes those of Align Your Steps."""

    def _convert_to_exponential(self, in_sigmas: Any, num_inference_steps: int) -> Any:
        return _align(self, num_inference_steps)


class PlainAysMultistep(DPMSolverMultistepScheduler):
    """The same for DPM++ 2M."""

    def _convert_to_exponential(self, in_sigmas: Any, num_inference_steps: int) -> Any:
        return _align(self, num_inference_steps)


def plain_scheduler(class_name: str, config: Any, options: Any) -> Any:
    """Return a scheduler of diffusers by the name of a class in `domain/schedulers.py`.

    Skips the test where diffusers 0.31 cannot make the levels (`loading/multistep.py`).
    """
    import diffusers

    own = {"BetaEulerScheduler": PlainBetaEuler, "FlowBetaEulerScheduler": PlainFlowBetaEuler}
    own |= {"AysEulerScheduler": PlainAysEuler, "AysMultistepScheduler": PlainAysMultistep}
    kind = own.get(class_name) or getattr(diffusers, class_name)
    if issubclass(kind, DPMSolverMultistepScheduler) and options.get("use_exponential_sigmas"):
        skip_on_an_old_set()
    if class_name.startswith("FlowMatch"):
        options = {name: value for name, value in options.items() if name != "timestep_spacing"}
    return kind.from_config(config, **options)
