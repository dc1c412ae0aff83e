"""Schedulers of diffusers as Easel has them: beta levels without scipy, Align Your Steps, SDE without torchsde."""

import importlib
import sys
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


class _Motion:
    """A Brownian motion over one step, drawn with the numbers of a request: first to the middle, then to the end."""

    def __init__(self, generator: Any, shape: Any) -> None:
        self._generator, self._shape, self._half = generator, shape, None

    def __call__(self, sigma: Any, lower: Any) -> Any:
        import torch

        drawn = torch.randn(self._shape, generator=self._generator)
        if self._half is None:
            self._half = (drawn * (sigma - lower) ** 0.5, lower)
            return drawn
        half, middle = self._half
        self._half = None
        return (half + drawn * (middle - lower) ** 0.5) / (sigma - lower) ** 0.5


def plain_sde() -> type:
    """Return `DPMSolverSDEScheduler` with the random numbers of the request; the module asks for torchsde."""
    with patch.dict(sys.modules, {"torchsde": SimpleNamespace()}):
        module: Any = importlib.import_module("diffusers.schedulers.scheduling_dpmsolver_sde")

    class PlainSde(module.DPMSolverSDEScheduler):
        motion: Any = None

        def step(self, model_output: Any, timestep: Any, sample: Any, generator: Any = None, **options: Any) -> Any:
            self.motion = self.noise_sampler = self.motion or _Motion(generator, sample.shape)
            return super().step(model_output, timestep, sample, **options)

    return PlainSde


def plain_scheduler(class_name: str, config: Any, options: Any) -> Any:
    """Return a scheduler of diffusers by the name of a class in `domain/schedulers.py`.

    Skips the test where diffusers 0.31 cannot make the levels (`loading/multistep.py`).
    """
    import diffusers

    own = {"BetaEulerScheduler": PlainBetaEuler, "FlowBetaEulerScheduler": PlainFlowBetaEuler}
    own |= {"AysEulerScheduler": PlainAysEuler, "AysMultistepScheduler": PlainAysMultistep}
    kind = plain_sde() if class_name == "SdeScheduler" else own.get(class_name) or getattr(diffusers, class_name)
    if issubclass(kind, DPMSolverMultistepScheduler) and options.get("use_exponential_sigmas"):
        skip_on_an_old_set()
    if class_name.startswith("FlowMatch"):
        options = {name: value for name, value in options.items() if name != "timestep_spacing"}
    return kind.from_config(config, **options)
