"""The models in their window: what is there, what is brought, what is fetched from a hub of our own."""

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from macapp.checkpoints.shelf import Shelf
from macapp.library import Library
from macapp.ui.models_window import ModelsWindow
from macapp.ui.window import Window
from tests import models
from tests.hub import serving


@pytest.fixture
def opened(window: Window, qtbot: QtBot) -> ModelsWindow:
    """The window of the models, filled."""
    window.show_models()
    assert window.models is not None
    qtbot.waitUntil(lambda: window.models.table.rowCount() == 2, timeout=5000)  # type: ignore[union-attr]
    return window.models


def names(opened: ModelsWindow) -> list[str]:
    """Return the names of the rows that are seen."""
    rows = [row for row in range(opened.table.rowCount()) if not opened.table.isRowHidden(row)]
    return [opened.table.item(row, 0).text() for row in rows]  # type: ignore[union-attr]


def test_it_shows_what_there_is_and_how_large(opened: ModelsWindow) -> None:
    assert names(opened) == ["Starter", "Starter Edges"]
    assert [opened.table.item(row, 1).text() for row in range(2)] == ["Checkpoint", "ControlNet"]  # type: ignore[union-attr]
    assert "MB" in opened.table.item(0, 3).text()  # type: ignore[union-attr]
    opened.line.setText("edges")
    assert names(opened) == ["Starter Edges"]
    opened.line.clear()
    opened.table.selectRow(0)
    assert "starter-model" in opened.where.text()
    assert not opened.remove.isEnabled(), "what ships with Easel stays on the list"


def test_a_model_that_was_brought_is_used_and_taken_off(
    window: Window, opened: ModelsWindow, library: Library, tiny_model: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.prompt_panel.take_model(models.make_lora(tiny_model, tmp_path / "ink.safetensors"))
    window.prompt_panel.take_model(tiny_model)
    opened.fill()
    qtbot.waitUntil(lambda: len(names(opened)) == 4, timeout=5000)
    opened.table.selectRow(names(opened).index(tiny_model.name))
    window.prompt_panel._choose_model("starter")
    opened.use_button.click()
    assert window.prompt_panel.checkpoint is not None
    assert window.prompt_panel.checkpoint.id == str(tiny_model)
    window.prompt_panel._choose_model("starter")
    opened.remove.click()
    qtbot.waitUntil(lambda: len(names(opened)) == 3, timeout=5000)
    assert tiny_model.exists()
    panel = window.prompt_panel
    assert [panel.model.itemText(n) for n in range(panel.model.count())] == ["Starter"]


def test_a_model_is_fetched_with_progress_and_offered_at_once(
    window: Window,
    opened: ModelsWindow,
    library: Library,
    tiny_model: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "repository"))
    with serving(folder) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        monkeypatch.setenv("HF_HOME", str(tmp_path / "hub-home"))
        opened.repository.setText("someone/absent")
        opened.fetch.click()
        assert opened.fetch.text() == "Stop"
        qtbot.waitUntil(lambda: "no repository someone/absent" in opened.fault.text(), timeout=30_000)
        assert opened.page.isVisible()
        opened.repository.setText("someone/model")
        opened.fetch.click()
        qtbot.waitUntil(lambda: "is on the list" in opened.told.text(), timeout=30_000)
        qtbot.waitUntil(lambda: len(names(opened)) == 3, timeout=5000)
    assert opened.bar.maximum() in (0, 1000)
    assert len(Shelf(library.places).checkpoints()) == 2
    assert window.prompt_panel.model.count() == 2


def test_a_token_goes_into_the_keychain(
    opened: ModelsWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    from tests.keychain import Kept

    monkeypatch.setenv("TEST_KEYCHAIN", str(tmp_path / "keychain.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(Kept())
    try:
        opened.sign_in("no token")
        qtbot.waitUntil(lambda: "no token of the hub" in opened.fault.text(), timeout=5000)
        opened.sign_in("hf_" + "x" * 30)
        qtbot.waitUntil(lambda: "in the Keychain" in opened.told.text(), timeout=5000)
        assert opened.fault.isHidden()
    finally:
        keyring.set_keyring(before)
    assert "hf_xxx" in (tmp_path / "keychain.json").read_text()


def test_a_download_is_stopped_and_nothing_is_left_running(
    opened: ModelsWindow, tiny_model: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "repository"))
    with serving(folder) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        monkeypatch.setenv("HF_HOME", str(tmp_path / "hub-home"))
        opened.repository.setText("someone/model")
        opened.fetch.click()
        opened.fetch.click()
        qtbot.waitUntil(lambda: "goes on from there" in opened.told.text(), timeout=30_000)
        assert opened.fetch.text() == "Download"
        opened.fetch.click()
        opened.close()
    assert opened._process is None
