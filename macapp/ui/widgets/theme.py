"""Palette and label styles: Qt's native style on macOS; elsewhere Fusion, light or dark like the desktop."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QLabel, QPushButton, QWidget

GAP = 12  # points between groups; half of it between a field and its label
MARGIN = 16  # points

_LIGHT = {
    QPalette.ColorRole.Window: "#f4f4f6",
    QPalette.ColorRole.WindowText: "#1d1d1f",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f0f0f3",
    QPalette.ColorRole.Text: "#1d1d1f",
    QPalette.ColorRole.Button: "#fbfbfc",
    QPalette.ColorRole.ButtonText: "#1d1d1f",
    QPalette.ColorRole.ToolTipBase: "#ffffff",
    QPalette.ColorRole.ToolTipText: "#1d1d1f",
    QPalette.ColorRole.PlaceholderText: "#76767e",
    QPalette.ColorRole.Highlight: "#0a66d6",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#0a66d6",
    QPalette.ColorRole.Mid: "#c9c9cf",
    QPalette.ColorRole.Dark: "#b4b4bb",
    QPalette.ColorRole.Accent: "#0a66d6",
}
_DARK = {
    QPalette.ColorRole.Window: "#242427",
    QPalette.ColorRole.WindowText: "#f2f2f4",
    QPalette.ColorRole.Base: "#1b1b1e",
    QPalette.ColorRole.AlternateBase: "#2b2b2f",
    QPalette.ColorRole.Text: "#f2f2f4",
    QPalette.ColorRole.Button: "#37373c",
    QPalette.ColorRole.ButtonText: "#f2f2f4",
    QPalette.ColorRole.ToolTipBase: "#37373c",
    QPalette.ColorRole.ToolTipText: "#f2f2f4",
    QPalette.ColorRole.PlaceholderText: "#9b9ba3",
    QPalette.ColorRole.Highlight: "#3d8bff",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#6aa8ff",
    QPalette.ColorRole.Mid: "#4a4a50",
    QPalette.ColorRole.Dark: "#161618",
    QPalette.ColorRole.Accent: "#3d8bff",
}
_CHECKBOX = "#707076"


class Theme:
    """Keeps the application's palette in step with the desktop's colour scheme."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        if sys.platform == "darwin":
            return  # the native style follows the system
        application.setStyle("Fusion")
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self.follow)
        self.follow(hints.colorScheme())

    def follow(self, scheme: Qt.ColorScheme) -> None:
        """Apply the colours for `scheme`."""
        self._application.setPalette(palette(scheme))
        self._application.setPalette(checkbox_palette(scheme), "QCheckBox")  # type: ignore[arg-type]  (PySide's stub says bytes)


def palette(scheme: Qt.ColorScheme) -> QPalette:
    """Return the palette for a light or a dark desktop."""
    colours = QPalette()
    for role, colour in (_DARK if scheme == Qt.ColorScheme.Dark else _LIGHT).items():
        colours.setColor(role, QColor(colour))
    faint = colours.color(QPalette.ColorRole.PlaceholderText)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        colours.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return colours


def checkbox_palette(scheme: Qt.ColorScheme) -> QPalette:
    """Return the palette for checkboxes. Fusion draws their frames darker than the window: invisible on a dark one."""
    colours = palette(scheme)
    if scheme == Qt.ColorScheme.Dark:
        colours.setColor(QPalette.ColorRole.Base, QColor(_CHECKBOX))
    return colours


def secondary_label(label: QLabel, smaller: float = 0.92) -> QLabel:
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


def primary_button(button: QPushButton) -> QPushButton:
    """Style a button as the primary one and return it. macOS highlights the default button itself."""
    if sys.platform != "darwin":
        colours = button.palette()
        accent = colours.color(QPalette.ColorRole.Highlight)
        colours.setColor(QPalette.ColorRole.Button, accent.darker(150))  # Fusion draws it lighter
        colours.setColor(QPalette.ColorRole.ButtonText, colours.color(QPalette.ColorRole.HighlightedText))
        button.setPalette(colours)
    return button


def frameless(view: QAbstractItemView) -> None:
    """Remove the frame and background of a view, so that it has the window's colour."""
    view.viewport().setAutoFillBackground(False)
    view.setFrameShape(QFrame.Shape.NoFrame)


def warning_colour(widget: QWidget) -> QColor:
    """Return a red that is readable on the widget's background."""
    dark = widget.palette().color(QPalette.ColorRole.Window).lightness() < 128
    return QColor("#ff8a80" if dark else "#b3261e")


def mark_error(label: QLabel) -> None:
    """Show a label's text in the warning colour."""
    colours = label.palette()
    colours.setColor(label.foregroundRole(), warning_colour(label))
    label.setPalette(colours)
