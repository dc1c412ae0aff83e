"""The field "Quality": how much time a picture may take, at three measured points."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from macapp.domain.request import Request
from macapp.errors import BadRequest
from macapp.models import Checkpoint
from macapp.models.quality import QUALITIES, full_settings
from macapp.ui.widgets.controls import SegmentedControl
from macapp.ui.widgets.plain_text import tip


class QualityField(QWidget):
    """Shows the quality of the current settings, none if they are others, and requests another one."""

    quality_requested = Signal(str)
    """a key of `QUALITIES`"""

    def __init__(self) -> None:
        super().__init__()
        labels = {"fast": self.tr("Fast"), "balanced": self.tr("Balanced"), "best": self.tr("Best")}
        tips = {
            "fast": self.tr("About half the time: fewer steps, and some of them reuse layers"),
            "balanced": self.tr("About three quarters of the time: fewer steps"),
            "best": self.tr("All steps of the model"),
        }
        self.choice = SegmentedControl(self.tr("Quality"), [(name, labels[name]) for name in labels])
        for name, words in tips.items():
            self.choice.button(name).setToolTip(tip(words))
            self.choice.button(name).clicked.connect(self._request)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice)
        self.setFocusProxy(self.choice)

    def follow(self, request: Request, checkpoint: Checkpoint) -> None:
        """Show the quality whose settings a request has."""
        self.choice.choose(next((name for name in QUALITIES if _has(request, name, checkpoint)), ""))

    def _request(self) -> None:
        self.quality_requested.emit(self.choice.value)


def is_measured(checkpoint: Checkpoint) -> bool:
    """Return whether a model has more than one quality to choose from."""
    try:
        full_settings("fast", checkpoint)
    except BadRequest:
        return False
    return True


def _has(request: Request, name: str, checkpoint: Checkpoint) -> bool:
    try:
        settings = full_settings(name, checkpoint)
    except BadRequest:
        return False
    return all(getattr(request, field) == value for field, value in settings.items())
