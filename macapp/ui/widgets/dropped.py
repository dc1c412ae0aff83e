"""What a drag brings: files of this computer, or an image. On the thread of the window.

Photos and Safari promise files, which exist only after another program has asked for them; Qt cannot ask. A window
refuses such a drag on entry, so that the pointer shows it, unless the drag also carries the image itself.
"""

import os
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the files and folders of a drag; none if one of them is elsewhere, or does not exist yet."""
    files = local_files(data)
    is_whole = len(files) == len(data.urls()) and all(map(os.path.exists, files))
    return files if is_whole else []


def dropped_image(data: QMimeData) -> QImage:
    """Return the image of a drag, or a null image if Qt cannot read one."""
    image = data.imageData()
    return image if isinstance(image, QImage) else QImage()


def local_files(data: QMimeData) -> list[Path]:
    """Return the paths on this computer that a drag names, without looking at the disk."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and not url.host()]
