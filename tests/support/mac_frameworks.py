"""AppKit, Foundation and UserNotifications as far as Easel uses them through pyobjc, and what a user sees of it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from macapp import IDENTIFIER

ALERT, BADGE, BANNER, LIST = 4, 1, 16, 8  # of UNNotificationSettings.h and UNUserNotificationCenter.h

_Done = Callable[..., object]


class NSObject:
    """The base of every class."""

    @classmethod
    def alloc(cls) -> Any:
        return cls()

    def init(self) -> Any:
        return self


class NSView(NSObject):
    """A view with a place and a size."""

    def initWithFrame_(self, frame: tuple[tuple[float, float], tuple[float, float]]) -> Any:  # noqa: N802
        self.frame = frame
        return self

    def bounds(self) -> SimpleNamespace:
        width, height = self.frame[1]
        return SimpleNamespace(size=SimpleNamespace(width=width, height=height))


@dataclass
class Drawn:
    """What a view draws: names, places and sizes."""

    bars: list[tuple[str, float, float]] = field(default_factory=list)
    """colour, left edge and length of each"""
    has_icon: bool = False


class Dock:
    """The tile of the program in the Dock."""

    def __init__(self) -> None:
        self.view: Any = None
        self.refreshed = 0

    def size(self) -> SimpleNamespace:
        return SimpleNamespace(width=128.0, height=128.0)

    def setContentView_(self, view: Any) -> None:  # noqa: N802
        self.view = view

    def display(self) -> None:
        self.refreshed += 1


class Centre:
    """The notification centre of a user who answers the question for permission."""

    def __init__(self) -> None:
        self.allows = True
        self.error: str | None = None
        self.wanted = 0
        self.delegate: Any = None
        self.shown: list[Any] = []

    def setDelegate_(self, delegate: Any) -> None:  # noqa: N802
        self.delegate = delegate

    def requestAuthorizationWithOptions_completionHandler_(self, wanted: int, done: _Done) -> None:  # noqa: N802
        self.wanted = wanted
        done(self.allows, self.error)

    def addNotificationRequest_withCompletionHandler_(self, request: Any, done: _Done | None) -> None:  # noqa: N802
        assert done is None
        self.shown = [each for each in self.shown if each.identifier != request.identifier] + [request]


class Content(NSObject):
    """The words of a notification."""

    title = body = ""

    def setTitle_(self, title: str) -> None:  # noqa: N802
        self.title = title

    def setBody_(self, body: str) -> None:  # noqa: N802
        self.body = body


class Mac:
    """A Mac that shows what a program asks for."""

    def __init__(self) -> None:
        self.dock, self.centre = Dock(), Centre()
        self.identifier: str | None = IDENTIFIER
        self.service: Any = None
        self.is_active = self.reduces_motion = False
        self.drawn = Drawn()
        self._colour = ""

    def install(self, monkeypatch: pytest.MonkeyPatch, *modules: ModuleType) -> None:
        """Let imports find the frameworks, and let our modules run as on a Mac, until the test ends."""
        for name, values in self._frameworks().items():
            framework = ModuleType(name)
            framework.__dict__.update(values)
            monkeypatch.setitem(sys.modules, name, framework)
        for module in modules:
            monkeypatch.setattr(module, "ON_A_MAC", True)

    def draw(self) -> Drawn:
        """Draw the view in the Dock, and return what it draws."""
        self.drawn = Drawn()
        self.dock.view.drawRect_(None)
        return self.drawn

    def call_service(self, message: str, text: str | None) -> None:
        """Send selected text, or something without text, as the Services menu does."""
        pasteboard = SimpleNamespace(stringForType_=lambda kind: text if kind == "public.utf8-plain-text" else None)
        getattr(self.service, f"{message}_userData_error_")(pasteboard, None, None)

    def _frameworks(self) -> dict[str, dict[str, Any]]:
        application = SimpleNamespace(
            dockTile=lambda: self.dock,
            applicationIconImage=lambda: SimpleNamespace(drawInRect_=self._draw_icon),
            setServicesProvider_=self._set_service,
            activateIgnoringOtherApps_=self._activate,
        )
        workspace = SimpleNamespace(accessibilityDisplayShouldReduceMotion=lambda: self.reduces_motion)
        appkit = {
            "NSWorkspace": SimpleNamespace(sharedWorkspace=lambda: workspace),
            "NSApplication": SimpleNamespace(sharedApplication=lambda: application),
            "NSView": NSView,
            "NSColor": SimpleNamespace(
                controlAccentColor=lambda: self._paint("accent"), colorWithWhite_alpha_=lambda *_: self._paint("grey")
            ),
            "NSBezierPath": SimpleNamespace(bezierPathWithRoundedRect_xRadius_yRadius_=self._make_path),
            "NSPasteboardTypeString": "public.utf8-plain-text",
        }
        bundle = SimpleNamespace(bundleIdentifier=lambda: self.identifier)
        foundation = {"NSObject": NSObject, "NSBundle": SimpleNamespace(mainBundle=lambda: bundle)}
        return {
            "AppKit": appkit,
            "Foundation": foundation,
            "UserNotifications": self._notifications(),
            "objc": {"typedSelector": _typed_selector},
        }

    def _notifications(self) -> dict[str, Any]:
        def make_request(identifier: str, content: Content, trigger: object) -> SimpleNamespace:
            assert trigger is None, "at once"
            return SimpleNamespace(identifier=identifier, title=content.title, body=content.body)

        return {
            "UNUserNotificationCenter": SimpleNamespace(currentNotificationCenter=lambda: self.centre),
            "UNMutableNotificationContent": Content,
            "UNNotificationRequest": SimpleNamespace(requestWithIdentifier_content_trigger_=make_request),
            "UNAuthorizationOptionAlert": ALERT,
            "UNAuthorizationOptionBadge": BADGE,
            "UNNotificationPresentationOptionBanner": BANNER,
            "UNNotificationPresentationOptionList": LIST,
        }

    def _draw_icon(self, _place: object) -> None:
        self.drawn.has_icon = True

    def _set_service(self, provider: Any) -> None:
        self.service = provider

    def _activate(self, _ignoring_others: bool) -> None:
        self.is_active = True

    def _paint(self, colour: str) -> SimpleNamespace:
        return SimpleNamespace(setFill=lambda: setattr(self, "_colour", colour))

    def _make_path(self, place: Any, *_radii: float) -> SimpleNamespace:
        (left, _bottom), (length, _height) = place
        return SimpleNamespace(fill=lambda: self.drawn.bars.append((self._colour, left, length)))


def _typed_selector(signature: bytes) -> Callable[[Any], Any]:
    """Check that the types of a method fit its parameters: the result, the object, the selector, then one for each."""

    def check(method: Any) -> Any:
        types = signature.decode().replace("o^@", "^").replace("^@", "^")
        assert len(types) == method.__code__.co_argcount + 2
        return method

    return check
