"""A library with rows of a newer Easel: the window opens, says so, and generates nothing from them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.messages import MESSAGES
from macapp.settings import Settings
from macapp.system.machine import detect_machine
from macapp.ui.main.window import MainWindow
from macapp.ui.queue.model import JOB_ROLE
from macapp.ui.viewer.details import detail_rows
from tests.library.index.test_newer import NEWER, of, stored_in, write_job, write_picture


@pytest.fixture
def over(library: Library, qtbot: QtBot) -> Callable[[], MainWindow]:
    """Open a window over the library in its current state."""

    def open_window() -> MainWindow:
        opened = MainWindow(library, detect_machine(), Settings())
        qtbot.addWidget(opened)
        opened.show()
        return opened

    return open_window


@pytest.mark.parametrize("change", NEWER)
def test_the_window_opens_and_says_which_rows_are_of_a_newer_easel(
    library: Library, over: Callable[[], MainWindow], change: str
) -> None:
    write_job(library, of(change))
    picture = write_picture(library, of(change))
    window = over()
    jobs = window.queue_panel.jobs
    listed = [jobs.index(row).data(JOB_ROLE) for row in range(jobs.rowCount())]
    assert [jobs.format_state(job) for job in listed] == [MESSAGES["job-newer"]]
    assert "a newer Easel" in window.info.words
    shown = dict(detail_rows(picture))
    assert shown["Made with"] == "a newer Easel"
    assert not any("its file lacks" in value for value in shown.values())
    window.close()


def test_nothing_is_drawn_or_used_of_what_is_only_half_understood(
    library: Library, over: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    write_picture(library, of("a scheduler that is not known"))
    job = library.queue.find(write_job(library, of("a field that is not known")))
    assert job is not None
    stored = stored_in(library, "jobs")
    window = over()
    before = window.prompt_panel.to_json()
    for act in (
        window.picture.use_settings,
        window.picture.use_settings_without_seed,
        window.picture.make_variations,
        window.picture.make_again,
        window.picture.repeat,
        window.picture.copy_settings,
    ):
        window.banner.hide()
        act()
        assert "with settings that this version does not know" in window.banner.text
    window.queue_panel.duplicate(job)
    window.queue_panel.retry(job)
    window.queue_panel.retry_with_new_seed(job)
    window.editing.start(job)
    assert window.banner.text == MESSAGES["job-newer"]
    assert window.editing.job is None
    assert window.prompt_panel.to_json() == before
    assert stored_in(library, "jobs") == stored
    window.close()


def test_such_a_job_can_only_be_removed(library: Library, over: Callable[[], MainWindow]) -> None:
    job = library.queue.find(write_job(library, of("a field that is not known")))
    assert job is not None
    window = over()
    window.queue_panel.list.menu_requested.emit(job, QPoint(0, 0))
    [menu] = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
    assert [each.text() for each in menu.actions()] == ["Remove"]
    menu.close()
    window.close()
