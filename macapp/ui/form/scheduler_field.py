"""The list of schedulers that the model supports; the choice is remembered for each model family."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox

from macapp.models import Checkpoint, ModelFamily
from macapp.ui.widgets.wheel import scroll_past


class SchedulerField(QComboBox):
    """A list of schedulers by their common names."""

    def __init__(self) -> None:
        super().__init__()
        scroll_past(self)
        self.setAccessibleName(self.tr("Scheduler"))
        self._family: ModelFamily | None = None
        self._chosen: dict[str, str] = {}
        """the last choice for each model family"""

    def set_checkpoint(self, checkpoint: Checkpoint) -> None:
        """List the schedulers of the checkpoint, and select the last choice for it or the default of the checkpoint."""
        if self._family is not None:
            self._chosen[self._family.name] = self.currentText()
        self._family = checkpoint.kind
        with QSignalBlocker(self):
            self.clear()
            self.addItems(list(checkpoint.schedulers))
            self.setCurrentText(self._chosen.get(self._family.name, checkpoint.scheduler))
