"""The folder that the user saved to last: the next dialog for saving opens there. On the window's thread."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from macapp import settings
from macapp.system.paths import LibraryPaths


class LastFolder:
    """Reads and stores the folder in the settings of a library, so that it is known after a restart too."""

    def __init__(self, places: LibraryPaths) -> None:
        self._places = places

    def path(self) -> Path:
        """Return the folder; Pictures before the first time, or if it no longer exists."""
        stored = settings.load(self._places).save_folder
        if stored and Path(stored).is_dir():
            return Path(stored)
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))

    def follow(self, dialog: QFileDialog) -> None:
        """Let a dialog begin in the folder, and remember the one that the user chooses in it."""
        dialog.setDirectory(str(self.path()))
        dialog.fileSelected.connect(self.remember)

    def remember(self, chosen: str) -> None:
        """Store the folder of a file that the user saved, or a folder that the user chose."""
        folder = Path(chosen) if Path(chosen).is_dir() else Path(chosen).parent
        with suppress(OSError):  # a full disk must not prevent an export to another one
            settings.save(self._places, settings.load(self._places).with_changes(save_folder=str(folder)))
