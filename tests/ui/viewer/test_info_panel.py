"""The panel "Info": the recipe of the current picture, and the buttons that use it."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent, Picture
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


def button(window: MainWindow, words: str) -> QPushButton:
    return next(each for each in window.info.findChildren(QPushButton) if each.text() == words)


def show_new(window: MainWindow, made, prompt: str, seed: int = 1) -> Picture:
    picture = made(request(prompt, seed=seed))
    window.on_event(JobEvent(kind=EventKind.DONE, picture=picture))
    return picture


def test_without_a_picture_it_says_what_will_be_here(window: MainWindow) -> None:
    window.views.toggle_info()
    assert window.info.words == ""
    assert not button(window, "Use Settings").isVisible()


def test_it_follows_the_current_picture(window: MainWindow, made) -> None:
    older = show_new(window, made, "older")
    show_new(window, made, "newer", seed=2)
    window.views.toggle_info()
    assert window.info.words.startswith("newer")
    window.gallery.choose_picture(older)
    assert window.info.words.startswith("older")
    window.pictures.give_stars(4)
    assert "4 stars" in window.info.words


def test_get_info_shows_it_and_then_the_settings_again(window: MainWindow) -> None:
    window.views.toggle_info()
    assert window.info.isVisible()
    window.views.toggle_info()
    assert not window.info.isVisible()
    assert window.inspector.current is window.prompt_panel.settings
    window.views.toggle_inspector()
    window.views.toggle_info()
    assert window.info.isVisible(), "a folded inspector opens"


def test_one_button_copies_picture_prompt_or_settings(window: MainWindow, made, qtbot: QtBot) -> None:
    made_picture = show_new(window, made, "a red heart")
    qtbot.waitUntil(lambda: window.viewer.canvas.path == made_picture.path, timeout=5000)
    picture, prompt, settings = button(window, "Copy").menu().actions()
    prompt.trigger()
    assert QGuiApplication.clipboard().text() == "a red heart"
    settings.trigger()
    assert "seed 1" in QGuiApplication.clipboard().text()
    picture.trigger()
    assert QGuiApplication.clipboard().image().size() == window.viewer.canvas.image().size()


def test_the_buttons_use_the_picture(window: MainWindow, made) -> None:
    picture = show_new(window, made, "a red heart", seed=77)
    starts = QSignalSpy(window.picture.start_requested)
    window.views.toggle_info()
    button(window, "Use Settings").click()
    assert window.prompt_panel.prompt.toPlainText() == "a red heart"
    button(window, "Start from This").click()
    assert starts.at(0)[0] == picture.path


def test_there_are_few_stops_for_the_tab_key(window: MainWindow, made) -> None:
    """The text is one stop, and each of the four buttons another."""
    show_new(window, made, "a red heart")
    window.views.toggle_info()
    stops = [each for each in window.info.findChildren(QWidget) if each.isVisible() and accepts_tab(each)]
    assert len(stops) == 5


def accepts_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & 1) and widget.focusProxy() is None


def test_a_hidden_panel_reads_nothing(window: MainWindow, made) -> None:
    show_new(window, made, "a red heart")
    assert window.info.details.rows == []
    window.views.toggle_info()
    assert window.info.details.rows != []
