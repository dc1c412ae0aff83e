"""The schedulers on offer, by the names people know them by. Data only: the engine makes the objects. Any thread.

The names and what they mean in diffusers are from its scheduler overview (docs/source/en/api/schedulers/overview.md).
LMS and the beta schedules need scipy, the SDE solvers torchsde: left out rather than adding either. KDPM2 sends float64
to the GPU, which MPS refuses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Scheduler:
    """One way of walking from noise to picture."""

    class_name: str
    """the class in diffusers"""
    options: Mapping[str, Any] = field(default_factory=dict)
    """what is changed in the checkpoint's own scheduler configuration"""
    most_steps: int = 1000
    """how many steps it can make; above, diffusers raises"""


# Every choice is said, since the checkpoint's own configuration may say otherwise and only one of them may be on.
_PLAIN = {"use_karras_sigmas": False, "use_exponential_sigmas": False, "use_beta_sigmas": False}
_MULTISTEP = {**_PLAIN, "algorithm_type": "dpmsolver++", "solver_order": 2}

SCHEDULERS: Mapping[str, Scheduler] = {
    "dpm++ 2m karras": Scheduler("DPMSolverMultistepScheduler", {**_MULTISTEP, "use_karras_sigmas": True}),
    "dpm++ 2m": Scheduler("DPMSolverMultistepScheduler", _MULTISTEP),
    "euler": Scheduler("EulerDiscreteScheduler", _PLAIN),
    "euler a": Scheduler("EulerAncestralDiscreteScheduler"),
    "heun": Scheduler("HeunDiscreteScheduler", _PLAIN),
    "unipc": Scheduler("UniPCMultistepScheduler", _PLAIN),
    "deis": Scheduler("DEISMultistepScheduler", _PLAIN),
    "ddim": Scheduler("DDIMScheduler"),
    "ddpm": Scheduler("DDPMScheduler"),
    "lcm": Scheduler("LCMScheduler", most_steps=50),
}

DEFAULT_SCHEDULER = "dpm++ 2m karras"
