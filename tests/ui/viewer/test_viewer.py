"""The viewed picture above the filmstrip."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent
from macapp.ui.main.window import MainWindow
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
