"""Read requests of a newer Easel: the fields that this Easel understands, and the names of the rest. Any thread.

An unreadable row never affects the rest of a library. Stored values stay unchanged, byte for byte, so the newer Easel,
or this one after an update, finds all of them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from macapp.domain.request import PARSE_CACHE_SIZE, REQUEST_FIELDS, Control, Lora, Request
from macapp.errors import BadRequest

PARSE_ERRORS = (BadRequest, TypeError, ValueError, LookupError, AttributeError, OverflowError, RecursionError)
"""The errors that values in an unexpected format can cause."""
PLACEHOLDERS: Mapping[str, Any] = {
    "prompt": "",
    "seed": 0,
    "width": 512,
    "height": 512,
    "steps": 25,
    "guidance_scale": 7.5,
}
"""The values of required fields, where the stored value is missing or not understood."""
_TOGETHER = {"image": ("image", "strength"), "strength": ()}  # fields that are only valid together
_PARTS = {"controls": Control, "loras": Lora}
_PART_FIELDS = {name: {field.name for field in fields(kind)} for name, kind in _PARTS.items()}


@dataclass(frozen=True)
class Reading:
    """A stored request, as far as it is understood."""

    request: Request
    """the understood fields; other fields have their default or their value in `PLACEHOLDERS`"""
    unknown: frozenset[str]
    """the names of fields that are missing, not understood, or only known to a newer Easel"""
    damaged: bool = False
    """whether the stored text is not a JSON object, so no Easel wrote it"""

    @property
    def newer(self) -> bool:
        """Whether `request` lacks stored settings, so it must not be generated, repeated or saved again."""
        return bool(self.unknown)


@lru_cache(maxsize=PARSE_CACHE_SIZE)
def read_request(text: str) -> Reading:
    """Read a request that is stored as JSON; never raises.

    Results are cached, as the window reads the queue again at every event.
    """
    values = parse_object(text)
    if values is None:
        return Reading(Request(**PLACEHOLDERS), frozenset(PLACEHOLDERS), damaged=True)
    return read_fields(values)


def read_fields(values: Mapping[str, Any], placeholders: Mapping[str, Any] = PLACEHOLDERS) -> Reading:
    """Read a request from plain values; never raises. `placeholders` replace missing and invalid values."""
    unknown = _find_unknown(values)
    if not unknown:
        try:
            return Reading(Request.from_dict(values), frozenset())
        except PARSE_ERRORS:
            pass
    understood = _accept_fields(values, placeholders)
    missing = (values.keys() | placeholders.keys()) - understood.keys()
    return Reading(Request(**{**placeholders, **understood}), frozenset(missing | unknown))


def parse_object(text: str) -> dict[str, Any] | None:
    """Return the JSON object in `text`, or None."""
    try:
        values = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _find_unknown(values: Mapping[str, Any]) -> set[str]:
    """Return the fields that this Easel does not have, and fields whose parts have such fields."""
    unknown = values.keys() - set(REQUEST_FIELDS)
    for name, known in _PART_FIELDS.items():
        parts = values.get(name, ())
        if isinstance(parts, list) and any(isinstance(part, dict) and part.keys() - known for part in parts):
            unknown |= {name}
    return unknown


def _accept_fields(values: Mapping[str, Any], stand_ins: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a request accepts, tried one by one."""
    accepted: dict[str, Any] = {}
    for name in REQUEST_FIELDS:
        tried = {field_name: values[field_name] for field_name in _TOGETHER.get(name, (name,)) if field_name in values}
        try:
            Request(**{**stand_ins, **accepted, **tried})
        except PARSE_ERRORS:
            continue
        accepted |= tried
    return accepted
