"""The viewed picture, its text, and the progress of the running job."""

from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent
from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


def test_the_picture_so_far_is_seen_beside_its_progress(window: MainWindow, library: Library) -> None:
    [job] = library.queue.add([request("a red heart")])
    progress = window.viewer.progress
    look = Image.new("RGB", (16, 8), "red")

    def step(number: int, preview: Image.Image | None) -> None:
        window.on_event(JobEvent(kind=EventKind.STEP, job=job, step=number, steps=9, preview=preview))

    step(0, None)
    assert progress.preview.isHidden()
    step(1, look)
    shown = progress.preview.pixmap()
    assert not progress.preview.isHidden()
    assert (shown.width(), shown.height()) == (96, 48)
    assert shown.toImage().pixelColor(40, 20).name() == "#ff0000"
    step(2, None)
    assert not progress.preview.isHidden(), "the last preview stays until the next one"
    window.on_event(JobEvent(kind=EventKind.CANCELED, job=job))
    assert progress.preview.isHidden()
    step(0, None)
    assert progress.preview.isHidden()


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
