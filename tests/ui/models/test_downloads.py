"""Downloads run one after another, and are saved for the next start."""

from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from macapp.ui.models.downloads import DownloadState
from macapp.ui.models.window import ModelsWindow
from tests.support.fake_hub import Hub


def reopen_models(window: MainWindow) -> ModelsWindow:
    """Open a new Models window, as at the next start."""
    window.sides.models = None
    window.sides.show_models()
    return cast("ModelsWindow", window.sides.models)


def test_downloads_come_one_after_another_and_are_there_after_a_relaunch(
    window: MainWindow, opened: ModelsWindow, hub: Hub, tmp_path: Path, qtbot: QtBot
) -> None:
    for each in ("someone/model", "sdxl", "sd-1.5"):
        opened.hub.repository.setText(each)
        opened.hub.download.click()
    states = [each.state for each in opened.downloads.all()]
    assert states == [DownloadState.RUNNING, DownloadState.WAITING, DownloadState.WAITING]
    opened.rows.rows["sd-1.5"].pause.click()
    opened.rows.rows["someone/model"].pause.click()
    assert [each.state for each in opened.downloads.all()] == [
        DownloadState.PAUSED,
        DownloadState.RUNNING,
        DownloadState.PAUSED,
    ]
    opened.downloads.cancel("sdxl")
    opened.downloads.close()
    again = reopen_models(window)
    assert [each.model for each in again.downloads.all()] == ["someone/model", "sd-1.5"]
    assert {each.state for each in again.downloads.all()} == {DownloadState.PAUSED}
    row = again.rows.rows["someone/model"]
    assert row.pause.text() == "Resume"
    row.pause.click()
    qtbot.waitUntil(lambda: "someone/model was downloaded" in again.status.text(), timeout=30_000)
    again.downloads.cancel("sd-1.5")
    again.close()
    assert not list((tmp_path / "hub-home" / "hub").glob("models--stabilityai*")), (
        "the files of a cancelled download are deleted"
    )


@pytest.mark.parametrize("content", ["", "{", "[{}]", '[{"model": "../../x", "state": "paused"}]', "[1, null]"])
def test_a_damaged_list_of_downloads_is_an_empty_one(library: Library, content: str, window: MainWindow) -> None:
    (library.places.index / "downloads.json").write_text(content)
    window.sides.show_models()
    assert window.sides.models is not None
    assert window.sides.models.downloads.all() == []
