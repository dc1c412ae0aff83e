"""What the Models window shows: looked up off the window's thread, with a connection of its own."""

from dataclasses import dataclass
from pathlib import Path

from macapp.library import Library
from macapp.library.model_usage import ModelUsage
from macapp.models import foreign_folders
from macapp.models.catalog import CatalogEntry, load_catalog
from macapp.models.cost import ModelCost, estimate_cost
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import InstalledModel
from macapp.system import storage
from macapp.system.machine import Machine
from macapp.system.paths import LibraryPaths


@dataclass(frozen=True)
class PricedEntry:
    """An entry of the catalogue with what it takes here."""

    entry: CatalogEntry
    costs: ModelCost

    @property
    def id(self) -> str:
        return self.entry.id


@dataclass(frozen=True)
class ModelListing:
    """What is there, what can be had, and what other programs have."""

    here: list[InstalledModel]
    uses: dict[str, ModelUsage]
    available: list[tuple[CatalogEntry, ModelCost]]
    known: list[tuple[str, Path]]
    """folders of other programs that are not looked through"""

    def use_of(self, model: InstalledModel) -> ModelUsage | None:
        """Return the use of a model under any of its names."""
        uses = [self.uses[each] for each in (model.id, *map(str, model.copies)) if each in self.uses]
        return ModelUsage(sum(each.pictures for each in uses), max(each.last for each in uses)) if uses else None


def list_models(places: LibraryPaths, machine: Machine) -> ModelListing:
    """Look at the disk and at what this machine has shown; takes a while the first time."""
    with Library.open(places) as library:
        uses, durations = library.uses(), library.durations()
    shelf = ModelRegistry(places)
    wanted = [each for each in load_catalog().values() if each.path is None]
    known = [
        (name, path) for name, path in foreign_folders.known_folders() if storage.resolved(path) not in shelf.sources
    ]
    available = [(each, estimate_cost(each, machine, durations.tflops(each.step_tflop))) for each in wanted]
    return ModelListing(shelf.list_models(), uses, available, known)
