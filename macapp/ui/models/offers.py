"""The recommended models as cards: for whom, how large, how fast. Found on any thread, shown on the window's."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from macapp.domain.units import format_approximate_duration, format_bytes
from macapp.models.recommended import Purpose, Recommendation, recommend_models
from macapp.system.machine import Machine
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.controls import begin_painting, draw_ring, fill_rounded
from macapp.ui.widgets.text import tr_message
from macapp.ui.widgets.theme import CARD_RADIUS, GAP, MARGIN, plain_text, secondary_label

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
    """Return the recommended models for a machine with their download and time. Slow the first time."""
    return [
        Offer(
            found,
            found.size,
            found.seconds,
        )
        for found in recommend_models(machine)
    ]


class OfferRow(QWidget):
    """The cards next to each other; hidden without any."""

    chosen = Signal(str)
    """the id of the model of the card that was clicked"""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[OfferCard] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show one card for each offer."""
        for card in self.cards:
            self._layout.removeWidget(card)
            card.deleteLater()
        self.cards = [OfferCard(offer) for offer in offers]
        for card in self.cards:
            card.clicked.connect(partial(self.chosen.emit, card.offer.recommendation.entry.id))
            self._layout.addWidget(card)
        self.setVisible(bool(offers))


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
