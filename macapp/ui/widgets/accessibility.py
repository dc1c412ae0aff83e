"""What a screen reader hears beyond the names and roles of the widgets. On the thread of the window."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


class Announcer(QObject):
    """Has a screen reader say what happens without the user's doing: messages, and the jobs of the queue."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    @Slot(str)
    def announce(self, text: str) -> None:
        """Say a sentence when the screen reader has finished what it is saying."""
        event = QAccessibleAnnouncementEvent(self._window, text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)
