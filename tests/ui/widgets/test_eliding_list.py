"""A list that cuts long names with an ellipsis."""

from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow
from macapp.ui.widgets.eliding_list import ElidingList

LONG = "a very long model name that never ends v1.5 pruned fp16 emaonly final"


def test_a_long_name_keeps_both_ends_and_a_short_one_is_whole(qtbot: QtBot) -> None:
    choice = ElidingList()
    qtbot.addWidget(choice)
    choice.addItems([LONG, "short"])
    choice.setFixedWidth(200)
    choice.show()
    shown = choice.shown_text()
    assert "…" in shown
    assert shown[0] == LONG[0]
    assert shown[-1] == LONG[-1]
    assert not choice.grab().isNull()
    choice.setCurrentIndex(1)
    assert choice.shown_text() == "short"


def test_the_model_in_the_toolbar_is_cut_like_that(window: MainWindow) -> None:
    model = window.prompt_panel.model
    assert model.shown_text() == "Starter"
    model.setItemText(model.currentIndex(), LONG)
    assert "…" in model.shown_text()
