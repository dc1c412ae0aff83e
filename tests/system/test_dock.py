"""The bar on the icon in the Dock, with a simulated AppKit."""

import sys

import pytest

from macapp.system import dock
from macapp.system.dock import show_dock_progress
from tests.support.mac_frameworks import Mac


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> Mac:
    made = Mac()
    made.install(monkeypatch, dock)
    return made


def test_the_bar_is_drawn_on_the_icon_and_its_length_is_the_share(mac: Mac) -> None:
    lengths = []
    for share in (0.25, 0.5, 1.0):
        show_dock_progress(share)
        drawn = mac.draw()
        assert drawn.has_icon
        (back, left, whole), (front, start, length) = drawn.bars
        assert (back, front, start) == ("grey", "accent", left)
        assert left + whole <= 128 - left + 1e-9
        lengths.append(length / whole)
    assert lengths == pytest.approx([0.25, 0.5, 1.0])
    assert mac.dock.refreshed == 3


def test_at_the_start_the_bar_is_empty_and_never_longer_than_its_place(mac: Mac) -> None:
    show_dock_progress(0)
    assert [colour for colour, _left, _length in mac.draw().bars] == ["grey"]
    show_dock_progress(1.5)
    (_, _, whole), (_, _, length) = mac.draw().bars
    assert length == whole


def test_none_shows_the_plain_icon_again(mac: Mac) -> None:
    show_dock_progress(0.5)
    show_dock_progress(None)
    assert mac.dock.view is None
    assert mac.dock.refreshed == 2


def test_without_appkit_it_is_logged_and_nothing_fails(
    mac: Mac, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "AppKit", None)
    show_dock_progress(0.5)
    assert "the Dock does not show the progress" in caplog.text


def test_a_failure_while_it_is_drawn_does_not_reach_macos(
    mac: Mac, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    show_dock_progress(0.5)
    monkeypatch.delattr(sys.modules["AppKit"], "NSBezierPath")
    mac.dock.view.drawRect_(None)
    assert "the Dock does not show the progress" in caplog.text


def test_elsewhere_nothing_is_drawn(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dock, "ON_A_MAC", False)
    show_dock_progress(0.5)
    assert mac.dock.refreshed == 0
