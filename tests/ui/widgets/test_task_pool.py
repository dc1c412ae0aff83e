"""Slow tasks run off the window's thread, and call back on it."""

from functools import partial

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from macapp.errors import EaselError
from macapp.ui.widgets.task_pool import TaskPool


@pytest.fixture
def background(qapp):
    made = TaskPool(qapp)
    yield made
    made.close()
    made.deleteLater()


@pytest.mark.parametrize("way", [lambda label: label.setText, lambda label: partial(QLabel.setText, label)])
def test_what_was_read_for_a_window_comes_to_it(background: TaskPool, qtbot: QtBot, way) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    background.run(lambda: "read", way(label), fail)
    qtbot.waitUntil(lambda: label.text() == "read", timeout=5000)


def test_a_window_that_was_closed_meanwhile_is_left_alone(background: TaskPool, qtbot: QtBot) -> None:
    closed, received = Closed(), list[str]()
    background.run(lambda: "read", closed.show_text, fail)
    background.run(lambda: "read", partial(closed.show_more, "more"), fail)
    shiboken6.delete(closed)
    background.run(lambda: "read", received.append, fail)
    background.wait()
    qtbot.waitUntil(lambda: received == ["read"], timeout=5000)


def fail(error: EaselError) -> None:
    raise error


class Closed(QLabel):
    def show_text(self, text: str) -> None:
        self.setText(text)

    def show_more(self, _more: str, text: str) -> None:
        self.setText(text)
