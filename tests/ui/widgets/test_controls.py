"""Chips, cards and segmented controls work with keys and mouse, and show focus and choice."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from macapp.ui.widgets.colours import Colour, contrast, scheme_colour
from macapp.ui.widgets.controls import Card, ChipButton, Hairline, PrimaryButton, SegmentedControl, chip_button
from macapp.ui.widgets.theme import palette

SCHEMES = [Qt.ColorScheme.Light, Qt.ColorScheme.Dark]
QUALITIES = (("fast", "Fast"), ("balanced", "Balanced"), ("best", "Best"))


@pytest.fixture
def quality(qtbot: QtBot) -> SegmentedControl:
    control = SegmentedControl("Quality", QUALITIES)
    qtbot.addWidget(control)
    show(control, qtbot)
    return control


def test_a_click_chooses_a_segment_and_only_that_one(quality: SegmentedControl, qtbot: QtBot) -> None:
    assert quality.value == "fast"
    with qtbot.waitSignal(quality.changed) as changed:
        qtbot.mouseClick(quality.button("best"), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert changed.args == ["best"]
    assert [quality.button(key).isChecked() for key, _label in QUALITIES] == [False, False, True]


def test_arrow_keys_choose_among_the_segments_and_tab_leaves_them(quality: SegmentedControl, qtbot: QtBot) -> None:
    quality.button("fast").setFocus()
    qtbot.keyClick(quality.button("fast"), Qt.Key.Key_Right)
    assert quality.value == "balanced"
    assert quality.button("balanced").hasFocus()


def test_code_chooses_a_segment_too(quality: SegmentedControl) -> None:
    heard: list[str] = []
    quality.changed.connect(heard.append)
    quality.choose("balanced")
    quality.choose("balanced")
    assert (quality.value, heard) == ("balanced", ["balanced"])
    with pytest.raises(KeyError):
        quality.choose("worst")


def test_a_screen_reader_hears_radio_buttons_with_their_state(quality: SegmentedControl) -> None:
    heard = [QAccessible.queryAccessibleInterface(quality.button(key)) for key, _label in QUALITIES]
    assert [each.role() for each in heard] == [QAccessible.Role.RadioButton] * 3
    assert [each.text(QAccessible.Text.Name) for each in heard] == ["Fast", "Balanced", "Best"]
    states: list[Any] = [each.state() for each in heard]  # PySide's stub has no attributes of a state
    assert [bool(each.checked) for each in states] == [True, False, False]
    assert quality.accessibleName() == "Quality"


def test_a_chip_opens_its_menu_with_return(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    chosen: list[str] = []
    menu.addAction("512 × 512").triggered.connect(lambda: chosen.append("512"))
    chip = chip_button("Size", menu)
    qtbot.addWidget(chip)
    show(chip, qtbot)
    QTimer.singleShot(0, lambda: (qtbot.keyClick(menu, Qt.Key.Key_Down), qtbot.keyClick(menu, Qt.Key.Key_Return)))
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert chosen == ["512"]


def test_a_chip_without_menu_is_a_button(qtbot: QtBot) -> None:
    chip = chip_button("History")
    qtbot.addWidget(chip)
    for press in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(chip.clicked):
            qtbot.keyClick(chip, press)


def test_a_chip_is_wide_enough_for_its_text_icon_and_arrow(qtbot: QtBot) -> None:
    plain, long = chip_button("Size"), chip_button("Size and shape")
    menu = QMenu()
    with_all = chip_button("Size", menu, QIcon(QPixmap(16, 16)))
    for widget in (plain, long, menu, with_all):
        qtbot.addWidget(widget)
    assert plain.sizeHint().width() < with_all.sizeHint().width()
    assert plain.sizeHint().width() < long.sizeHint().width()
    assert plain.fontMetrics().horizontalAdvance("Size") < plain.sizeHint().width()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_is_seen_on_every_control(scheme: Qt.ColorScheme, qtbot: QtBot) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    segments = SegmentedControl("Quality", QUALITIES)
    controls: list[QWidget] = [ChipButton("Size"), PrimaryButton("Generate"), segments.button("fast")]
    for widget in (*controls[:2], segments):
        column.addWidget(widget)
    qtbot.addWidget(holder)
    holder.setPalette(palette(scheme))
    show(holder, qtbot)
    for control in controls:
        holder.setFocus()
        before = control.grab().toImage()
        control.setFocus()
        after = control.grab().toImage()
        places = [(x, control.height() // 2) for x in range(6)]
        changes = [contrast(before.pixelColor(*at), after.pixelColor(*at)) for at in places]
        assert max(changes) >= 3, type(control).__name__


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_card_of_a_field_marks_the_focus_inside(scheme: Qt.ColorScheme, qtbot: QtBot) -> None:
    card, line = Card(is_field=True), QLineEdit()
    column = QVBoxLayout(card)
    column.addWidget(line)
    column.addWidget(Hairline())
    card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    card.setPalette(palette(scheme))
    qtbot.addWidget(card)
    show(card, qtbot)
    card.setFocus()
    middle = card.height() // 2
    assert contrast(edge(card, middle), scheme_colour(Colour.WINDOW, scheme)) >= 3
    line.setFocus()
    assert edge(card, middle) == scheme_colour(Colour.FOCUS, scheme)


def edge(widget: QWidget, y: int):
    """Return the colour of a widget's left edge."""
    return widget.grab().toImage().pixelColor(0, y)


def show(widget: QWidget, qtbot: QtBot) -> None:
    """Show a widget in the active window."""
    widget.show()
    widget.activateWindow()
    qtbot.waitExposed(widget)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is widget.window())


def test_a_segmented_control_can_have_no_choice(qtbot: QtBot) -> None:
    control = SegmentedControl("Quality", [("fast", "Fast"), ("best", "Best")])
    qtbot.addWidget(control)
    control.choose("")
    assert control.value == ""
    control.button("best").click()
    assert control.value == "best"
    assert not control.button("fast").isChecked()
