"""Parse the search line, with words, "phrases", -exclusions and fields like `steps:>30`, into SQL. Any thread.

    heart "red sky" -blurry model:starter seed:7 steps:>30 size:512x768 date:2026-11 from:comfyui is:favourite

Text matches anywhere in a word and in any script, regardless of case, accents and compatibility forms. An unknown
field, such as `8k:`, is searched as text.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from macapp.domain.request import normalize_text
from macapp.errors import BadRequest

SORT_ORDERS = {
    "newest": "number DESC",
    "oldest": "number",
    "stars": "stars DESC, favourite DESC, number DESC",
    "prompt": "prompt COLLATE NOCASE, number DESC",
    "size": "width * height DESC, number DESC",
}
BY_NUMBER = {
    SORT_ORDERS["newest"]: "rowid DESC",
    SORT_ORDERS["oldest"]: "rowid",
}  # the same orders in the table `texts`
TRIGRAM_CHARACTERS = 3  # minimum for the full-text index; shorter words are searched in every row
MAX_TERMS = 50
_TOKEN = re.compile(r'(?P<not>-?)(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')
_COMPARED = re.compile(r"(?P<sign>>=|<=|>|<|=)?(?P<value>.+)")


@dataclass(frozen=True)
class SearchQuery:
    """A parsed search line: conditions to join with AND, and their values in the same order."""

    text: tuple[str, ...] = ()
    """conditions on the searchable texts of all visible pictures; see `texts`"""
    text_values: tuple[object, ...] = ()
    row: tuple[str, ...] = ()
    """conditions on the table `pictures`"""
    row_values: tuple[object, ...] = ()
    scans: bool = False
    """whether every text must be read, because a word is too short for the index"""

    @property
    def where(self) -> str:
        """The whole query as one condition on a row of `pictures`."""
        text = (f"number IN ({self.texts})",) if self.text else ()
        return " AND ".join(("deleted IS NULL", *text, *self.row))

    @property
    def values(self) -> tuple[object, ...]:
        """The values of `where`."""
        return self.text_values + self.row_values

    @property
    def texts(self) -> str:
        """The SQL query for the text conditions alone.

        A scan of every text uses the table behind the full-text index (fts5's `%_content`), which takes two thirds of
        the time.
        """
        table = "texts_content" if self.scans else "texts"
        return f"SELECT rowid FROM {table} WHERE {' AND '.join(self.text)}"  # noqa: S608


def fold_text(text: str | None) -> str:
    """Return text for comparison: without case, accents of Latin, Greek and Cyrillic, or compatibility forms."""
    text = text or ""
    if text.isascii():  # it has one form only; most prompts are so, and this takes a twentieth of the time
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(character for character in apart if not "\u0300" <= character <= "\u036f")
    return unicodedata.normalize("NFKC", plain.casefold())


def searchable_text(request: str, tags: str) -> str:
    """Return the searchable text of a picture: both prompts, model, LoRAs, tags; `request` is JSON."""
    values = json.loads(request)
    prompts = (_as_text(values.get(name)) for name in ("prompt", "negative_prompt"))
    loras = " ".join(map(_format_lora, values.get("loras") or ()))
    return fold_text("\n".join((*prompts, Path(_as_text(values.get("model"))).name, loras, tags)))


def _as_text(value: Any) -> str:
    """Return a text unchanged, and "" for a value of another type from a newer Easel."""
    return value if isinstance(value, str) else ""


def _format_lora(part: Any) -> str:
    """Return a LoRA in the notation of prompts, and "" for one in the format of a newer Easel."""
    try:
        return f"<lora:{Path(part['model']).stem}:{part['weight']:g}>"
    except (TypeError, LookupError, ValueError):
        return ""


def parse_query(query: str) -> SearchQuery:
    """Parse a search line; raises `BadRequest` for an invalid value of a field."""
    words, rows = [], []
    for match in list(_TOKEN.finditer(normalize_text(query)))[:MAX_TERMS]:
        field, excluded = match["field"], bool(match["not"])
        value = match["phrase"] if match["phrase"] is not None else match["word"]
        if field == "lora":  # in the notation of prompts: <lora:name:weight>
            value, field = f"<lora:{value}", None
        elif field is not None and field not in SEARCH_FIELDS:
            value, field = f"{field}:{value}", None
        if value.endswith(":") and value[:-1] in SEARCH_FIELDS:
            continue  # the user is still typing
        if field is not None:
            condition, values = SEARCH_FIELDS[field](field, value)
            rows.append((f"NOT coalesce({condition}, 0)" if excluded else condition, values))
        elif fold_text(value):
            words.append((fold_text(value), excluded))
    texts = _text_conditions(words)
    return SearchQuery(
        tuple(condition for condition, _ in texts),
        tuple(value for _, value in texts),
        tuple(condition for condition, _ in rows),
        tuple(value for _, values in rows for value in values),
        scans=any(len(word) < TRIGRAM_CHARACTERS for word, _ in words),
    )


def _text_conditions(words: list[tuple[str, bool]]) -> list[tuple[str, object]]:
    """Return the SQL conditions for (word, is excluded) pairs."""
    if any(len(word) < TRIGRAM_CHARACTERS for word, _excluded in words):  # every text is read anyway
        return [(f"{'NOT ' if excluded else ''}instr(c0, ?)", word) for word, excluded in words]
    found = " AND ".join(_quote(word) for word, excluded in words if not excluded)
    conditions: list[tuple[str, object]] = [("texts MATCH ?", found)] if found else []
    excluding = "rowid NOT IN (SELECT rowid FROM texts WHERE texts MATCH ?)"
    return conditions + [(excluding, _quote(word)) for word, excluded in words if excluded]


def _quote(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


# The fields -----------------------------------------------------------------------------------------------------------

Condition = tuple[str, tuple[object, ...]]


def _number_field(column: str, read: type = int) -> Callable[[str, str], Condition]:
    def condition(field: str, value: str) -> Condition:
        if ".." in value:
            least, _, most = value.partition("..")
            return f"{column} BETWEEN ? AND ?", (_parse_number(field, least, read), _parse_number(field, most, read))
        match = _COMPARED.fullmatch(value)
        if match is None:
            raise BadRequest("search-value", field=field, value=value[:40])
        return f"{column} {match['sign'] or '='} ?", (_parse_number(field, match["value"], read),)

    return condition


def _parse_number(field: str, value: str, read: type) -> object:
    try:
        number = read(value)
    except ValueError:
        raise BadRequest("search-value", field=field, value=value[:40]) from None
    if not -(2**63) <= number < 2**63:
        raise BadRequest("search-value", field=field, value=value[:40])
    return number


def _text_field(column: str) -> Callable[[str, str], Condition]:
    """Match a word against the few distinct values of a column, not every row; of a path, only the name counts."""
    name = f"replace({column}, rtrim({column}, replace({column}, '/', '')), '')"
    # LIMIT stops SQLite from folding every row; the inner query stops it from reading every row for its column.
    all_of_them = f"SELECT DISTINCT {column} FROM pictures WHERE deleted IS NULL LIMIT -1"  # noqa: S608
    named = f"SELECT {column} FROM ({all_of_them}) WHERE instr(folded({name}), ?)"  # noqa: S608
    sql = f"number IN (SELECT number FROM pictures WHERE deleted IS NULL AND {column} IN ({named}))"  # noqa: S608

    def condition(_field: str, value: str) -> Condition:
        return sql, (fold_text(value),)

    return condition


def _size_condition(field: str, value: str) -> Condition:
    match = re.fullmatch(r"(>=|<=|>|<|=)?(\d{1,6})\s*[x\u00d7*]\s*(\d{1,6})", value)
    if match is None:
        raise BadRequest("search-value", field=field, value=value[:40])
    sign = match[1] or "="
    return f"(width {sign} ? AND height {sign} ?)", (int(match[2]), int(match[3]))


def _label_field(kind: str) -> Callable[[str, str], Condition]:
    def condition(_field: str, value: str) -> Condition:
        sql = f"number IN (SELECT picture FROM labels WHERE kind = '{kind}' AND folded(name) = ?)"  # noqa: S608
        return sql, (fold_text(value),)

    return condition


def _is_condition(field: str, value: str) -> Condition:
    conditions = {
        "favourite": "number IN (SELECT number FROM pictures WHERE favourite)",
        "favorite": "number IN (SELECT number FROM pictures WHERE favourite)",
        "starred": "number IN (SELECT number FROM pictures WHERE stars > 0)",
        "tagged": "number IN (SELECT picture FROM labels WHERE kind = 'tag')",
        "imported": "source != 'Easel'",
        "variation": "stack IS NOT NULL",
    }
    if value.casefold() not in conditions:
        raise BadRequest("search-word", field=field, value=value[:40], names=", ".join(conditions))
    return conditions[value.casefold()], ()


def _has_condition(field: str, value: str) -> Condition:
    conditions = {
        "image": "number IN (SELECT number FROM pictures WHERE image IS NOT NULL)",
        "negative": "json_extract(request, '$.negative_prompt') != ''",
    }
    if value.casefold() not in conditions:
        raise BadRequest("search-word", field=field, value=value[:40], names=", ".join(conditions))
    return conditions[value.casefold()], ()


def _date_condition(field: str, value: str) -> Condition:
    if ".." in value:
        first, _, last = value.partition("..")
        return "created >= ? AND created < ?", (_day_bounds(field, first)[0], _day_bounds(field, last)[1])
    match = _COMPARED.fullmatch(value)
    if match is None:
        raise BadRequest("search-value", field=field, value=value[:40])
    begin, end = _day_bounds(field, match["value"])
    return {
        ">": ("created >= ?", (end,)),
        ">=": ("created >= ?", (begin,)),
        "<": ("created < ?", (begin,)),
        "<=": ("created < ?", (end,)),
    }.get(match["sign"] or "", ("(created >= ? AND created < ?)", (begin, end)))


def _day_bounds(field: str, value: str) -> tuple[str, str]:
    """Return the start and end in UTC of a day, month or year in the user's time zone."""
    today = date.today()  # noqa: DTZ011  (the user's own day is what is meant)
    named = {"today": today, "yesterday": today - timedelta(days=1)}.get(value.casefold())
    try:
        if named is not None:
            first, after = named, named + timedelta(days=1)
        elif re.fullmatch(r"\d{4}", value):
            first, after = date(int(value), 1, 1), date(int(value) + 1, 1, 1)
        elif re.fullmatch(r"\d{4}-\d\d", value):
            first = date.fromisoformat(f"{value}-01")
            after = (first + timedelta(days=32)).replace(day=1)
        else:
            first = date.fromisoformat(value)
            after = first + timedelta(days=1)
        return _to_utc(first), _to_utc(after)
    except (ValueError, OverflowError):
        raise BadRequest("search-date", field=field, value=value[:40]) from None


def _to_utc(day: date) -> str:
    midnight = datetime(day.year, day.month, day.day).astimezone(timezone.utc)
    return midnight.isoformat(timespec="milliseconds").replace("+00:00", "Z")


SEARCH_FIELDS: dict[str, Callable[[str, str], Condition]] = {
    "model": _text_field("model"),
    "scheduler": _text_field("scheduler"),
    "from": _text_field("source"),
    "seed": _number_field("seed"),
    "steps": _number_field("steps"),
    "guidance": _number_field("guidance", float),
    "stars": _number_field("stars"),
    "width": _number_field("width"),
    "height": _number_field("height"),
    "size": _size_condition,
    "date": _date_condition,
    "tag": _label_field("tag"),
    "in": _label_field("collection"),
    "is": _is_condition,
    "has": _has_condition,
}
"""The field names before the colon, and the function that builds the condition of each."""
