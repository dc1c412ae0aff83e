"""Notifications, with a simulated notification centre."""

import sys

import pytest

from macapp.system import notifications
from macapp.system.notifications import show_notification
from tests.support.mac_frameworks import ALERT, BADGE, BANNER, LIST, Mac


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> Mac:
    made = Mac()
    made.install(monkeypatch, notifications)
    return made


def test_it_is_shown_after_permission_which_includes_the_badge(mac: Mac) -> None:
    assert show_notification("The queue has ended", "3 pictures are done.", list) is mac.centre.delegate
    [shown] = mac.centre.shown
    assert (shown.title, shown.body) == ("The queue has ended", "3 pictures are done.")
    assert mac.centre.wanted == ALERT | BADGE


def test_without_permission_nothing_is_shown_and_the_log_has_the_reason(
    mac: Mac, caplog: pytest.LogCaptureFixture
) -> None:
    mac.centre.allows, mac.centre.error = False, "UNErrorDomain 1"
    show_notification("The queue has ended", "3 pictures are done.", list)
    assert mac.centre.shown == []
    assert "notifications are not allowed: UNErrorDomain 1" in caplog.text


def test_a_new_one_replaces_the_one_before(mac: Mac) -> None:
    for text in ("1 picture is done.", "2 pictures are done."):
        show_notification("The queue has ended", text, list)
    assert [each.body for each in mac.centre.shown] == ["2 pictures are done."]


def test_a_click_calls_back_and_macos_gets_its_answer_even_if_that_fails(
    mac: Mac, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def on_click() -> None:
        done.append("clicked")
        raise RuntimeError

    show_notification("The queue has ended", "", on_click)
    mac.centre.delegate.userNotificationCenter_didReceiveNotificationResponse_withCompletionHandler_(
        mac.centre, None, lambda: done.append("answered")
    )
    assert done == ["clicked", "answered"]
    assert "does not show the window" in caplog.text


def test_it_is_also_shown_while_easel_is_active_without_a_window(mac: Mac) -> None:
    answers: list[int] = []
    show_notification("The queue has ended", "", list)
    mac.centre.delegate.userNotificationCenter_willPresentNotification_withCompletionHandler_(
        mac.centre, None, answers.append
    )
    assert answers == [BANNER | LIST]


@pytest.mark.parametrize("identifier", [None, "org.python.python"])
def test_a_python_without_the_bundle_shows_none(mac: Mac, identifier: str | None) -> None:
    mac.identifier = identifier
    assert show_notification("The queue has ended", "", list) is None
    assert mac.centre.delegate is None


def test_without_the_framework_it_is_logged_and_nothing_fails(
    mac: Mac, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "UserNotifications", None)
    show_notification("The queue has ended", "", list)
    assert "macOS does not show the notification" in caplog.text


def test_elsewhere_nothing_is_shown(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "ON_A_MAC", False)
    assert show_notification("The queue has ended", "", list) is None
    assert mac.centre.delegate is None
