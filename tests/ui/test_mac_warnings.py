"""Warnings that Qt prints only on a Mac, and that must not fail a test there."""

from PySide6.QtCore import qWarning
from pytestqt.qtbot import QtBot

MISSING_FONT = (
    'Populating font family aliases took 63 ms. Replace uses of missing font family "Sans Serif" with one that exists '
    "to avoid this cost."
)


def test_a_font_that_macos_does_not_have_fails_no_test_of_a_widget(qtbot: QtBot) -> None:
    qWarning(MISSING_FONT)
