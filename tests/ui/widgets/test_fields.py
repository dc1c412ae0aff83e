"""Labelled fields have names for VoiceOver, and a section collapses."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from macapp.ui.widgets.fields import (
    Section,
    decimal_field,
    integer_field,
    labelled_field,
    remove_button,
    side_by_side,
)


def test_number_fields_have_their_range_and_name(qtbot: QtBot) -> None:
    steps, scale = integer_field(1, 150, "Steps"), decimal_field(0.0, 30.0, 0.5, "Guidance")
    row = side_by_side(labelled_field("Steps", steps), scale, (2, 1))
    qtbot.addWidget(row)
    steps.setValue(1000)
    scale.setValue(-1)
    assert (steps.value(), scale.value()) == (150, 0.0)
    scale.stepUp()
    assert scale.value() == 0.5
    assert (steps.accessibleName(), scale.accessibleName()) == ("Steps", "Guidance")
    [label] = row.findChildren(QLabel)
    assert label.buddy() is steps


def test_a_remove_button_has_a_name(qtbot: QtBot) -> None:
    button = remove_button("Remove this")
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Remove this"


def test_a_section_expands_collapses_and_shows_a_summary(qtbot: QtBot) -> None:
    content = QLabel("content")
    section = Section("More", content)
    qtbot.addWidget(section)
    assert not section.is_open
    with qtbot.waitSignal(section.toggled) as toggled:
        section.findChildren(QToolButton)[0].click()
    assert toggled.args == [True]
    assert section.is_open
    section.expand(False)
    assert content.isHidden()
    section.set_summary("2 LoRAs")
    shown = [label.text() for label in section.findChildren(QLabel) if not label.isHidden()]
    assert "2 LoRAs" in shown
    section.set_summary("")
    assert "" not in [label.text() for label in section.findChildren(QLabel) if not label.isHidden()]


def test_the_heading_of_a_section_takes_keys_and_shows_its_state(qtbot: QtBot) -> None:
    section = Section("Advanced", QLabel("content"))
    qtbot.addWidget(section)
    section.show()
    [heading] = section.findChildren(QToolButton)
    collapsed = heading.grab().toImage()
    qtbot.keyClick(heading, Qt.Key.Key_Return)
    assert section.is_open
    assert heading.grab().toImage() != collapsed, "the triangle points down"
    qtbot.keyClick(heading, Qt.Key.Key_Space)
    assert not section.is_open
