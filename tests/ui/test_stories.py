"""Ways of use through real widgets, with keys and mouse only, and how many of them each takes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from macapp.app.application import ApplicationController
from macapp.domain.job import Picture
from macapp.domain.request import Request
from macapp.library import Library
from macapp.settings import Settings
from macapp.system.machine import detect_machine
from macapp.ui.main.window import MainWindow
from tests.support.gallery import list_prompts
from tests.support.request_factory import request

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class User:
    """Presses keys where the focus is, clicks, and counts both."""

    def __init__(self, window: QWidget, qtbot: QtBot) -> None:
        self._window, self._qtbot = window, qtbot
        self.clicks = self.keys = 0

    def click(self, widget: QWidget) -> None:
        """Click the middle of a widget that is in view."""
        assert widget.isVisible()
        self.clicks += 1
        self._qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        self.keys += 1
        self._qtbot.keyClick(QApplication.focusWidget() or self._window, key, modifiers)

    def type(self, text: str) -> None:
        """Type text; the words of a user do not count as steps."""
        focused = QApplication.focusWidget()
        assert focused is not None
        self._qtbot.keyClicks(focused, text)


def test_the_first_picture_is_one_click_away(start: Callable[[], ApplicationController], qtbot: QtBot) -> None:
    easel = start()
    window = easel.window
    qtbot.waitUntil(lambda: window.picture_page.is_welcoming, timeout=10_000)
    user = User(window, qtbot)
    user.click(window.welcome.demo)
    qtbot.waitUntil(lambda: window.viewer.picture is not None, timeout=60_000)
    qtbot.waitUntil(lambda: not window.viewer.canvas.image().isNull())
    assert (user.clicks, user.keys) == (1, 0)


@pytest.fixture
def filled(library: Library, made: Callable[[Request], Picture], qtbot: QtBot) -> Iterator[MainWindow]:
    """A window over 60 pictures, 57 of them of hearts, with an old one in view."""
    for number in range(60):
        made(request("a star" if number < 3 else f"a heart, number {number}", seed=number))
    window = MainWindow(library, detect_machine(), Settings())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield window
    window.close()


def test_a_picture_is_used_as_source_image_with_one_key(filled: MainWindow, qtbot: QtBot) -> None:
    filled.gallery.choose(5)
    shown = filled.viewer.picture
    filled.views.show_picture()
    user = User(filled, qtbot)
    user.press(Qt.Key.Key_E, CONTROL)
    panel = filled.prompt_panel
    qtbot.waitUntil(lambda: panel.start_image.image is not None)
    assert (user.clicks, user.keys) == (0, 1)
    assert panel.bar.well.isVisible()
    assert not panel.bar.well.icon().isNull()
    assert filled.viewer.picture == shown


def test_57_results_are_exported_by_keyboard_in_7_keys(filled: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    user, out = User(filled, qtbot), tmp_path / "out"
    out.mkdir()
    user.press(Qt.Key.Key_F, CONTROL)
    qtbot.waitUntil(filled.gallery.line.hasFocus)
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        user.type("hearts")
    qtbot.waitUntil(lambda: len(list_prompts(filled)) == 57, timeout=5000)
    user.press(Qt.Key.Key_Return)
    user.press(Qt.Key.Key_A, CONTROL)
    user.press(Qt.Key.Key_E, CONTROL | SHIFT)
    dialog = next(each for each in filled.findChildren(QDialog) if each.isVisible())
    press_default(dialog, user, qtbot)
    chooser = next(each for each in filled.findChildren(QFileDialog) if each.isVisible())
    chooser.selectFile(str(out))  # the panel of a Mac opens in the folder used last
    press_default(chooser, user, qtbot)
    qtbot.waitUntil(lambda: "57 files" in filled.banner.text, timeout=20_000)
    assert user.keys <= 7
    assert len(list(out.glob("*.png"))) == 57


def press_default(dialog: QDialog, user: User, qtbot: QtBot) -> None:
    """Press Return in a dialog, as its default button says."""
    dialog.activateWindow()
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    user.keys += 1
    qtbot.keyClick(dialog, Qt.Key.Key_Return)


def test_a_new_picture_is_found_again_with_one_click(filled: MainWindow, qtbot: QtBot) -> None:
    filled.gallery.choose(30)
    filled.views.show_picture()
    user = User(filled, qtbot)
    strip = filled.gallery.filmstrip
    strip.scrollToTop()
    assert strip.isVisible()
    at = strip.visualRect(strip.model().index(0, 0)).center()
    user.clicks += 1
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert filled.viewer.picture == filled.gallery.pictures.picture(0)
    assert user.clicks == 1
