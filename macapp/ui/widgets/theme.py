"""The look: Qt's own style on a Mac; elsewhere Fusion in calm colours, light or dark as the desktop is."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QLabel, QPushButton, QWidget

GAP = 12  # points between groups; half of it between a field and its label
MARGIN = 16

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
_BOX = "#707076"


class Theme:
    """Keeps the application's palette in step with the desktop's colour scheme."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        if sys.platform == "darwin":
            return  # the Mac's own style follows by itself
        application.setStyle("Fusion")
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self.follow)
        self.follow(hints.colorScheme())

    def follow(self, scheme: Qt.ColorScheme) -> None:
        """Take the colours for `scheme`."""
        self._application.setPalette(palette(scheme))
        self._application.setPalette(checkbox_palette(scheme), "QCheckBox")  # type: ignore[arg-type]  (PySide's stub says bytes)


def palette(scheme: Qt.ColorScheme) -> QPalette:
    """Return the palette for a light or a dark desktop."""
    made = QPalette()
    for role, colour in (_DARK if scheme == Qt.ColorScheme.Dark else _LIGHT).items():
        made.setColor(role, QColor(colour))
    faint = made.color(QPalette.ColorRole.PlaceholderText)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return made


def checkbox_palette(scheme: Qt.ColorScheme) -> QPalette:
    """Return the palette for boxes to tick: Fusion frames them darker than the window, which a dark one swallows."""
    made = palette(scheme)
    if scheme == Qt.ColorScheme.Dark:
        made.setColor(QPalette.ColorRole.Base, QColor(_BOX))
    return made


def secondary_label(label: QLabel, smaller: float = 0.92) -> QLabel:
    """Make a label a quiet one: smaller and fainter, plain text, wrapped. Returns it."""
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * smaller)
    label.setFont(font)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return plain_text(label)


def plain_text(label: QLabel) -> QLabel:
    """Make a label show its text as it is, wrapped: prompts and file names may look like markup. Returns it."""
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def primary_button(button: QPushButton) -> QPushButton:
    """Make a button the one that stands out. Returns it. On a Mac the default button does so by itself."""
    if sys.platform != "darwin":
        colours = button.palette()
        accent = colours.color(QPalette.ColorRole.Highlight)
        colours.setColor(QPalette.ColorRole.Button, accent.darker(150))  # Fusion paints it lighter than this
        colours.setColor(QPalette.ColorRole.ButtonText, colours.color(QPalette.ColorRole.HighlightedText))
        button.setPalette(colours)
    return button


def frameless(view: QAbstractItemView) -> None:
    """Let the window show through a list, rather than a box of another colour."""
    view.viewport().setAutoFillBackground(False)
    view.setFrameShape(QFrame.Shape.NoFrame)


def warning_colour(widget: QWidget) -> QColor:
    """Return a red that can be read on the widget's background."""
    dark = widget.palette().color(QPalette.ColorRole.Window).lightness() < 128
    return QColor("#ff8a80" if dark else "#b3261e")


def mark_error(label: QLabel) -> None:
    """Make a label's text a warning's colour."""
    colours = label.palette()
    colours.setColor(label.foregroundRole(), warning_colour(label))
    label.setPalette(colours)
