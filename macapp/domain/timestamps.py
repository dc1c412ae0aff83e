"""Timestamps in the format of the library (UTC, ISO 8601 to the millisecond), and local calendar days. Pure. Any
thread.

A timestamp may come from a foreign file, where `created` can be any text.
"""

from datetime import datetime, timedelta, timezone

UNDATED = "undated"  # as long as a month such as 2026-11, which it replaces in folder names
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=timezone.utc), datetime(9998, 12, 31, tzinfo=timezone.utc)


def normalize_timestamp(text: str) -> str | None:
    """Return a timestamp in the format of the library; None if `text` is not one between 1900 and 9998.

    A timestamp without an offset is read as UTC.
    """
    moment = _parse(text)
    return None if moment is None else _format(moment)


def from_unix_time(seconds: float) -> str:
    """Return the timestamp of `seconds` since 1970, clamped to the range of the calendar."""
    try:
        moment = datetime.fromtimestamp(seconds, timezone.utc)
    except (ValueError, OverflowError, OSError):
        moment = _LAST if seconds > 0 else _FIRST
    return _format(min(max(moment, _FIRST), _LAST))


def local_day(utc: str, days_before: int = 0) -> str:
    """Return the local calendar day of a UTC timestamp, such as 2026-11-20; `UNDATED` if `utc` is not a timestamp."""
    moment = _parse(utc)
    if moment is None:
        return UNDATED
    return (moment.astimezone() - timedelta(days=days_before)).date().isoformat()


def _parse(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        moment = moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if _FIRST <= moment <= _LAST else None


def _format(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
