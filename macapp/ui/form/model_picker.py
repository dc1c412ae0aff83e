"""The list of models in the form, grouped by family; a model is read when it is selected."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QSizePolicy

from macapp import models
from macapp.errors import EaselError
from macapp.models import Checkpoint
from macapp.models.scan_cache import InstalledModel
from macapp.ui.widgets.eliding_list import ElidingList
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.wheel import scroll_past

_MORE_ROLE = Qt.ItemDataRole.UserRole + 1


class ModelPicker(ElidingList):
    """A list of checkpoints; the data of an item is the id of its model, or None for the name of a family."""

    model_chosen = Signal()
    """the user chose a model"""
    more_requested = Signal()
    """the user wants models that are not on this disk"""
    error_occurred = Signal(str)
    """why the selected model cannot be used, as a sentence"""

    def __init__(self) -> None:
        super().__init__()
        scroll_past(self)
        self._last_model, self._is_open = -1, False
        self.activated.connect(self._on_activated)
        self.currentIndexChanged.connect(self._remember)
        self.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
        )  # cut long names instead of widening the form
        self._names: dict[str, tuple[str, str]] = {}
        """family and name of each listed model by its id"""
        self._checkpoint: Checkpoint | None = None

    def checkpoint(self) -> Checkpoint | None:
        """Return the selected model; None if there is none, or it can no longer be read."""
        model = self.currentData()
        if model is None:
            return None
        if self._checkpoint is None or self._checkpoint.id != model:
            try:
                self._checkpoint = models.find_checkpoint(model)
            except EaselError as error:
                self.error_occurred.emit(error_text(error))
                return None
        return self._checkpoint

    def models(self) -> list[str]:
        """Return the ids of the listed models, in their order."""
        return [data for n in range(self.count()) if (data := self.itemData(n)) is not None]

    def add(self, found: Checkpoint) -> None:
        """Add a model to the list."""
        self._names[found.id] = found.family, found.name
        self._rebuild_items()

    def choose(self, found: Checkpoint) -> None:
        """Select a model, and add it first if it is not in the list."""
        self._checkpoint = found
        if found.id not in self._names:
            self.add(found)
        self.setCurrentIndex(self.findData(found.id))

    def offer(self, models: Sequence[InstalledModel]) -> None:
        """List these models, the selected one and no others."""
        chosen = self.currentData()
        names = {model.id: (model.family, model.name) for model in models}
        if chosen is not None and chosen not in names:
            names[chosen] = self._names[chosen]
        if names != self._names:
            self._names = names
            self._rebuild_items()

    def showPopup(self) -> None:
        """Open the list."""
        self._is_open = True
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with the arrow keys while the list is closed; they skip “Get More Models…”."""
        self._is_open = False
        super().keyPressEvent(event)

    def _on_activated(self, row: int) -> None:
        if not self.itemData(row, _MORE_ROLE):
            self.model_chosen.emit()
            return
        with QSignalBlocker(self):
            self.setCurrentIndex(self._last_model)
        if self._is_open:
            self.more_requested.emit()

    def _remember(self, row: int) -> None:
        if self.itemData(row) is not None:
            self._last_model = row

    def _rebuild_items(self) -> None:
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
        more = QStandardItem(self.tr("Get More Models…"))
        more.setData(True, _MORE_ROLE)
        items.appendRow(more)
        blocked = self.blockSignals(True)
        self.setModel(items)
        self.insertSeparator(self.count() - 1)
        first = next((n for n in range(self.count()) if self.itemData(n) is not None), -1)
        self.setCurrentIndex(self.findData(chosen) if chosen is not None else first)
        self.blockSignals(blocked)
        self._remember(self.currentIndex())


def _heading(family: str) -> QStandardItem:
    item = QStandardItem(family)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
