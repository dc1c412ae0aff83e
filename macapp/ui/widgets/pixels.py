"""Pictures of the library as images of Qt's, in the colours and the direction that thumbnails and exports have too."""

from pathlib import Path

from PySide6.QtGui import QImage

from macapp.domain.job import Picture
from macapp.imaging.colour import to_srgb
from macapp.library.metadata import recipe
from macapp.system import storage


def kept_image(path: Path) -> QImage:
    """Return a file that Easel has written itself; empty for what is no file any more, as a pipe in its place."""
    return QImage(str(path)) if storage.is_regular(path) else QImage()


def decode(picture: Picture) -> QImage:
    """Return a picture as an RGB image; raises `BadRequest` or `OSError` for a file that is missing or damaged.

    Slow: call it off the window's thread. Qt's own reader knows neither orientation nor profile, and gives up above
    256 MB, which a picture of 8192 x 8192 pixels takes.
    """
    with recipe.open_image(picture) as image:
        rgb = to_srgb(image)
    return QImage(rgb.tobytes(), rgb.width, rgb.height, 3 * rgb.width, QImage.Format.Format_RGB888).copy()
