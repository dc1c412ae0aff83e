"""The editing keys of a Mac in every kind of text field."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from macapp.ui.widgets.text_keys import TextKeys, find_editor, first_key, is_editing_key
from tests.support.mac_keys import EDITING_KEYS, activate, keeps_key

COMMAND, CONTROL = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.MetaModifier  # Qt swaps them on a Mac


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[QWidget]:
    """A window with a text field of each kind, whose keys work as on a Mac."""
    opened = QWidget()
    layout = QVBoxLayout(opened)
    editable = QComboBox()
    editable.setEditable(True)
    for widget in (QLineEdit(), QPlainTextEdit(), QTextEdit(), QSpinBox(), editable, QPushButton("a button")):
        layout.addWidget(widget)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    keys = TextKeys(application, opened, is_mac=True)
    qtbot.addWidget(opened)
    opened.show()
    activate(opened, qtbot)
    yield opened
    keys.deleteLater()


def children(form: QWidget) -> list[QWidget]:
    return [widget for widget in form.findChildren(QWidget) if widget.parent() is form]


def test_every_text_field_keeps_every_editing_key_and_no_command(form: QWidget) -> None:
    commands = [first_key(text) for text in ("Ctrl+Return", "Ctrl+R", "Ctrl+M", "Ctrl+W", "Ctrl+Shift+V", "F5")]
    for widget in children(form):
        widget.setFocus()
        is_text = find_editor(widget) is not None
        assert [key for key in EDITING_KEYS if keeps_key(widget, key) != is_text] == []
        assert not any(keeps_key(widget, key) for key in commands)
    assert sum(find_editor(widget) is not None for widget in children(form)) == 5
    assert all(map(is_editing_key, EDITING_KEYS))


def test_command_delete_deletes_to_the_start_of_the_line(form: QWidget) -> None:
    line, plain, rich, *_rest = children(form)
    assert isinstance(line, QLineEdit)
    assert isinstance(plain, QPlainTextEdit)
    assert isinstance(rich, QTextEdit)
    line.setText("a red heart")
    line.setCursorPosition(6)
    press(line, Qt.Key.Key_Backspace, COMMAND)
    assert line.text() == "heart"
    press(line, Qt.Key.Key_Delete, COMMAND)
    assert line.text() == ""
    line.undo()
    line.undo()
    assert line.text() == "a red heart", "the undo of the field brings it back"
    for field in (plain, rich):
        field.setPlainText("above\nbelow")
        cursor = field.textCursor()
        cursor.setPosition(8)
        field.setTextCursor(cursor)
        press(field, Qt.Key.Key_Backspace, COMMAND)
        assert field.toPlainText() == "above\nlow"
        press(field, Qt.Key.Key_Backspace, COMMAND)
        assert field.toPlainText() == "abovelow", "at the start of a line, the line break"
        field.setReadOnly(True)
        press(field, Qt.Key.Key_Backspace, COMMAND)
        assert field.toPlainText() == "abovelow"


def test_control_k_removes_the_rest_of_the_paragraph_and_control_y_inserts_it(form: QWidget) -> None:
    line, plain, *_rest = children(form)
    assert isinstance(line, QLineEdit)
    assert isinstance(plain, QPlainTextEdit)
    plain.setPlainText("a red heart\na blue star")
    cursor = plain.textCursor()
    cursor.setPosition(2)
    plain.setTextCursor(cursor)
    press(plain, Qt.Key.Key_K, CONTROL)
    assert plain.toPlainText() == "a \na blue star"
    press(line, Qt.Key.Key_Y, CONTROL)
    assert line.text() == "red heart"
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.home(False)
    press(line, Qt.Key.Key_K, CONTROL)
    press(plain, Qt.Key.Key_Y, CONTROL)
    assert plain.toPlainText() == "a \na blue star", "a secret is not kept for another field"


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    widget.setFocus()
    QCoreApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))
