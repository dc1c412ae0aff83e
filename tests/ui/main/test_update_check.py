"""Check for Updates… asks before it opens a connection."""

import pytest
from PySide6.QtWidgets import QMessageBox

from macapp.system import updates
from macapp.ui.main.window import MainWindow


def test_the_host_is_named_before_anything_is_sent(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "RELEASE_URL", "https://example.invalid/newest")
    window.updates.check()
    [question] = window.findChildren(QMessageBox)
    assert "example.invalid" in question.informativeText()
    question.reject()
    assert window.banner.text == ""


def test_without_an_address_the_banner_says_so(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "RELEASE_URL", "")
    window.updates.check()
    assert window.banner.text
