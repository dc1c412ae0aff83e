"""Bytes and durations as people read them. Any thread."""

from collections.abc import Callable


def format_bytes(count: float) -> str:
    """Return a number of bytes as text: 512 MB, 7.9 GB, 64 GB (units of 1024, as memory is sold)."""
    for unit, size in (("GB", 2**30), ("MB", 2**20), ("kB", 2**10)):
        if count >= size:
            amount = count / size
            return f"{amount:.0f} {unit}" if amount >= 20 or amount == int(amount) else f"{amount:.1f} {unit}"
    return f"{count:.0f} bytes"


def format_duration(seconds: float) -> str:
    """Return a duration as text: less than 1 s, 3 s, 2 min 5 s, 1 h 12 min."""
    if 0 < seconds < 1:
        return "less than 1 s"
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def format_coarse_duration(seconds: float) -> str:
    """Return a duration with one unit where that is enough: 45 s, 2 min, 1 h 12 min."""
    minutes = round(seconds / 60)
    if round(seconds) < 60:
        return format_duration(seconds)
    return f"{minutes} min" if minutes < 60 else format_duration(60 * minutes)


def format_approximate_duration(seconds: float, translate: Callable[[str], str] = str) -> str:
    """Return an estimated duration as text: about 12 s, less than 1 s."""
    text = format_duration(seconds)
    return text if seconds < 1 else translate("about {0}").format(text)
