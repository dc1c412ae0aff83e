"""The toolbar of the main window: sidebar, model, search, queue and inspector."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from macapp.ui.widgets.icons import Symbol, icon
from macapp.ui.widgets.plain_text import tip

HEIGHT_POINTS = 52
MODEL_POINTS, SEARCH_POINTS = 236, 240


class Toolbar(QToolBar):
    """One row that stays in place; its buttons for the sides are `sidebar` and `inspector`."""

    def __init__(self, model: QWidget, search: QWidget, queue: QWidget) -> None:
        super().__init__()
        self.setObjectName("toolbar")
        self.setWindowTitle(self.tr("Toolbar"))
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setFixedHeight(HEIGHT_POINTS)
        self.setIconSize(QSize(18, 18))
        self.sidebar = _toggle(Symbol.SIDEBAR, self.tr("Show or hide the sidebar"))
        self.inspector = _toggle(Symbol.INSPECTOR, self.tr("Show or hide the inspector"))
        model.setFixedWidth(MODEL_POINTS)
        search.setMaximumWidth(SEARCH_POINTS)
        for widget in (_gap(8), self.sidebar, _gap(16), model, _spring(), search, _gap(8), queue, _gap(8)):
            self.addWidget(widget)
        self.addWidget(self.inspector)
        self.addWidget(_gap(8))


def _toggle(symbol: Symbol, name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(symbol))
    button.setAutoRaise(True)
    button.setToolTip(tip(name))
    button.setAccessibleName(name)
    return button


def _gap(points: int) -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(points)
    return gap


def _spring() -> QWidget:
    spring = QWidget()
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spring
