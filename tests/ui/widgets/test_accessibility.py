"""A screen reader hears announcements, and combo boxes described by their labels."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from macapp.ui.widgets.accessibility import Announcer, describe_choices


def test_a_sentence_is_announced_also_for_a_window_that_is_closed(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    announcer = Announcer(window)
    announcer.announce("“a castle” is finished.")
    window.close()
    announcer.announce("The queue has ended.")
    assert announcer.parent() is window


def test_a_combo_box_is_described_by_its_name(qtbot: QtBot) -> None:
    window, box = QWidget(), QComboBox()
    box.addItems(["Euler", "DPM++"])
    box.setAccessibleName("Scheduler")
    QVBoxLayout(window).addWidget(box)
    qtbot.addWidget(window)
    describe_choices(window)
    heard = QAccessible.queryAccessibleInterface(box)
    assert heard.text(QAccessible.Text.Value) == "Euler"
    assert heard.text(QAccessible.Text.Description) == "Scheduler"
