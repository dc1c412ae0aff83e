"""What the Dock and the notifications say while a real queue runs in the real window."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from macapp.app import queue_announcer
from macapp.app.application import ApplicationController
from macapp.app.queue_announcer import Announcements, is_in_front
from macapp.domain.request import Request
from macapp.system import dock, notifications, storage
from tests.support.background import leave_program
from tests.support.fake_engine import ScriptedEngine
from tests.support.mac_frameworks import Mac
from tests.support.request_factory import request


@dataclass
class Shown:
    """What the system showed, in order."""

    badges: list[int] = field(default_factory=list)
    shares: list[Any] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)
    click: Callable[[], Any] = list

    def notify(self, title: str, text: str, on_click: Callable[[], Any]) -> object:
        self.notices.append((title, text))
        self.click = on_click
        return on_click


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """A system that remembers what it showed; every window of the test uses it."""
    found = Shown()
    system = Announcements(found.badges.append, found.shares.append, found.notify)
    monkeypatch.setattr(queue_announcer, "SILENT", system)
    return found


def wait_for_idle(easel: ApplicationController, qtbot: QtBot, shown: Shown) -> None:
    """Wait until the last picture is saved and the bar is removed."""
    qtbot.waitUntil(lambda: bool(shown.shares) and shown.shares[-1] is None, timeout=5000)
    assert easel.library.queue.unfinished() == []


def test_a_queue_that_ends_in_the_background_is_notified_once_with_what_was_made(
    start: Callable[..., ApplicationController], shown: Shown, qtbot: QtBot
) -> None:
    easel = start(ScriptedEngine(faults={"bad luck": MemoryError()}))
    leave_program(easel.window, qtbot)
    easel.window.ordering.add([request("a", seed=1), request("bad luck"), request("a", seed=2)])
    wait_for_idle(easel, qtbot, shown)
    assert shown.notices == [("The queue has ended", "2 pictures are done. 1 job failed.")]
    easel.window.ordering.add([request("a", seed=3)])
    qtbot.waitUntil(lambda: len(shown.notices) == 2, timeout=5000)
    assert shown.notices[1] == ("The queue has ended", "1 picture is done.")


def test_a_click_on_the_notification_shows_the_window(
    start: Callable[..., ApplicationController], shown: Shown, qtbot: QtBot
) -> None:
    easel = start(ScriptedEngine())
    leave_program(easel.window, qtbot)
    easel.window.ordering.add([request("a")])
    qtbot.waitUntil(lambda: bool(shown.notices), timeout=5000)
    shown.click()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is easel.window, timeout=2000)


def test_nothing_is_notified_while_a_window_is_in_front(
    start: Callable[..., ApplicationController], shown: Shown, qtbot: QtBot
) -> None:
    easel = start(ScriptedEngine())
    qtbot.waitUntil(lambda: QApplication.activeWindow() is easel.window, timeout=2000)
    easel.window.ordering.add([request("a")])
    wait_for_idle(easel, qtbot, shown)
    assert shown.notices == []


def test_a_pause_is_no_end_and_the_end_counts_the_pictures_before_it(
    start: Callable[..., ApplicationController], shown: Shown, qtbot: QtBot
) -> None:
    easel = start(ScriptedEngine())
    leave_program(easel.window, qtbot)
    easel.library.queue.pause()
    easel.window.ordering.add([request("a", seed=each) for each in range(3)])
    easel.library.queue.pause_after(easel.library.queue.unfinished()[0].id)
    easel.window.resume_requested.emit()
    qtbot.waitUntil(lambda: easel.library.queue.is_paused and shown.shares[-1:] == [None], timeout=5000)
    assert shown.notices == []
    assert shown.badges[-1] == 2
    easel.window.resume_requested.emit()
    qtbot.waitUntil(lambda: bool(shown.notices), timeout=5000)
    assert shown.notices == [("The queue has ended", "3 pictures are done.")]


def test_a_queue_that_stops_in_the_background_says_why(
    start: Callable[..., ApplicationController], shown: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine()
    easel = start(engine)
    leave_program(easel.window, qtbot)
    monkeypatch.setattr(storage, "free_bytes", lambda _path: 0 if engine.made else 2**40)
    easel.window.ordering.add([request("a"), request("b")])
    qtbot.waitUntil(lambda: bool(shown.notices), timeout=5000)
    [(title, text)] = shown.notices
    assert title == "The queue has stopped"
    assert text == easel.window.banner.text
    assert (shown.shares[-1], shown.badges[-1]) == (None, 1)


def test_a_queue_that_does_not_start_shows_its_reason_only_in_the_window(
    start: Callable[..., ApplicationController], shown: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    easel = start(ScriptedEngine())
    leave_program(easel.window, qtbot)
    monkeypatch.setattr(storage, "free_bytes", lambda _path: 0)
    easel.window.ordering.add([request("a")])
    qtbot.waitUntil(lambda: easel.window.banner.text != "", timeout=5000)
    assert shown.notices == []


def test_the_badge_is_the_number_of_waiting_and_running_jobs(
    start: Callable[..., ApplicationController], shown: Shown, qtbot: QtBot
) -> None:
    easel = start(ScriptedEngine())
    easel.window.ordering.add([request("a", seed=each) for each in range(3)])
    wait_for_idle(easel, qtbot, shown)
    qtbot.waitUntil(lambda: shown.badges[-1] == 0, timeout=2000)
    assert shown.badges[0] == 3
    assert shown.badges == sorted(shown.badges, reverse=True)
    easel.library.queue.pause()
    easel.window.ordering.add([request("a"), request("b")])
    easel.window.queue_panel.remove(easel.library.queue.unfinished()[:1])
    easel.window.queue_panel.clear()
    assert shown.badges[-3:] == [2, 1, 0], "removed by hand, without an event of the runner"


def test_the_bar_grows_over_the_whole_queue_and_is_removed_at_its_end(
    start: Callable[..., ApplicationController], shown: Shown, qtbot: QtBot
) -> None:
    def wait_for_window(asked: Request, step: int) -> None:
        """Do not end a picture before the window has shown its last step, or the queue would be ahead of the bar."""
        if step == asked.total_steps:
            wanted = 0.5 if asked.seed == 0 else 1.0
            deadline = time.monotonic() + 5
            while shown.shares[-1:] != [wanted] and time.monotonic() < deadline:
                time.sleep(0.001)

    easel = start(ScriptedEngine(at_step=wait_for_window))
    easel.window.ordering.add([request("a", seed=each, steps=4) for each in range(2)])
    wait_for_idle(easel, qtbot, shown)
    *shares, last = shown.shares
    assert last is None
    assert shares == sorted(set(shares)), "it only grows, and each share is shown once"
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert 0.5 in shares, "after the first of two pictures"


def test_at_the_end_of_the_program_the_icon_is_plain_and_nothing_is_notified(
    start: Callable[..., ApplicationController], shown: Shown, qtbot: QtBot
) -> None:
    easel = start(ScriptedEngine(at_step=lambda asked, step: time.sleep(0.02)))
    easel.window.ordering.add([request("a"), request("b")])
    qtbot.waitUntil(lambda: len(shown.shares) > 1, timeout=5000)
    easel.close()
    QApplication.processEvents()
    assert (shown.badges[-1], shown.shares[-1]) == (0, None)
    assert shown.notices == []


def test_on_the_display_of_a_mac_it_reaches_the_dock_and_the_notification_centre(
    start: Callable[..., ApplicationController], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    mac = Mac()
    mac.install(monkeypatch, dock, notifications)
    badges: list[int] = []
    monkeypatch.setattr(QGuiApplication, "setBadgeNumber", lambda _application, count: badges.append(count))
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "cocoa")
    easel = start(ScriptedEngine())
    leave_program(easel.window, qtbot)
    easel.window.ordering.add([request("a")])
    qtbot.waitUntil(lambda: bool(mac.centre.shown), timeout=5000)
    assert mac.centre.shown[0].body == "1 picture is done."
    assert mac.dock.refreshed >= 2
    assert mac.dock.view is None
    assert badges == [1, 0]
    mac.centre.delegate.userNotificationCenter_didReceiveNotificationResponse_withCompletionHandler_(None, None, list)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is easel.window, timeout=2000)


def test_a_panel_of_the_system_is_a_window_of_easel_unless_another_program_is_active(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a file panel of macOS is open, Qt has a modal dialog and no active window."""
    panel = QDialog()
    qtbot.addWidget(panel)
    panel.open()
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    assert QApplication.activeModalWidget() is panel
    assert is_in_front()
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: Qt.ApplicationState.ApplicationInactive)
    assert not is_in_front()
