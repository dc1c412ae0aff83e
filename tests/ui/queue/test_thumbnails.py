"""The small pictures of the rows."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.domain.job import Job
from macapp.library import Library, source_images
from macapp.ui.queue.thumbnails import JobThumbnails
from macapp.ui.widgets.task_pool import TaskPool
from tests.support.request_factory import request


@pytest.fixture
def thumbnails(library: Library, parent: QWidget) -> JobThumbnails:
    return JobThumbnails(library.places, TaskPool(parent), parent)


def waiting_job(library: Library, **changes: Any) -> Job:
    [job] = library.queue.add([request(**changes)])
    return job


def test_the_running_job_has_its_preview(thumbnails: JobThumbnails, library: Library) -> None:
    job, other = waiting_job(library), waiting_job(library)
    assert thumbnails.find(job, 44) is None
    thumbnails.set_preview(job.id, Image.new("RGB", (17, 9), (255, 0, 0)))
    shown = thumbnails.find(job, 44)
    assert shown is not None
    assert (shown.width(), shown.height()) == (17, 9)
    assert shown.toImage().pixelColor(16, 8).name() == "#ff0000"
    assert thumbnails.find(other, 44) is None


def test_a_waiting_job_has_its_source_image_reduced(
    thumbnails: JobThumbnails, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    Image.new("RGB", (400, 200), (0, 0, 255)).save(tmp_path / "wide.png")
    name = source_images.store_file(library.places, tmp_path / "wide.png").name
    for job in (waiting_job(library, image=name, strength=0.5), waiting_job(library, references=(name,))):
        side = 40 if job.request.image else 44
        with qtbot.waitSignal(thumbnails.loaded, timeout=5000):
            assert thumbnails.find(job, side) is None
        shown = thumbnails.find(job, side)
        assert shown is not None
        assert (shown.width(), shown.height()) == (2 * side, side)


def test_an_image_that_is_gone_leaves_the_row_without_one(
    thumbnails: JobThumbnails, library: Library, qtbot: QtBot
) -> None:
    job = waiting_job(library, image="f" * 64, strength=0.5)
    with qtbot.assertNotEmitted(thumbnails.loaded, wait=100):
        assert thumbnails.find(job, 44) is None
    assert thumbnails.find(job, 44) is None
