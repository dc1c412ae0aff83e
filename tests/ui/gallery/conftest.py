"""A window with ten pictures, and its own Trash."""

import pytest
from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow
from tests.support.gallery import show_query
from tests.support.request_factory import request


@pytest.fixture(autouse=True)
def _own_trash(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "share"))


@pytest.fixture
def filled(window: MainWindow, made, qtbot: QtBot) -> MainWindow:
    """A window whose gallery shows "picture 9" to "picture 0"."""
    for number in range(10):
        made(request(f"picture {number}", seed=number, steps=10 + number))
    show_query(window, qtbot, "")
    window.gallery.choose(0)
    return window
