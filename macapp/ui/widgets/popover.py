"""A small panel that a button opens above or below itself. It closes with Escape or a click elsewhere."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from macapp.ui.widgets.theme import GAP

DISTANCE_POINTS = 6  # between the button and the panel


class Popover(QFrame):
    """Holds a widget; `button` opens it and gets the focus back."""

    def __init__(self, button: QAbstractButton, content: QWidget) -> None:
        super().__init__(button, Qt.WindowType.Popup)
        self._button = button
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(button.accessibleName() or button.text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(content)
        self._content = content
        button.clicked.connect(self.open)

    def open(self) -> None:
        """Show the panel above the button if there is room, else below it; its first field gets the focus."""
        self.adjustSize()
        self.move(self._place())
        self.show()
        self.move(self._place())  # its final size is known now
        self._content.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> QPoint:
        """Return the corner of the panel in the coordinates of the screen, so that all of it is on the screen."""
        button, screen = self._button, self._button.screen().availableGeometry()
        corner = button.mapToGlobal(QPoint(0, 0))
        top = corner.y() - self.height() - DISTANCE_POINTS
        if top < screen.top():
            top = corner.y() + button.height() + DISTANCE_POINTS
        left = max(screen.left(), min(corner.x(), screen.right() - self.width() + 1))
        return QPoint(left, top)
