"""What the form is built of: fields with their names above, amounts, and parts that are folded away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSpinBox, QToolButton, QVBoxLayout, QWidget

from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.theme import GAP, secondary_label


def integer_field(least: int, most: int, name: str) -> QSpinBox:
    """Return a field for a whole number."""
    spin = QSpinBox()
    spin.setRange(least, most)
    spin.setAccessibleName(name)
    return spin


def decimal_field(least: float, most: float, step: float, name: str, decimals: int = 2) -> QDoubleSpinBox:
    """Return a field for a number with decimals."""
    spin = QDoubleSpinBox()
    spin.setRange(least, most)
    spin.setSingleStep(step)
    spin.setDecimals(decimals)
    spin.setAccessibleName(name)
    return spin


def labelled_field(text: str, field: QWidget) -> QWidget:
    """Return a field with its name above."""
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
    """Return two fields in one row, each with its share of it."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    row.addWidget(left, shares[0])
    row.addWidget(right, shares[1])
    return holder


def remove_button(name: str) -> QToolButton:
    """Return the small cross that takes something off."""
    button = QToolButton()
    button.setText("✕")
    button.setAutoRaise(True)
    button.setToolTip(tip(name))
    button.setAccessibleName(name)
    return button


class Section(QWidget):
    """A part of the form under a heading that folds it away; the heading says what is set inside."""

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
        self._fold(False)

    @property
    def is_open(self) -> bool:
        """Whether its content is to be seen."""
        return not self._content.isHidden()

    def expand(self, shown: bool = True) -> None:
        """Show the content, or fold it away."""
        self._fold(shown)

    def set_summary(self, summary: str) -> None:
        """Say beside the heading what is set inside."""
        self._summary.setText(summary)

    def _toggle(self) -> None:
        self._fold(not self.is_open)

    def _fold(self, shown: bool) -> None:
        self._heading.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self._content.setVisible(shown)
        self.toggled.emit(shown)
