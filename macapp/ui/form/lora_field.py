"""The LoRA and textual inversions of the form, each with its weight and its trigger words."""

from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Lora, Request
from macapp.errors import EaselError
from macapp.models import AuxiliaryModel
from macapp.ui.widgets.fields import decimal_field, remove_button
from macapp.ui.widgets.plain_text import caption, file_dialog, tip
from macapp.ui.widgets.text import elide, error_text
from macapp.ui.widgets.theme import plain_text, secondary_label

MAX_WORDS = 3  # trigger words that are shown


class LoraField(QWidget):
    """The list of LoRA and textual inversions."""

    changed = Signal()
    error_occurred = Signal(str)
    word_chosen = Signal(str)
    """a trigger word to add to the prompt"""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[AuxiliaryModel, QWidget, QDoubleSpinBox | None]] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._add = QPushButton(self.tr("Add LoRA or Textual Inversion…"))
        self._add.clicked.connect(self.choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._list)
        layout.addWidget(self._add)

    def values(self) -> dict[str, Any]:
        """Return the fields `loras` and `embeddings` of a request."""
        return {
            "loras": tuple(Lora(model=found.id, weight=round(spin.value(), 2)) for found, _, spin in self.rows if spin),
            "embeddings": tuple(found.id for found, _, spin in self.rows if spin is None),
        }

    def use(self, request: Request) -> None:
        """Show the adapters of a request, and report missing files."""
        self.clear()
        for lora in request.loras:
            self.add(lora.model, lora.weight)
        for embedding in request.embeddings:
            self.add(embedding)

    def clear(self) -> None:
        """Remove everything."""
        for found, _row, _spin in list(self.rows):
            self.remove(found)

    def add(self, path: str, weight: float = 1.0) -> None:
        """Add a LoRA or textual inversion, recognised by its content; report the error of any other file."""
        try:
            found = _find_adapter(path)
        except EaselError as error:
            self.error_occurred.emit(error_text(error))
            return
        if found.id in [adapter.id for adapter, _row, _spin in self.rows]:
            return
        spin = None
        if found.kind is AuxiliaryKind.LORA:
            spin = decimal_field(-10, 10, 0.05, self.tr("Weight of {0}").format(found.name))
            spin.setValue(weight)
            spin.valueChanged.connect(self.changed)
        row = self._build_row(found, spin)
        self.rows.append((found, row, spin))
        self._list.addWidget(row)
        self.changed.emit()

    def loras(self) -> tuple[str, ...]:
        """Return the names of the LoRA."""
        return tuple(found.name for found, _row, spin in self.rows if spin is not None)

    def remove_all(self, ids: Collection[str]) -> None:
        """Remove the adapters with some ids."""
        for found, _row, _spin in list(self.rows):
            if found.id in ids:
                self.remove(found)

    def remove(self, found: AuxiliaryModel) -> None:
        """Remove one adapter."""
        for entry in list(self.rows):
            adapter, row, _spin = entry
            if adapter.id == found.id:
                self.rows.remove(entry)
                row.setParent(None)
                row.deleteLater()
        self.changed.emit()

    def summary(self) -> str:
        """Return the names of all adapters."""
        return elide(", ".join(found.name for found, _row, _spin in self.rows), 40) or self.tr("none")

    def choose(self) -> None:
        """Open a dialog for LoRA and textual inversions."""
        dialog = file_dialog(self, self.tr("Add LoRA or Textual Inversions"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("LoRA and textual inversions (*.safetensors)"))
        dialog.filesSelected.connect(lambda paths: [self.add(path) for path in paths])
        dialog.open()

    def _build_row(self, found: AuxiliaryModel, spin: QDoubleSpinBox | None) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(6)
        name = plain_text(QLabel(elide(found.name, 40)))
        name.setToolTip(tip(found.id))
        line.addWidget(name, 1)
        if spin is not None:
            line.addWidget(spin)
        remove = remove_button(self.tr("Remove {0}").format(found.name))
        remove.clicked.connect(partial(self.remove, found))
        line.addWidget(remove)
        column.addLayout(line)
        if found.words:
            column.addLayout(self._build_word_buttons(found.words))
        return row

    def _build_word_buttons(self, words: tuple[str, ...]) -> QHBoxLayout:
        """Return a row of buttons that add trigger words to the prompt."""
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(secondary_label(QLabel(self.tr("Trigger words:")), smaller=0.85))
        for word in words[:MAX_WORDS]:
            button = QToolButton()
            button.setText(caption(elide(word, 16)))
            button.setToolTip(tip(self.tr("Add “{0}” to the prompt").format(word)))
            button.setAutoRaise(True)
            button.clicked.connect(partial(self.word_chosen.emit, word))
            line.addWidget(button)
        line.addStretch()
        return line


def _find_adapter(path: str) -> AuxiliaryModel:
    """Return the LoRA or textual inversion in a file; raises the `EaselError` of reading it as a LoRA."""
    try:
        return models.find_auxiliary(path, AuxiliaryKind.LORA)
    except EaselError as error:
        if error.code != "addon-other-kind":
            raise
        if Path(path).suffix:
            return models.find_auxiliary(path, AuxiliaryKind.EMBEDDING)
        raise
