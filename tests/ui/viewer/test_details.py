"""The facts about a picture: text with every setting, which is selected and copied with the keys of a text field."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow
from macapp.ui.viewer.details import Details, detail_rows
from tests.support.gallery import show_query
from tests.support.request_factory import request

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_all_settings_are_listed_as_plain_text(window: MainWindow, made, qtbot: QtBot) -> None:
    made(request("a <b>heart</b>", seed=2**63 - 1))
    show_query(window, qtbot, "")
    window.gallery.choose(0)
    window.views.toggle_info()
    rows = dict(window.info.details.rows)
    assert rows["Seed"] == str(2**63 - 1)
    assert rows["Prompt"] == "a <b>heart</b>"
    words = window.info.words
    assert words.startswith("a <b>heart</b>")
    assert str(2**63 - 1) in words
    assert str(window.viewer.picture.path) in words  # type: ignore[union-attr]


def test_the_keys_of_a_text_field_copy_from_it(window: MainWindow, made, qtbot: QtBot) -> None:
    made(request("a heart"))
    show_query(window, qtbot, "")
    window.gallery.choose(0)
    window.views.toggle_info()
    details = window.info.details
    details.setFocus()
    for _letter in range(7):
        qtbot.keyClick(details, Qt.Key.Key_Right, SHIFT)
    qtbot.keyClick(details, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "a heart"


def test_a_doubt_about_a_picture_is_shown_with_it(window: MainWindow, made) -> None:
    words = "The whole picture has one colour"
    window.show_picture(replace(made(request(seed=1)), made_with={"doubt": "one colour"}))
    assert words in window.info.words
    [shown] = [value for name, value in detail_rows(window.viewer.picture) if name == "doubt"]  # type: ignore[arg-type]
    assert words in shown
    window.show_picture(made(request(seed=2)))
    assert words not in window.info.words
    unused = {"name": "ink", "model": "starter", "count": 3, "total": 9, "example": "x.alpha"}
    window.show_picture(replace(made(request(seed=3)), made_with={"unused": [unused]}))
    sentence = "ink has tensors that starter does not use: 3 of 9, such as x.alpha."
    assert sentence in window.info.words
    assert ("doubt", sentence) in detail_rows(window.viewer.picture)  # type: ignore[arg-type]


def test_the_text_follows_the_appearance(qtbot: QtBot, made) -> None:
    details = Details()
    qtbot.addWidget(details)
    details.show_picture(made(request("a heart")), [])
    colours = details.palette()
    colours.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.yellow)
    details.setPalette(colours)
    assert details.document().firstBlock().begin().fragment().charFormat().foreground().color() == Qt.GlobalColor.yellow
