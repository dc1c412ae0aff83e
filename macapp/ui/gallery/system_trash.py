"""The system's Trash. On a Mac it is the Finder's; elsewhere that of the desktop (freedesktop.org's specification)."""

import errno
import sys
from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths


def move_to_trash(path: Path) -> Path:
    """Move a file to the Trash and return where it lies there; raises `OSError`. Any thread."""
    if sys.platform != "darwin":  # Qt 6.9 finds no Trash below a folder that nobody has needed yet
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
        Path(place).mkdir(parents=True, exist_ok=True)
    file = QFile(str(path))
    if not file.moveToTrash():
        raise OSError(errno.EPERM, file.errorString(), str(path))
    return Path(file.fileName())
