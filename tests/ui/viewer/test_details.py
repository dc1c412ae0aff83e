"""The details of a picture: every setting, with a button that copies it."""

from dataclasses import replace

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow
from macapp.ui.viewer.details import detail_rows
from tests.support.gallery import show_query
from tests.support.request_factory import request


def test_all_settings_are_listed_and_copied(window: MainWindow, made, qtbot: QtBot) -> None:
    made(request("a <b>heart</b>", seed=2**63 - 1))
    show_query(window, qtbot, "")
    window.gallery.choose(0)
    window.toggle_details()
    rows = dict(window.viewer.details.rows)
    assert rows["Seed"] == str(2**63 - 1)
    assert rows["Prompt"] == "a <b>heart</b>"
    buttons = window.viewer.details.findChildren(QToolButton)
    next(each for each in buttons if each.accessibleName() == "Copy Seed").click()
    assert QGuiApplication.clipboard().text() == str(2**63 - 1)


def test_a_doubt_about_a_picture_is_shown_with_it(window: MainWindow, made) -> None:
    words = "The whole picture has one colour"
    window.viewer.show_picture(replace(made(request(seed=1)), made_with={"doubt": "one colour"}))
    assert words in window.viewer.words
    [shown] = [value for name, value in detail_rows(window.viewer.picture) if name == "doubt"]  # type: ignore[arg-type]
    assert words in shown
    window.viewer.show_picture(made(request(seed=2)))
    assert words not in window.viewer.words
    unused = {"name": "ink", "model": "starter", "count": 3, "total": 9, "example": "x.alpha"}
    window.viewer.show_picture(replace(made(request(seed=3)), made_with={"unused": [unused]}))
    sentence = "ink has tensors that starter does not use: 3 of 9, such as x.alpha."
    assert sentence in window.viewer.words
    assert ("doubt", sentence) in detail_rows(window.viewer.picture)  # type: ignore[arg-type]
