"""Recommend three models of the catalogue for a machine: for pictures, for editing, and for quick ideas. Any thread.

A model is recommended only if the plan says that it fits. The best model of a purpose comes first in its list; one that
fits only in 4 bits gives way to one that fits in 8 bits or in full.
"""

from dataclasses import dataclass
from enum import Enum

from macapp.domain.weight_format import WeightFormat
from macapp.errors import Reason, Value
from macapp.models.catalog import CatalogEntry, load_catalog
from macapp.models.cost import entry_architecture
from macapp.planning.plan import Plan, make_plan
from macapp.system.machine import Machine


class Purpose(Enum):
    """What a recommended model is for."""

    PICTURES = "pictures"
    EDITING = "editing"
    SPEED = "speed"


PURPOSES = {
    Purpose.PICTURES: ("qwen-image", "flux-1-dev", "z-image-turbo", "sd-3.5-medium", "sdxl", "sd-1.5"),
    Purpose.EDITING: ("qwen-image-edit", "flux-1-kontext-dev", "flux-2-klein-4b"),
    Purpose.SPEED: ("flux-1-schnell", "sdxl-turbo", "sd-turbo"),
}
"""Ids of the catalogue for each purpose, the best first."""


@dataclass(frozen=True)
class Recommendation:
    """A model that suits a machine, with the plan for a picture at its native size."""

    entry: CatalogEntry
    plan: Plan
    purpose: Purpose

    @property
    def weight_format(self) -> WeightFormat:
        """The weight format in which it runs there."""
        return self.plan.savings.weight_format

    @property
    def reason(self) -> Reason:
        """Why it suits the machine: a code and data for one sentence."""
        code = "recommended-full" if self.weight_format is WeightFormat.FULL else "recommended-packed"
        words: dict[str, Value] = {"name": self.entry.name, "about": self.entry.about}
        memory: dict[str, Value] = {"needed": self.plan.needed, "available": self.plan.available}
        return Reason(code, {**words, **memory, "format": self.weight_format.value})


def recommend_models(machine: Machine) -> list[Recommendation]:
    """Return at most one model for each purpose, all different; fewer on a machine where none fits."""
    chosen: list[Recommendation] = []
    for purpose, ids in PURPOSES.items():
        taken = {recommendation.entry.id for recommendation in chosen}
        fitting = [found for name in ids if name not in taken and (found := _plan(name, purpose, machine)) is not None]
        good = [found for found in fitting if found.weight_format is not WeightFormat.INT4]
        chosen += (good or fitting)[:1]
    return chosen


def _plan(name: str, purpose: Purpose, machine: Machine) -> Recommendation | None:
    entry = load_catalog()[name]
    architecture = entry_architecture(entry)
    if architecture is None:
        return None
    plan = make_plan(machine, architecture, (entry.native_size, entry.native_size))
    return Recommendation(entry, plan, purpose) if plan.fits else None
