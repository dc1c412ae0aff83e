"""The message is a capsule over the window: it moves nothing, waits for pointer and focus, and runs its action."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from macapp.ui.widgets import banner as module
from macapp.ui.widgets.banner import MAX_WIDTH, Banner
from macapp.ui.widgets.colours import Colour, scheme_colour
from macapp.ui.widgets.theme import palette

LONG = "The picture could not be saved, because the disk is full. " * 6


class Host(QWidget):
    """A window with a picture, a prompt bar below it, and a banner over them."""

    def __init__(self) -> None:
        super().__init__()
        self.picture, self.bar = QLabel("picture"), QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.picture, 1)
        column.addWidget(self.bar)
        self.banner = Banner()
        self.banner.lie_over(self, self.bar)
        self.resize(800, 600)


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    window = Host()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    window.bar.setFocus()
    return window


@pytest.fixture
def banner(host: Host) -> Iterator[Banner]:
    yield host.banner
    host.banner.hide()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let notices leave at once."""
    monkeypatch.setattr(module, "NOTICE_MILLISECONDS", 1)


def test_a_message_replaces_the_one_before_and_can_be_closed(banner: Banner) -> None:
    assert banner.text == ""
    banner.show_message("one", "Do it")
    banner.show_message("two")
    assert banner.text == "two"
    assert banner.button.isHidden()
    banner.findChildren(QToolButton)[0].click()
    assert banner.text == ""


def test_the_button_runs_the_action_once_and_hides_the_message(banner: Banner) -> None:
    calls = list[int]()
    banner.show_message("one", "R&D", lambda: calls.append(1))
    assert banner.button.text() == "R&&D"
    banner.button.click()
    assert calls == [1]
    assert banner.text == ""


def test_a_message_whose_action_means_something_else_now_is_withdrawn(banner: Banner) -> None:
    def undo() -> None: ...

    banner.show_message("moved", "Undo", undo)
    banner.withdraw(lambda: None)
    assert banner.text == "moved"
    banner.withdraw(undo)
    assert banner.text == ""


def test_it_moves_nothing_and_lies_above_the_prompt_bar_in_its_middle(host: Host, banner: Banner) -> None:
    before = [widget.geometry() for widget in (host.picture, host.bar)]
    banner.show_message("Moved “a yellow star” to the Trash", "Undo", lambda: None)
    assert [widget.geometry() for widget in (host.picture, host.bar)] == before
    place = banner.geometry()
    assert place.bottom() < host.bar.geometry().top()
    assert abs(place.center().x() - host.bar.geometry().center().x()) <= 1


def test_it_keeps_its_place_when_the_window_changes(host: Host, banner: Banner, qtbot: QtBot) -> None:
    banner.show_message("Saved")
    host.resize(500, 400)
    qtbot.waitUntil(lambda: 0 < host.bar.geometry().top() - banner.geometry().bottom() < 30)
    host.bar.hide()
    qtbot.waitUntil(lambda: 0 < host.height() - banner.geometry().bottom() < 30)


@pytest.mark.parametrize("width", [400, 800, 2000])
def test_a_long_sentence_wraps_inside_the_window(host: Host, banner: Banner, width: int) -> None:
    host.resize(width, 600)
    banner.show_message("Saved")
    short = banner.size()
    banner.show_message(LONG, "Try Again", lambda: None)
    assert banner.width() <= min(MAX_WIDTH, width)
    assert banner.height() > 2 * short.height()
    [text] = [label for label in banner.findChildren(QLabel) if label.text() == LONG]
    assert text.height() >= text.heightForWidth(text.width())
    assert host.rect().contains(banner.geometry())
    assert short.width() < banner.width()


def test_only_a_notice_hides_by_itself(banner: Banner, qtbot: QtBot, soon: None) -> None:
    banner.show_message("notice", stays=False)
    qtbot.waitUntil(lambda: banner.text == "")
    banner.show_message("notice", stays=False)
    banner.show_message("error")
    qtbot.wait(20)
    assert banner.text == "error"


def test_a_notice_stays_while_the_pointer_is_on_it(banner: Banner, qtbot: QtBot, monkeypatch) -> None:
    banner.show_message("notice", stays=False)
    monkeypatch.setattr(module, "NOTICE_MILLISECONDS", 1)
    place = QPointF(5, 5)
    QApplication.sendEvent(banner, QEnterEvent(place, place, place))
    qtbot.wait(400)
    assert banner.text == "notice"
    QApplication.sendEvent(banner, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: banner.text == "")


def test_a_notice_stays_while_the_focus_is_in_it(host: Host, banner: Banner, qtbot: QtBot, soon: None) -> None:
    banner.show_message("notice", "Undo", lambda: None, stays=False)
    banner.button.setFocus()
    qtbot.wait(400)
    assert banner.text == "notice"
    host.bar.setFocus()
    qtbot.waitUntil(lambda: banner.text == "")


def test_escape_closes_it_and_the_focus_goes_back(host: Host, banner: Banner, qtbot: QtBot) -> None:
    banner.show_message("notice", "Undo", lambda: None)
    banner.button.setFocus()
    qtbot.keyClick(banner.button, Qt.Key.Key_Escape)
    assert banner.text == ""
    assert host.bar.hasFocus()


def test_a_command_gives_it_the_focus(host: Host, banner: Banner) -> None:
    banner.take_focus()
    assert host.bar.hasFocus(), "there is no message"
    banner.show_message("error")
    banner.take_focus()
    assert banner.findChildren(QToolButton)[0].hasFocus()
    banner.show_message("notice", "Undo", lambda: None)
    banner.take_focus()
    assert banner.button.hasFocus()


def test_a_new_message_during_the_fading_stays(banner: Banner, qtbot: QtBot, soon: None) -> None:
    banner.show_message("one", stays=False)
    qtbot.waitUntil(lambda: banner.graphicsEffect() is not None or banner.text == "")
    banner.show_message("two")
    qtbot.wait(400)
    assert banner.text == "two"
    assert banner.graphicsEffect() is None


def test_each_message_is_announced(banner: Banner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(banner.shown) as said:
        banner.show_message("Saved castle.png", stays=False)
    assert said.args == ["Saved castle.png"]


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_the_capsule_is_dark_on_light_and_light_on_dark(host: Host, scheme: Qt.ColorScheme, banner: Banner) -> None:
    host.setPalette(palette(scheme))
    banner.show_message("Saved")
    drawn = banner.grab().toImage()
    assert drawn.pixelColor(QPoint(8, banner.height() // 2)) == scheme_colour(Colour.CAPSULE, scheme)
    [text] = [label for label in banner.findChildren(QLabel) if label.text() == "Saved"]
    assert text.palette().color(text.foregroundRole()) == scheme_colour(Colour.CAPSULE_TEXT, scheme)
