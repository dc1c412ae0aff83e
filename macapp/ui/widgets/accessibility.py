"""What a screen reader hears beyond what Qt says of its own widgets. On the thread of the window.

No interface of Qt's accessibility tree is written in Python: with one in place, tests crashed, for a reason not found.
"""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QComboBox, QWidget


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


def describe_choices(window: QWidget) -> None:
    """Describe each combo box of a window by its name: except on Windows, Qt says the chosen value as the name.

    VoiceOver reads the description as the label.
    """
    for box in window.findChildren(QComboBox):
        box.setAccessibleDescription(box.accessibleName())
