"""Moments as the library keeps them (UTC, ISO 8601 to the millisecond), and days on the user's calendar. Pure.

A moment may come from a file of anybody's: `created` can be any text there. Any thread.
"""

from datetime import datetime, timedelta, timezone

UNDATED = "undated"  # as long as a month, such as 2026-11, whose place it takes in the name of a folder
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=timezone.utc), datetime(9998, 12, 31, tzinfo=timezone.utc)


def checked(text: str) -> str | None:
    """Return a moment as the library writes it; None for a text that is none, or none between 1900 and 9998.

    A moment without an offset is taken for UTC.
    """
    moment = _parsed(text)
    return None if moment is None else _written(moment)


def of_timestamp(seconds: float) -> str:
    """Return the moment so many seconds after 1970 began; what no calendar has becomes the nearest that one has."""
    try:
        moment = datetime.fromtimestamp(seconds, timezone.utc)
    except (ValueError, OverflowError, OSError):
        moment = _LAST if seconds > 0 else _FIRST
    return _written(min(max(moment, _FIRST), _LAST))


def local_day(utc: str, days_before: int = 0) -> str:
    """Return the day on the user's calendar, as 2026-11-20, of a moment in UTC; `UNDATED` for a text that is none."""
    moment = _parsed(utc)
    if moment is None:
        return UNDATED
    return (moment.astimezone() - timedelta(days=days_before)).date().isoformat()


def _parsed(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        moment = moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if _FIRST <= moment <= _LAST else None


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
