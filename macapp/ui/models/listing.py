"""What the Models window shows: looked up off the window's thread, with a connection of its own."""

from dataclasses import dataclass
from pathlib import Path

from macapp.library import Library
from macapp.library.model_usage import Use
from macapp.models import foreign_folders
from macapp.models.catalog import Entry, catalogue
from macapp.models.cost import Price, price
from macapp.models.registry import Shelf
from macapp.models.scan_cache import Model
from macapp.system import storage
from macapp.system.machine import Machine
from macapp.system.paths import Places


@dataclass(frozen=True)
class Priced:
    """An entry of the catalogue with what it takes here."""

    entry: Entry
    costs: Price

    @property
    def id(self) -> str:
        return self.entry.id


@dataclass(frozen=True)
class Found:
    """What is there, what can be had, and what other programs have."""

    here: list[Model]
    uses: dict[str, Use]
    available: list[tuple[Entry, Price]]
    known: list[tuple[str, Path]]
    """folders of other programs that are not looked through"""

    def use_of(self, model: Model) -> Use | None:
        """Return the use of a model under any of its names."""
        uses = [self.uses[each] for each in (model.id, *map(str, model.copies)) if each in self.uses]
        return Use(sum(each.pictures for each in uses), max(each.last for each in uses)) if uses else None


def found(places: Places, machine: Machine) -> Found:
    """Look at the disk and at what this machine has shown; takes a while the first time."""
    with Library.open(places) as library:
        uses, durations = library.uses(), library.durations()
    shelf = Shelf(places)
    wanted = [each for each in catalogue().values() if each.path is None]
    known = [(name, path) for name, path in foreign_folders.known() if storage.resolved(path) not in shelf.sources]
    available = [(each, price(each, machine, durations.speed(each.step_tflop))) for each in wanted]
    return Found(shelf.all(), uses, available, known)
