"""Easel Help: the key that opens it, links between pages, links to web pages, search."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from macapp.ui.main import help_page
from macapp.ui.main.help_page import PAGES, read_page
from macapp.ui.main.help_window import HelpWindow
from macapp.ui.main.window import MainWindow


@pytest.fixture
def helping(qtbot: QtBot) -> HelpWindow:
    opened = HelpWindow()
    qtbot.addWidget(opened)
    opened.show()
    qtbot.waitExposed(opened)
    return opened


def test_the_help_key_of_the_main_window_opens_it_and_closing_closes_it(window: MainWindow, qtbot: QtBot) -> None:
    [key, *_] = QKeySequence.keyBindings(QKeySequence.StandardKey.HelpContents)
    QTest.keySequence(window, key)
    opened = window.sides.help
    assert opened is not None
    assert opened.isVisible()
    assert opened.page == "guide.md"
    opened.close()
    window.sides.show_help()
    assert window.sides.help is opened
    window.close()
    assert not opened.isVisible()


def test_the_list_opens_every_page(helping: HelpWindow) -> None:
    assert [helping.pages.itemData(index) for index in range(helping.pages.count())] == list(PAGES)
    for index, name in enumerate(PAGES):
        helping.pages.setCurrentIndex(index)
        helping.pages.activated.emit(index)
        assert helping.page == name
        assert helping.browser.toPlainText().startswith(read_page(name).title)


def test_links_lead_to_pages_and_headings_and_back(helping: HelpWindow) -> None:
    assert not helping.back.isEnabled()
    helping.open_link(QUrl("#models"))
    at_models = helping.browser.verticalScrollBar().value()
    assert at_models > 0
    helping.open_link(QUrl("command-line.md"))
    assert helping.page == "command-line.md"
    assert helping.pages.currentData() == "command-line.md"
    assert not helping.forward.isEnabled()
    helping.back.click()
    assert (helping.page, helping.browser.verticalScrollBar().value()) == ("guide.md", at_models)
    helping.back.click()
    assert helping.browser.verticalScrollBar().value() == 0
    helping.forward.click()
    helping.open_link(QUrl("hardware.md#memory"))
    assert not helping.forward.isEnabled(), "a new link drops the pages after it"
    assert helping.browser.textCursor().block().text() == "Memory"


def test_a_click_on_a_link_follows_it(helping: HelpWindow, qtbot: QtBot) -> None:
    browser = helping.browser
    browser.show_markdown("[hardware](hardware.md)")
    assert browser.find_text("hardware")
    at = browser.cursorRect().center() - QPoint(10, 0)
    assert browser.anchorAt(at) == "hardware.md"
    qtbot.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert helping.page == "hardware.md"


def test_web_pages_open_in_the_browser_and_nothing_else_opens(
    helping: HelpWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    web = QUrl("https://github.com/pytorch/pytorch/issues/195910")
    for url in (web, QUrl("file:///etc/passwd"), QUrl("../../LICENSE"), QUrl("javascript:1"), QUrl("nothing.md")):
        helping.open_link(url)
    assert opened == [web]
    assert helping.page == "guide.md"


def test_command_f_finds_text_and_the_keys_go_on(helping: HelpWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(helping.isActiveWindow)
    qtbot.keyClick(helping.browser, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert helping.line.hasFocus()
    qtbot.keyClicks(helping.line, "command-return")
    first = helping.browser.textCursor()
    assert first.selectedText() == "Command-Return"
    qtbot.keyClick(helping.line, Qt.Key.Key_Return)
    second = helping.browser.textCursor()
    assert second.selectedText() == "Command-Return"
    assert second.selectionStart() > first.selectionStart()
    helping.find_previous()
    assert helping.browser.textCursor().selectionStart() == first.selectionStart()
    qtbot.keyClicks(helping.line, "xyz")
    assert helping.line.toolTip() == "Not found on this page"
    helping.line.clear()
    assert helping.line.toolTip() == ""


def test_a_missing_page_is_a_sentence(helping: HelpWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(help_page, "help_dir", lambda: tmp_path)
    helping.open_page("hardware.md")
    assert helping.browser.toPlainText() == "This page is missing. Replace this copy of Easel with a new one."
