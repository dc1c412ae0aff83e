"""Name pictures of a library in a drag, next to their files, so that a drop knows which they are. Any thread."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QMimeData

from macapp.system.paths import LibraryPaths

PICTURES_FORMAT = "application/x-easel-pictures"


def name_pictures(data: QMimeData, places: LibraryPaths, numbers: Sequence[int]) -> None:
    """Add the row numbers of pictures to the data of a drag."""
    content = json.dumps({"library": str(places.database), "pictures": list(numbers)})
    data.setData(PICTURES_FORMAT, content.encode())


def dragged_pictures(data: QMimeData, places: LibraryPaths) -> list[int]:
    """Return the row numbers of the pictures in a drag; none for a drag of other files, or from another library."""
    try:
        content = json.loads(bytes(data.data(PICTURES_FORMAT).data()))
    except ValueError:
        return []
    if not isinstance(content, dict) or content.get("library") != str(places.database):
        return []
    numbers = content.get("pictures")
    return [number for number in numbers if type(number) is int] if isinstance(numbers, list) else []
