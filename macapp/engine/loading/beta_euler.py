"""Euler's method on noise levels at the quantiles of a beta distribution. On the engine's thread.

diffusers has the same levels (`use_beta_sigmas`), but needs scipy for their quantiles.
"""

from typing import Any

import numpy as np
from diffusers import EulerDiscreteScheduler, FlowMatchEulerDiscreteScheduler

SHAPE = 0.6
"""both parameters of the distribution (arXiv 2407.12173, section 5)"""
_TERMS = 64  # of a series whose terms at least halve
_BISECTIONS = 60


class BetaEulerScheduler(EulerDiscreteScheduler):
    """Euler's method for noise prediction; `use_exponential_sigmas` makes beta levels of it."""

    def _convert_to_exponential(self, in_sigmas: Any, num_inference_steps: int) -> Any:
        return _space_levels(in_sigmas, num_inference_steps)


class FlowBetaEulerScheduler(FlowMatchEulerDiscreteScheduler):
    """The same for flow matching; the levels are spaced after the shift, as by diffusers."""

    def _convert_to_exponential(self, in_sigmas: Any, num_inference_steps: int) -> Any:
        return _space_levels(in_sigmas, num_inference_steps)


def _space_levels(levels: np.ndarray, steps: int) -> np.ndarray:
    """Return levels between the first and the last of those that are given."""
    highest, lowest = levels[0].item(), levels[-1].item()
    return np.array([lowest + part * (highest - lowest) for part in beta_quantiles(1 - np.linspace(0, 1, steps))])


def beta_quantiles(probabilities: np.ndarray) -> np.ndarray:
    """Return the quantiles of the symmetric beta distribution with `SHAPE`; probabilities are from 0 to 1.

    By bisection of the incomplete beta function, in its power series (DLMF 8.17.7 with 15.2.1), which converges fast up
    to one half; the distribution is symmetric.
    """
    orders = np.arange(_TERMS)
    rising = np.cumprod(np.concatenate([[1.0], (1 - SHAPE + orders[:-1]) / orders[1:]]))
    series = (rising / (SHAPE + orders))[::-1]

    def integrate(upper: np.ndarray) -> np.ndarray:
        return upper**SHAPE * np.polyval(series, upper)

    is_upper = probabilities > 0.5
    wanted = np.where(is_upper, 1 - probabilities, probabilities) * 2 * integrate(np.array(0.5))
    low, high = np.zeros_like(wanted), np.full_like(wanted, 0.5)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        is_below = integrate(middle) < wanted
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return np.where(is_upper, 1 - low, low)
