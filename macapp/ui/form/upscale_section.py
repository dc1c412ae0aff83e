"""The section "Upscale": a second pass at a higher resolution, and enlargement of the finished picture."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import UPSCALES, Request
from macapp.models import ModelFamily
from macapp.ui.form.model_choice import ModelChoice
from macapp.ui.widgets.fields import choice_list, decimal_field, labelled_field, select_value, side_by_side
from macapp.ui.widgets.theme import GAP

HIRES_SCALES = (1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
HIRES_STRENGTH = 0.5


class UpscaleSection(QWidget):
    """High resolution, enlargement and the upscaler that both use."""

    changed = Signal()
    error_occurred = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.hires_scale = choice_list(self.tr("High resolution"))
        for scale in HIRES_SCALES:
            self.hires_scale.addItem(self.tr("Off") if scale == 1 else f"{scale:g}×", scale)
        self.hires_strength = decimal_field(0.05, 1, 0.05, self.tr("High-resolution strength"))
        self.hires_strength.setValue(HIRES_STRENGTH)
        self.upscale = choice_list(self.tr("Enlarge"))
        for factor in UPSCALES:
            self.upscale.addItem(self.tr("Off") if factor == 1 else f"{factor}×", factor)
        self.upscaler = ModelChoice(
            self.tr("Upscaler"),
            self.tr("Lanczos"),
            self.tr("Choose an Upscaler"),
            partial(models.find_auxiliary, kind=AuxiliaryKind.UPSCALER),
            self.tr("Upscalers (*.safetensors)"),
        )
        self._build_layout()
        self.hires_strength.valueChanged.connect(self._on_changed)
        for combo in (self.hires_scale, self.upscale):
            combo.currentIndexChanged.connect(self._on_changed)
        self.upscaler.changed.connect(self._on_changed)
        self.upscaler.error_occurred.connect(self.error_occurred)
        self._on_changed()

    def values(self) -> dict[str, Any]:
        """Return the fields of a request that the section shows."""
        return {
            "hires_scale": self.hires_scale.currentData(),
            "hires_strength": round(self.hires_strength.value(), 2),
            "upscale": self.upscale.currentData(),
            "upscaler": self.upscaler.value,
        }

    def use(self, request: Request) -> None:
        """Show the values of a request."""
        select_value(self.hires_scale, request.hires_scale, f"{request.hires_scale:g}×")
        self.hires_strength.setValue(request.hires_strength)
        select_value(self.upscale, request.upscale, f"{request.upscale}×")
        self.upscaler.use(request.upscaler)

    def set_family(self, family: ModelFamily) -> None:
        """Show what a model family supports; every family can be enlarged."""
        self._hires_row.setVisible("hires_scale" in family.supports)

    def summary(self) -> str:
        """Return the state of the section in a few words."""
        hires, upscale = self.hires_scale.currentData(), self.upscale.currentData()
        parts = [
            (hires > 1, self.tr("high resolution {0}×").format(f"{hires:g}")),
            (upscale > 1, self.tr("enlarged {0}×").format(upscale)),
        ]
        return ", ".join(word for is_set, word in parts if is_set) or self.tr("off")

    def add_upscaler(self, path: str) -> None:
        """Add an upscaler to the list and select it, or report its error; without a factor it doubles the sides."""
        if self.upscaler.add(path) and self.upscale.currentData() == 1:
            select_value(self.upscale, 2, "2×")

    def _on_changed(self) -> None:
        has_hires = self.hires_scale.currentData() != 1
        self.hires_strength.setEnabled(has_hires)
        self.upscaler.setEnabled(has_hires or self.upscale.currentData() != 1)
        self.changed.emit()

    def _build_layout(self) -> None:
        self._hires_row = side_by_side(
            labelled_field(self.tr("High resolution"), self.hires_scale),
            labelled_field(self.tr("Refine by"), self.hires_strength),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._hires_row)
        layout.addWidget(labelled_field(self.tr("Enlarge"), self.upscale))
        layout.addWidget(labelled_field(self.tr("With"), self.upscaler))
