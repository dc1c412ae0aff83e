"""Two requests: in what they differ, and what lies on the way from one to the other. Any thread."""

from dataclasses import replace
from typing import Any

from macapp.domain.request import REQUEST_FIELDS, SIDE_STEP, Request
from macapp.errors import EaselError

_WITH_IMAGE = ("image", "strength", "resize", "mask", "mask_only", "mask_padding", "mask_feather")
"""The fields that go together: a strength or a mask means nothing beside another image."""
_TEMPLATES = ("template", "negative_template")


def diff_requests(first: Request, second: Request) -> dict[str, tuple[Any, Any]]:
    """Return the fields in which two requests differ, each with both values; what was typed decides nothing."""
    pairs = {name: (getattr(first, name), getattr(second, name)) for name in REQUEST_FIELDS if name not in _TEMPLATES}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def interpolate_requests(first: Request, second: Request, count: int = 3) -> list[Request]:
    """Return up to `count` requests on the way from one to another: numbers in even steps, the rest by halves.

    The seed is a name, not an amount: it changes like a word does. Requests that come out alike, or that cannot be,
    are left out.
    """
    series: list[Request] = []
    for number in range(1, count + 1):
        share = number / (count + 1)
        values = {name: _part_way(name, *pair, share) for name, pair in diff_requests(first, second).items()}
        if "image" in values or "mask" in values:
            values.update({name: getattr(first if share <= 0.5 else second, name) for name in _WITH_IMAGE})
        try:
            request = replace(first, **values, template=None, negative_template=None)
        except EaselError:
            continue
        if request not in (first, second, *series):
            series.append(request)
    return series


def _part_way(name: str, first: Any, second: Any, share: float) -> Any:
    amounts = all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in (first, second))
    if not amounts or name in ("seed", "variation_seed", "upscale"):
        return first if share <= 0.5 else second
    value = first + (second - first) * share
    if name in ("width", "height"):
        return round(value / SIDE_STEP) * SIDE_STEP
    return round(value) if isinstance(first, int) else round(value, 3)
