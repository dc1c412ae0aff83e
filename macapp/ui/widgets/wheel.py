"""Fields that the wheel scrolls past: it moves the form and never changes a setting. On the main thread."""

from typing import TypeVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

Field = TypeVar("Field", bound=QWidget)


class _WheelGuard(QObject):
    """Passes the wheel events of a field to the widgets around it."""

    def eventFilter(self, _field: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


def scroll_past(field: Field) -> Field:
    """Let the wheel scroll what is around a field; return the field."""
    field.installEventFilter(_WheelGuard(field))
    return field
