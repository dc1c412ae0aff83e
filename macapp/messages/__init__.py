"""The English sentences for every code: what happened, why, and what to do. Any thread.

Errors and rules carry codes and data, so that no package below the interface chooses words. The command line prints
the sentences as they are; the window translates each one with Qt first (`macapp/ui`).
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from macapp.domain.job import ReproductionResult
from macapp.domain.request_fields import FIELD_TABLE
from macapp.domain.units import format_bytes, format_duration
from macapp.errors import Value
from macapp.messages.library import INVARIANTS, LIBRARY_MESSAGES
from macapp.messages.models import MODEL_MESSAGES
from macapp.messages.requests import REQUEST_MESSAGES
from macapp.messages.rules import RULE_MESSAGES
from macapp.messages.system import SYSTEM_MESSAGES

__all__ = ["INVARIANTS", "MESSAGES", "HasCode", "format_comparison", "message_for"]

MESSAGES: Mapping[str, str] = {
    **REQUEST_MESSAGES,
    **MODEL_MESSAGES,
    **LIBRARY_MESSAGES,
    **SYSTEM_MESSAGES,
    **RULE_MESSAGES,
}
"""The sentence for every code; placeholders are names in the data of an error or a reason."""

_FIELDS = {
    **{name: row.label for name, row in FIELD_TABLE.items()},
    "count": "count",
    "control_scale": "ControlNet weight",
    "control_start": "ControlNet start",
    "control_end": "ControlNet end",
    "lora_weight": "LoRA weight",
    "weight": "weight of a word",
    "size": "size",
}
"""What people call the fields of a request and of a search."""
_BYTE_VALUES = {"ram", "limit_bytes", "needed", "available", "allowed", "size_bytes", "free"}
_MIN_BYTE_LIMIT = 2**30
"""A `limit` from this many on is a number of bytes, not of pixels, steps or characters."""


class HasCode(Protocol):
    """An error or a reason: a code and data."""

    @property
    def code(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Value]: ...


def message_for(coded: HasCode, translate: Callable[[str], str] = str) -> str:
    """Return the text for an error or a reason, with numbers and sizes formatted for people."""
    if coded.code not in MESSAGES:  # written by a newer Easel
        return translate(MESSAGES["code-newer"]).format(code=coded.code)
    template = translate(MESSAGES[coded.code])
    return template.format_map(_Values({name: _format_value(name, value) for name, value in coded.data.items()}))


class _Values(dict[str, str]):
    """The values for a template; one that is missing, because another version wrote the data, is shown as "?"."""

    def __missing__(self, name: str) -> str:
        return "?"


def _format_value(name: str, value: Value) -> str:
    if name == "field":
        return _FIELDS.get(str(value), str(value))
    if value is None:
        return "none" if name == "largest" else "None"
    if name == "time":
        return format_duration(float(value))
    if name in _BYTE_VALUES or (name == "limit" and isinstance(value, int) and value >= _MIN_BYTE_LIMIT):
        return format_bytes(float(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def format_comparison(found: ReproductionResult, translate: Callable[[str], str] = str) -> str:
    """Return the result of a repeat as one or two sentences."""
    if found.identical:
        return translate("Identical: every pixel is the same.")
    template = translate("The pictures differ by at most {0} of 255 in {1} pixels ({2} %).")
    difference = template.format(found.most, f"{found.pixels:,}", f"{found.share * 100:.3g}")
    if not found.changed:
        return f"{difference} {translate('Nothing known to affect the picture has changed.')}"
    return f"{difference} {translate('Changed since then:')} {'; '.join(found.changed)}."
