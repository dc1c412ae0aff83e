"""A label that is too narrow for its text ends in an ellipsis and has the text as its tool tip."""

from pytestqt.qtbot import QtBot

from macapp.ui.widgets.elided_label import ElidedLabel


def test_only_a_text_without_room_is_cut(qtbot: QtBot) -> None:
    label = ElidedLabel("An album with a very long name")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.show()
    whole = label.grab().toImage()
    assert label.toolTip() == ""
    label.resize(60, label.height())
    assert label.grab().toImage() != whole.copy(0, 0, 60, whole.height()), "no ellipsis"
    assert label.toolTip() == "An album with a very long name"
    assert label.minimumSizeHint().width() < label.sizeHint().width()


def test_a_short_text_needs_no_more_than_its_own_room(qtbot: QtBot) -> None:
    label = ElidedLabel("x")
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() == label.sizeHint().width()
