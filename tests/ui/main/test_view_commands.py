"""The commands of the View menu."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.ui.main.shell import Page
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


def test_without_a_picture_there_is_only_the_gallery_to_show(window: MainWindow) -> None:
    window.views.show_gallery()
    for command in (window.views.show_picture, window.views.toggle_page, window.views.toggle_picture_alone):
        command()
        assert (window.shell.page, window.shell.alone) == (Page.GRID, None)


def test_g_changes_between_picture_and_gallery(window: MainWindow, made, qtbot: QtBot) -> None:
    window.gallery.add(made(request("a heart")))
    window.gallery.choose(0)
    window.views.show_picture()
    window.activateWindow()
    window.views.show_gallery()
    qtbot.waitUntil(window.gallery.grid.hasFocus)
    qtbot.keyClick(window.gallery.grid, Qt.Key.Key_G)
    assert window.shell.page is Page.PICTURE


def test_an_error_of_the_prompt_is_never_out_of_sight(window: MainWindow, made, qtbot: QtBot) -> None:
    window.gallery.add(made(request("a heart")))
    window.gallery.choose(0)
    window.views.toggle_picture_alone()
    window.prompt_panel.prompt.setPlainText("a {red|blue")
    window.ordering.generate()
    assert window.prompt_panel.fault
    assert window.prompt_panel.bar.isVisible()


def test_search_selects_the_text_and_escape_clears_it(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.gallery.show_query("hearts")
    window.gallery.focus_line()
    qtbot.waitUntil(window.gallery.line.hasFocus)
    assert window.gallery.line.selectedText() == "hearts"
    qtbot.keyClick(window.gallery.line, Qt.Key.Key_Escape)
    assert window.gallery.query == ""
    qtbot.keyClick(window.gallery.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.gallery.grid.hasFocus)


def test_the_prompt_comes_back_from_a_gallery_that_fills_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.views.toggle_gallery_alone()
    assert not window.prompt_panel.bar.isVisible()
    window.activateWindow()
    window.views.show_prompt()
    qtbot.waitUntil(window.prompt_panel.prompt.hasFocus)


@pytest.mark.parametrize("fills_window", [False, True])
def test_return_in_the_search_line_shows_what_it_finds(
    window: MainWindow, made, qtbot: QtBot, fills_window: bool
) -> None:
    window.gallery.add(made(request("a heart")))
    window.gallery.choose(0)
    window.views.show_picture()
    if fills_window:
        window.views.toggle_picture_alone()
    window.activateWindow()
    window.gallery.line.setFocus()
    qtbot.waitUntil(window.gallery.line.hasFocus)
    qtbot.keyClick(window.gallery.line, Qt.Key.Key_Return)
    assert (window.shell.page, window.shell.alone) == (Page.GRID, None)
    qtbot.waitUntil(lambda: window.gallery.grid.hasFocus() and window.gallery.grid.isVisible())


def test_a_folded_sidebar_opens_for_the_name_of_a_new_album(window: MainWindow, qtbot: QtBot) -> None:
    window.shell.open_side("sidebar", is_wanted=False)
    window.menus.commands["new-album"].trigger()
    assert window.shell.is_open("sidebar")
    qtbot.waitUntil(lambda: window.sidebar.list.is_editing, timeout=10_000)
