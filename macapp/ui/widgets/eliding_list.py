"""A list whose selected text is cut with an ellipsis where it has no room; Qt cuts it in the middle of a letter."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

PADDING_POINTS = 4  # that styles keep free around the text


class ElidingList(QComboBox):
    """A combo box that keeps both ends of a long text."""

    def shown_text(self) -> str:
        """Return the selected text as it is drawn."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        return self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideMiddle, max(room - PADDING_POINTS, 0)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the list with the text that has room."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown_text()  # type: ignore[attr-defined]  (PySide's stub lacks it)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
