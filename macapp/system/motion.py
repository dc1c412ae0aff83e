"""Whether the user asked macOS for less motion. On the main thread; False on other systems."""

from macapp.system.appkit import log_failures
from macapp.system.paths import ON_A_MAC

CONSEQUENCE = "messages fade although less motion may be wanted"


def is_motion_reduced() -> bool:
    """Return whether Reduce Motion is on in System Settings, Accessibility, Display."""
    if not ON_A_MAC:
        return False
    with log_failures(CONSEQUENCE):
        from AppKit import NSWorkspace  # type: ignore[import-not-found]  # pyobjc: macOS only

        return bool(NSWorkspace.sharedWorkspace().accessibilityDisplayShouldReduceMotion())
    return False
