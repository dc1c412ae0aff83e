"""The layout of the main window: sidebar, picture or grid above the prompt bar, and inspector.

Both sides fold: by their command, and by themselves in a narrow window. What the user folds stays folded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from macapp.ui.main.inspector import WIDTH_POINTS as INSPECTOR_POINTS
from macapp.ui.main.inspector import Inspector
from macapp.ui.sidebar.panel import WIDTH_POINTS as SIDEBAR_POINTS
from macapp.ui.widgets.theme import GAP, MARGIN

INSPECTOR_FOLDS_BELOW, SIDEBAR_FOLDS_BELOW = 1100, 900  # points, of the window's width
MIN_CENTRE_POINTS = 400


class Page(Enum):
    """What the centre shows."""

    PICTURE = "picture"
    GRID = "grid"


@dataclass
class _Side:
    """A side that folds."""

    widget: QWidget
    folds_below: int
    is_wanted: bool = True
    """whether the user wants it where the window has room"""
    is_forced: bool = False
    """whether the user opened it although the window is narrow"""

    def is_open(self, width: int) -> bool:
        return self.is_wanted and (self.is_forced or width >= self.folds_below)


class Shell(QWidget):
    """Places the panels of the main window and remembers which of them are open."""

    page_changed = Signal(str)

    def __init__(self, sidebar: QWidget, pages: dict[Page, QWidget], bar: QWidget, inspector: Inspector) -> None:
        super().__init__()
        self._bar, self._pages, self._inspector = bar, pages, inspector
        self._sides = {
            "sidebar": _Side(sidebar, SIDEBAR_FOLDS_BELOW),
            "inspector": _Side(inspector, INSPECTOR_FOLDS_BELOW),
        }
        self._alone: Page | None = None
        self._stack = QStackedWidget()
        for page in pages.values():
            self._stack.addWidget(page)
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        for pane, stretch in ((sidebar, 0), (self._build_centre(), 1), (inspector, 0)):
            self.panes.addWidget(pane)
            self.panes.setStretchFactor(self.panes.count() - 1, stretch)
        self.panes.setHandleWidth(1)
        self.panes.setChildrenCollapsible(False)
        self.panes.setSizes([SIDEBAR_POINTS, 800, INSPECTOR_POINTS])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.panes)

    @property
    def page(self) -> Page:
        """What the centre shows."""
        shown = self._stack.currentWidget()
        return next(name for name, page in self._pages.items() if page is shown)

    @property
    def alone(self) -> Page | None:
        """The page that fills the window; None while the other panels may be open."""
        return self._alone

    def show_page(self, page: Page, takes_focus: bool = True) -> None:
        """Show the picture or the grid in the centre, with the keyboard focus or without."""
        is_new = page is not self.page
        self._stack.setCurrentWidget(self._pages[page])
        if takes_focus:
            self._pages[page].setFocus()
        if is_new:
            self.page_changed.emit(page.value)

    def toggle_page(self) -> None:
        """Change between the picture and the grid."""
        self.show_page(Page.GRID if self.page is Page.PICTURE else Page.PICTURE)

    def toggle_alone(self, page: Page) -> None:
        """Fill the window with the picture or the grid, or show all panels again."""
        self._alone = None if self._alone is page else page
        self.show_page(page)
        self._update_panels()

    def end_alone(self) -> None:
        """Show all panels again."""
        self._alone = None
        self._update_panels()

    def is_open(self, side: str) -> bool:
        """Return whether the "sidebar" or "inspector" is open."""
        return not self._sides[side].widget.isHidden()

    def toggle_side(self, side: str) -> None:
        """Fold or open the "sidebar" or "inspector"."""
        self.open_side(side, not self.is_open(side))

    def open_side(self, side: str, is_wanted: bool = True) -> None:
        """Open or fold the "sidebar" or "inspector"; an open one stays open in a narrow window.

        Where even the sidebar folds by itself, there is room for one side only: the other one folds.
        """
        self._alone = None
        if is_wanted and self.width() < SIDEBAR_FOLDS_BELOW:
            for each in self._sides.values():
                each.is_forced = False
        opened = self._sides[side]
        opened.is_wanted, opened.is_forced = is_wanted, is_wanted and self.width() < opened.folds_below
        self._update_panels()

    def toggle_panel(self, panel: QWidget) -> None:
        """Show a panel of the inspector, or the first one again."""
        if self.is_open("inspector") and self._inspector.current is panel:
            self._inspector.show_first()
        else:
            self.open_side("inspector")
            self._inspector.show_panel(panel)

    def to_json(self) -> dict[str, object]:
        """Return what `from_json` restores."""
        return {
            "page": self.page.value,
            "panes": bytes(self.panes.saveState().toBase64().data()).decode(),
            **{name: side.is_wanted for name, side in self._sides.items()},
        }

    def from_json(self, saved: Mapping[str, object]) -> None:
        """Restore dividers, folds and page; ignore what is missing or of another kind."""
        for name, side in self._sides.items():
            side.is_wanted = saved.get(name) is not False
        if isinstance(panes := saved.get("panes"), str):
            self.panes.restoreState(QByteArray.fromBase64(panes.encode()))
        page = next((each for each in Page if each.value == saved.get("page")), self.page)
        self._stack.setCurrentWidget(self._pages[page])
        self._update_panels()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sides that a narrow window has no room for, and open them again in a wide one."""
        for side in self._sides.values():
            if event.size().width() >= side.folds_below:
                side.is_forced = False
        self._update_panels()
        super().resizeEvent(event)

    def _update_panels(self) -> None:
        for side in self._sides.values():
            side.widget.setVisible(self._alone is None and side.is_open(self.width()))
        self._bar.setVisible(self._alone is None)

    def _build_centre(self) -> QWidget:
        centre = QWidget()
        centre.setMinimumWidth(MIN_CENTRE_POINTS)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, GAP, 0, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.addWidget(self._bar)
        column.addLayout(row)
        return centre
