"""A window over its own library, without a worker: the tests act as the runner."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.domain.job import GeneratedImage, Picture
from macapp.domain.request import Request
from macapp.library import Library, source_images
from macapp.settings import Settings
from macapp.system.machine import detect_machine
from macapp.ui.main.window import MainWindow
from macapp.ui.mask.window import MaskWindow
from tests.support.fake_engine import plain_picture


@pytest.fixture
def made(library: Library) -> Callable[[Request], Picture]:
    """Put a finished picture into the library."""

    def make(asked: Request) -> Picture:
        [job] = library.queue.add([asked])
        library.queue.claim_next([job.id])
        return library.pictures.save(job, GeneratedImage(image=plain_picture(asked), made_with={}))

    return make


@pytest.fixture
def window(library: Library, qtbot: QtBot) -> Iterator[MainWindow]:
    opened = MainWindow(library, detect_machine(), Settings())
    qtbot.addWidget(opened)
    opened.show()
    qtbot.waitExposed(opened)
    yield opened
    opened.close()


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    """Own the Qt objects of a test, so that they exist as long as it runs."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def painting(window: MainWindow, library: Library, sketch: Path, qtbot: QtBot) -> MaskWindow:
    """The window that opens to paint a mask on the sketch."""
    window.prompt_panel.start_image.set_image(source_images.store_file(library.places, sketch))
    window.form.paint_mask()
    opened = window.form.mask_window
    assert opened is not None
    qtbot.waitExposed(opened)
    return opened
