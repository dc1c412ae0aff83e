"""Where a picture is in its canvas: fitted or zoomed, and which part of it is visible. Pure geometry, without widgets.

Lengths are points of the window unless a name says pixels. A scale is the number of points for a pixel of the picture.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

MAX_ENLARGEMENT = 4  # points for a pixel at most when a picture is fitted; a smaller picture does not fill the canvas
MAX_PERCENT = 3200  # of the actual size, as in image editors
STEP = 2**0.5  # factor of one press of Zoom In or Zoom Out


class Zoom:
    """The scale and position of a picture. A fitted picture stays fitted when the canvas changes its size."""

    def __init__(self) -> None:
        self._picture, self._canvas, self._ratio = QSizeF(1, 1), QSizeF(1, 1), 1.0
        self._chosen: float | None = None
        """the scale that the user chose; None fits the picture into the canvas"""
        self._centre = QPointF(0.5, 0.5)
        """the pixel of the picture in the middle of the canvas"""

    @property
    def is_fitted(self) -> bool:
        """Whether the whole picture is fitted into the canvas."""
        return self._chosen is None

    @property
    def scale(self) -> float:
        """The points for one pixel of the picture."""
        return self._fitting_scale() if self._chosen is None else self._chosen

    @property
    def percent(self) -> float:
        """The pixels of the screen for one pixel of the picture, times 100."""
        return 100 * self.scale * self._ratio

    @property
    def can_pan(self) -> bool:
        """Whether a part of the picture is outside the canvas."""
        shown = self._picture * self.scale
        return not self.is_fitted and (
            shown.width() > self._canvas.width() + 0.5 or shown.height() > self._canvas.height() + 0.5
        )

    def set_canvas(self, size: QSize, ratio: float) -> None:
        """Set the size of the canvas and the pixels of the screen for one point."""
        self._canvas, self._ratio = QSizeF(size).expandedTo(QSizeF(1, 1)), ratio
        self._limit()

    def set_picture(self, pixels: QSize) -> None:
        """Show a picture of a size; scale and position stay if the picture before had the same size."""
        size = QSizeF(pixels).expandedTo(QSizeF(1, 1))
        if size != self._picture:
            self._picture = size
            self.fit()

    def fit(self) -> None:
        """Fit the whole picture into the canvas."""
        self._chosen = None
        self._limit()

    def show_actual_size(self, around: QPointF | None = None) -> None:
        """Show one pixel of the picture as one pixel of the screen."""
        self._set_scale(1 / self._ratio, around)

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Multiply the scale; the part of the picture at `around` stays there. None means the middle.

        The scale stops at the fitted one on its way, and at the smaller of fitted and actual size.
        """
        before, fitting = self.scale, self._fitting_scale()
        smallest = min(fitting, 1 / self._ratio)
        largest = max(fitting, MAX_PERCENT / 100 / self._ratio)
        scale = min(max(before * factor, smallest), largest)
        if (before - fitting) * (scale - fitting) < 0 or scale == fitting:
            self.fit()
        else:
            self._set_scale(scale, around)

    def pan_by(self, by: QPointF) -> None:
        """Move the picture, at most to its edges."""
        self._centre -= by * (1 / self.scale)
        self._limit()

    def rect(self) -> QRectF:
        """Return the place of the whole picture in the canvas, on whole pixels of the screen."""
        scale, ratio = self.scale, self._ratio
        left = self._canvas.width() / 2 - self._centre.x() * scale
        top = self._canvas.height() / 2 - self._centre.y() * scale
        edges = (left, top, self._picture.width() * scale, self._picture.height() * scale)
        return QRectF(*(round(edge * ratio) / ratio for edge in edges))

    def _set_scale(self, scale: float, around: QPointF | None) -> None:
        middle = QPointF(self._canvas.width() / 2, self._canvas.height() / 2)
        away = QPointF() if around is None else around - middle
        fixed = self._centre + away * (1 / self.scale)
        self._chosen = scale
        self._centre = fixed - away * (1 / scale)
        self._limit()

    def _fitting_scale(self) -> float:
        across = self._canvas.width() / self._picture.width()
        down = self._canvas.height() / self._picture.height()
        return min(across, down, MAX_ENLARGEMENT)

    def _limit(self) -> None:
        """Keep the picture over the middle: centred where it is smaller than the canvas, otherwise up to its edges."""
        half = self._canvas * (0.5 / self.scale)
        self._centre = QPointF(
            _limit_centre(self._centre.x(), self._picture.width(), half.width()),
            _limit_centre(self._centre.y(), self._picture.height(), half.height()),
        )


def _limit_centre(centre: float, length: float, half: float) -> float:
    return length / 2 if length <= 2 * half else min(max(centre, half), length - half)
