"""The progress bar on Easel's icon in the Dock. On the main thread; does nothing on other systems."""

from functools import cache
from typing import Any

from macapp.system.appkit import log_failures
from macapp.system.paths import ON_A_MAC

MARGIN, BOTTOM, HEIGHT = 0.1, 0.08, 0.1
"""The place of the bar, as shares of the side of the icon."""
CONSEQUENCE = "the Dock does not show the progress"


def show_dock_progress(share: float | None) -> None:
    """Show on the icon how much is done, from 0 to 1; None removes the bar. The badge stays."""
    if not ON_A_MAC:
        return
    with log_failures(CONSEQUENCE):
        from AppKit import NSApplication  # type: ignore[import-not-found]  # pyobjc: macOS only

        tile = NSApplication.sharedApplication().dockTile()
        tile.setContentView_(None if share is None else _make_view(share, tile.size()))
        tile.display()


def _make_view(share: float, size: Any) -> Any:
    """Return what the Dock shows in place of the icon."""
    view = _view_class().alloc().initWithFrame_(((0, 0), (size.width, size.height)))
    view.share = min(max(share, 0.0), 1.0)
    return view


@cache
def _view_class() -> Any:
    """Return the class of the view. Objective-C has one class of each name, so it is made once."""
    from AppKit import NSView  # type: ignore[import-not-found]

    class EaselDockView(NSView):
        """The icon with a bar on it. A progress indicator of AppKit draws nothing in the Dock."""

        share = 0.0

        def drawRect_(self, _changed: object) -> None:  # noqa: N802  (the name of AppKit)
            with log_failures(CONSEQUENCE):
                _draw(self.bounds().size, self.share)

    return EaselDockView


def _draw(size: Any, share: float) -> None:
    from AppKit import NSApplication, NSColor  # type: ignore[import-not-found]

    width, height = size.width, size.height
    NSApplication.sharedApplication().applicationIconImage().drawInRect_(((0, 0), (width, height)))
    left, bottom = MARGIN * width, BOTTOM * height
    length, thickness = width - 2 * left, HEIGHT * height
    _fill(NSColor.colorWithWhite_alpha_(0.0, 0.6), left, bottom, (length, thickness))
    if share > 0:
        _fill(NSColor.controlAccentColor(), left, bottom, (max(share * length, thickness), thickness))


def _fill(colour: Any, left: float, bottom: float, size: tuple[float, float]) -> None:
    """Fill a bar with round ends, which is at least as long as it is thick."""
    from AppKit import NSBezierPath  # type: ignore[import-not-found]

    colour.setFill()
    radius = size[1] / 2
    NSBezierPath.bezierPathWithRoundedRect_xRadius_yRadius_(((left, bottom), size), radius, radius).fill()
