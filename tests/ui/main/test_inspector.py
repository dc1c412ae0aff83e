"""The inspector on the right."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from macapp.ui.main.inspector import Inspector


def test_its_tabs_change_the_panel(qtbot: QtBot) -> None:
    settings, info = QLabel("settings"), QLabel("info")
    inspector = Inspector({"Settings": settings, "Info": info})
    qtbot.addWidget(inspector)
    assert inspector.current is settings
    inspector.show_panel(info)
    assert inspector.current is info
