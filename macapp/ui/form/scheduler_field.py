"""The scheduler: those that the model takes; the choice is kept for each kind of model."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox

from macapp.models import Checkpoint, ModelFamily


class SchedulerField(QComboBox):
    """A scheduler by its common name."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Scheduler"))
        self._kind: ModelFamily | None = None
        self._chosen: dict[str, str] = {}
        """the last choice for each kind of model"""

    def set_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Offer the schedulers of its kind, and show what was chosen for that kind before, or what it wants itself."""
        if self._kind is not None:
            self._chosen[self._kind.name] = self.currentText()
        self._kind = checkpoint.kind
        with QSignalBlocker(self):
            self.clear()
            self.addItems(list(self._kind.schedulers))
            self.setCurrentText(self._chosen.get(self._kind.name, checkpoint.scheduler))
