"""LoRA and textual inversions on the next picture: each with its weight and the words that wake it."""

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
from macapp.models import AuxiliaryModel, ModelFamily
from macapp.ui.widgets.fields import decimal_field, remove_button
from macapp.ui.widgets.plain_text import caption, file_dialog, tip
from macapp.ui.widgets.text import elide, error_text
from macapp.ui.widgets.theme import plain_text, secondary_label


class LoraField(QWidget):
    """Holds what is added to the model."""

    changed = Signal()
    error_occurred = Signal(str)
    word_chosen = Signal(str)
    """a word to write into the prompt"""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[AuxiliaryModel, QWidget, QDoubleSpinBox | None]] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._add = QPushButton(self.tr("Add LoRA or Textual Inversion…"))
        self._add.clicked.connect(self.choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._list)
        layout.addWidget(self._add)

    def values(self) -> dict[str, Any]:
        """Return the fields of a request that it holds."""
        return {
            "loras": tuple(
                Lora(model=found.id, weight=round(spin.value(), 2)) for found, _, spin in self._rows if spin
            ),
            "embeddings": tuple(found.id for found, _, spin in self._rows if spin is None),
        }

    def use(self, request: Request) -> None:
        """Show what a request says; what is no longer there is said to be missing."""
        self.clear()
        for each in request.loras:
            self.add(each.model, each.weight)
        for each in request.embeddings:
            self.add(each)

    def clear(self) -> None:
        """Take everything off."""
        for found, _row, _spin in list(self._rows):
            self.remove(found)

    def add(self, path: str, weight: float = 1.0) -> None:
        """Add a file, telling by its content what it is; say what is wrong with one that is neither."""
        try:
            found = _either(path)
        except EaselError as error:
            self.error_occurred.emit(error_text(error))
            return
        if found.id in [each.id for each, _row, _spin in self._rows]:
            return
        spin = None
        if found.kind is AuxiliaryKind.LORA:
            spin = decimal_field(-10, 10, 0.05, self.tr("Weight of {0}").format(found.name))
            spin.setValue(weight)
            spin.valueChanged.connect(self.changed)
        row = self._row(found, spin)
        self._rows.append((found, row, spin))
        self._list.addWidget(row)
        self.changed.emit()

    def loras(self) -> tuple[str, ...]:
        """Return the names of the LoRA."""
        return tuple(found.name for found, _row, spin in self._rows if spin is not None)

    def remove_all(self, ids: Collection[str]) -> None:
        """Take off those of some ids."""
        for found, _row, _spin in list(self._rows):
            if found.id in ids:
                self.remove(found)

    def remove(self, found: AuxiliaryModel) -> None:
        """Take one off."""
        for each in list(self._rows):
            if each[0].id == found.id:
                self._rows.remove(each)
                each[1].setParent(None)
                each[1].deleteLater()
        self.changed.emit()

    def summary(self) -> str:
        """Return the names of what is added."""
        return elide(", ".join(found.name for found, _row, _spin in self._rows), 40)

    def set_kind(self, kind: ModelFamily) -> None:
        """Be there for a kind of model that takes any of it."""
        self.setEnabled(bool({"loras", "embeddings"} & kind.supports))

    def choose(self) -> None:
        """Ask for files."""
        dialog = file_dialog(self, self.tr("Add LoRA or Textual Inversions"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("LoRA and textual inversions (*.safetensors)"))
        dialog.filesSelected.connect(lambda paths: [self.add(each) for each in paths])
        dialog.open()

    def _row(self, found: AuxiliaryModel, spin: QDoubleSpinBox | None) -> QWidget:
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
        off = remove_button(self.tr("Take off {0}").format(found.name))
        off.clicked.connect(partial(self.remove, found))
        line.addWidget(off)
        column.addLayout(line)
        words = found.words if found.kind is AuxiliaryKind.LORA else (found.name,)
        if words:
            column.addLayout(self._words(words))
        return row

    def _words(self, words: tuple[str, ...]) -> QHBoxLayout:
        """Return the words that wake an addition, each to be clicked into the prompt."""
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(secondary_label(QLabel(self.tr("Words:")), smaller=0.85))
        for word in words[:3]:
            button = QToolButton()
            button.setText(caption(elide(word, 16)))
            button.setToolTip(tip(self.tr("Write “{0}” into the prompt").format(word)))
            button.setAutoRaise(True)
            button.clicked.connect(partial(self.word_chosen.emit, word))
            line.addWidget(button)
        line.addStretch()
        return line


def _either(path: str) -> AuxiliaryModel:
    """Return the LoRA or the textual inversion in a file; raises what is wrong with it as a LoRA."""
    try:
        return models.find_auxiliary(path, AuxiliaryKind.LORA)
    except EaselError as error:
        if error.code != "addon-other-kind":
            raise
        if Path(path).suffix:
            return models.find_auxiliary(path, AuxiliaryKind.EMBEDDING)
        raise
