"""Building blocks of forms: labelled fields, number fields, and sections that collapse."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSpinBox, QToolButton, QVBoxLayout, QWidget

from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.theme import GAP, secondary_label
from macapp.ui.widgets.wheel import scroll_past


def integer_field(least: int, most: int, name: str) -> QSpinBox:
    """Create a field for an integer."""
    spin = scroll_past(QSpinBox())
    spin.setRange(least, most)
    spin.setAccessibleName(name)
    return spin


def decimal_field(least: float, most: float, step: float, name: str, decimals: int = 2) -> QDoubleSpinBox:
    """Create a field for a decimal number."""
    spin = scroll_past(QDoubleSpinBox())
    spin.setRange(least, most)
    spin.setSingleStep(step)
    spin.setDecimals(decimals)
    spin.setAccessibleName(name)
    return spin


def labelled_field(text: str, field: QWidget) -> QWidget:
    """Return a widget with a label above `field`."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    label = secondary_label(QLabel(text))
    label.setBuddy(field)
    layout.addWidget(label)
    layout.addWidget(field)
    return holder


def side_by_side(left: QWidget, right: QWidget, shares: tuple[int, int] = (1, 1)) -> QWidget:
    """Return a widget with two fields in one row; `shares` are their stretch factors."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    row.addWidget(left, shares[0])
    row.addWidget(right, shares[1])
    return holder


def remove_button(name: str) -> QToolButton:
    """Create a small ✕ button; `name` is its tool tip."""
    button = QToolButton()
    button.setText("✕")
    button.setAutoRaise(True)
    button.setToolTip(tip(name))
    button.setAccessibleName(name)
    return button


class Section(QWidget):
    """A part of a form with a heading that collapses it. The heading can show a summary of the settings inside."""

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget) -> None:
        super().__init__()
        self._title = title
        self._content = content
        self._heading = QToolButton()
        self._heading.setAutoRaise(True)
        self._heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._heading.clicked.connect(self._toggle)
        self._summary = secondary_label(QLabel(), smaller=0.85)
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._heading)
        head.addWidget(self._summary, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(content)
        self._heading.setText(title)
        self._set_expanded(False)

    @property
    def is_open(self) -> bool:
        """Whether the content is visible."""
        return not self._content.isHidden()

    def expand(self, shown: bool = True) -> None:
        """Show or collapse the content."""
        self._set_expanded(shown)

    def set_summary(self, summary: str) -> None:
        """Show a summary of the settings next to the heading."""
        self._summary.setText(summary)

    def _toggle(self) -> None:
        self._set_expanded(not self.is_open)

    def _set_expanded(self, shown: bool) -> None:
        self._heading.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self._content.setVisible(shown)
        self.toggled.emit(shown)
