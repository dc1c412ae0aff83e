"""DPM++ 2M with the exponential levels of diffusers 0.42, for every supported version. On the engine's thread.

diffusers 0.31 asks for levels before it knows the number of steps, and makes exponential ones in the wrong order.
"""

from typing import Any

import numpy as np
from diffusers import DPMSolverMultistepScheduler


class MultistepScheduler(DPMSolverMultistepScheduler):
    """DPM++ 2M, with or without noise."""

    def set_timesteps(self, num_inference_steps: Any = None, *args: Any, **kwargs: Any) -> None:
        """Set the noise levels of a number of steps."""
        self.num_inference_steps = num_inference_steps
        super().set_timesteps(num_inference_steps, *args, **kwargs)

    def _convert_to_exponential(self, in_sigmas: Any, num_inference_steps: int) -> Any:
        highest, lowest = np.log(float(max(in_sigmas))), np.log(float(min(in_sigmas)))
        return np.exp(np.linspace(highest, lowest, num_inference_steps))
