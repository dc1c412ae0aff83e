"""Euler of diffusers on its own beta levels, without scipy: only the quantiles are ours."""

from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np
from diffusers import EulerDiscreteScheduler, FlowMatchEulerDiscreteScheduler
from diffusers.schedulers import scheduling_euler_discrete, scheduling_flow_match_euler_discrete

from macapp.engine.loading.beta_euler import beta_quantiles


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


def plain_scheduler(class_name: str, config: Any, options: Any) -> Any:
    """Return a scheduler of diffusers by the name of a class in `domain/schedulers.py`."""
    import diffusers

    beta = {"BetaEulerScheduler": PlainBetaEuler, "FlowBetaEulerScheduler": PlainFlowBetaEuler}
    if class_name in beta:
        return beta[class_name].from_config(config, **options)
    return getattr(diffusers, class_name).from_config(config, **options)
