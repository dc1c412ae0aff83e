"""A picture with smaller copies of itself, so that it is painted sharp and fast at any scale. Any thread.

Bilinear scaling reads four pixels for each pixel that it paints: below half the size it skips some, which flickers. So
the painter takes the smallest copy that has at least the pixels to paint.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

SMALLEST_SIDE = 256  # pixels; smaller copies are not needed: no canvas is that small


class ImageLevels:
    """A picture in the format of the screen, and copies of a half, a quarter and so on of its size."""

    def __init__(self, image: QImage) -> None:
        """Make the copies. Slow for a large picture: 0.1 s for 4096 x 4096 pixels, so not on the window's thread."""
        self.image = image.convertToFormat(QImage.Format.Format_RGB32)
        """the picture itself"""
        self._levels = [self.image]
        while max(self._levels[-1].width(), self._levels[-1].height()) > 2 * SMALLEST_SIDE:
            self._levels.append(_halve(self._levels[-1]))

    @property
    def size(self) -> QSize:
        """Width and height of the picture in pixels."""
        return self.image.size()

    def level_for(self, width: float) -> QImage:
        """Return the smallest copy that is at least `width` pixels wide, or the picture itself."""
        return next((level for level in reversed(self._levels) if level.width() >= width), self.image)


def _halve(image: QImage) -> QImage:
    half = QSize(max(1, image.width() // 2), max(1, image.height() // 2))
    return image.scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
