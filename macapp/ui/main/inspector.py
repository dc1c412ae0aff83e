"""The inspector on the right: one panel for the settings of the next picture, one for the facts of the current one."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from macapp.ui.widgets.controls import SegmentedControl
from macapp.ui.widgets.theme import GAP, MARGIN, fill_background

WIDTH_POINTS = 280
WIDTH_CHARACTERS = 36  # for large text


class Inspector(QWidget):
    """Shows one of several panels, chosen by a row of buttons above them."""

    def __init__(self, panels: dict[str, QWidget]) -> None:
        """`panels` are the panels by their titles, the first shown."""
        super().__init__()
        self._panels = {str(place): panel for place, panel in enumerate(panels.values())}
        titles = [(str(place), title) for place, title in enumerate(panels)]
        self._choice, self._stack = SegmentedControl(self.tr("Inspector"), titles), QStackedWidget()
        for panel in panels.values():
            self._stack.addWidget(panel)
        self._choice.changed.connect(self._show)
        self.setMinimumWidth(max(WIDTH_POINTS, WIDTH_CHARACTERS * self.fontMetrics().averageCharWidth()))
        fill_background(self)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 0, MARGIN, 0)
        head.addWidget(self._choice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    @property
    def current(self) -> QWidget:
        """The panel that is shown."""
        return self._stack.currentWidget()

    def show_panel(self, panel: QWidget) -> None:
        """Show one of the panels."""
        self._choice.choose(next(key for key, each in self._panels.items() if each is panel))

    def show_first(self) -> None:
        """Show the first panel."""
        self._choice.choose("0")

    def _show(self, key: str) -> None:
        self._stack.setCurrentWidget(self._panels[key])
