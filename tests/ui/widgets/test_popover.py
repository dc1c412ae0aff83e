"""The panel that a chip opens."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow


def test_the_size_opens_in_a_panel_that_escape_closes(window: MainWindow, qtbot: QtBot) -> None:
    bar, size = window.prompt_panel.bar, window.prompt_panel.size_field
    bar.size_chip.click()
    qtbot.waitUntil(size.isVisible)
    qtbot.keyClick(size.window(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not size.isVisible())


def test_it_opens_on_the_screen_next_to_its_button(window: MainWindow, qtbot: QtBot) -> None:
    bar, size = window.prompt_panel.bar, window.prompt_panel.size_field
    for place in ((0, 0), (0, 300), (400, 0)):
        window.move(*place)
        bar.size_chip.click()
        qtbot.waitUntil(size.isVisible)
        panel = size.window()
        assert bar.screen().availableGeometry().left() <= panel.x()
        assert panel.geometry().right() <= bar.screen().availableGeometry().right()
        panel.close()
