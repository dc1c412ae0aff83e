"""Recommend three models of the catalogue for a machine: for pictures, for editing, and for quick ideas. Any thread.

The plan decides which models fit. Of these, the first of a purpose's list is recommended that a beginner can enjoy: a
picture takes at most five minutes on that machine, an hour is enough to download what is not on this disk, and its
weights have at least 8 bits. Where there is none, 4 bits do; where every model is slower or larger, it is the quickest
one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from macapp.domain.weight_format import WeightFormat
from macapp.errors import Reason, Value
from macapp.models.catalog import CatalogEntry, load_catalog, missing_entries
from macapp.models.cost import entry_architecture, estimate_seconds
from macapp.planning.plan import Plan, make_plan
from macapp.system.machine import Machine

MAX_SECONDS = 5 * 60
"""for a picture at the native size of a model"""
MAX_DOWNLOAD = 22_500_000_000
"""bytes: an hour at 50 Mbit/s, a usual home connection"""


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
    size: int
    """bytes of its download with those of its parts that are not on this disk"""
    seconds: float | None
    """for a picture, which has a reference image if it edits; None if the speed of the machine is unknown"""

    @property
    def weight_format(self) -> WeightFormat:
        """The weight format in which it runs there."""
        return self.plan.savings.weight_format

    @property
    def is_enjoyable(self) -> bool:
        """Whether the download and a picture take no longer than a beginner waits."""
        missing = self.size if self.entry.path is None else self.size - self.entry.download
        return missing <= MAX_DOWNLOAD and (self.seconds or 0) <= MAX_SECONDS

    @property
    def reason(self) -> Reason:
        """Why it suits the machine: a code and data for one sentence."""
        code = "recommended-full" if self.weight_format is WeightFormat.FULL else "recommended-packed"
        data: dict[str, Value] = {"name": self.entry.name, "about": self.entry.about, "size_bytes": self.size}
        data |= {"needed": self.plan.needed, "available": self.plan.available, "format": self.weight_format.value}
        if self.seconds is None:
            return Reason(code, data)
        return Reason(f"{code}-timed", {**data, "time": self.seconds})


def recommend_models(machine: Machine) -> list[Recommendation]:
    """Return at most one model for each purpose, all different; fewer on a machine where none fits."""
    chosen: list[Recommendation] = []
    for purpose in PURPOSES:
        taken = {recommendation.entry.id for recommendation in chosen}
        fitting = [found for found in _iter_fitting(purpose, machine) if found.entry.id not in taken]
        enjoyable = [found for found in fitting if found.is_enjoyable]
        best = [found for found in enjoyable if found.weight_format is not WeightFormat.INT4] or enjoyable
        chosen += (best or sorted(fitting, key=lambda found: found.seconds or 0.0))[:1]
    return chosen


def _iter_fitting(purpose: Purpose, machine: Machine) -> Iterator[Recommendation]:
    """Yield the models of a purpose that fit a machine, the best first."""
    for entry in map(load_catalog().__getitem__, PURPOSES[purpose]):
        architecture = entry_architecture(entry)
        if architecture is None:
            continue
        plan = make_plan(machine, architecture, (entry.native_size, entry.native_size))
        if plan.fits:
            size = sum(each.download for each in missing_entries(entry.id))
            seconds = estimate_seconds(entry, machine, references=int(purpose is Purpose.EDITING))
            yield Recommendation(entry, plan, purpose, size, seconds)
