"""A window over a library of its own, without a worker: the tests play the runner's part."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from macapp.domain.job import Generated, Picture
from macapp.domain.request import Request
from macapp.library import Library
from macapp.settings import Settings
from macapp.system.machine import this_machine
from macapp.ui.main.window import Window
from tests.support.fake_engine import plain_picture


@pytest.fixture
def made(library: Library) -> Callable[[Request], Picture]:
    """Put a finished picture into the library."""

    def make(asked: Request) -> Picture:
        [job] = library.queue.add([asked])
        library.queue.claim([job.id])
        return library.pictures.save(job, Generated(image=plain_picture(asked), made_with={}))

    return make


@pytest.fixture
def window(library: Library, qtbot: QtBot) -> Iterator[Window]:
    opened = Window(library, this_machine(), Settings())
    qtbot.addWidget(opened)
    opened.show()
    qtbot.waitExposed(opened)
    yield opened
    opened.close()
