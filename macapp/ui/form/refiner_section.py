"""The section "Refine": a second model that finishes the picture."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from macapp.domain.request import Request
from macapp.models import fits
from macapp.ui.form.model_choice import ModelChoice
from macapp.ui.widgets.fields import decimal_field, labelled_field


class RefinerSection(QWidget):
    """The refiner and the share of the steps at which it starts."""

    changed = Signal()
    error_occurred = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        title = self.tr("Choose the Refiner of Stable Diffusion XL")
        self.refiner = ModelChoice(self.tr("Refiner"), self.tr("Off"), title, fits.find_refiner)
        self.start = decimal_field(0.05, 0.95, 0.05, self.tr("Share of the steps at which the refiner starts"))
        self.start.setValue(Request.refiner_start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(labelled_field(self.tr("Refiner"), self.refiner))
        layout.addWidget(labelled_field(self.tr("Starts at"), self.start))
        self.refiner.changed.connect(self._on_changed)
        self.refiner.error_occurred.connect(self.error_occurred)
        self.start.valueChanged.connect(self.changed)
        self._on_changed()

    def values(self) -> dict[str, Any]:
        """Return the fields of a request that the section shows."""
        return {"refiner": self.refiner.value, "refiner_start": round(self.start.value(), 2)}

    def use(self, request: Request) -> None:
        """Show the values of a request."""
        self.start.setValue(request.refiner_start)
        self.refiner.use(request.refiner)

    def summary(self) -> str:
        """Return the state of the section in a few words."""
        if self.refiner.value is None:
            return self.tr("off")
        return self.tr("{0} from {1}").format(self.refiner.list.currentText(), f"{self.start.value():g}")

    def _on_changed(self) -> None:
        self.start.setEnabled(self.refiner.value is not None)
        self.changed.emit()
