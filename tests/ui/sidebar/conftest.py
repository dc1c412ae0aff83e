"""A window with ten pictures and two albums, and its own Trash."""

import pytest
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.gallery import show_query
from tests.support.request_factory import request


@pytest.fixture(autouse=True)
def _own_trash(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "share"))


@pytest.fixture
def filled(window: MainWindow, library: Library, made, qtbot: QtBot) -> MainWindow:
    """A window with "picture 9" to "picture 0", and the albums Sea and Wall, which the sidebar shows."""
    for number in range(10):
        made(request(f"picture {number}", seed=number, steps=10 + number))
    for name in ("Sea", "Wall"):
        library.albums.add(name)
    show_query(window, qtbot, "")
    window.gallery.choose(0)
    with qtbot.waitSignal(window.sidebar.refreshed, timeout=10_000):
        window.sidebar.refresh()
    if window.sidebar.rows.row_of(library.albums.all()[0].place) < 0:  # that count had begun before
        with qtbot.waitSignal(window.sidebar.refreshed, timeout=10_000):
            window.sidebar.refresh()
    return window
