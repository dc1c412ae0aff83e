"""The list of jobs: keys, the ✕ at the end of a row, and the text of an empty queue."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.domain.job import Job
from macapp.library import Library
from macapp.ui.queue.list_view import CROSS_WIDTH, JobList
from macapp.ui.queue.model import QueueModel
from tests.support.request_factory import request


@pytest.fixture
def jobs(library: Library) -> list[Job]:
    return library.queue.add([request("first"), request("second")])


@pytest.fixture
def view(library: Library, jobs: list[Job], parent: QWidget, qtbot: QtBot) -> JobList:
    view = JobList(QueueModel(library, parent))
    qtbot.addWidget(view)
    view.show()
    qtbot.waitExposed(view)
    view.setCurrentIndex(view.model().index(1, 0))
    return view


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_removes_the_current_job(view: JobList, jobs: list[Job], qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(view.remove_requested) as removed:
        qtbot.keyClick(view, key)
    assert removed.args is not None
    assert [each.id for each in removed.args[0]] == [jobs[1].id]


def test_return_opens_the_current_job(view: JobList, jobs: list[Job], qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.edit_requested) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args is not None
    assert opened.args[0].id == jobs[1].id


def test_only_a_click_on_the_cross_removes(view: JobList, jobs: list[Job], qtbot: QtBot) -> None:
    removed = QSignalSpy(view.remove_requested)
    row = view.visualRect(view.model().index(0, 0))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert removed.count() == 0
    cross = QPoint(row.right() - CROSS_WIDTH // 2, row.center().y())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    assert [each.id for each in removed.at(0)[0]] == [jobs[0].id]


def test_rows_and_an_empty_queue_are_painted(view: JobList, library: Library) -> None:
    full = view.grab().toImage()
    library.queue.clear()
    view.model().refresh()  # type: ignore[attr-defined]
    assert view.model().rowCount() == 0
    assert view.grab().toImage() != full
