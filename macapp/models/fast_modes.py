"""What makes a picture quicker, and by how much: fewer steps with a model made for them, guidance that ends early.

Data and pure functions. How much quicker is reckoned from the arithmetic of both ways. Any thread.
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
    """Settings with which a model that was trained for it draws in few steps."""

    name: str
    """what people call it"""
    steps: int
    guidance_scale: float
    scheduler: str
    name_hints: tuple[str, ...]
    """one of them is in the name of a model or a LoRA that was trained for it"""
    eta: float = 0.0

    def is_set(self, scheduler: str, guidance_scale: float) -> bool:
        """Return whether settings are of this mode, with however many steps."""
        return scheduler == self.scheduler and guidance_scale <= 1

    def is_trained_for(self, checkpoint: Checkpoint, loras: tuple[str, ...]) -> bool:
        """Return whether a model, or one of the LoRA on it, says in its name that it was trained for this."""
        names = (checkpoint.name, *loras)
        return any(sign in name.casefold() for sign in self.name_hints for name in names)

    @property
    def settings(self) -> dict[str, Any]:
        """The fields of a request that it sets, but for a LoRA."""
        return {name: getattr(self, name) for name in ("steps", "guidance_scale", "scheduler", "eta")}

    def lora(self, checkpoint: Checkpoint) -> CatalogEntry | None:
        """Return the LoRA of the catalogue that lets a model draw so; None if there is none for its family."""
        loras = (each for each in _catalog_loras() if each.family == checkpoint.family)
        return next((each for each in loras if any(sign in each.id for sign in self.name_hints)), None)


FAST_MODES: Mapping[str, FastMode] = {
    "lcm": FastMode("LCM", 4, 1.0, "lcm", ("lcm",)),
    "turbo": FastMode("Turbo, Lightning", 4, 0.0, "euler trailing", ("turbo", "lightning")),
    "tcd": FastMode("TCD, Hyper-SD", 4, 0.0, "tcd", ("tcd", "hyper"), eta=0.3),
}
"""Steps, guidance and eta as diffusers' guides to LCM and TCD LoRA and the cards of SDXL-Lightning have them."""


def available_modes(checkpoint: Checkpoint) -> dict[str, FastMode]:
    """Return the modes whose schedulers a checkpoint can use."""
    return {name: each for name, each in FAST_MODES.items() if each.scheduler in checkpoint.kind.schedulers}


def mode_lora_ids() -> set[str]:
    """Return the ids of the LoRA that modes put on by themselves."""
    signs = [each for mode in FAST_MODES.values() for each in mode.name_hints]
    return {each.id for each in _catalog_loras() if any(sign in each.id for sign in signs)}


def _catalog_loras() -> list[CatalogEntry]:
    return [each for each in load_catalog().values() if each.kind == AuxiliaryKind.LORA]


def mode_settings(name: str, checkpoint: Checkpoint, loras: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the fields of a request that a mode sets; among them the LoRA, where neither model nor `loras` suit it.

    Raises `BadRequest` for a mode that the checkpoint has not, `MachineError` if its LoRA is not on this disk.
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


def relative_time(request: Request, than: Request) -> float:
    """Return how long a request takes beside another of the same size and model: 0.5 is half the time."""
    work, whole = request_tflop(request), request_tflop(than)
    if work is None or whole is None:
        return request.model_evaluations / max(1, than.model_evaluations)
    return work / whole
