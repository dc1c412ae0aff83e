"""Counting happens off the window's thread, soon after a change, and not more often than a few times a second."""

import time

from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.library.place import ALL_PICTURES
from macapp.ui.sidebar.counter import SHORTEST_PAUSE, PlaceCounter
from macapp.ui.widgets.task_pool import TaskPool
from tests.support.request_factory import request


def test_changes_that_come_together_are_counted_together(library: Library, made, parent: QWidget, qtbot: QtBot) -> None:
    background = TaskPool(parent)
    counter = PlaceCounter(library.places, background, parent)
    heard = QSignalSpy(counter.counted)
    began = time.monotonic()
    with qtbot.waitSignal(counter.counted, timeout=5000) as first:
        counter.schedule()
    assert first.args is not None
    assert first.args[0][0].count == 0
    made(request())
    for _change in range(50):
        counter.schedule()
    qtbot.waitUntil(lambda: heard.count() == 2, timeout=10_000)
    assert heard.at(1)[0][0].place == ALL_PICTURES
    assert heard.at(1)[0][0].count == 1
    assert time.monotonic() - began >= SHORTEST_PAUSE
    background.close()


def test_a_change_while_it_counts_is_counted_too(library: Library, made, parent: QWidget, qtbot: QtBot) -> None:
    background = TaskPool(parent)
    counter = PlaceCounter(library.places, background, parent)
    heard = QSignalSpy(counter.counted)
    counter.schedule()
    qtbot.wait(1)  # the timer has fired, and the count runs or has ended
    made(request())
    counter.schedule()
    qtbot.waitUntil(lambda: heard.count() > 0 and heard.at(heard.count() - 1)[0][0].count == 1, timeout=10_000)
    background.close()
