"""Check and normalize the values of the fields of a request. Any thread."""

import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from macapp.errors import BadRequest


def normalize_text(text: str) -> str:
    """Return `text` so that it can be stored, searched and written to a PNG.

    A lone surrogate cannot be encoded, and NUL ends a string in SQLite's text functions and in PNG chunks: each becomes
    U+FFFD. The rest is composed (NFC), so that a word typed on a Mac matches the same word pasted from elsewhere.
    """
    encodable = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", encodable.replace("\0", "\ufffd"))


def clean_text(holder: object, name: str) -> None:
    """Normalize the text in a field of a frozen object; raise `BadRequest` if it is not text."""
    value = getattr(holder, name)
    if not isinstance(value, str):
        raise BadRequest("not-text", field=name, value=abbreviate(value))
    object.__setattr__(holder, name, normalize_text(value))


def require_list(values: object) -> Iterable[Any]:
    """Return a list or a tuple; raise `BadRequest` for anything else."""
    if not isinstance(values, (list, tuple)):
        raise BadRequest("not-a-list", value=abbreviate(values))
    return values


def build_part(kind: type, value: Any) -> Any:
    """Return a `kind` from an instance or a mapping, such as one from a line of JSON.

    Raises `BadRequest` if a field without a default is missing.
    """
    if isinstance(value, kind):
        return value
    known = {each.name: each for each in fields(kind)}
    needed = [name for name, each in known.items() if each.default is MISSING]
    if not isinstance(value, Mapping) or any(name not in value for name in needed):
        raise BadRequest("part-incomplete", field=kind.__name__, value=abbreviate(value), names=", ".join(needed))
    return kind(**{name: value[name] for name in known if name in value})


def check_leaves_a_step(field: str, strength: float, steps: int) -> None:
    """Raise `BadRequest` if a strength, 0 to 1, leaves none of the steps."""
    if int(steps * strength) < 1:
        least = math.ceil(1 / strength) if strength > 0 else 0
        raise BadRequest("strength-leaves-no-step", field=field, value=strength, steps=steps, least=least)


def check_whole(name: str, value: object, allowed: range) -> None:
    """Raise `BadRequest` unless a field is a whole number in a range."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest("not-whole", field=name, value=abbreviate(value))
    if value not in allowed:
        raise BadRequest("out-of-range", field=name, value=abbreviate(value), least=allowed[0], most=allowed[-1])


def check_number(name: str, value: object, least: float, most: float) -> float:
    """Return a field as a float; raise `BadRequest` unless it is a number from `least` to `most`."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadRequest("not-a-number", field=name, value=abbreviate(value))
    if not least <= value <= most:  # also False for NaN
        raise BadRequest("out-of-range", field=name, value=abbreviate(value), least=least, most=most)
    return float(value)


def abbreviate(value: object) -> str:
    """Return `value` as text of at most 40 characters."""
    text = normalize_text(value if isinstance(value, str) else repr(value))
    return text if len(text) <= 40 else text[:37] + "..."
