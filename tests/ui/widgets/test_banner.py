"""The banner shows one message, runs its action, and hides notices after a while."""

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from macapp.ui.widgets import banner as module
from macapp.ui.widgets.banner import Banner


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    banner = Banner()
    qtbot.addWidget(banner)
    return banner


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


def test_only_a_notice_hides_by_itself(banner: Banner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NOTICE_MILLISECONDS", 1)
    banner.show_message("notice", stays=False)
    qtbot.waitUntil(lambda: banner.text == "")
    banner.show_message("notice", stays=False)
    banner.show_message("error")
    qtbot.wait(20)
    assert banner.text == "error"
