"""The window About This Machine."""

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow


def test_the_rules_window_says_what_applies_and_why(window: MainWindow, qtbot: QtBot) -> None:
    from PySide6 import QtWidgets

    from macapp.ui.main.machine_window import MachineWindow

    window.sides.show_machine()
    qtbot.waitUntil(lambda: bool(window.findChildren(MachineWindow)))
    [rules] = window.findChildren(MachineWindow)
    assert not rules.isModal()
    shown = " ".join(each.text() for each in rules.findChildren(QtWidgets.QLabel))
    assert "Attention is not sliced" in shown
    assert "pictures 0, waiting 0, failed 0, whole yes" in shown
    rules.copy()
    assert "Attention is not sliced" in QGuiApplication.clipboard().text()
    rules.close()
    assert " GB" in window.sidebar.machine.text()
