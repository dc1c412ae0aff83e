"""The schedulers by their common names. Data only: the engine creates the objects. Any thread.

The names and what they mean in diffusers come from its scheduler overview (docs/source/en/api/schedulers/overview.md).
LMS is left out to avoid a dependency on scipy, and KDPM2 because it sends float64 to the GPU, which MPS refuses.

DPM++ SDE is the method of AUTOMATIC1111 and of `DPMSolverSDEScheduler`, with two evaluations a step. The overview names
`DPMSolverSinglestepScheduler` for it, which evaluates once a step and makes other pictures.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Scheduler:
    """One scheduler."""

    class_name: str
    """the class in diffusers; empty for the checkpoint's own scheduler"""
    infotext: str
    """the name in the text of AUTOMATIC1111"""
    options: Mapping[str, Any] = field(default_factory=dict)
    """changes to the checkpoint's own scheduler configuration"""
    max_steps: int = 1000
    """the largest number of steps; diffusers raises above it"""
    supports_eta: bool = False
    """whether it can add noise at each step"""
    flow_class: str = ""
    """the class for families that are trained by flow matching; empty if there is none"""
    supports_zero_snr: bool = True
    """whether it draws with a noise schedule that ends in pure noise (arXiv 2305.08891)"""
    evaluations: int = 1
    """how often it evaluates the model at a step"""
    xl_class: str = ""
    """the class for Stable Diffusion XL, if its noise levels are only known for that and Stable Diffusion 1"""


# Every choice is set explicitly: the checkpoint's own configuration may enable one, and only one may be on.
_PLAIN = {"use_karras_sigmas": False, "use_exponential_sigmas": False, "use_beta_sigmas": False}
_MULTISTEP = {**_PLAIN, "algorithm_type": "dpmsolver++", "solver_order": 2}
_SDE = {**_MULTISTEP, "algorithm_type": "sde-dpmsolver++", "solver_type": "midpoint"}
_KARRAS, _EXPONENTIAL = {"use_karras_sigmas": True}, {"use_exponential_sigmas": True}
_DPM, _EULER, _FLOW_EULER = "DPMSolverMultistepScheduler", "EulerDiscreteScheduler", "FlowMatchEulerDiscreteScheduler"
_AYS_DPM, _AYS_EULER, _DPM_SDE = "AysMultistepScheduler", "AysEulerScheduler", "SdeScheduler"


def _aligned(class_name: str) -> dict[str, Any]:
    """Return what the schedulers of Align Your Steps share: their levels are of a schedule that keeps some signal."""
    return {"supports_zero_snr": False, "xl_class": f"{class_name}XL"}


SCHEDULERS: Mapping[str, Scheduler] = {
    "dpm++ 2m karras": Scheduler(_DPM, "DPM++ 2M Karras", {**_MULTISTEP, **_KARRAS}),
    # Without zero SNR: diffusers 0.42 cuts the first timestep of this spacing from 999 to 998.
    "dpm++ 2m exponential": Scheduler(
        _DPM, "DPM++ 2M Exponential", {**_MULTISTEP, **_EXPONENTIAL}, supports_zero_snr=False
    ),
    "dpm++ 2m ays": Scheduler(
        _AYS_DPM, "DPM++ 2M Align Your Steps", {**_MULTISTEP, **_EXPONENTIAL}, **_aligned(_AYS_DPM)
    ),
    "dpm++ 2m": Scheduler(_DPM, "DPM++ 2M", _MULTISTEP),
    "dpm++ 2m sde karras": Scheduler(_DPM, "DPM++ 2M SDE Karras", {**_SDE, **_KARRAS}),
    "dpm++ 2m sde exponential": Scheduler(
        _DPM, "DPM++ 2M SDE Exponential", {**_SDE, **_EXPONENTIAL}, supports_zero_snr=False
    ),
    "dpm++ 2m sde ays": Scheduler(
        _AYS_DPM, "DPM++ 2M SDE Align Your Steps", {**_SDE, **_EXPONENTIAL}, **_aligned(_AYS_DPM)
    ),
    "dpm++ 2m sde": Scheduler(_DPM, "DPM++ 2M SDE", _SDE),
    "dpm++ sde karras": Scheduler(
        _DPM_SDE, "DPM++ SDE Karras", {**_PLAIN, **_KARRAS}, supports_zero_snr=False, evaluations=2
    ),
    "dpm++ sde": Scheduler(_DPM_SDE, "DPM++ SDE", _PLAIN, supports_zero_snr=False, evaluations=2),
    "euler": Scheduler(_EULER, "Euler", _PLAIN, flow_class=_FLOW_EULER),
    "euler trailing": Scheduler(
        _EULER, "Euler SGM Uniform", {**_PLAIN, "timestep_spacing": "trailing"}, flow_class=_FLOW_EULER
    ),
    "euler karras": Scheduler(_EULER, "Euler Karras", {**_PLAIN, **_KARRAS}, flow_class=_FLOW_EULER),
    "euler exponential": Scheduler(_EULER, "Euler Exponential", {**_PLAIN, **_EXPONENTIAL}, flow_class=_FLOW_EULER),
    "euler beta": Scheduler(
        "BetaEulerScheduler", "Euler Beta", {**_PLAIN, **_EXPONENTIAL}, flow_class="FlowBetaEulerScheduler"
    ),
    "euler ays": Scheduler(_AYS_EULER, "Euler Align Your Steps", {**_PLAIN, **_EXPONENTIAL}, **_aligned(_AYS_EULER)),
    "euler a": Scheduler("EulerAncestralDiscreteScheduler", "Euler a"),
    "heun": Scheduler(
        "HeunDiscreteScheduler",
        "Heun",
        _PLAIN,
        flow_class="FlowHeunScheduler",
        supports_zero_snr=False,
        evaluations=2,
    ),
    "unipc": Scheduler("UniPCMultistepScheduler", "UniPC", _PLAIN),
    "deis": Scheduler("DEISMultistepScheduler", "DEIS", _PLAIN, supports_zero_snr=False),
    "ddim": Scheduler("DDIMScheduler", "DDIM", supports_eta=True),
    "ddpm": Scheduler("DDPMScheduler", "DDPM"),
    "lcm": Scheduler("LCMScheduler", "LCM", max_steps=50),
    "tcd": Scheduler("TCDScheduler", "TCD", max_steps=50, supports_eta=True),
    # The checkpoint's own scheduler:
    "own": Scheduler("", "Automatic", supports_eta=True),
}

ZERO_SNR_OPTIONS: Mapping[str, Any] = {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}
"""changes to the configuration of a checkpoint whose noise schedule ends in pure noise: the first step must be the last
one of the training (arXiv 2305.08891, section 3.3)"""

DEFAULT_SCHEDULER = "dpm++ 2m karras"
OWN_SCHEDULER = "own"
FLOW_SCHEDULERS = (OWN_SCHEDULER, *(name for name, row in SCHEDULERS.items() if row.flow_class))
"""The schedulers for families that are trained by flow matching."""


def select_schedulers(names: Iterable[str], has_zero_snr: bool, has_aligned_levels: bool) -> tuple[str, ...]:
    """Return the schedulers that a checkpoint can be drawn with, of those of its family.

    `has_zero_snr`: its noise schedule ends in pure noise. `has_aligned_levels`: those of Align Your Steps are for it.
    """
    rows = {name: SCHEDULERS[name] for name in names}
    return tuple(
        name
        for name, row in rows.items()
        if (row.supports_zero_snr or not has_zero_snr) and (has_aligned_levels or not row.xl_class)
    )


# Samplers by the names that other programs use, without case, spaces and signs. Sources: AUTOMATIC1111's
# modules/sd_samplers_kdiffusion.py, InvokeAI's schedulers.py, ComfyUI's KSampler names, and the lists of Draw Things
# and Mochi.
_EXACT = {
    "dpmpp2mkarras": "dpm++ 2m karras",
    "dpmpp2mk": "dpm++ 2m karras",
    "dpmpp2m": "dpm++ 2m",
    "dpmpp2mays": "dpm++ 2m ays",
    "dpmpp2msdeays": "dpm++ 2m sde ays",
    "eulerays": "euler ays",
    "dpmpp2mexponential": "dpm++ 2m exponential",
    "dpmpp2msde": "dpm++ 2m sde",
    "dpmpp2msdekarras": "dpm++ 2m sde karras",
    "dpmpp2msdek": "dpm++ 2m sde karras",
    "dpmpp2msdeexponential": "dpm++ 2m sde exponential",
    "dpmppsde": "dpm++ sde",
    "dpmppsdekarras": "dpm++ sde karras",
    "dpmppsdek": "dpm++ sde karras",
    "dpmsolversde": "dpm++ sde",
    "dpmsolverpp": "dpm++ 2m",
    "dpmsolvermultistep": "dpm++ 2m",
    "eulerdiscrete": "euler",
    "eulerancestraldiscrete": "euler a",
    "heundiscrete": "heun",
    "flowmatcheulerdiscrete": "euler",
    "flowmatchheundiscrete": "heun",
    "unipcmultistep": "unipc",
    "deismultistep": "deis",
    "euler": "euler",
    "eulertrailing": "euler trailing",
    "eulersgmuniform": "euler trailing",
    "eulerkarras": "euler karras",
    "eulerexponential": "euler exponential",
    "eulerbeta": "euler beta",
    "eulera": "euler a",
    "eulerancestral": "euler a",
    "heun": "heun",
    "unipc": "unipc",
    "unipcbh2": "unipc",
    "deis": "deis",
    "ddim": "ddim",
    "ddpm": "ddpm",
    "lcm": "lcm",
    "tcd": "tcd",
    "own": "own",
}
_NEAR = {
    "dpmpp2mae": "dpm++ 2m karras",
    "dpmpp2mtrailing": "dpm++ 2m",
    "dpmpp2msdeheun": "dpm++ 2m sde",
    "dpmpp3m": "dpm++ 2m karras",
    "dpmpp3msde": "dpm++ 2m sde",
    "dpmpp2s": "dpm++ 2m",
    "dpmpp2sa": "dpm++ 2m",
    "dpm2": "heun",
    "dpm2a": "euler a",
    "dpmfast": "dpm++ 2m",
    "dpmadaptive": "dpm++ 2m",
    "lms": "euler",
    "plms": "ddim",
    "pndm": "ddim",
}


_PLAIN_SCHEDULES = ("automatic", "normal", "native", "")
_SCHEDULE_WORDS = re.compile(
    r"(sgpu|gpu|timesteps|polyexponential|exponential|karras|sgmuniform|ddimuniform|uniform|simple|beta57|beta|trailing|ays\d*|aysgits|k)$"
)
_K_DIFFUSION = re.compile(r"^k(?=euler|dpm|heun|lms)")  # the names of that library's samplers, without its schedules


def match_scheduler(name: str, schedule: str = "") -> tuple[str | None, bool]:
    """Return the scheduler for another program's sampler and noise schedule, and whether it is exactly the same.

    Without an exact match, the nearest scheduler is returned, or None. Say so to the user before you use it.
    """
    joined = f"{name} {'' if schedule.casefold() in _PLAIN_SCHEDULES else schedule}"
    key = re.sub(r"[^a-z0-9]", "", joined.casefold().replace("++", "pp").replace("+", "p"))
    key = _K_DIFFUSION.sub("", key.removesuffix("scheduler")).replace("alignyoursteps", "ays")
    if key in _EXACT:
        return _EXACT[key], True
    bare = key
    while bare not in _EXACT and bare not in _NEAR and (word := _SCHEDULE_WORDS.search(bare)):
        bare = bare[: word.start()]
    for table in (_EXACT, _NEAR):
        if bare in table:
            spaced = (
                f"{table[bare]} {spacing}" for spacing in ("karras", "exponential", "beta", "ays") if spacing in key
            )
            return next((name for name in spaced if name in SCHEDULERS), table[bare]), False
    return None, False
