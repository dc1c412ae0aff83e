"""The small pictures in the rows of the queue: the preview of the running job, the source image of a waiting one.

Source images are decoded off the thread of the window.
"""

from collections import OrderedDict
from functools import partial
from pathlib import Path

from PIL.Image import Image
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from macapp.domain.job import Job
from macapp.errors import EaselError
from macapp.library import source_images
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.ui.widgets.pixels import to_qimage
from macapp.ui.widgets.task_pool import TaskPool

MAX_CACHED = 600  # source images: as many as the list shows jobs, and some more


class JobThumbnails(QObject):
    """Holds the pictures of the rows; those that are not there yet are loaded when they are asked for."""

    loaded = Signal()
    """an image has been decoded; the rows can be painted again"""

    def __init__(self, places: LibraryPaths, background: TaskPool, parent: QObject) -> None:
        super().__init__(parent)
        self._places, self._background = places, background
        self._images: OrderedDict[tuple[str, int], QPixmap | None] = OrderedDict()
        """by name and side; None while an image is loading, and for one that cannot be read"""
        self._preview: tuple[str, QPixmap] | None = None

    def set_preview(self, job_id: str, preview: Image) -> None:
        """Set the preview of the running job."""
        self._preview = job_id, QPixmap.fromImage(to_qimage(preview))

    def find(self, job: Job, side: int) -> QPixmap | None:
        """Return the picture of a job, or None if it has none yet; the shorter side of a source image has `side`
        pixels."""
        if self._preview is not None and self._preview[0] == job.id:
            return self._preview[1]
        name = job.request.image or next(iter(job.request.references), None)
        return None if name is None else self._source_image(name, side)

    def _source_image(self, name: str, side: int) -> QPixmap | None:
        key = name, side
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        self._images[key] = None
        while len(self._images) > MAX_CACHED:
            self._images.popitem(last=False)
        path = source_images.image_path(self._places, name)
        show = partial(self._keep, key)
        self._background.run(partial(_load_scaled, path, side), show, self._leave_empty, newest_first=True)
        return None

    def _keep(self, key: tuple[str, int], image: QImage) -> None:
        self._images[key] = QPixmap.fromImage(image)
        self.loaded.emit()

    def _leave_empty(self, _error: EaselError) -> None:
        """Show the shape of the picture instead of an image that cannot be read."""


def _load_scaled(path: Path, side: int) -> QImage:
    """Decode an image that Easel wrote, reduced to `side` pixels on its shorter side; raises `OSError`."""
    storage.check_regular(path)
    reader = QImageReader(str(path))
    size = reader.size()
    if size.isValid() and min(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        raise FileNotFoundError(path.name)
    return image
