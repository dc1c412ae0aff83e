"""Notifications of macOS. On the main thread; does nothing on other systems, and outside Easel.app.

macOS shows notifications only for an application, by its identifier. A Python in a checkout has no identifier or
another one, and then the notification centre raises an exception or names another program.
"""

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from macapp import IDENTIFIER
from macapp.system.appkit import log_failures
from macapp.system.paths import ON_A_MAC

NAME = "queue"
"""The name of Easel's notification: a new one replaces the one before."""
CONSEQUENCE = "macOS does not show the notification"
_log = logging.getLogger(__name__)


def show_notification(title: str, text: str, on_click: Callable[[], object]) -> object:
    """Show a notification; return an object that must be kept as long as a click is to call `on_click`, on any thread.

    macOS asks the user for permission the first time, and shows it after a yes.
    """
    if not ON_A_MAC:
        return None
    with log_failures(CONSEQUENCE):
        from Foundation import NSBundle  # type: ignore[import-not-found]  # pyobjc: macOS only

        if NSBundle.mainBundle().bundleIdentifier() != IDENTIFIER:
            return None
        return _show(title, text, on_click)
    return None


def _show(title: str, text: str, on_click: Callable[[], object]) -> object:
    import UserNotifications  # type: ignore[import-not-found]

    centre = UserNotifications.UNUserNotificationCenter.currentNotificationCenter()
    delegate = _delegate_class().alloc().init()
    delegate.on_click = on_click
    centre.setDelegate_(delegate)  # which does not keep it
    content = UserNotifications.UNMutableNotificationContent.alloc().init()
    content.setTitle_(title)
    content.setBody_(text)
    request = UserNotifications.UNNotificationRequest.requestWithIdentifier_content_trigger_(NAME, content, None)

    def on_answer(granted: bool, error: object) -> None:
        with log_failures(CONSEQUENCE):
            if granted:
                centre.addNotificationRequest_withCompletionHandler_(request, None)
            else:
                _log.warning("notifications are not allowed: %s", error)

    # An application in the list of System Settings also needs the permission for the badge on its icon.
    wanted = UserNotifications.UNAuthorizationOptionAlert | UserNotifications.UNAuthorizationOptionBadge
    centre.requestAuthorizationWithOptions_completionHandler_(wanted, on_answer)
    return delegate


@cache
def _delegate_class() -> Any:
    """Return the class that macOS reports a click to. Objective-C has one class of each name, so it is made once."""
    import UserNotifications  # type: ignore[import-not-found]  # before the class: it has the types of these methods
    from Foundation import NSObject  # type: ignore[import-not-found]

    shown = UserNotifications.UNNotificationPresentationOptionBanner
    shown |= UserNotifications.UNNotificationPresentationOptionList

    class EaselNotificationDelegate(NSObject):
        def userNotificationCenter_didReceiveNotificationResponse_withCompletionHandler_(  # noqa: N802
            self, _centre: object, _response: object, done: Callable[[], None]
        ) -> None:
            with log_failures("the click on a notification does not show the window"):
                self.on_click()
            done()

        def userNotificationCenter_willPresentNotification_withCompletionHandler_(  # noqa: N802
            self, _centre: object, _notification: object, done: Callable[[int], None]
        ) -> None:
            """Show it also if Easel is the active application, with no window open."""
            done(shown)

    return EaselNotificationDelegate
