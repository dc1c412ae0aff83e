"""Compare two requests and interpolate between them. Any thread."""

from dataclasses import replace
from typing import Any

from macapp.domain.request import REQUEST_FIELDS, SIDE_STEP, Request
from macapp.errors import EaselError

_WITH_IMAGE = ("image", "strength", "resize", "mask", "mask_only", "mask_padding", "mask_feather")
"""The fields that change together: a strength or a mask has no meaning with another image."""
_TEMPLATES = ("template", "negative_template")


def diff_requests(first: Request, second: Request) -> dict[str, tuple[Any, Any]]:
    """Return the fields in which two requests differ, each with both values; templates are not compared."""
    pairs = {name: (getattr(first, name), getattr(second, name)) for name in REQUEST_FIELDS if name not in _TEMPLATES}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def interpolate_requests(first: Request, second: Request, count: int = 3) -> list[Request]:
    """Return up to `count` requests between two: numbers in even steps, other fields switch halfway.

    The seed is a name, not an amount, so it switches like a word. Duplicates and invalid requests are left out.
    """
    series: list[Request] = []
    for number in range(1, count + 1):
        share = number / (count + 1)
        values = {name: _interpolate(name, *pair, share) for name, pair in diff_requests(first, second).items()}
        if "image" in values or "mask" in values:
            values.update({name: getattr(first if share <= 0.5 else second, name) for name in _WITH_IMAGE})
        try:
            request = replace(first, **values, template=None, negative_template=None)
        except EaselError:
            continue
        if request not in (first, second, *series):
            series.append(request)
    return series


def _interpolate(name: str, first: Any, second: Any, share: float) -> Any:
    are_numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (first, second))
    if not are_numbers or name in ("seed", "variation_seed", "upscale"):
        return first if share <= 0.5 else second
    value = first + (second - first) * share
    if name in ("width", "height"):
        return round(value / SIDE_STEP) * SIDE_STEP
    return round(value) if isinstance(first, int) else round(value, 3)
