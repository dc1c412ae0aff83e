"""Building blocks of forms: labelled fields, number fields, and sections that collapse."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.controls import Hairline, begin_painting, draw_arrow, draw_ring
from macapp.ui.widgets.eliding_list import ElidingList
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.theme import GAP, RADIUS, secondary_label
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


def choice_list(name: str, default: str = "") -> QComboBox:
    """Create an empty list, or one with a default whose value is None."""
    combo = scroll_past(ElidingList())
    combo.setAccessibleName(name)
    if default:
        combo.addItem(default, None)
    return combo


def select_value(combo: QComboBox, value: Any, words: str) -> None:
    """Select a value of a list, and add it first if it is not there."""
    index = combo.findData(value)
    if index < 0:
        combo.addItem(words, value)
        index = combo.count() - 1
    combo.setCurrentIndex(index)


def column(*rows: QWidget, spacing: int = 6) -> QWidget:
    """Return a widget with rows below each other."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for row in rows:
        layout.addWidget(row)
    return holder


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
    """A part of a panel that collapses: a triangle, a bold title, and below it what is set inside, in one grey line."""

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self._heading = _Heading(title)
        self._heading.clicked.connect(self._toggle)
        self._summary = secondary_label(QLabel(), smaller=0.85)
        self._summary.setContentsMargins(_Heading.INDENT, 0, 0, 0)
        self._summary.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP // 2, 0, 0)
        layout.setSpacing(3)
        for widget in (self._heading, self._summary, content, Hairline()):
            layout.addWidget(widget)
        layout.insertSpacing(layout.count() - 1, GAP // 2)
        self._set_expanded(False)

    @property
    def is_open(self) -> bool:
        """Whether the content is visible."""
        return not self._content.isHidden()

    @property
    def summary(self) -> str:
        """The state of the settings inside, in a few words."""
        return self._summary.text()

    def expand(self, shown: bool = True) -> None:
        """Show or collapse the content."""
        self._set_expanded(shown)

    def set_summary(self, summary: str) -> None:
        """Show a summary of the settings below the title; without one the line takes no space."""
        self._summary.setText(summary)
        self._summary.setVisible(bool(summary))
        self._describe()

    def _toggle(self) -> None:
        self._set_expanded(not self.is_open)

    def _describe(self) -> None:
        """Tell a screen reader the state and the settings."""
        state = self.tr("open") if self.is_open else self.tr("closed")
        self._heading.setAccessibleDescription(", ".join(each for each in (state, self._summary.text()) if each))

    def _set_expanded(self, shown: bool) -> None:
        self._heading.expand(shown)
        self._content.setVisible(shown)
        self._describe()
        self.toggled.emit(shown)


class _Heading(QToolButton):
    """The title of a section with its triangle, as wide as the section. Return and Space toggle it."""

    INDENT = 16  # points: the triangle and the gap after it

    def __init__(self, title: str) -> None:
        super().__init__()
        self.is_expanded = False
        self.setText(title)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        font = self.font()
        font.setBold(True)
        self.setFont(font)

    def expand(self, is_expanded: bool) -> None:
        """Turn the triangle."""
        self.is_expanded = is_expanded
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.text()) + self.INDENT + 4, metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, place = begin_painting(self), QRectF(self.rect())
        shade = colour(self, Colour.SECONDARY_TEXT)
        draw_arrow(painter, QPointF(5, place.center().y()), shade, is_right=not self.is_expanded)
        painter.setPen(colour(self, Colour.TEXT if self.isEnabled() else Colour.SECONDARY_TEXT))
        painter.drawText(place.adjusted(self.INDENT, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self.text())
        if self.hasFocus():
            draw_ring(painter, place, RADIUS - 2, colour(self, Colour.FOCUS))
        painter.end()
