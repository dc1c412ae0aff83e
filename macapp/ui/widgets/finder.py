"""Shows a file in the Finder, or its folder in the file manager of a Linux desktop. On the thread of the window."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from macapp.system.paths import ON_A_MAC

OPEN = "/usr/bin/open"


def reveal(path: Path) -> None:
    """Select a file or folder in the Finder. Elsewhere, and if it is missing, open the folder, or the one it is in."""
    if not (ON_A_MAC and path.exists() and QProcess.startDetached(OPEN, ["-R", str(path)])[0]):
        folder = path if path.is_dir() else path.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def reveal_label() -> str:
    """Return the name of the command."""
    if ON_A_MAC:
        return QCoreApplication.translate("finder", "Show in Finder")
    return QCoreApplication.translate("finder", "Show in Folder")
