"""A row of widgets that wraps."""

from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from macapp.ui.widgets.flow_layout import FlowLayout


def build(qtbot: QtBot, width: int) -> tuple[QWidget, list[QPushButton]]:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = FlowLayout(holder, 10)
    buttons = [QPushButton(name) for name in ("one", "two", "three")]
    for button in buttons:
        button.setFixedSize(100, 30)
        layout.addWidget(button)
    holder.resize(width, 200)
    holder.show()
    QApplication.processEvents()
    return holder, buttons


def test_widgets_that_have_no_room_begin_a_new_row(qtbot: QtBot) -> None:
    for width, tops in ((320, [0, 0, 0]), (319, [0, 0, 40]), (210, [0, 0, 40]), (120, [0, 40, 80]), (50, [0, 40, 80])):
        holder, buttons = build(qtbot, width)
        assert [button.y() for button in buttons] == tops, width
        layout = holder.layout()
        assert layout is not None
        assert layout.heightForWidth(width) == tops[-1] + 30


def test_a_hidden_widget_takes_no_space(qtbot: QtBot) -> None:
    holder, (first, second, third) = build(qtbot, 320)
    second.hide()
    QApplication.processEvents()
    assert (first.x(), third.x()) == (0, 110)
    layout = holder.layout()
    assert layout is not None
    assert layout.sizeHint().width() == 210
