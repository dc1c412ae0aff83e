"""Colours are readable in light and dark, and label styles show plain text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QListView
from pytestqt.qtbot import QtBot

from macapp.ui.widgets.theme import frameless, mark_error, palette, secondary_label, warning_colour

SCHEMES = [Qt.ColorScheme.Light, Qt.ColorScheme.Dark]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_disabled_text_is_fainter(scheme: Qt.ColorScheme) -> None:
    colours = palette(scheme)
    faint = colours.color(QPalette.ColorRole.PlaceholderText)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        assert colours.color(QPalette.ColorGroup.Disabled, role) == faint
        assert colours.color(QPalette.ColorGroup.Active, role) != faint


def test_dark_is_darker_than_light() -> None:
    light, dark = (palette(scheme).color(QPalette.ColorRole.Window).lightness() for scheme in SCHEMES)
    assert dark < light


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_error_has_the_warning_colour_of_its_background(scheme: Qt.ColorScheme, qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    label.setPalette(palette(scheme))
    mark_error(label)
    shown = label.palette().color(label.foregroundRole())
    assert shown == warning_colour(label)
    assert shown.lightness() > 128 if scheme is Qt.ColorScheme.Dark else shown.lightness() < 128
    assert shown != QColor("black")


def test_a_secondary_label_is_smaller_and_shows_plain_text(qtbot: QtBot) -> None:
    plain, secondary = QLabel(), secondary_label(QLabel("<b>not bold</b>"))
    qtbot.addWidget(plain)
    qtbot.addWidget(secondary)
    assert secondary.font().pointSizeF() < plain.font().pointSizeF()
    assert secondary.textFormat() is Qt.TextFormat.PlainText


def test_a_frameless_view_has_the_background_of_the_window(qtbot: QtBot) -> None:
    view = QListView()
    qtbot.addWidget(view)
    frameless(view)
    assert not view.viewport().autoFillBackground()
    assert view.frameWidth() == 0
