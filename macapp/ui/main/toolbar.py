"""The toolbar of the main window: sidebar, model, search, queue and inspector."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolBar, QToolButton, QWidget

from macapp.system.paths import ON_A_MAC
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.icons import Symbol, icon
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.theme import GAP

HEIGHT_POINTS = 52
MODEL_POINTS, SEARCH_POINTS, CONTROL_HEIGHT = 236, 240, 30
ICON_POINTS = 18


class Toolbar(QToolBar):
    """One row that stays in place; its buttons for the sides are `sidebar` and `inspector`."""

    def __init__(self, model: QWidget, search: QLineEdit, queue: QWidget) -> None:
        super().__init__()
        self.setObjectName("toolbar")
        self.setWindowTitle(self.tr("Toolbar"))
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.sidebar = _toggle(Symbol.SIDEBAR, self.tr("Show or hide the sidebar"))
        self.inspector = _toggle(Symbol.INSPECTOR, self.tr("Show or hide the inspector"))
        model.setFixedWidth(MODEL_POINTS)
        search.setMinimumWidth(SEARCH_POINTS // 2)
        search.setMaximumWidth(SEARCH_POINTS)
        search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        search.addAction(icon(Symbol.SEARCH, Colour.SECONDARY_TEXT), QLineEdit.ActionPosition.LeadingPosition)
        for widget in (model, search):
            widget.setFixedHeight(CONTROL_HEIGHT)
        self.addWidget(self._build_row(model, search, queue))
        if (layout := self.layout()) is not None:
            layout.setContentsMargins(0, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a flat row with a line below it, where the system does not draw a unified toolbar."""
        if ON_A_MAC:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self, Colour.SIDEBAR))
        painter.setPen(colour(self, Colour.HAIRLINE))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.end()

    def _build_row(self, model: QWidget, search: QWidget, queue: QWidget) -> QWidget:
        """Return one widget for everything: a tool bar ignores a height of its own."""
        row = QWidget()
        row.setFixedHeight(HEIGHT_POINTS)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(GAP, 0, GAP, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.sidebar)
        layout.addWidget(model)
        layout.addStretch(1)
        layout.addWidget(search, 2)
        layout.addWidget(queue)
        layout.addWidget(self.inspector)
        return row


def _toggle(symbol: Symbol, name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(symbol))
    button.setIconSize(QSize(ICON_POINTS, ICON_POINTS))
    button.setFixedSize(CONTROL_HEIGHT, CONTROL_HEIGHT)
    button.setAutoRaise(True)
    button.setToolTip(tip(name))
    button.setAccessibleName(name)
    return button
