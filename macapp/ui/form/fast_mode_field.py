"""Few steps at one choice: what is set together for a model or a LoRA that was trained for it, and what that saves."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from macapp.domain.request import Request
from macapp.errors import BadRequest, Reason
from macapp.messages import format_bytes
from macapp.models import Checkpoint
from macapp.models.catalog import CatalogEntry
from macapp.models.fast_modes import FastMode, available_modes, relative_time
from macapp.ui.widgets.plain_text import caption
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.theme import mark_error, plain_text, secondary_label

LEAST_TOLD = 1.2  # times quicker: what is less is not said


class FastModeField(QWidget):
    """Shows which mode the form's settings are of, and asks for another."""

    mode_requested = Signal(str)
    """the mode to set; empty: the model's own settings"""
    download_requested = Signal(str)
    """an entry of the catalogue to be fetched"""

    def __init__(self) -> None:
        super().__init__()
        self._wanted: CatalogEntry | None = None
        self.modes = QComboBox()
        self.modes.setAccessibleName(self.tr("Few steps"))
        self.modes.activated.connect(lambda index: self.mode_requested.emit(self.modes.itemData(index)))
        self.saving = secondary_label(QLabel(), smaller=0.85)
        self.needs = plain_text(QLabel())
        self.get = QPushButton()
        self.get.clicked.connect(self._ask_for_model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for each in (self.modes, self.saving, self.needs, self.get):
            layout.addWidget(each)
        for each in (self.saving, self.needs):
            each.setWordWrap(True)
        for each in (self.saving, self.needs, self.get):
            each.hide()  # there may be no checkpoint to follow

    def set_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Offer the modes that a checkpoint can draw in."""
        self.modes.clear()
        self.modes.addItem(self.tr("Off"), "")
        for name, mode in available_modes(checkpoint).items():
            self.modes.addItem(mode.name, name)

    def follow(self, request: Request, checkpoint: Checkpoint, loras: tuple[str, ...]) -> None:
        """Show the mode that a request is of; `loras` are the names of those on it."""
        modes = available_modes(checkpoint)
        name = next((name for name, mode in modes.items() if _is_of(mode, request)), "")
        self.modes.setCurrentIndex(max(0, self.modes.findData(name)))
        self.saving.setText(self._saving_of(request, checkpoint) if name else "")
        self._say_needs(modes.get(name), checkpoint, loras)
        self.saving.setVisible(bool(self.saving.text()))

    def _saving_of(self, request: Request, checkpoint: Checkpoint) -> str:
        try:
            own = replace(request, steps=checkpoint.steps, guidance_scale=checkpoint.guidance_scale, eta=0.0)
        except BadRequest:  # a strength so small that the usual steps leave none
            return ""
        times = 1 / relative_time(request, own)
        if times < LEAST_TOLD:
            return ""
        told = f"{times:.1f}" if times < 2 else f"{times:.0f}"
        words = self.tr("%n steps instead of {0}: about {1} times quicker", None, request.steps)
        return words.format(own.steps, told)

    def _say_needs(self, mode: FastMode | None, checkpoint: Checkpoint, loras: tuple[str, ...]) -> None:
        """Say what a mode needs and is not there; what can be had is offered."""
        lacks = mode is not None and not mode.is_trained_for(checkpoint, loras)
        self._wanted = mode.lora(checkpoint) if mode is not None and lacks else None
        if mode is not None and lacks:
            self.needs.setText(error_text(Reason("mode-needs", {"mode": mode.name})))
            mark_error(self.needs)
        if self._wanted is not None:
            words = self.tr("Get {0} ({1})…") if self._wanted.path is None else self.tr("Add {0}")
            self.get.setText(caption(words.format(self._wanted.name, format_bytes(self._wanted.download))))
        self.needs.setVisible(lacks)
        self.get.setVisible(self._wanted is not None)

    def _ask_for_model(self) -> None:
        if self._wanted is not None and self._wanted.path is None:
            self.download_requested.emit(self._wanted.id)
        elif self._wanted is not None:
            self.mode_requested.emit(self.modes.currentData())


def _is_of(mode: FastMode, request: Request) -> bool:
    return mode.is_set(request.scheduler, request.guidance_scale)
