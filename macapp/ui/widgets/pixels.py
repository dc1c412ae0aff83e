"""Pictures of the library as `QImage`, with the same colours and orientation as thumbnails and exports."""

from pathlib import Path

from PIL.Image import Image
from PySide6.QtGui import QImage

from macapp.domain.job import Picture
from macapp.imaging.colour import to_srgb
from macapp.library.metadata import recipe
from macapp.system import storage


def load_own_image(path: Path) -> QImage:
    """Load an image file that Easel wrote. Returns a null image if the path is not a regular file, such as a pipe."""
    return QImage(str(path)) if storage.is_regular(path) else QImage()


def decode(picture: Picture) -> QImage:
    """Decode a picture as an RGB image; raises `BadRequest` or `OSError` for a missing or damaged file.

    Slow: do not call it on the window's thread. Qt's own reader ignores orientation and colour profile, and fails above
    256 MB, the size of a picture of 8192 x 8192 pixels.
    """
    with recipe.open_image(picture) as image:
        return to_qimage(to_srgb(image))


def to_qimage(image: Image) -> QImage:
    """Return a picture of Pillow as an RGB image that owns its pixels."""
    rgb = image.convert("RGB")
    return QImage(rgb.tobytes(), rgb.width, rgb.height, 3 * rgb.width, QImage.Format.Format_RGB888).copy()
