"""The dialog for a damaged index: restore a backup, or rebuild the index from the pictures.

An application that was opened by a double click has no terminal, so a dialog also shows every error at startup.
"""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from macapp import PRODUCT
from macapp.errors import EaselError, MachineError
from macapp.library.index import backups
from macapp.library.rebuild import quarantine_index, restore
from macapp.system.paths import LibraryPaths
from macapp.ui.widgets.plain_text import write_in
from macapp.ui.widgets.text import error_text

REPAIRABLE_CODES = {"library-damaged", "library-empty", "library-foreign"}


class RecoveryDialog(QMessageBox):
    """Shows the problem with the index and offers the repairs."""

    def __init__(self, fault: MachineError, places: LibraryPaths) -> None:
        super().__init__()
        self._places = places
        self._backups = backups.list_backups(places.database)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(PRODUCT)
        more = self.tr(
            "No picture is lost: each file contains its settings. Easel keeps the damaged index next to the new one."
        )
        write_in(self, error_text(fault), more)
        self.rebuild_button = self.addButton(self.tr("Rebuild from Pictures"), QMessageBox.ButtonRole.AcceptRole)
        self.restore_button = None
        if self._backups:
            words = self.tr("Restore Backup of {0}").format(_backup_date(self._backups[0]))
            self.restore_button = self.addButton(words, QMessageBox.ButtonRole.AcceptRole)
            self.setDefaultButton(self.restore_button)
        self.addButton(self.tr("Quit"), QMessageBox.ButtonRole.RejectRole)

    def repair(self) -> bool:
        """Carry out the choice of the user; return False for Quit. Raises `EaselError`."""
        if self.clickedButton() is self.rebuild_button:
            quarantine_index(self._places)
        elif self.restore_button is not None and self.clickedButton() is self.restore_button:
            restore(self._places, self._backups[0])
        else:
            return False
        return True


def show_fatal_error(error: EaselError) -> None:
    """Show why Easel cannot start, and wait until the user closes the dialog."""
    box = QMessageBox(QMessageBox.Icon.Warning, PRODUCT, "")
    write_in(box, error_text(error))
    box.exec()


def _backup_date(backup: Path) -> str:
    moment = datetime.strptime(f"{backup.name[:17]}+0000", "%Y-%m-%dT%H%M%S%z").astimezone()
    return QCoreApplication.translate("recovery", "{0} at {1}").format(f"{moment:%d %B %Y}", f"{moment:%H:%M}")
