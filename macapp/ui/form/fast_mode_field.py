"""The field "Fast mode": settings for models and LoRA that were trained for few steps, and the time they save."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from macapp.domain.request import Request
from macapp.domain.units import format_bytes
from macapp.errors import BadRequest, Reason
from macapp.models import Checkpoint
from macapp.models.catalog import CatalogEntry
from macapp.models.fast_modes import FastMode, available_modes, relative_time
from macapp.ui.widgets.plain_text import caption
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.theme import mark_error, plain_text, secondary_label
from macapp.ui.widgets.wheel import scroll_past

MIN_SHOWN_SPEEDUP = 1.2  # a smaller factor is not shown


class FastModeField(QWidget):
    """Shows the fast mode of the current settings, and requests another one."""

    mode_requested = Signal(str)
    """the mode to apply; empty for the defaults of the model"""
    download_requested = Signal(str)
    """an entry of the catalogue to download"""

    def __init__(self) -> None:
        super().__init__()
        self._missing_lora: CatalogEntry | None = None
        self.modes = scroll_past(QComboBox())
        self.modes.setAccessibleName(self.tr("Fast mode"))
        self.modes.activated.connect(lambda index: self.mode_requested.emit(self.modes.itemData(index)))
        self.saving = secondary_label(QLabel(), smaller=0.85)
        self.needs = plain_text(QLabel())
        self.get = QPushButton()
        self.get.clicked.connect(self._request_lora)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.modes, self.saving, self.needs, self.get):
            layout.addWidget(widget)
        for label in (self.saving, self.needs):
            label.setWordWrap(True)
        for widget in (self.saving, self.needs, self.get):
            widget.hide()  # there may be no checkpoint

    def set_checkpoint(self, checkpoint: Checkpoint) -> None:
        """List the modes that a checkpoint supports."""
        self.modes.clear()
        self.modes.addItem(self.tr("Off"), "")
        for name, mode in available_modes(checkpoint).items():
            self.modes.addItem(mode.name, name)

    def follow(self, request: Request, checkpoint: Checkpoint, loras: tuple[str, ...]) -> None:
        """Show the mode of a request; `loras` are the names of its LoRA."""
        modes = available_modes(checkpoint)
        name = next((name for name, mode in modes.items() if _is_applied(mode, request)), "")
        self.modes.setCurrentIndex(max(0, self.modes.findData(name)))
        self.saving.setText(self._format_saving(request, checkpoint) if name else "")
        self._show_missing_lora(modes.get(name), checkpoint, loras)
        self.saving.setVisible(bool(self.saving.text()))

    def _format_saving(self, request: Request, checkpoint: Checkpoint) -> str:
        try:
            own = replace(request, steps=checkpoint.steps, guidance_scale=checkpoint.guidance_scale, eta=0.0)
        except BadRequest:  # the strength is so small that the default leaves no steps
            return ""
        speedup = 1 / relative_time(request, own)
        if speedup < MIN_SHOWN_SPEEDUP:
            return ""
        factor = f"{speedup:.1f}" if speedup < 2 else f"{speedup:.0f}"
        words = self.tr("%n steps instead of {0}: about {1} times faster", None, request.steps)
        return words.format(own.steps, factor)

    def _show_missing_lora(self, mode: FastMode | None, checkpoint: Checkpoint, loras: tuple[str, ...]) -> None:
        """Say which LoRA a mode lacks, and offer to add or download it."""
        lacks = mode is not None and not mode.is_trained_for(checkpoint, loras)
        self._missing_lora = mode.lora(checkpoint) if mode is not None and lacks else None
        if mode is not None and lacks:
            self.needs.setText(error_text(Reason("mode-needs", {"mode": mode.name})))
            mark_error(self.needs)
        if self._missing_lora is not None:
            words = self.tr("Download {0} ({1})…") if self._missing_lora.path is None else self.tr("Add {0}")
            self.get.setText(caption(words.format(self._missing_lora.name, format_bytes(self._missing_lora.download))))
        self.needs.setVisible(lacks)
        self.get.setVisible(self._missing_lora is not None)

    def _request_lora(self) -> None:
        if self._missing_lora is not None and self._missing_lora.path is None:
            self.download_requested.emit(self._missing_lora.id)
        elif self._missing_lora is not None:
            self.mode_requested.emit(self.modes.currentData())


def _is_applied(mode: FastMode, request: Request) -> bool:
    return mode.is_set(request.scheduler, request.guidance_scale)
