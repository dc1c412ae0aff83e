"""What to do about an index that cannot be opened: go back to a copy, or make it again from the pictures.

A double-clicked program has no terminal, so every fault at the start is said in a dialog too.
"""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from macapp import PRODUCT
from macapp.errors import EaselError, MachineError
from macapp.library.index import backups
from macapp.library.rebuild import reset_index, restore
from macapp.system.paths import LibraryPaths
from macapp.ui.widgets.plain_text import write_in
from macapp.ui.widgets.text import error_text

REPAIRED = {"library-damaged", "library-empty", "library-foreign"}


class RecoveryDialog(QMessageBox):
    """Says what is wrong with the index and offers what helps."""

    def __init__(self, fault: MachineError, places: LibraryPaths) -> None:
        super().__init__()
        self._places = places
        self._copies = backups.list_backups(places.database)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(PRODUCT)
        more = self.tr(
            "No picture is lost: each file says how it was made. The damaged index is kept beside the new one."
        )
        write_in(self, error_text(fault), more)
        self.again = self.addButton(self.tr("Make It Again from the Pictures"), QMessageBox.ButtonRole.AcceptRole)
        self.back = None
        if self._copies:
            words = self.tr("Go Back to the Copy of {0}").format(_day(self._copies[0]))
            self.back = self.addButton(words, QMessageBox.ButtonRole.AcceptRole)
            self.setDefaultButton(self.back)
        self.addButton(self.tr("Quit"), QMessageBox.ButtonRole.RejectRole)

    def repaired(self) -> bool:
        """Do what was chosen; return False if that was to quit. Raises `EaselError`."""
        if self.clickedButton() is self.again:
            reset_index(self._places)
        elif self.back is not None and self.clickedButton() is self.back:
            restore(self._places, self._copies[0])
        else:
            return False
        return True


def show_fatal_error(error: EaselError) -> None:
    """Say why the program cannot start, and wait until that was read."""
    box = QMessageBox(QMessageBox.Icon.Warning, PRODUCT, "")
    write_in(box, error_text(error))
    box.exec()


def _day(copy: Path) -> str:
    moment = datetime.strptime(f"{copy.name[:17]}+0000", "%Y-%m-%dT%H%M%S%z").astimezone()
    return QCoreApplication.translate("recovery", "{0} at {1}").format(f"{moment:%d %B %Y}", f"{moment:%H:%M}")
