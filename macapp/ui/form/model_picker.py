"""The list of models in the form, those of a family under its name; a model is read when it is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QSizePolicy

from macapp import models
from macapp.errors import EaselError
from macapp.models import Checkpoint
from macapp.models.scan_cache import InstalledModel
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.text import error_text


class ModelPicker(QComboBox):
    """A list of checkpoints; the data of an item is the id of its model, of a family's name there is none."""

    error_occurred = Signal(str)
    """why the model chosen cannot be used, in words for people"""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # long names are cut, not the form
        self._names: dict[str, tuple[str, str]] = {}
        """of each model on the list, by its id: its family, its name"""
        self._read: Checkpoint | None = None

    def checkpoint(self) -> Checkpoint | None:
        """Return the model chosen; None if there is none, or it can no longer be read."""
        model = self.currentData()
        if model is None:
            return None
        if self._read is None or self._read.id != model:
            try:
                self._read = models.find_checkpoint(model)
            except EaselError as error:
                self.error_occurred.emit(error_text(error))
                return None
        return self._read

    def models(self) -> list[str]:
        """Return the ids of the models on the list, in its order."""
        return [data for n in range(self.count()) if (data := self.itemData(n)) is not None]

    def add(self, found: Checkpoint) -> None:
        """Put a model on the list."""
        self._names[found.id] = found.family, found.name
        self._show()

    def choose(self, found: Checkpoint) -> None:
        """Choose a model, adding one that is not on the list."""
        self._read = found
        if found.id not in self._names:
            self.add(found)
        self.setCurrentIndex(self.findData(found.id))

    def offer(self, models: Sequence[InstalledModel]) -> None:
        """Offer these models and no others, but for the one chosen."""
        chosen = self.currentData()
        names = {each.id: (each.family, each.name) for each in models}
        if chosen is not None and chosen not in names:
            names[chosen] = self._names[chosen]
        if names != self._names:
            self._names = names
            self._show()

    def _show(self) -> None:
        chosen = self.currentData()
        families: dict[str, list[str]] = {}
        for model, (family, _name) in self._names.items():
            families.setdefault(family, []).append(model)
        items = QStandardItemModel(self)
        for family, inside in families.items():
            if len(families) > 1:
                items.appendRow(_heading(family))
            for model in inside:
                item = QStandardItem(self._names[model][1])
                item.setData(model, Qt.ItemDataRole.UserRole)
                item.setToolTip(tip(model))
                items.appendRow(item)
        blocked = self.blockSignals(True)
        self.setModel(items)
        first = next((n for n in range(self.count()) if self.itemData(n) is not None), -1)
        self.setCurrentIndex(self.findData(chosen) if chosen is not None else first)
        self.blockSignals(blocked)


def _heading(family: str) -> QStandardItem:
    item = QStandardItem(family)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
