"""Quality: how many steps a picture gets, and what they reuse. Data and pure functions, for any thread.

A setting is offered where it was measured, with the starter model at 20 steps of DPM++ 2M Karras
(`tests/benchmarks/step_reuse.py`; the README next to it has the curve). Above six tenths of the time, fewer steps
change a picture less than anything that reuses, so that is what the balanced quality is. Below, steps that
reuse deep layers after the first third change it less than still fewer steps.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from macapp.errors import BadRequest
from macapp.models.checkpoint import Checkpoint
from macapp.models.families import STABLE_DIFFUSION, STABLE_DIFFUSION_XL

MIN_STEPS = 20
"""A model with fewer steps was trained for few: it has none to spare."""


@dataclass(frozen=True)
class Quality:
    """One choice between time and the picture of all steps."""

    steps: float = 1.0
    """the share of the model's own steps"""
    cache_interval: int = 1
    cache_start: float = 0.0


QUALITIES: Mapping[str, Quality] = {
    "best": Quality(),
    "balanced": Quality(0.75),
    "fast": Quality(0.65, cache_interval=2, cache_start=0.3),
}


def quality_settings(name: str, checkpoint: Checkpoint) -> dict[str, Any]:
    """Return the fields of a request that a quality sets.

    Raises `BadRequest` for an unknown quality, and for another than the best where none was measured for the model.
    """
    if name not in QUALITIES:
        raise BadRequest("word-unknown", field="quality", value=name[:40], names=", ".join(QUALITIES))
    quality = QUALITIES[name]
    if quality == QUALITIES["best"]:
        return {}
    if checkpoint.kind not in (STABLE_DIFFUSION, STABLE_DIFFUSION_XL) or checkpoint.steps < MIN_STEPS:
        raise BadRequest("quality-unmeasured", value=name, model=checkpoint.name)
    return {**asdict(quality), "steps": round(quality.steps * checkpoint.steps)}


def full_settings(name: str, checkpoint: Checkpoint) -> dict[str, Any]:
    """Return the fields that a quality sets, for the best one too: the model's own steps and no reuse.

    Raises `BadRequest` like `quality_settings`.
    """
    return {**asdict(Quality()), "steps": checkpoint.steps, **quality_settings(name, checkpoint)}
