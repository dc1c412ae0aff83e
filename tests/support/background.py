"""Takes the front from the windows of the program, as a click on another program does."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


def leave_program(window: QWidget, qtbot: QtBot) -> None:
    """Leave a window that is in front; it stays visible. The offscreen screen activates no other window by itself."""
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=2000)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is other, timeout=2000)
    other.close()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is None, timeout=2000)
