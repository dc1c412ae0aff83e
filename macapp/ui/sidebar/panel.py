"""The sidebar: the list of places, and the name of the machine below it. On the window's thread."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from macapp.domain.units import format_bytes
from macapp.library import Library
from macapp.library.place import ALL_PICTURES, Place
from macapp.library.place_counts import CountedPlace
from macapp.system.machine import Machine
from macapp.ui.sidebar.counter import PlaceCounter
from macapp.ui.sidebar.list_view import PlaceList
from macapp.ui.sidebar.model import SidebarModel
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.controls import begin_painting, draw_ring, fill_rounded
from macapp.ui.widgets.plain_text import caption
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import RADIUS, TextStyle, fill_background, scaled_font

WIDTH_POINTS = 200


class Sidebar(QWidget):
    """Shows the places of a library with their counts."""

    machine_requested = Signal()
    """the line with the machine was clicked"""
    refreshed = Signal(list)
    """every place of the library, counted again"""

    def __init__(self, library: Library, machine: Machine, background: TaskPool, tasks: QWidget) -> None:
        """`tasks` is shown above the machine: the long tasks that run."""
        super().__init__()
        self._place = ALL_PICTURES
        self._named: Place | None = None
        """a new album, whose name the user types once the list shows it"""
        self.rows = SidebarModel(self)
        self.list = PlaceList(self.rows, library.places)
        self.machine = MachineLine(machine)
        self.machine.clicked.connect(self.machine_requested)
        self._counter = PlaceCounter(library.places, background, self)
        self._counter.counted.connect(self._show)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self.list, 1)
        layout.addWidget(tasks)
        layout.addWidget(self.machine)
        self.setMinimumWidth(WIDTH_POINTS)
        fill_background(self)
        self.setFocusProxy(self.list)
        self.list.show_place(self._place)
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_POINTS, super().sizeHint().height())

    @Slot()
    def refresh(self) -> None:
        """Count the pictures again, off this thread; cheap to call after every change."""
        self._counter.schedule()

    @Slot(Place)
    def show_place(self, place: Place) -> None:
        """Select the row of the place that the gallery shows."""
        self._place = place
        self.list.show_place(place)

    @Slot(Place)
    def name_place(self, place: Place) -> None:
        """Let the user type the name of a new album, once the list shows it."""
        self._named = place
        self.refresh()

    def _show(self, counted: list[CountedPlace]) -> None:
        if self.list.is_editing:  # a reset would throw the typed name away
            self.refresh()
            return
        self.rows.show(counted)
        self.list.show_place(self._place)
        self.refreshed.emit([each.place for each in counted])
        if self._named is not None and self.list.edit_place(self._named):
            self._named = None


class MachineLine(QToolButton):
    """The chip and the memory of this computer, in one faint line."""

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self._words = f"{machine.chip} · {format_bytes(machine.ram)}"
        self.setText(caption(self._words))
        self.setAutoRaise(True)
        self.setToolTip(self.tr("About This Machine"))
        self.setAccessibleName(self.tr("About This Machine: {0}").format(self._words))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFont(scaled_font(TextStyle.SECONDARY, self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, place = begin_painting(self), QRectF(self.rect()).adjusted(8, 0, -8, 0)
        if self.underMouse() or self.isDown():
            fill_rounded(painter, place, RADIUS, colour(self, Colour.CHIP))
        if self.hasFocus():
            draw_ring(painter, place, RADIUS, colour(self, Colour.FOCUS))
        text = place.adjusted(10, 0, -10, 0)
        words = QFontMetrics(self.font()).elidedText(self._words, Qt.TextElideMode.ElideRight, int(text.width()))
        painter.setPen(colour(self, Colour.SECONDARY_TEXT))
        painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()
