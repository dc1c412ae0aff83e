"""Fast modes: fewer steps with a model trained for them, and guidance that ends early.

Data and pure functions. The time saved is computed from the arithmetic of both requests. Any thread.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Lora, Request
from macapp.errors import BadRequest, MachineError
from macapp.models.catalog import CatalogEntry, load_catalog
from macapp.models.checkpoint import Checkpoint
from macapp.models.flops import request_tflop


@dataclass(frozen=True)
class FastMode:
    """Settings for a model that was trained to draw in few steps."""

    name: str
    """its common name"""
    steps: int
    guidance_scale: float
    scheduler: str
    name_hints: tuple[str, ...]
    """names of models and LoRA that were trained for it contain one of these"""
    eta: float = 0.0

    def is_set(self, scheduler: str, guidance_scale: float) -> bool:
        """Return whether settings match this mode, with any number of steps."""
        return scheduler == self.scheduler and guidance_scale <= 1

    def is_trained_for(self, checkpoint: Checkpoint, loras: tuple[str, ...]) -> bool:
        """Return whether the name of a model, or of one of its LoRA, states that it was trained for this mode."""
        names = (checkpoint.name, *loras)
        return any(sign in name.casefold() for sign in self.name_hints for name in names)

    @property
    def settings(self) -> dict[str, Any]:
        """The fields of a request that the mode sets, without a LoRA."""
        return {name: getattr(self, name) for name in ("steps", "guidance_scale", "scheduler", "eta")}

    def lora(self, checkpoint: Checkpoint) -> CatalogEntry | None:
        """Return the LoRA of the catalogue that enables this mode; None if there is none for the model's family."""
        loras = (lora for lora in _catalog_loras() if lora.family == checkpoint.family)
        return next((lora for lora in loras if any(sign in lora.id for sign in self.name_hints)), None)


FAST_MODES: Mapping[str, FastMode] = {
    "lcm": FastMode("LCM", 4, 1.0, "lcm", ("lcm",)),
    "turbo": FastMode("Turbo, Lightning", 4, 0.0, "euler trailing", ("turbo", "lightning")),
    "tcd": FastMode("TCD, Hyper-SD", 4, 0.0, "tcd", ("tcd", "hyper"), eta=0.3),
}
"""Steps, guidance and eta come from the guides of diffusers to LCM and TCD LoRA and the cards of SDXL-Lightning."""


def available_modes(checkpoint: Checkpoint) -> dict[str, FastMode]:
    """Return the modes whose schedulers a checkpoint supports."""
    return {name: mode for name, mode in FAST_MODES.items() if mode.scheduler in checkpoint.schedulers}


def mode_lora_ids() -> set[str]:
    """Return the ids of the LoRA that modes add by themselves."""
    hints = [hint for mode in FAST_MODES.values() for hint in mode.name_hints]
    return {lora.id for lora in _catalog_loras() if any(sign in lora.id for sign in hints)}


def _catalog_loras() -> list[CatalogEntry]:
    return [entry for entry in load_catalog().values() if entry.kind == AuxiliaryKind.LORA]


def mode_settings(name: str, checkpoint: Checkpoint, loras: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the fields of a request that a mode sets, with the LoRA unless the model or one of `loras` replaces it.

    Raises `BadRequest` for a mode that the checkpoint does not support, `MachineError` if its LoRA is not downloaded.
    """
    modes = available_modes(checkpoint)
    if name not in modes:
        names = ", ".join(modes) or "none"
        raise BadRequest("mode-unknown", value=name[:40], model=checkpoint.name, names=names)
    mode = modes[name]
    entry = None if mode.is_trained_for(checkpoint, loras) else mode.lora(checkpoint)
    if entry is None:
        return mode.settings
    if entry.path is None:
        raise MachineError("model-not-fetched", model=entry.name, id=entry.id, size_bytes=entry.download)
    return {**mode.settings, "loras": (Lora(model=entry.id),)}


def relative_time(request: Request, baseline: Request) -> float:
    """Return the time of a request relative to another of the same size and model: 0.5 is half the time."""
    work, baseline_work = request_tflop(request), request_tflop(baseline)
    if work is None or baseline_work is None:
        return request.model_evaluations / max(1, baseline.model_evaluations)
    return work / baseline_work
