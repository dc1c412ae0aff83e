"""The Trash of the system: the Finder's on macOS; elsewhere the desktop's (freedesktop.org Trash specification)."""

import errno
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths


def move_to_trash(path: Path) -> Path:
    """Move a file to the Trash and return its path there; raises `OSError`. Any thread may call it."""
    return mover(path)


def move_with_qt(path: Path) -> Path:
    """Move a file to the Trash of the person whose session this is."""
    if sys.platform != "darwin":  # Qt 6.9 does not create the parent folder of the Trash
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
        Path(place).mkdir(parents=True, exist_ok=True)
    file = QFile(str(path))
    if not file.moveToTrash():
        raise OSError(errno.EPERM, file.errorString(), str(path))
    return Path(file.fileName())


mover: Callable[[Path], Path] = move_with_qt
"""What moves a file. Tests on a Mac replace it, because the Trash there does not depend on HOME."""
