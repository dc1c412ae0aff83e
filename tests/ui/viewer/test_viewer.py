"""The viewed picture and its text."""

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


def test_a_click_shows_a_picture_large_with_prompt_and_settings(window: MainWindow, made, qtbot: QtBot) -> None:
    for seed in (1, 2):
        window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request(f"picture {seed}", seed=seed))))
    index = window.gallery.pictures.index(1)
    qtbot.mouseClick(
        window.gallery.grid.viewport(), Qt.MouseButton.LeftButton, pos=window.gallery.grid.visualRect(index).center()
    )
    assert "picture 1" in window.viewer.words
    assert "64 × 64" in window.viewer.words
    assert "seed 1" in window.viewer.words
    qtbot.waitUntil(lambda: not window.viewer.canvas.image().isNull(), timeout=5000)


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
