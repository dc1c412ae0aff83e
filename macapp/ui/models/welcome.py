"""The first page of an empty library: models that suit this machine, or the built-in demo. On the window's thread."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from macapp.domain.units import format_bytes
from macapp.system.machine import Machine
from macapp.ui.models.offers import Offer, OfferRow, find_offers
from macapp.ui.widgets.controls import Card
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import GAP, secondary_label, title_label


class Welcome(QWidget):
    """A sheet in the middle of the page. Nothing is modal: prompt and menus work as ever."""

    model_chosen = Signal(str)
    """the id of the model to download"""
    demo_chosen = Signal()

    def __init__(self, machine: Machine, background: TaskPool) -> None:
        super().__init__()
        self._machine = machine
        self.offers = OfferRow()
        self.offers.chosen.connect(self.model_chosen)
        self.demo = QPushButton(self.tr("Try the Demo"))
        self.demo.clicked.connect(self.demo_chosen)
        self._subtitle = secondary_label(QLabel())
        self._build_layout()
        background.run(partial(find_offers, machine), self._show, lambda _error: None)

    def _show(self, offers: Sequence[Offer]) -> None:
        memory = f"{self._machine.chip}, {format_bytes(self._machine.ram)}"
        fit, none = self.tr("These fit this Mac: {0}"), self.tr("No model of the catalogue fits {0}")
        self._subtitle.setText((fit if offers else none).format(memory))
        self.offers.show_offers(offers)

    def _build_layout(self) -> None:
        title = title_label(self.tr("Choose a model to start with"))
        about = secondary_label(QLabel(self.tr("The demo needs no download. It draws simple shapes and landscapes.")))
        sheet = Card()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        column.setSpacing(GAP)
        for label in (title, self._subtitle, about):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(title)
        column.addWidget(self._subtitle)
        column.addWidget(self.offers, 0, Qt.AlignmentFlag.AlignCenter)
        column.addSpacing(GAP)
        column.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(about)
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addWidget(sheet, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(2)
