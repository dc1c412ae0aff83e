"""The rows of downloads show their state and control them."""

import json

import pytest
from PySide6.QtWidgets import QWidget

from macapp.system.paths import LibraryPaths
from macapp.ui.models.download_list import DownloadRows
from macapp.ui.models.downloads import Downloads

SAVED = [
    {"model": "someone/model", "state": "running", "done": 2**20, "total": 2**22, "why": "", "was_empty": True},
    {"model": "someone/other", "state": "failed", "done": 0, "total": 0, "why": "No such file.", "was_empty": True},
]


@pytest.fixture
def downloads(places: LibraryPaths, parent: QWidget) -> Downloads:
    """Two downloads from an earlier start: one was running, one has failed."""
    places.index.mkdir(parents=True, exist_ok=True)
    (places.index / "downloads.json").write_text(json.dumps(SAVED))
    return Downloads(places, parent)


def test_rows_show_what_an_earlier_start_left(downloads: Downloads, parent: QWidget) -> None:
    rows = DownloadRows(downloads)
    rows.setParent(parent)
    paused, failed = rows.rows["someone/model"], rows.rows["someone/other"]
    assert paused.status.text() == "Paused  ·  1 MB of 4 MB"
    assert paused.pause.text() == "Resume"
    assert paused.bar.value() == 250
    assert paused.page.isHidden()
    assert failed.fault.text() == "No such file."
    assert failed.pause.text() == "Try Again"
    assert not failed.page.isHidden()


def test_a_cancelled_download_leaves_the_list(downloads: Downloads, parent: QWidget) -> None:
    rows = DownloadRows(downloads)
    rows.setParent(parent)
    rows.rows["someone/other"].cancel.click()
    assert list(rows.rows) == ["someone/model"]
    rows.rows["someone/model"].cancel.click()
    assert rows.rows == {}
    assert rows.isHidden()
