"""Every pair of colours that meets on the screen is readable, in both appearances."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from macapp.ui.widgets.colours import Colour, colour, contrast, is_dark, scheme_colour
from macapp.ui.widgets.theme import palette

SCHEMES = [Qt.ColorScheme.Light, Qt.ColorScheme.Dark]
GROUNDS = (Colour.WINDOW, Colour.SIDEBAR, Colour.CARD, Colour.FIELD, Colour.CHIP, Colour.SELECTION_FILL)
PANELS = (Colour.WINDOW, Colour.SIDEBAR, Colour.CARD, Colour.FIELD)
TEXTS = [
    *((text, ground) for text in (Colour.TEXT, Colour.SECONDARY_TEXT, Colour.DANGER) for ground in GROUNDS),
    *((text, ground) for text in (Colour.WARNING, Colour.FOCUS) for ground in PANELS),
    (Colour.TEXT, Colour.CHIP_PRESSED),
    (Colour.ACCENT_TEXT, Colour.ACCENT),
    (Colour.CAPSULE_TEXT, Colour.CAPSULE),
    (Colour.CAPSULE_ACCENT, Colour.CAPSULE),
    (Colour.OVERLAY_TEXT, Colour.OVERLAY),
]
EDGES = [
    *((edge, ground) for edge in (Colour.FIELD_EDGE, Colour.FOCUS, Colour.SELECTION) for ground in PANELS),
    *((ring, Colour.CHIP) for ring in (Colour.FOCUS, Colour.SELECTION)),
    (Colour.SELECTION, Colour.SELECTION_FILL),
    (Colour.ACCENT, Colour.WINDOW),
    (Colour.ACCENT, Colour.SIDEBAR),
    (Colour.CAPSULE, Colour.WINDOW),
]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_has_a_contrast_of_four_and_a_half(scheme: Qt.ColorScheme) -> None:
    assert too_faint(TEXTS, scheme, 4.5) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_edges_focus_and_selection_have_a_contrast_of_three(scheme: Qt.ColorScheme) -> None:
    assert too_faint(EDGES, scheme, 3) == []


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("white"), QColor("white")) == pytest.approx(1)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


def test_a_widget_gets_the_colours_of_its_own_appearance(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    for scheme in SCHEMES:
        label.setPalette(palette(scheme))
        assert is_dark(label.palette()) == (scheme is Qt.ColorScheme.Dark)
        assert all(colour(label, role) == scheme_colour(role, scheme) for role in Colour)


def too_faint(pairs: list[tuple[Colour, Colour]], scheme: Qt.ColorScheme, least: float) -> list[str]:
    """Return the pairs whose contrast is below `least`, with their contrast."""
    found = [(one, other, contrast(scheme_colour(one, scheme), scheme_colour(other, scheme))) for one, other in pairs]
    return [f"{one.value} on {other.value}: {ratio:.2f}" for one, other, ratio in found if ratio < least]
