"""What a picture's file is called, and the day on the user's calendar that its folder and its name say. Pure.

Any thread.
"""

import re
from datetime import datetime, timedelta

from macapp.library import recipe

NAME_BYTES = 120  # of the prompt in a file's name; file systems stop at 255
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')


def file_name(made: recipe.Recipe) -> str:
    """Return a name people can find: the day, the prompt, the seed; fit for every file system, no dot in front."""
    return " ".join(
        filter(None, (local_day(made.created), fit_for_a_name(made.request.prompt), str(made.request.seed)))
    )


def fit_for_a_name(text: str) -> str:
    """Return text as it can stand in a file's name: no separators, at most 120 bytes, no dot or space at its ends."""
    words = _UNFIT.sub(" ", text).strip(" .")
    return words.encode()[:NAME_BYTES].decode(errors="ignore").strip(" .")


def local_day(utc: str, days_before: int = 0) -> str:
    """Return the day on the user's calendar, as 2026-11-20, of a moment in UTC (ISO 8601)."""
    moment = datetime.fromisoformat(utc.replace("Z", "+00:00")).astimezone()
    return (moment - timedelta(days=days_before)).date().isoformat()
