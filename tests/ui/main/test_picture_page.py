"""The first start: a welcome sheet in place of the picture."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.settings import Settings
from macapp.system.machine import detect_machine
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


def test_an_empty_library_welcomes_and_the_demo_is_one_click(
    window: MainWindow, library: Library, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: window.picture_page.is_welcoming)
    window.welcome.demo.click()
    assert not window.picture_page.is_welcoming
    [job] = library.queue.unfinished()
    assert (job.request.model, job.request.prompt) == ("starter", window.prompt_panel.prompt.toPlainText())
    window.prompt_panel.refresh_models()
    qtbot.waitSignal(window.prompt_panel.models_listed).wait()
    assert not window.picture_page.is_welcoming


def test_a_chosen_model_opens_where_it_is_downloaded(window: MainWindow, qtbot: QtBot) -> None:
    window.welcome.model_chosen.emit("sd-1.5")
    assert window.sides.models is not None
    models = window.sides.models
    qtbot.waitUntil(lambda: models.entry() is not None)
    entry = models.entry()
    assert entry is not None
    assert entry.id == "sd-1.5"


def test_a_model_of_ones_own_ends_the_welcome(window: MainWindow, tiny_model: Path, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.picture_page.is_welcoming)
    window.prompt_panel.add_model(tiny_model)
    window.prompt_panel.refresh_models()
    qtbot.waitUntil(lambda: not window.picture_page.is_welcoming)


def test_a_library_with_pictures_does_not_welcome(library: Library, made, qtbot: QtBot) -> None:
    made(request("a heart"))
    window = MainWindow(library, detect_machine(), Settings())
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.prompt_panel.models_listed):
        window.show()
    assert not window.picture_page.is_welcoming
    window.close()
