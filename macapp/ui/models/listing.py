"""The content of the Models window, collected off the window's thread with its own connection."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from macapp.library import Library
from macapp.library.model_usage import ModelUsage
from macapp.models import foreign_folders
from macapp.models.catalog import CatalogEntry, load_catalog
from macapp.models.cost import ModelCost, estimate_cost
from macapp.models.flops import entry_step_tflop
from macapp.models.packed_copies import PackedCopy
from macapp.models.packed_copies import list_copies as list_packed_copies
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import InstalledModel
from macapp.system import storage
from macapp.system.machine import Machine
from macapp.system.paths import LibraryPaths
from macapp.ui.models.offers import Offer, find_offers


@dataclass(frozen=True)
class PricedEntry:
    """An entry of the catalogue with its cost on this machine."""

    entry: CatalogEntry
    costs: ModelCost

    @property
    def id(self) -> str:
        return self.entry.id


@dataclass(frozen=True)
class ModelListing:
    """Installed models, available models, and folders of other programs."""

    installed: list[InstalledModel]
    uses: dict[str, ModelUsage]
    available: list[tuple[CatalogEntry, ModelCost]]
    foreign_folders: list[tuple[str, Path]]
    """names and model folders of other programs that Easel does not search yet"""
    offers: list[Offer]
    """recommended models that are not on this disk"""
    packed_copies: Sequence[PackedCopy] = ()
    """those of all models, by model and format"""

    def use_of(self, model: InstalledModel) -> ModelUsage | None:
        """Return the usage of a model under all of its names, or None if it was never used."""
        uses = [self.uses[name] for name in (model.id, *map(str, model.copies)) if name in self.uses]
        return ModelUsage(sum(use.pictures for use in uses), max(use.last for use in uses)) if uses else None


def list_models(places: LibraryPaths, machine: Machine) -> ModelListing:
    """List the models on disk and in the catalogue. The first call is slow, because it scans the disk."""
    with Library.open(places) as library:
        uses, durations = library.model_usage(), library.durations()
    registry = ModelRegistry(places)
    missing = [entry for entry in load_catalog().values() if entry.path is None]
    folders = [
        (name, path) for name, path in foreign_folders.known_folders() if storage.resolved(path) not in registry.sources
    ]
    available = [(entry, estimate_cost(entry, machine, durations.tflops(entry_step_tflop(entry)))) for entry in missing]
    return ModelListing(
        registry.list_models(), uses, available, folders, _missing_offers(machine), list_packed_copies()
    )


def _missing_offers(machine: Machine) -> list[Offer]:
    return [offer for offer in find_offers(machine) if offer.recommendation.entry.path is None]
