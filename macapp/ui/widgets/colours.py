"""The colours of the window by role, light and dark: the only place that has any.

`colour` returns the colour of a role for a widget, by the appearance that the widget has at that moment, so what paints
itself follows a change of appearance with its next paint. The contrasts that `tests/ui/widgets/test_colours.py` demands
are those of the Web Content Accessibility Guidelines 2.2: 4.5 for text (1.4.3), 3 for edges and states (1.4.11).
"""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget


class Colour(Enum):
    """The roles; `_COLOURS` has their colours."""

    WINDOW = "window"
    """behind the picture, the gallery and secondary windows"""
    SIDEBAR = "sidebar"
    """toolbar, sidebar and inspector"""
    CARD = "card"
    """what lies on the window with an edge of its own: the prompt bar, a sheet, a popover"""
    FIELD = "field"
    FIELD_EDGE = "field edge"
    HAIRLINE = "hairline"
    """divides and decorates; nothing depends on seeing it"""
    CHIP = "chip"
    """chips, the track of a segmented control, a row under the pointer"""
    CHIP_PRESSED = "chip pressed"
    TEXT = "text"
    SECONDARY_TEXT = "secondary text"
    ACCENT = "accent"
    """a filled primary button, the background of selected text and rows"""
    ACCENT_TEXT = "accent text"
    """on `ACCENT`"""
    FOCUS = "focus"
    """the ring around the widget with the keyboard focus; links; progress"""
    SELECTION = "selection"
    """the ring around a selected picture, the mark of a selected row"""
    SELECTION_FILL = "selection fill"
    """behind the text of a selected row, which also has a mark or an edge in `SELECTION`"""
    WARNING = "warning"
    DANGER = "danger"
    """errors, and commands that destroy"""
    CAPSULE = "capsule"
    """a message over the window"""
    CAPSULE_TEXT = "capsule text"
    CAPSULE_ACCENT = "capsule accent"
    """the button of a message, on `CAPSULE`"""
    OVERLAY = "overlay"
    """a label on a picture, whatever the appearance"""
    OVERLAY_TEXT = "overlay text"


_COLOURS = {
    Colour.WINDOW: ("#f7f7f8", "#161618"),
    Colour.SIDEBAR: ("#f2f2f5", "#262628"),
    Colour.CARD: ("#ffffff", "#2d2d31"),
    Colour.FIELD: ("#ffffff", "#1a1a1c"),
    Colour.FIELD_EDGE: ("#83838a", "#85858d"),
    Colour.HAIRLINE: ("#dcdce1", "#424247"),
    Colour.CHIP: ("#eaeaee", "#3a3a40"),
    Colour.CHIP_PRESSED: ("#dcdce2", "#4a4a51"),
    Colour.TEXT: ("#1d1d1f", "#f2f2f4"),
    Colour.SECONDARY_TEXT: ("#5c5c63", "#a8a8b0"),
    Colour.ACCENT: ("#0a5fc8", "#2372e6"),
    Colour.ACCENT_TEXT: ("#ffffff", "#ffffff"),
    Colour.FOCUS: ("#0a5fc8", "#5a9fff"),
    Colour.SELECTION: ("#0a5fc8", "#5a9fff"),
    Colour.SELECTION_FILL: ("#dbe8fa", "#23395c"),
    Colour.WARNING: ("#8a5300", "#f0b04a"),
    Colour.DANGER: ("#b3261e", "#ff8a80"),
    Colour.CAPSULE: ("#2c2c2e", "#f2f2f4"),
    Colour.CAPSULE_TEXT: ("#ffffff", "#1d1d1f"),
    Colour.CAPSULE_ACCENT: ("#7db8ff", "#0a5cc4"),
    Colour.OVERLAY: ("#29292b", "#29292b"),
    Colour.OVERLAY_TEXT: ("#ffffff", "#ffffff"),
}
"""Each role in light, then in dark."""


def scheme_colour(role: Colour, scheme: Qt.ColorScheme) -> QColor:
    """Return the colour of a role in one appearance."""
    return QColor(_COLOURS[role][scheme == Qt.ColorScheme.Dark])


def colour(widget: QWidget, role: Colour) -> QColor:
    """Return the colour of a role for a widget, light or dark like its palette."""
    return palette_colour(widget.palette(), role)


def palette_colour(palette: QPalette, role: Colour) -> QColor:
    """Return the colour of a role, light or dark like a palette."""
    return QColor(_COLOURS[role][is_dark(palette)])


def is_dark(palette: QPalette) -> bool:
    """Return whether a palette is that of the dark appearance: its text is light."""
    return palette.color(QPalette.ColorRole.WindowText).lightness() > 128


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two opaque colours, from 1 (equal) to 21 (black and white), as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(shade: QColor) -> float:
    """Return the relative luminance of a colour, 0 to 1, with the constants of WCAG 2.2."""
    parts = (shade.redF(), shade.greenF(), shade.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
