"""The viewed picture above the filmstrip."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, GeneratedImage, JobEvent
from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


def test_a_picture_that_is_gone_is_said_not_raised(window: MainWindow, made, qtbot: QtBot) -> None:
    picture = made(request())
    picture.path.unlink()
    window.on_event(JobEvent(kind=EventKind.DONE, picture=picture))
    qtbot.waitUntil(lambda: "missing or damaged" in window.viewer.canvas.placeholder, timeout=5000)


def test_a_click_in_the_filmstrip_shows_a_picture_large(window: MainWindow, made, qtbot: QtBot) -> None:
    pictures = [made(request(f"picture {seed}", seed=seed)) for seed in (1, 2)]
    for each in pictures:
        window.on_event(JobEvent(kind=EventKind.DONE, picture=each))
    strip = window.gallery.filmstrip
    assert strip.isVisible()
    second = strip.visualRect(window.gallery.pictures.index(1)).center()
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=second)
    qtbot.waitUntil(lambda: window.viewer.canvas.path == pictures[0].path, timeout=5000)
    assert window.viewer.canvas.accessibleName() == "picture 1"


def test_the_picture_before_stays_until_the_next_one_is_decoded(window: MainWindow, made, qtbot: QtBot) -> None:
    first, second = made(request(seed=1)), made(request(seed=2))
    canvas = window.viewer.canvas
    window.viewer.show_picture(first)
    qtbot.waitUntil(lambda: canvas.path == first.path, timeout=5000)
    before = canvas.grab().toImage()
    window.viewer.show_picture(second)
    assert canvas.grab().toImage() == before
    qtbot.waitUntil(lambda: canvas.path == second.path, timeout=5000)
    assert canvas.grab().toImage() != before


def test_nothing_moves_from_generate_to_the_finished_picture(
    window: MainWindow, library: Library, qtbot: QtBot
) -> None:
    """The progress is drawn in the canvas: no other panel gets another place while a picture is made."""

    def places() -> list[QRect]:
        shown = (window.viewer.canvas, window.gallery.filmstrip, window.prompt_panel.bar, window.inspector)
        return [QRect(each.mapTo(window, QPoint()), each.size()) for each in shown]

    qtbot.mouseClick(window.prompt_panel.generate, Qt.MouseButton.LeftButton)
    before, canvas = places(), window.viewer.canvas
    job = library.queue.claim_next()
    assert job is not None
    for kind in (EventKind.LOADING, EventKind.COMPILING, EventKind.STEP, EventKind.SAVING):
        window.on_event(JobEvent(kind=kind, job=job, step=1, steps=job.request.steps))
        QApplication.processEvents()
        assert canvas.shows_running
        assert places() == before, kind
    picture = library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
    window.on_event(JobEvent(kind=EventKind.DONE, job=job, picture=picture))
    qtbot.waitUntil(lambda: canvas.path == picture.path, timeout=5000)
    assert places() == before
    assert window.gallery.filmstrip.currentIndex().row() == 0
