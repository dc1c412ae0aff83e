"""Variants of a model family that need other settings than the family: distilled models, mostly. Any thread.

A variant is recognised from its configuration, or from its name. Data and pure functions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macapp.models.configuration import INDEX, path_exists, read_config

MAX_NAMED_STEPS = 32  # of a distilled model whose name states its steps, such as "Lightning-8steps"
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_STEPS = re.compile(r"\b(\d{1,2}) ?steps?\b")


@dataclass(frozen=True, kw_only=True)
class Variant:
    """The settings that the authors of a variant recommend, and how it is recognised."""

    steps: int
    guidance_scale: float
    scheduler: str | None = None
    """None for the scheduler of the family"""
    name: str = ""
    """a regular expression that its name contains, in words of lower case"""
    index: Mapping[str, Any] | None = None
    """values of its `model_index.json`"""
    denoiser: Mapping[str, Any] | None = None
    """values of the configuration of its denoiser"""
    noise: Mapping[str, Any] | None = None
    """values of the configuration of its scheduler"""

    def matches(self, facts: "ModelFacts") -> bool:
        """Return whether a model is this variant: one of its signs is enough."""
        pairs = ((self.index, facts.index), (self.denoiser, facts.denoiser), (self.noise, facts.noise))
        signs = [all(config.get(key) == value for key, value in sign.items()) for sign, config in pairs if sign]
        return any(signs) or bool(self.name and re.search(self.name, facts.words))


@dataclass(frozen=True)
class ModelFacts:
    """What identifies the variant of a model."""

    words: str
    """the words of its names in lower case, separated by spaces"""
    index: Mapping[str, Any]
    denoiser: Mapping[str, Any]
    noise: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path, denoiser_part: str, name: str) -> "ModelFacts":
        """Read the facts of a model folder; raises `MachineError` for a damaged configuration."""
        files = (INDEX, f"{denoiser_part}/config.json", "scheduler/scheduler_config.json")
        index, denoiser, noise = (read_config(folder, file) if path_exists(folder / file) else {} for file in files)
        origin = index.get("_name_or_path")
        return cls(split_words(name, origin if isinstance(origin, str) else ""), index, denoiser, noise)

    @property
    def named_steps(self) -> int | None:
        """The number of steps that its name states, such as 8 for "Lightning-8steps"; None if it states none."""
        found = _STEPS.search(self.words)
        return int(found[1]) if found and 1 <= int(found[1]) <= MAX_NAMED_STEPS else None


def source_name(source: Path) -> str:
    """Return the name of a folder or file; for a folder in the hub's cache that of its repository."""
    return source.parents[1].name if source.parent.name == "snapshots" else source.name


def split_words(*names: str) -> str:
    """Return the words of some names in lower case: "SDXL_Turbo-v1" is "sdxl turbo v 1"."""
    return " ".join(word.casefold() for name in names for word in _WORD.findall(name))


def suited_settings(variants: tuple[Variant, ...], facts: ModelFacts) -> dict[str, Any]:
    """Return the settings of the first variant that matches; empty if none does."""
    variant = next((each for each in variants if each.matches(facts)), None)
    if variant is None:
        return {}
    steps = facts.named_steps or variant.steps
    found = {"steps": steps, "guidance_scale": variant.guidance_scale}
    return found if variant.scheduler is None else {**found, "scheduler": variant.scheduler}
