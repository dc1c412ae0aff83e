"""Text that was selected in another program becomes the prompt of the real window."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from macapp.app.application import ApplicationController
from macapp.app.text_service import TextService
from macapp.domain.request import PROMPT_CHARACTERS
from macapp.system import services
from tests.support.background import leave_program
from tests.support.fake_engine import ScriptedEngine
from tests.support.mac_frameworks import Mac

Send = Callable[[str], object]


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def easel(start: Callable[..., ApplicationController], engine: ScriptedEngine) -> ApplicationController:
    return start(engine)


@pytest.fixture
def send(easel: ApplicationController) -> Send:
    """Send text as the Services menu does."""
    offered: list[Send] = []
    easel.text_service = TextService(easel.window, offered.append)
    [found] = offered
    return found


def test_the_text_becomes_the_prompt_of_the_window_and_nothing_is_generated(
    easel: ApplicationController, engine: ScriptedEngine, send: Send, qtbot: QtBot
) -> None:
    form = easel.window.prompt_panel
    form.prompt.setPlainText("my own words")
    form.negative_prompt.setPlainText("blurry")
    leave_program(easel.window, qtbot)
    send("  a red heart\non white \n")
    assert form.prompt.toPlainText() == "my own words", "the other program waits, so nothing is done meanwhile"
    qtbot.waitUntil(lambda: form.prompt.toPlainText() == "a red heart\non white", timeout=2000)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is easel.window, timeout=2000)
    assert form.prompt.hasFocus()
    assert form.negative_prompt.toPlainText() == "blurry"
    qtbot.wait(20)
    assert easel.library.queue.unfinished() == []
    assert engine.made == []
    form.prompt.undo()
    assert form.prompt.toPlainText() == "my own words"


def test_a_window_without_its_form_shows_the_form_again(easel: ApplicationController, send: Send, qtbot: QtBot) -> None:
    window = easel.window
    window.views.toggle_gallery_alone()
    assert not window.prompt_panel.bar.isVisible()
    send("a heart")
    qtbot.waitUntil(lambda: window.prompt_panel.prompt.toPlainText() == "a heart", timeout=2000)
    assert window.prompt_panel.bar.isVisible()
    assert window.shell.is_open("sidebar")


def test_text_that_is_too_long_for_a_prompt_is_refused_in_a_sentence(
    easel: ApplicationController, send: Send, qtbot: QtBot
) -> None:
    form = easel.window.prompt_panel
    form.prompt.setPlainText("my own words")
    send("a" * (PROMPT_CHARACTERS + 1))
    qtbot.waitUntil(
        lambda: f"{PROMPT_CHARACTERS:,}" in form.fault or str(PROMPT_CHARACTERS) in form.fault, timeout=2000
    )
    assert form.prompt.toPlainText() == "my own words"


def test_on_the_display_of_a_mac_the_program_offers_it_to_macos(
    start: Callable[..., ApplicationController], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    mac = Mac()
    mac.install(monkeypatch, services)
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "cocoa")
    form = start(ScriptedEngine()).window.prompt_panel
    mac.call_service(services.MESSAGE, "a red heart")
    qtbot.waitUntil(lambda: form.prompt.toPlainText() == "a red heart", timeout=2000)


def test_white_space_leaves_the_prompt_alone(easel: ApplicationController, send: Send, qtbot: QtBot) -> None:
    form = easel.window.prompt_panel
    form.prompt.setPlainText("my own words")
    with qtbot.waitSignal(easel.text_service.received):
        send(" \n ")
    QApplication.processEvents()
    assert form.prompt.toPlainText() == "my own words"
