"""Measure a painted mask."""

from macapp.ui.mask.canvas import MaskCanvas


def white_share(canvas: MaskCanvas) -> float:
    """Return which share of the mask is white."""
    grey = canvas.grey()
    return sum(grey.pixelColor(x, y).red() > 127 for x in range(grey.width()) for y in range(grey.height())) / (
        grey.width() * grey.height()
    )
