"""Announcements reach Qt's accessibility without a complaint, also for a window that is closed already."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.ui.widgets.accessibility import Announcer


def test_a_sentence_is_announced_whether_or_not_someone_listens(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    announcer = Announcer(window)
    for is_active in (True, False):
        QAccessible.setActive(is_active)
        announcer.announce("“a castle” is finished.")
    window.close()
    announcer.announce("The queue has ended.")
    assert announcer.parent() is window
