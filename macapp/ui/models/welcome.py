"""The first page of an empty library: models that suit this machine, or the built-in demo. On the window's thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from macapp.domain.units import format_approximate_duration, format_bytes
from macapp.models.catalog import missing_entries
from macapp.models.cost import estimate_cost
from macapp.models.recommended import Purpose, Recommendation, recommend_models
from macapp.system.machine import Machine
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.controls import Card, begin_painting, draw_ring, fill_rounded
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import tr_message
from macapp.ui.widgets.theme import CARD_RADIUS, GAP, MARGIN, plain_text, secondary_label, title_label

CARD_POINTS = 190  # wide


@dataclass(frozen=True)
class Offer:
    """A recommended model with what a beginner wants to know before the download."""

    recommendation: Recommendation
    download: int
    """bytes"""
    seconds: float | None
    """for one picture, estimated from the speed of the chip; None if unknown"""


def find_offers(machine: Machine) -> list[Offer]:
    """Return the recommended models for a machine with their download and time. Takes a tenth of a second."""
    return [
        Offer(
            found,
            sum(entry.download for entry in missing_entries(found.entry.id)),
            estimate_cost(found.entry, machine).seconds,
        )
        for found in recommend_models(machine)
    ]


class Welcome(QWidget):
    """A sheet in the middle of the page. Nothing is modal: prompt and menus work as ever."""

    model_chosen = Signal(str)
    """the id of the model to download"""
    demo_chosen = Signal()

    def __init__(self, machine: Machine, background: TaskPool) -> None:
        super().__init__()
        self._machine = machine
        self.offers: list[OfferCard] = []
        self.demo = QPushButton(self.tr("Try the Demo"))
        self.demo.clicked.connect(self.demo_chosen)
        self._cards = QHBoxLayout()
        self._subtitle = secondary_label(QLabel())
        self._build_layout()
        background.run(partial(find_offers, machine), self._show, lambda _error: None)

    def _show(self, offers: Sequence[Offer]) -> None:
        memory = f"{self._machine.chip}, {format_bytes(self._machine.ram)}"
        fit, none = self.tr("These fit this Mac: {0}"), self.tr("No model of the catalogue fits {0}")
        self._subtitle.setText((fit if offers else none).format(memory))
        self.offers = [OfferCard(offer) for offer in offers]
        for card in self.offers:
            card.clicked.connect(partial(self.model_chosen.emit, card.offer.recommendation.entry.id))
            self._cards.addWidget(card)
        for first, second in zip([*self.offers], [*self.offers[1:], self.demo], strict=True):
            self.setTabOrder(first, second)

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
        self._cards.setSpacing(GAP)
        column.addLayout(self._cards)
        column.addSpacing(GAP)
        column.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(about)
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addWidget(sheet, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(2)


class OfferCard(QAbstractButton):
    """One recommended model; a click downloads it."""

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self.offer = offer
        entry = offer.recommendation.entry
        purposes = {
            Purpose.PICTURES: self.tr("Best pictures"),
            Purpose.EDITING: self.tr("Edit with words"),
            Purpose.SPEED: self.tr("Quick ideas"),
        }
        lines = [entry.name, format_bytes(offer.download), self._format_time(), f"{entry.about}."]
        self.setText(purposes[offer.recommendation.purpose])
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(". ".join(filter(None, lines)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(CARD_POINTS)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        heading = plain_text(QLabel(self.text()))
        heading.setFont(_bold(heading.font()))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(4)
        column.addWidget(heading)
        for line in filter(None, lines):
            label = secondary_label(QLabel(line))
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        heading.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addStretch()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card; it is darker under the pointer, and has a ring with the keyboard focus."""
        painter, place = begin_painting(self), self.rect().toRectF()
        is_lit = self.isDown() or self.underMouse()
        fill_rounded(painter, place, CARD_RADIUS, colour(self, Colour.CHIP_PRESSED if is_lit else Colour.CHIP))
        if self.hasFocus():
            draw_ring(painter, place, CARD_RADIUS, colour(self, Colour.FOCUS))
        painter.end()

    def _format_time(self) -> str:
        if self.offer.seconds is None:
            return ""
        words = format_approximate_duration(self.offer.seconds, tr_message)
        return self.tr("{0} a picture, estimated").format(words[0].upper() + words[1:])


def _bold(font: QFont) -> QFont:
    font.setBold(True)
    return font
