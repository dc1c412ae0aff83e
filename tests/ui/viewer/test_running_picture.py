"""The picture in progress: what is known of it, and what is said."""

import pytest
from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget

from macapp.domain.job import EventKind, Job, JobEvent
from macapp.ui.viewer.running_picture import LINE_HEIGHT, RunningPicture, paint_preview
from macapp.ui.widgets.colours import Colour, colour
from tests.support.request_factory import request


@pytest.fixture
def running(parent: QWidget) -> RunningPicture:
    return RunningPicture(parent)


def job_of(name: str = "one", **settings: object) -> Job:
    return Job(id=name, request=request(**settings), created="2026-01-01T00:00:00.000Z")  # type: ignore[arg-type]


def step(job: Job, number: int, preview: Image.Image | None = None, seconds: float | None = None) -> JobEvent:
    return JobEvent(kind=EventKind.STEP, job=job, step=number, steps=20, preview=preview, seconds_per_step=seconds)


def painted(running: RunningPicture, canvas: QWidget) -> QImage:
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    painter = QPainter(image)
    running.paint_progress(painter, QRectF(0, 0, 300, 100), canvas)
    painter.end()
    return image


def test_each_part_of_the_work_has_its_words(running: RunningPicture) -> None:
    job = job_of()
    running.follow(JobEvent(kind=EventKind.LOADING, job=job))
    assert running.words == "Loading the model…"
    running.follow(step(job, 8, seconds=0.5))
    assert running.words == "Step 8 of 20 · 6 s left"
    running.follow(step(job, 9))
    assert running.words == "Step 9 of 20"
    running.follow(JobEvent(kind=EventKind.SAVING, job=job))
    assert running.words == "Saving…"
    running.follow(JobEvent(kind=EventKind.DONE, job=job))
    assert running.words == ""


def test_the_preview_stays_until_the_next_one_and_belongs_to_one_job(running: RunningPicture) -> None:
    first, second = job_of("first"), job_of("second")
    running.follow(step(first, 1, Image.new("RGB", (16, 8), "red")))
    running.follow(step(first, 2))
    assert running.preview.size().width() == 16
    assert running.preview.pixelColor(3, 3).name() == "#ff0000"
    running.follow(step(second, 0))
    assert running.preview.isNull()


def test_the_size_is_that_of_the_picture_to_come(running: RunningPicture) -> None:
    running.follow(step(job_of(width=512, height=256, upscale=2), 1))
    assert running.size.toTuple() == (1024, 512)


def test_a_picture_ends_as_made_or_not(running: RunningPicture) -> None:
    made = QSignalSpy(running.finished)
    job = job_of()
    running.follow(step(job, 1))
    running.follow(JobEvent(kind=EventKind.CANCELED, job=job))
    assert made.count() == 0
    assert not running.is_active
    running.follow(step(job, 1))
    running.follow(JobEvent(kind=EventKind.DONE, job=job))
    assert made.count() == 1


def test_a_picture_whose_file_is_still_written_counts_as_made_when_the_next_one_begins(
    running: RunningPicture,
) -> None:
    made = QSignalSpy(running.finished)
    running.follow(step(job_of("first"), 20))
    running.follow(JobEvent(kind=EventKind.SAVING, job=job_of("first")))
    running.follow(step(job_of("second"), 0))
    assert made.count() == 1
    assert running.is_active


def test_the_line_is_as_long_as_the_share_of_the_steps_that_is_done(running: RunningPicture, parent: QWidget) -> None:
    accent = colour(parent, Colour.FOCUS)
    running.follow(step(job_of(), 5))
    line = painted(running, parent)
    at = 100 - LINE_HEIGHT // 2 - 1
    assert line.pixelColor(74, at) == accent
    assert line.pixelColor(76, at) != accent
    assert line.pixelColor(10, 100 - LINE_HEIGHT - 1) == Qt.GlobalColor.green, "the line is thin"
    running.follow(JobEvent(kind=EventKind.LOADING, job=job_of()))
    loading = painted(running, parent)
    assert loading.pixelColor(10, at) == loading.pixelColor(290, at) != accent, "faint, and all along the edge"


def test_the_words_are_light_on_a_dark_label_above_the_line(running: RunningPicture, parent: QWidget) -> None:
    running.follow(step(job_of(), 5, seconds=1))
    image = painted(running, parent)
    row = [image.pixelColor(x, 100 - LINE_HEIGHT - 20).lightness() for x in range(60, 240)]
    assert min(row) < 60
    assert image.pixelColor(5, 80) == Qt.GlobalColor.green


def test_before_the_first_preview_there_is_a_plain_surface() -> None:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    painter = QPainter(image)
    paint_preview(painter, QImage(), QRectF(0, 0, 10, 10), QColor("blue"))
    painter.end()
    assert image.pixelColor(5, 5) == QColor("blue")
