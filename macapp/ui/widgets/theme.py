"""The look of the window: palette, spacing and type. The colours by role are in `colours.py`.

On macOS Qt's native style paints the standard controls; elsewhere Fusion does. Both get the same palette.
"""

import sys
from enum import Enum

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QLabel, QWidget

from macapp.ui.widgets.colours import Colour, colour, scheme_colour

GAP = 12  # points between groups; half of it between a field and its label
MARGIN = 16  # points from the edge of a window or panel
RADIUS = 8  # points: corners of fields, buttons and tiles
CARD_RADIUS = 14  # points: corners of cards

_ROLES = {
    QPalette.ColorRole.Window: Colour.WINDOW,
    QPalette.ColorRole.WindowText: Colour.TEXT,
    QPalette.ColorRole.Base: Colour.FIELD,
    QPalette.ColorRole.AlternateBase: Colour.SIDEBAR,
    QPalette.ColorRole.Text: Colour.TEXT,
    QPalette.ColorRole.Button: Colour.CARD,
    QPalette.ColorRole.ButtonText: Colour.TEXT,
    QPalette.ColorRole.BrightText: Colour.DANGER,
    QPalette.ColorRole.ToolTipBase: Colour.CARD,
    QPalette.ColorRole.ToolTipText: Colour.TEXT,
    QPalette.ColorRole.PlaceholderText: Colour.SECONDARY_TEXT,
    QPalette.ColorRole.Highlight: Colour.ACCENT,
    QPalette.ColorRole.HighlightedText: Colour.ACCENT_TEXT,
    QPalette.ColorRole.Accent: Colour.FOCUS,
    QPalette.ColorRole.Link: Colour.FOCUS,
    QPalette.ColorRole.Mid: Colour.HAIRLINE,
    QPalette.ColorRole.Dark: Colour.FIELD_EDGE,
}
_EDGED_CLASSES = (
    *("QLineEdit", "QAbstractSpinBox", "QComboBox", "QTextEdit", "QPlainTextEdit"),
    *("QCheckBox", "QSlider"),
)
_LINED_CLASSES = ("QTableView",)
_PARTS_OF_TABLES = ("QHeaderView", "QTableCornerButton")
_PANEL_CLASSES = ("QToolBar",)
_FUSION_DARKENS_PERCENT = 132  # about: from 127 for checkboxes to 140 for lines of text


class TextStyle(Enum):
    """The type scale: the factor of the application's font size, and the weight."""

    TITLE = (1.3, QFont.Weight.Bold)
    BODY = (1.0, QFont.Weight.Normal)
    SECONDARY = (0.92, QFont.Weight.Normal)
    HEADING = (0.85, QFont.Weight.Bold)


class Theme(QObject):
    """Keeps the application's palette in step with the appearance of the system."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._application = application
        if sys.platform != "darwin":
            application.setStyle("Fusion")
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self.follow)
        self.follow(hints.colorScheme())

    @Slot(Qt.ColorScheme)
    def follow(self, scheme: Qt.ColorScheme) -> None:
        """Apply the colours for `scheme`."""
        self._application.setPalette(palette(scheme))
        if sys.platform != "darwin":
            for colours, names in (
                (edged_palette(scheme), _EDGED_CLASSES),
                (edged_palette(scheme, Colour.HAIRLINE), _LINED_CLASSES),
                (palette(scheme), _PARTS_OF_TABLES),
                (panel_palette(scheme), _PANEL_CLASSES),
            ):
                for name in names:
                    self._application.setPalette(colours, name)  # type: ignore[arg-type]  (PySide's stub says bytes)


def palette(scheme: Qt.ColorScheme) -> QPalette:
    """Return the palette for a light or a dark desktop."""
    colours = QPalette()
    for role, meaning in _ROLES.items():
        colours.setColor(role, scheme_colour(meaning, scheme))
    faint = colours.color(QPalette.ColorRole.PlaceholderText)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        colours.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return colours


def edged_palette(scheme: Qt.ColorScheme, edge: Colour = Colour.FIELD_EDGE) -> QPalette:
    """Return the palette for widgets with an edge in the colour of a role under Fusion: by default fields.

    Fusion derives edges, and the lines of tables, from the colour of the window, only darker: too faint on light,
    invisible on dark. It gets a lighter colour in its place, which these widgets use for nothing else.
    """
    colours = palette(scheme)
    colours.setColor(QPalette.ColorRole.Window, scheme_colour(edge, scheme).lighter(_FUSION_DARKENS_PERCENT))
    return colours


def panel_palette(scheme: Qt.ColorScheme) -> QPalette:
    """Return the palette for a bar in the colour of the sidebar."""
    colours = palette(scheme)
    colours.setColor(QPalette.ColorRole.Window, scheme_colour(Colour.SIDEBAR, scheme))
    return colours


def scaled_font(style: TextStyle, base: QFont) -> QFont:
    """Return `base` with the size and weight of a text style. Headings are in capitals, and read out as written."""
    font, (factor, weight) = QFont(base), style.value
    font.setPointSizeF(base.pointSizeF() * factor)
    font.setWeight(weight)
    if style is TextStyle.HEADING:
        font.setCapitalization(QFont.Capitalization.AllUppercase)
    return font


def section_heading(text: str) -> QLabel:
    """Create the heading of a group: small, bold capitals in the secondary colour."""
    label = QLabel(text)
    label.setFont(scaled_font(TextStyle.HEADING, label.font()))
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return plain_text(label)


def title_label(text: str) -> QLabel:
    """Create the title of a window, sheet or view."""
    label = QLabel(text)
    label.setFont(scaled_font(TextStyle.TITLE, label.font()))
    return plain_text(label)


def secondary_label(label: QLabel, smaller: float = TextStyle.SECONDARY.value[0]) -> QLabel:
    """Style a label as secondary (smaller, fainter, plain text, wrapped) and return it."""
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * smaller)
    label.setFont(font)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return plain_text(label)


def plain_text(label: QLabel) -> QLabel:
    """Make a label show plain text, wrapped, and return it. Prompts and file names may look like markup."""
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def frameless(view: QAbstractScrollArea) -> None:
    """Remove the frame and background of a view, so that it has the window's colour."""
    view.viewport().setAutoFillBackground(False)
    view.setFrameShape(QFrame.Shape.NoFrame)


def fill_background(widget: QWidget, role: QPalette.ColorRole = QPalette.ColorRole.AlternateBase) -> None:
    """Fill a widget with a colour of the palette; by default that of toolbar, sidebar and inspector."""
    widget.setAutoFillBackground(True)
    widget.setBackgroundRole(role)


def warning_colour(widget: QWidget) -> QColor:
    """Return a red that is readable on the widget's background."""
    return colour(widget, Colour.DANGER)


def mark_error(label: QLabel) -> None:
    """Show a label's text in the warning colour."""
    label.setForegroundRole(QPalette.ColorRole.BrightText)
