"""Controls that paint themselves by the roles of `colours.py`, the same on every system. On the window's thread."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QRadioButton,
    QToolButton,
    QWidget,
)

from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.plain_text import caption
from macapp.ui.widgets.theme import CARD_RADIUS, RADIUS, TextStyle, scaled_font

FOCUS_WIDTH = 2.0  # points
_ARROW_WIDTH = 14  # points: the arrow of a chip with a menu, and the gap before it
_ICON_GAP = 6  # points


class PrimaryButton(QPushButton):
    """The button for the main action of a view: filled with the accent colour."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        font = self.font()
        font.setBold(True)
        self.setFont(font)

    def sizeHint(self) -> QSize:
        return QSize(_label_width(self) + 28, max(QFontMetrics(self.font()).height() + 14, 32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin_painting(self)
        fill = colour(self, Colour.ACCENT) if self.isEnabled() else colour(self, Colour.CHIP)
        fill_rounded(painter, QRectF(self.rect()), RADIUS, fill.darker(115) if self.isDown() else fill)
        text = Colour.ACCENT_TEXT if self.isEnabled() else Colour.SECONDARY_TEXT
        _draw_label(painter, self, QRectF(self.rect()), colour(self, text))
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), RADIUS - 2, colour(self, Colour.ACCENT_TEXT))
        painter.end()


class ChipButton(QToolButton):
    """A rounded pill for a choice below the prompt or over the gallery. Return, Space and Down open its menu."""

    def __init__(self, text: str, parent: QWidget | None = None, is_flat: bool = False) -> None:
        """A chip that `is_flat` has no fill until the pointer is over it."""
        super().__init__(parent)
        self._is_flat = is_flat
        self.setText(text)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(scaled_font(TextStyle.SECONDARY, self.font()))

    def sizeHint(self) -> QSize:
        arrow = _ARROW_WIDTH if self.menu() is not None else 0
        return QSize(_label_width(self) + 24 + arrow, max(QFontMetrics(self.font()).height() + 8, 26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opens = event.key() == Qt.Key.Key_Down and self.menu() is not None
        if opens or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showMenu() if self.menu() is not None else self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, place = begin_painting(self), QRectF(self.rect())
        radius = place.height() / 2
        is_pressed = self.isDown() or (self.underMouse() and self.isEnabled())
        if is_pressed or not self._is_flat:
            fill_rounded(painter, place, radius, colour(self, Colour.CHIP_PRESSED if is_pressed else Colour.CHIP))
        if self.isChecked():
            draw_ring(painter, place, radius, colour(self, Colour.SELECTION))
        label = place.adjusted(0, 0, -_ARROW_WIDTH, 0) if self.menu() is not None else place
        text = colour(self, Colour.TEXT if self.isEnabled() else Colour.SECONDARY_TEXT)
        _draw_label(painter, self, label, text)
        if self.menu() is not None:
            draw_arrow(painter, QPointF(place.right() - 16, place.center().y()), text)
        if self.hasFocus():
            draw_ring(painter, place, radius, colour(self, Colour.FOCUS))
        painter.end()


def chip_button(text: str, menu: QMenu | None = None, icon: QIcon | None = None) -> ChipButton:
    """Create a chip; with a menu it shows an arrow and opens the menu."""
    button = ChipButton(text)
    if icon is not None:
        button.setIcon(icon)
    if menu is not None:
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


class Card(QFrame):
    """A rounded frame on the window: the prompt bar, a sheet, a popover.

    A card that `is_field` is the frame of a text field: its edge is as visible as that of other fields, and marks the
    focus while a widget inside has it.
    """

    def __init__(self, parent: QWidget | None = None, is_field: bool = False) -> None:
        super().__init__(parent)
        self._is_field, self._has_focus_inside = is_field, False
        application = QApplication.instance()
        if is_field and isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    @Slot(QWidget, QWidget)
    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        inside = now is not None and self.isAncestorOf(now)
        if inside != self._has_focus_inside:
            self._has_focus_inside = inside
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, place = begin_painting(self), QRectF(self.rect())
        fill_rounded(painter, place.adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, colour(self, Colour.CARD))
        if self._has_focus_inside:
            draw_ring(painter, place, CARD_RADIUS, colour(self, Colour.FOCUS))
        else:
            edge = Colour.FIELD_EDGE if self._is_field else Colour.HAIRLINE
            draw_ring(painter, place, CARD_RADIUS, colour(self, edge), 1.0)
        painter.end()


class SegmentedControl(QFrame):
    """A row of exclusive buttons, each with a key that the code uses. Arrow keys choose, like among radio buttons."""

    changed = Signal(str)
    """the key of the chosen button, after every change"""

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`choices` are keys and labels, the first chosen; `name` says to a screen reader what is chosen here."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for key, label in choices:
            self._buttons[key] = _Segment(caption(label), self)
            self._group.addButton(self._buttons[key])
            row.addWidget(self._buttons[key], 1)
        next(iter(self._buttons.values())).setChecked(True)
        self._group.buttonToggled.connect(self._report)

    @property
    def value(self) -> str:
        """The key of the chosen button; empty if none is chosen."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose a button by its key, or none with an empty one; raises `KeyError` for an unknown key."""
        if key:
            self._buttons[key].setChecked(True)
        elif (chosen := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            chosen.setChecked(False)
            self._group.setExclusive(True)

    def button(self, key: str) -> QAbstractButton:
        """Return the button with this key, for its tool tip or to disable it."""
        return self._buttons[key]

    @Slot(QAbstractButton, bool)
    def _report(self, _button: QAbstractButton, is_checked: bool) -> None:
        if is_checked:
            self.changed.emit(self.value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin_painting(self)
        fill_rounded(painter, QRectF(self.rect()), RADIUS, colour(self, Colour.CHIP))
        painter.end()


class _Segment(QRadioButton):
    """One button of a segmented control: to a screen reader a radio button, which it is."""

    def sizeHint(self) -> QSize:
        bold = self.font()
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        return QSize(metrics.horizontalAdvance(self.text()) + 20, max(metrics.height() + 8, 24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, place = begin_painting(self), QRectF(self.rect())
        if self.isChecked():
            fill_rounded(painter, place.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS - 2, colour(self, Colour.FIELD))
            draw_ring(painter, place, RADIUS - 2, colour(self, Colour.FIELD_EDGE), 1.0)
            font = self.font()
            font.setBold(True)
            painter.setFont(font)
        is_strong = self.isChecked() and self.isEnabled()
        painter.setPen(colour(self, Colour.TEXT if is_strong else Colour.SECONDARY_TEXT))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextShowMnemonic), self.text())
        if self.hasFocus():
            draw_ring(painter, place, RADIUS - 2, colour(self, Colour.FOCUS))
        painter.end()


class Hairline(QWidget):
    """A line of one point between two parts of a panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self, Colour.HAIRLINE))
        painter.end()


def draw_arrow(painter: QPainter, centre: QPointF, shade: QColor, is_right: bool = False) -> None:
    """Draw a small filled triangle that points down, or to the right."""
    points = [QPointF(-4, -2), QPointF(4, -2), QPointF(0, 3)]
    if is_right:
        points = [QPointF(-2, -4), QPointF(3, 0), QPointF(-2, 4)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawPolygon(QPolygonF([centre + point for point in points]))


def begin_painting(widget: QWidget) -> QPainter:
    """Return a painter for a widget with smooth edges; end it before the paint event ends."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def fill_rounded(painter: QPainter, place: QRectF, radius: float, shade: QColor) -> None:
    """Fill a rounded rectangle; all lengths in points."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawRoundedRect(place, radius, radius)


def draw_ring(painter: QPainter, place: QRectF, radius: float, shade: QColor, width: float = FOCUS_WIDTH) -> None:
    """Draw the edge of a rounded rectangle, `width` points wide and inside `place`."""
    half = width / 2
    painter.setPen(QPen(shade, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.adjusted(half, half, -half, -half), radius - half, radius - half)


def draw_focus(painter: QPainter, widget: QWidget) -> None:
    """Draw the ring of a widget that paints itself, while it has the keyboard focus."""
    if widget.hasFocus():
        draw_ring(painter, QRectF(widget.rect()), 0, colour(widget, Colour.FOCUS))


def _label_width(button: QAbstractButton) -> int:
    """Return the width of the icon and the text of a button, in points."""
    metrics = QFontMetrics(button.font())
    text = metrics.size(int(Qt.TextFlag.TextShowMnemonic), button.text()).width() if button.text() else 0
    icon = 0 if button.icon().isNull() else button.iconSize().width()
    return text + icon + (_ICON_GAP if text and icon else 0)


def _draw_label(painter: QPainter, button: QAbstractButton, place: QRectF, shade: QColor) -> None:
    """Draw the icon and the text of a button, centred in `place`."""
    left = place.center().x() - _label_width(button) / 2
    if not button.icon().isNull():
        size = button.iconSize()
        mode = QIcon.Mode.Normal if button.isEnabled() else QIcon.Mode.Disabled
        top = place.center().y() - size.height() / 2
        button.icon().paint(painter, int(left), int(top), size.width(), size.height(), mode=mode)
        left += size.width() + _ICON_GAP
    painter.setPen(shade)
    rest = QRectF(left, place.top(), place.right() - left, place.height())
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextShowMnemonic)
    painter.drawText(rest, flags, button.text())
