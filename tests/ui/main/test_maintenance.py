"""Startup tasks: a lost index, a folder that is not connected."""

from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support import index
from tests.support.request_factory import request


def test_a_lost_index_is_made_again_with_progress(window: MainWindow, library: Library, made, qtbot: QtBot) -> None:
    made(request("still here"))
    index.execute(library.places, "DELETE FROM texts")
    index.execute(library.places, "DELETE FROM pictures")
    index.execute(library.places, "INSERT INTO notes VALUES ('index lost', '')")
    window.upkeep.run_startup_tasks()
    assert "index of your pictures is missing" in window.banner.text
    qtbot.waitUntil(lambda: library.pictures.count() == 1, timeout=5000)
    qtbot.waitUntil(lambda: window.gallery.pictures.rowCount() == 1, timeout=5000)
    assert not library.index_was_lost


def test_a_folder_that_is_not_connected_is_said_with_a_way_on(window: MainWindow, library: Library) -> None:
    library.places.marker.unlink()
    window.upkeep.run_startup_tasks()
    assert "not connected" in window.banner.text
    window.banner.button.click()
    assert library.picture_storage.is_connected
