"""The Trash of the system: the Finder's on macOS; elsewhere the desktop's (freedesktop.org Trash specification)."""

import errno
import sys
from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths


def move_to_trash(path: Path) -> Path:
    """Move a file to the Trash and return its path there; raises `OSError`. Any thread may call it."""
    if sys.platform != "darwin":  # Qt 6.9 does not create the parent folder of the Trash
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
        Path(place).mkdir(parents=True, exist_ok=True)
    file = QFile(str(path))
    if not file.moveToTrash():
        raise OSError(errno.EPERM, file.errorString(), str(path))
    return Path(file.fileName())
