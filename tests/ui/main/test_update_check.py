"""Check for Updates… asks before it opens a connection."""

import pytest
from PySide6.QtWidgets import QMenu, QMessageBox

from macapp.system import updates
from macapp.ui.main.window import MainWindow


def test_the_host_is_named_before_anything_is_sent(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "RELEASE_URL", "https://example.invalid/newest")
    window.updates.check()
    [question] = window.findChildren(QMessageBox)
    assert "example.invalid" in question.informativeText()
    question.reject()
    assert window.banner.text == ""


@pytest.mark.parametrize("address", ["", "https://example.invalid/newest"])
def test_the_menu_has_the_command_once_it_has_an_address(start, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(updates, "RELEASE_URL", address)
    window = start().window
    texts = [action.text() for menu in window.menuBar().findChildren(QMenu) for action in menu.actions()]
    assert ("Check for Updates…" in texts) is bool(address)
