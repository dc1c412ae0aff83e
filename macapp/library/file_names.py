"""Build the names of picture files. Pure; any thread."""

import re

from macapp.domain.timestamps import local_day
from macapp.library.metadata import recipe

MAX_NAME_BYTES = 120  # of the prompt in a file name; file systems allow 255
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')


def build_file_name(made: recipe.PictureMetadata) -> str:
    """Return a readable name: day, prompt, seed. It is valid on every file system and does not start with a dot."""
    return " ".join(filter(None, (local_day(made.created), sanitize_name(made.request.prompt), str(made.request.seed))))


def sanitize_name(text: str) -> str:
    """Return text that is valid in a file name: no separators, at most 120 bytes, no dot or space at its ends."""
    words = _UNFIT.sub(" ", text).strip(" .")
    return words.encode()[:MAX_NAME_BYTES].decode(errors="ignore").strip(" .")
