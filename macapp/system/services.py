"""The command “Make a Picture with Easel” in the Services menu of other programs. On the main thread; only on a Mac.

`packaging/bundle/plist.py` announces it to macOS, which then starts Easel.app if necessary, and passes it the selected
text.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from macapp.system.appkit import log_failures
from macapp.system.paths import ON_A_MAC

MESSAGE = "makePicture"
"""The first part of the name of the method that macOS calls: NSMessage in Info.plist."""
CONSEQUENCE = "the Services menu has no use"
_SIGNATURE = b"v@:@@o^@"  # of each method of a service: a pasteboard, its data, and an NSString ** for a failure


def offer_service(on_text: Callable[[str], object]) -> object:
    """Accept selected text from other programs; return an object that must be kept as long as the service is offered.

    `on_text` gets the text. The other program waits meanwhile, so it must return soon.
    """
    if not ON_A_MAC:
        return None
    with log_failures(CONSEQUENCE):
        from AppKit import NSApplication  # type: ignore[import-not-found]  # pyobjc: macOS only

        provider = _provider_class().alloc().init()
        provider.on_text = on_text
        NSApplication.sharedApplication().setServicesProvider_(provider)
        return provider
    return None


@cache
def _provider_class() -> Any:
    """Return the class that macOS sends text to. Objective-C has one class of each name, so it is made once."""
    import objc  # type: ignore[import-not-found]
    from AppKit import NSApplication, NSPasteboardTypeString  # type: ignore[import-not-found]
    from Foundation import NSObject  # type: ignore[import-not-found]

    class EaselServiceProvider(NSObject):
        @objc.typedSelector(_SIGNATURE)
        def makePicture_userData_error_(self, pasteboard: Any, _data: object, _error: object) -> None:  # noqa: N802
            with log_failures("the selected text is not used"):
                if text := pasteboard.stringForType_(NSPasteboardTypeString):
                    # macOS starts a program for a service, but does not bring it to the front.
                    NSApplication.sharedApplication().activateIgnoringOtherApps_(True)
                    self.on_text(str(text))

    return EaselServiceProvider
