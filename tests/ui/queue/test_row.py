"""A row is painted: its picture, its words, its progress and its buttons."""

from collections.abc import Callable

import pytest
from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.domain.job import JobState
from macapp.errors import MachineError
from macapp.library import Library
from macapp.ui.queue.list_view import JobList
from macapp.ui.queue.model import QueueModel
from macapp.ui.queue.row import ROW_HEIGHT, THUMB_SIDE, cross_rect
from macapp.ui.queue.thumbnails import JobThumbnails
from macapp.ui.widgets.colours import Colour, colour, contrast
from macapp.ui.widgets.task_pool import TaskPool
from tests.support.request_factory import request

Draw = Callable[[], QImage]


@pytest.fixture
def thumbnails(library: Library, parent: QWidget) -> JobThumbnails:
    return JobThumbnails(library.places, TaskPool(parent), parent)


@pytest.fixture
def view(library: Library, parent: QWidget, thumbnails: JobThumbnails, qtbot: QtBot) -> JobList:
    """A running job, a waiting one that is tall, and a failed one."""
    library.queue.add([request("failed"), request("running"), request("tall", width=64, height=256)])
    failed = library.queue.claim_next()
    assert failed is not None
    library.queue.end(failed.id, JobState.FAILED, MachineError("out-of-memory"))
    library.queue.claim_next()
    view = JobList(QueueModel(library, parent), thumbnails)
    qtbot.addWidget(view)
    view.resize(360, 3 * ROW_HEIGHT)
    view.show()
    qtbot.waitExposed(view)
    return view


def draw(view: JobList, row: int) -> QImage:
    return view.grab(view.visualRect(view.model().index(row, 0)).translated(view.viewport().pos())).toImage()


def count(image: QImage, place: QRect, shade: QColor) -> int:
    pixels = ((x, y) for x in range(place.left(), place.right()) for y in range(place.top(), place.bottom()))
    return sum(image.pixelColor(x, y) == shade for x, y in pixels)


THUMB = QRect(16, 8, THUMB_SIDE, THUMB_SIDE)


def test_the_bar_of_the_running_job_grows(view: JobList) -> None:
    model, done = view.model(), colour(view, Colour.FOCUS)
    assert isinstance(model, QueueModel)
    lengths = []
    for share in (0.0, 0.5, 1.0):
        model.set_progress("Step", share)
        row = draw(view, 0)
        lengths.append(max(count(row, QRect(70, y, 250, 2), done) for y in range(34, 54)))
    assert lengths[0] < 5 < lengths[1]
    assert lengths[2] == pytest.approx(2 * lengths[1], rel=0.1)


def test_the_preview_is_in_the_row_of_the_running_job(view: JobList, thumbnails: JobThumbnails) -> None:
    model, red = view.model(), QColor(255, 0, 0)
    assert isinstance(model, QueueModel)
    assert count(draw(view, 0), THUMB, red) == 0
    job = model.job(0)
    assert job is not None
    thumbnails.set_preview(job.id, Image.new("RGB", (8, 8), (255, 0, 0)))
    assert count(draw(view, 0), THUMB, red) > 0.9 * THUMB_SIDE**2
    assert count(draw(view, 1), THUMB, red) == 0


def test_a_waiting_job_has_the_shape_of_its_picture(view: JobList) -> None:
    image, shade = draw(view, 1), colour(view, Colour.CHIP)
    middle = THUMB.center()
    wide, tall = QRect(THUMB.left(), middle.y(), THUMB_SIDE, 2), QRect(middle.x(), THUMB.top(), 2, THUMB_SIDE)
    assert count(image, tall, shade) > 3 * count(image, wide, shade) > 0


def test_a_failed_job_has_a_red_mark_and_a_reason(view: JobList) -> None:
    row, red = draw(view, 2), colour(view, Colour.DANGER)
    assert count(row, THUMB, red) > 100
    assert count(row, QRect(70, 0, 200, ROW_HEIGHT), red) > 20
    assert count(draw(view, 1), QRect(0, 0, 360, ROW_HEIGHT), red) == 0


@pytest.mark.parametrize("text", [Colour.TEXT, Colour.SECONDARY_TEXT, Colour.DANGER])
def test_a_selected_row_can_be_seen_and_read(view: JobList, text: Colour) -> None:
    view.setCurrentIndex(view.model().index(1, 0))
    row, ground = draw(view, 1), colour(view, Colour.SELECTION_FILL)
    assert count(row, QRect(0, 0, 360, ROW_HEIGHT), ground) > 5000
    assert contrast(colour(view, text), ground) >= 4.5
    assert contrast(colour(view, Colour.SELECTION), colour(view, Colour.CARD)) >= 3


def test_the_cross_is_shown_in_selected_rows(view: JobList) -> None:
    place = cross_rect(QRect(0, 0, view.viewport().width(), ROW_HEIGHT)).adjusted(4, 8, -6, -8)
    before = draw(view, 1).copy(place)
    view.selectAll()
    assert len({draw(view, 1).copy(place).pixel(x, y) for x in range(place.width()) for y in range(20)}) > len(
        {before.pixel(x, y) for x in range(place.width()) for y in range(20)}
    )


def test_a_long_reason_is_cut_after_two_lines(view: JobList, library: Library, qtbot: QtBot) -> None:
    tip = view.model().index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "There was not enough memory." in tip
    view.resize(200, 3 * ROW_HEIGHT)
    assert count(draw(view, 2), QRect(0, ROW_HEIGHT - 4, 200, 4), colour(view, Colour.DANGER)) == 0
