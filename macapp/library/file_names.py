"""What a picture's file is called. Pure.

Any thread.
"""

import re

from macapp.domain.timestamps import local_day
from macapp.library.metadata import recipe

MAX_NAME_BYTES = 120  # of the prompt in a file's name; file systems stop at 255
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')


def build_file_name(made: recipe.PictureMetadata) -> str:
    """Return a name people can find: the day, the prompt, the seed; fit for every file system, no dot in front."""
    return " ".join(filter(None, (local_day(made.created), sanitize_name(made.request.prompt), str(made.request.seed))))


def sanitize_name(text: str) -> str:
    """Return text as it can stand in a file's name: no separators, at most 120 bytes, no dot or space at its ends."""
    words = _UNFIT.sub(" ", text).strip(" .")
    return words.encode()[:MAX_NAME_BYTES].decode(errors="ignore").strip(" .")
