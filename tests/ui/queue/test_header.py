"""The head of the queue says how it is, and pauses it."""

from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from macapp.library.durations import Estimate
from macapp.ui.queue.header import QueueHeader
from macapp.ui.queue.summary import QueueSummary

SOON = Estimate(40, 30, 50)


@pytest.fixture
def header(qtbot: QtBot) -> QueueHeader:
    menu = QMenu()
    header = QueueHeader(menu)
    menu.setParent(header, menu.windowFlags())
    qtbot.addWidget(header)
    return header


def state(header: QueueHeader) -> str:
    return next((each.text() for each in header.findChildren(QLabel) if each.text() != "Queue"), "")


@pytest.mark.parametrize(
    ("summary", "words", "button"),
    [
        (QueueSummary(), "", None),
        (QueueSummary(waiting=3, running=1, left=SOON), "3 waiting  ·  40 s left", "Pause"),
        (QueueSummary(waiting=3, failed=2), "3 waiting  ·  2 failed", "Pause"),
        (QueueSummary(waiting=3, is_paused=True, left=SOON), "Paused  ·  3 waiting  ·  40 s left", "Resume"),
        (QueueSummary(is_paused=True), "Paused", "Resume"),
        (QueueSummary(waiting=1, rest_reason="on battery power"), "1 waiting  ·  on battery power", "Run Now"),
        (QueueSummary(failed=1), "1 failed", None),
    ],
)
def test_the_state_is_one_line(header: QueueHeader, summary: QueueSummary, words: str, button: str | None) -> None:
    header.show_summary(summary)
    assert state(header) == words
    assert header.pause_button.isHidden() == (button is None)
    assert button is None or header.pause_button.text() == button


def test_the_end_has_a_time_of_day_unless_it_is_soon_or_the_queue_is_paused(header: QueueHeader) -> None:
    long = Estimate(3600, 3000, 4000)
    header.show_summary(QueueSummary(waiting=1, running=1, left=long))
    assert header.time_left.startswith("1 h 0 min left, done at ")
    datetime.strptime(header.time_left[-5:], "%H:%M")  # noqa: DTZ007
    header.show_summary(QueueSummary(waiting=1, is_paused=True, left=long))
    assert header.time_left == "1 h 0 min left"
    header.show_summary(QueueSummary(waiting=1, running=1, left=Estimate(89, 80, 95)))
    assert header.time_left == "1 min 29 s left"


def test_every_button_has_a_name(header: QueueHeader, qtbot: QtBot) -> None:
    header.show_summary(QueueSummary(waiting=1))
    assert header.more_button.accessibleName() == "More commands for the queue"
    with qtbot.waitSignal(header.pause_clicked):
        header.pause_button.click()
