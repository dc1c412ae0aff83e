"""A list of models of one kind with a button that adds a file or folder to it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from macapp.errors import EaselError
from macapp.models import AuxiliaryModel, Checkpoint
from macapp.ui.widgets.fields import choice_list, select_value
from macapp.ui.widgets.plain_text import file_dialog, tip
from macapp.ui.widgets.text import error_text


class ModelChoice(QWidget):
    """A list whose first entry is no model, and a button "…" that opens a dialog for another one.

    `find` returns the model at a path; raises `EaselError` if there is none of the right kind.
    """

    changed = Signal()
    error_occurred = Signal(str)

    def __init__(
        self, name: str, none: str, title: str, find: Callable[[str], AuxiliaryModel | Checkpoint], types: str = ""
    ) -> None:
        """`title` is of the dialog; `types` is its filter for files, or empty to choose a folder."""
        super().__init__()
        self._title, self._find, self._types = title, find, types
        self.list = choice_list(name, none)
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # long names are cut
        self.list.currentIndexChanged.connect(self.changed)
        button = QToolButton()
        button.setText("…")
        button.setToolTip(tip(title))
        button.setAccessibleName(title)
        button.clicked.connect(self.choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.list, 1)
        row.addWidget(button)
        self.setFocusProxy(self.list)

    @property
    def value(self) -> str | None:
        """The id of the selected model, or None."""
        return self.list.currentData()

    def use(self, model: str | None) -> None:
        """Select a model by its id, or none."""
        if model is None:
            self.list.setCurrentIndex(0)
        else:
            select_value(self.list, model, Path(model).stem)

    def choose(self) -> None:
        """Open a dialog for a file or folder."""
        dialog = file_dialog(self, self._title)
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.ExistingFile if self._types else mode.Directory)
        if self._types:
            dialog.setNameFilter(self._types)
        dialog.fileSelected.connect(self.add)
        dialog.open()

    def add(self, path: str) -> bool:
        """Add the model at a path to the list and select it, or report its error; return whether it was added."""
        try:
            found = self._find(path)
        except EaselError as error:
            self.error_occurred.emit(error_text(error))
            return False
        select_value(self.list, found.id, found.name)
        return True
