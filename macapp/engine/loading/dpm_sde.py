"""DPM++ SDE with the random numbers of the request. On the engine's thread.

`DPMSolverSDEScheduler` of diffusers computes the same, but needs torchsde for its Brownian motion. The method (the
singlestep solver for stochastic equations of arXiv 2211.01095) uses two increments of that motion a step: to the middle
of the step, and to its end. Two random tensors a step have the same distribution.
"""

from typing import Any

import numpy as np
import torch
from diffusers import HeunDiscreteScheduler
from diffusers.schedulers.scheduling_heun_discrete import HeunDiscreteSchedulerOutput
from diffusers.utils.torch_utils import randn_tensor


class SdeScheduler(HeunDiscreteScheduler):
    """Two evaluations a step, at its start and in its middle; one for the last step, which ends without noise.

    The levels are those of Heun's method, and a middle between each two, half way in the logarithm. `sigmas` has the
    level of each evaluation and the 0 at the end.
    """

    def set_timesteps(self, num_inference_steps: Any = None, *args: Any, **kwargs: Any) -> None:
        """Set the noise levels of a number of steps."""
        super().set_timesteps(num_inference_steps, *args, **kwargs)
        self._start: torch.Tensor | None = None
        self._noise: torch.Tensor | None = None
        starts = self.sigmas[::2].numpy().astype(float)
        if len(starts) > 1:
            middles = np.sqrt(starts[:-1] * starts[1:])
            known = np.log(((1 - self.alphas_cumprod) / self.alphas_cumprod).numpy()) / 2
            self.sigmas[1:-1:2] = torch.from_numpy(middles).to(self.sigmas)
            timesteps = self.timesteps.float().cpu()  # diffusers 0.31 has some of them in float64
            timesteps[1::2] = torch.from_numpy(self._sigma_to_t(middles, known)).to(timesteps)
            self.timesteps = timesteps.to(self.timesteps.device)

    def step(  # type: ignore[override]
        self,
        model_output: torch.Tensor,
        timestep: Any,
        sample: torch.Tensor,
        generator: Any = None,
        return_dict: bool = True,
    ) -> Any:
        """Go from the start of a step to its middle, or from its start to its end by what was found in the middle."""
        if self.step_index is None:
            self._init_step_index(timestep)
        index: Any = self.step_index
        self._step_index = index + 1
        moved = self._predict_clean(model_output.float(), sample.float(), float(self.sigmas[index]))
        if index + 2 < len(self.sigmas):
            noise = randn_tensor(sample.shape, generator=generator, device=sample.device, dtype=torch.float32)
            moved = self._move(index, moved, sample.float(), noise)
        result = moved.to(model_output.dtype)
        return HeunDiscreteSchedulerOutput(prev_sample=result) if return_dict else (result,)

    def _predict_clean(self, output: torch.Tensor, sample: torch.Tensor, level: float) -> torch.Tensor:
        """Return the latents without noise, by what the model predicts."""
        prediction = self.config["prediction_type"]
        if prediction == "epsilon":
            return sample - level * output
        if prediction == "v_prediction":
            return sample / (level**2 + 1) - output * (level / (level**2 + 1) ** 0.5)
        return output

    def _move(self, index: int, clean: torch.Tensor, sample: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        """Return the latents of the next evaluation.

        The noise of a step contains that of its first half. A refiner may begin with the second half alone.
        """
        start, middle, end = (float(self.sigmas[at]) for at in (index - index % 2, index, index + 1))
        if index % 2 == 0 or self._start is None or self._noise is None:
            self._start, self._noise = (sample, noise) if index % 2 == 0 else (None, None)
            return _renoise(sample, clean, noise, middle, end)
        shares = ((start - middle) / (start - end)) ** 0.5, ((middle - end) / (start - end)) ** 0.5
        moved = _renoise(self._start, clean, shares[0] * self._noise + shares[1] * noise, start, end)
        self._start = self._noise = None
        return moved


def _renoise(
    sample: torch.Tensor, clean: torch.Tensor, noise: torch.Tensor, level: float, lower: float
) -> torch.Tensor:
    """Return latents at a lower level: those without noise, and as much new noise as keeps the distribution."""
    kept = (lower / level) ** 2
    return kept * sample + (1 - kept) * clean + lower * (1 - kept) ** 0.5 * noise
