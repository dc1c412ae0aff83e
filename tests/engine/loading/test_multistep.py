"""DPM++ 2M: its levels with every supported version of diffusers."""

from typing import Any

import numpy as np
import pytest
from diffusers import DPMSolverMultistepScheduler

from macapp.engine.loading.multistep import MultistepScheduler

SD15: dict[str, Any] = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
HIGHEST, LOWEST = 14.6146, 0.02917
"""the noise levels at the ends of the schedule of Stable Diffusion 1.5"""


@pytest.mark.parametrize("steps", [3, 10, 30])
def test_exponential_levels_fall_by_the_same_factor_at_each_step(steps: int) -> None:
    scheduler = MultistepScheduler(**SD15, use_exponential_sigmas=True)
    for _ in range(2):  # the second time, the scheduler knows a number of steps
        scheduler.set_timesteps(steps)
        levels = scheduler.sigmas.numpy()
        assert levels[[0, -2, -1]] == pytest.approx([HIGHEST, LOWEST, 0], abs=1e-4)
        assert levels[1:-1] / levels[:-2] == pytest.approx((LOWEST / HIGHEST) ** (1 / (steps - 1)), rel=1e-3)
        assert len(scheduler.timesteps) == steps
        assert (np.diff(scheduler.timesteps.numpy()) <= 0).all()


@pytest.mark.parametrize("choice", [{}, {"use_karras_sigmas": True}])
def test_the_other_levels_are_those_of_diffusers(choice: dict[str, Any]) -> None:
    own, plain = MultistepScheduler(**SD15, **choice), DPMSolverMultistepScheduler(**SD15, **choice)
    for each in (own, plain):
        each.set_timesteps(10)
    assert own.sigmas.tolist() == plain.sigmas.tolist()
    assert own.timesteps.tolist() == plain.timesteps.tolist()
