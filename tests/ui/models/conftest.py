"""The Models window, and a hub on the loopback address."""

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow
from macapp.ui.models.window import ModelsWindow
from tests.support.fake_hub import serving


@pytest.fixture(autouse=True)
def _own_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub-home"))


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot) -> ModelsWindow:
    """The Models window with its list loaded."""
    window.sides.show_models()
    assert window.sides.models is not None
    qtbot.waitUntil(lambda: window.sides.models.table.rowCount() == 2, timeout=5000)  # type: ignore[union-attr]
    return window.sides.models


@pytest.fixture
def hub(tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A hub that has the tiny model."""
    with serving(Path(shutil.copytree(tiny_model, tmp_path / "repository"))) as served:
        monkeypatch.setenv("HF_ENDPOINT", served.endpoint)
        yield served
