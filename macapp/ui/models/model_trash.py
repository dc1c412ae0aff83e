"""Move a model, or a packed copy of one, to the Trash after a question. Moves run off the window's thread."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from macapp.domain.units import format_bytes
from macapp.errors import EaselError
from macapp.models.packed_copies import USABLE, discard_copy
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import InstalledModel
from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.system_trash import move_to_trash
from macapp.ui.models.packed_copies import ListedCopy
from macapp.ui.widgets.plain_text import write_in
from macapp.ui.widgets.task_pool import TaskPool


class ModelTrash(QObject):
    """Asks in front of its parent, then moves files to the Trash."""

    moved = Signal(str)
    """the display name of what is now in the Trash"""
    failed = Signal(EaselError)
    """the reason why something stays where it is, or was moved in part"""

    def __init__(self, places: LibraryPaths, background: TaskPool, parent: QWidget) -> None:
        super().__init__(parent)
        self._places, self._background, self._parent = places, background, parent

    def may_move(self, selected: InstalledModel | ListedCopy | None) -> bool:
        """Return whether the user may move the selected row to the Trash."""
        if isinstance(selected, InstalledModel):
            return ModelRegistry(self._places).may_delete(selected)
        return selected is not None

    def ask(self, selected: InstalledModel | ListedCopy) -> None:
        """Ask whether to move a model or a packed copy to the Trash, and do so after a yes."""
        if isinstance(selected, InstalledModel):
            name, size = selected.name, selected.size_on_disk
            more = self.tr("It uses {0} on the disk. The pictures that it made are kept.")
            move: Callable[[], None] = partial(ModelRegistry(self._places).discard, selected, move_to_trash)
        else:
            name, size = selected.name, selected.copy.size_on_disk
            more = self.tr("It uses {0} on the disk. Its model is not affected.")
            if selected.copy.state == USABLE:
                more = self.tr("It uses {0} on the disk. The model is kept, and loads more slowly without its copy.")
            move = partial(discard_copy, selected.copy, move_to_trash)
        question = QMessageBox(self._parent)
        question.setIcon(QMessageBox.Icon.Question)
        write_in(question, self.tr("Move “{0}” to the Trash?").format(name), more.format(format_bytes(size)))
        yes = question.addButton(self.tr("Move to Trash"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        question.setDefaultButton(yes)
        question.buttonClicked.connect(lambda button: self._move(name, move) if button is yes else None)
        question.open()

    def _move(self, name: str, move: Callable[[], None]) -> None:
        self._background.run(move, partial(self._on_moved, name), self._on_failed)

    def _on_moved(self, name: str, _nothing: object) -> None:
        self.moved.emit(name)

    def _on_failed(self, error: EaselError) -> None:
        self.failed.emit(error)
