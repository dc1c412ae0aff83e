"""Parse the search line, with words, "phrases", -exclusions and fields like `steps:>30`, into SQL. Any thread.

    heart "red sky" -blurry model:starter seed:7 steps:>30 size:512x768 date:2026-11 from:comfyui is:favourite
    cat OR dog

Text matches anywhere in a word and in any script, regardless of case, accents and compatibility forms. An English
plural outside of quotes also finds the singular. OR joins its two neighbours. An unknown field, such as `8k:`, is
searched as text.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from macapp.domain.field_values import normalize_text
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
_TOKEN = re.compile(r'(?P<not>-?)(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')
_OR = "OR"
# Letters that Unicode does not decompose, and signs that people cannot tell apart.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}  # noqa: RUF001
_DOUBLE_QUOTES, _SINGLE_QUOTES = "“”„‟«»＂", "‘’‚‛`´"  # noqa: RUF001
_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))  # variations of the sign before, such as a red heart
_FOLDED = {
    **{ord(letter): plain for letter, plain in _LETTERS.items()},
    **{ord(quote): '"' for quote in _DOUBLE_QUOTES},
    **{ord(quote): "'" for quote in _SINGLE_QUOTES},
    **dict.fromkeys(_SELECTORS),
}
_ACCENTS = re.compile("[\u0300-\u036f]+")  # combining marks of Latin, Greek and Cyrillic
_COMPARED = re.compile(r"(?P<sign>>=|<=|>|<|=)?(?P<value>.+)")
_SHOWN = "deleted IS NULL"
_IN_TRASH = "(missing IS NULL AND number IN (SELECT number FROM pictures WHERE deleted > ''))"
"""a comparison, because SQLite looks for no IS NOT NULL in an index"""
SEARCHED_TEXT = (
    "searched(request, coalesce((SELECT group_concat(name, char(10)) FROM labels WHERE picture = number), ''))"
)
"""the searchable text of a row of `pictures`, as SQL"""


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
    in_trash: bool = False
    """whether it finds the pictures in the Trash rather than the visible ones"""

    @property
    def where(self) -> str:
        """The whole query as one condition on a row of `pictures`."""
        text = (f"number IN ({self.texts})",) if self.text else ()
        found = " AND ".join((_SHOWN, *text, *self.row))
        return found.replace(_SHOWN, _IN_TRASH) if self.in_trash else found  # all of it is our text: values are bound

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
    """Return text for comparison: without case, accents of Latin, Greek and Cyrillic, or compatibility forms.

    Letters such as ø become their base letters, curly quotes straight ones, and variation selectors are left out.
    """
    text = text or ""
    if text.isascii():  # it has one form only; most prompts are so, and this takes a twentieth of the time
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    plain = _ACCENTS.sub("", apart)
    return unicodedata.normalize("NFKC", plain.casefold()).translate(_FOLDED)


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


@dataclass(frozen=True)
class _Term:
    """One term of a search line: a text, or a condition on a field."""

    texts: tuple[str, ...] = ()
    """folded; any of them matches"""
    condition: str = ""
    values: tuple[object, ...] = ()
    excluded: bool = False

    def row_condition(self, in_trash: bool) -> tuple[str, tuple[object, ...]]:
        """Return the SQL of the term for a row of `pictures`, and its values; the index has no texts of the Trash."""
        condition, values = self.condition, self.values
        if self.texts and in_trash:
            condition, values = " OR ".join([f"instr({SEARCHED_TEXT}, ?)"] * len(self.texts)), self.texts
        elif self.texts:
            matches = " OR ".join(["instr(c0, ?)"] * len(self.texts))
            condition, values = f"number IN (SELECT rowid FROM texts_content WHERE {matches})", self.texts  # noqa: S608
        return (f"NOT coalesce({condition}, 0)" if self.excluded else condition), values


def parse_query(query: str, in_trash: bool = False) -> SearchQuery:
    """Parse a search line, for the visible pictures or those in the Trash.

    Raises `BadRequest` for an invalid value of a field.
    """
    words: list[tuple[tuple[str, ...], bool]] = []
    rows: list[tuple[str, tuple[object, ...]]] = []
    for group in _group_terms(query):
        if not in_trash and all(term.texts and not term.excluded for term in group):
            words.append((tuple(text for term in group for text in term.texts), False))
        elif not in_trash and len(group) == 1 and group[0].texts:
            words.append((group[0].texts, True))
        else:
            found = [term.row_condition(in_trash) for term in group]
            joined = " OR ".join(condition for condition, _ in found)
            rows.append((f"({joined})", tuple(value for _, values in found for value in values)))
    texts = _text_conditions(words)
    return SearchQuery(
        tuple(condition for condition, _ in texts),
        tuple(value for _, values in texts for value in values),
        tuple(condition for condition, _ in rows),
        tuple(value for _, values in rows for value in values),
        scans=_has_short_text(words),
        in_trash=in_trash,
    )


def _group_terms(query: str) -> list[list[_Term]]:
    """Return the terms of a search line; those that OR joins are in one group."""
    straight = normalize_text(query).translate({ord(quote): '"' for quote in _DOUBLE_QUOTES})
    groups: list[list[_Term]] = []
    joins_next = False
    for match in list(_TOKEN.finditer(straight))[:MAX_TERMS]:
        if match[0] == _OR:
            joins_next = bool(groups)
            continue
        term = _parse_term(match)
        if term is None:
            continue
        if joins_next:
            groups[-1].append(term)
        else:
            groups.append([term])
        joins_next = False
    return groups


def _parse_term(match: re.Match[str]) -> _Term | None:
    """Return the term of a token; None while the user is still typing it."""
    named, excluded = match["field"], bool(match["not"])
    field = named.casefold() if named else None
    is_phrase = match["phrase"] is not None
    value = match["phrase"] if is_phrase else match["word"]
    if field == "lora":  # in the notation of prompts: <lora:name:weight>
        value, field = f"<lora:{value}", None
    elif field is not None and field not in SEARCH_FIELDS:
        value, field = f"{named}:{value}", None
    if value.endswith(":") and value[:-1].casefold() in SEARCH_FIELDS:
        return None
    if field is not None:
        condition, values = SEARCH_FIELDS[field](field, value)
        return _Term(condition=condition, values=values, excluded=excluded)
    folded = fold_text(value)
    if not folded:
        return None
    is_exact = is_phrase or excluded or match["field"] is not None
    return _Term(texts=(folded,) if is_exact else _singular_forms(folded), excluded=excluded)


def _singular_forms(word: str) -> tuple[str, ...]:
    """Return what finds an English word in singular and plural; a text is found anywhere in a word."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "'s")):
        return (word,)
    if word.endswith("ies"):
        return word, f"{word[:-3]}y"
    return (word[:-2],) if word.endswith(("ses", "xes", "zes", "ches", "shes")) else (word[:-1],)


def _has_short_text(words: list[tuple[tuple[str, ...], bool]]) -> bool:
    return any(len(text) < TRIGRAM_CHARACTERS for texts, _excluded in words for text in texts)


def _text_conditions(words: list[tuple[tuple[str, ...], bool]]) -> list[tuple[str, tuple[object, ...]]]:
    """Return the SQL conditions, with their values, for (texts of which one matches, is excluded) pairs."""
    if _has_short_text(words):  # every text is read anyway
        return [
            (f"{'NOT ' if excluded else ''}({' OR '.join(['instr(c0, ?)'] * len(texts))})", texts)
            for texts, excluded in words
        ]
    matches = [(f"({' OR '.join(map(_quote, texts))})", excluded) for texts, excluded in words]
    found = " AND ".join(match for match, excluded in matches if not excluded)
    conditions: list[tuple[str, tuple[object, ...]]] = [("texts MATCH ?", (found,))] if found else []
    excluding = "rowid NOT IN (SELECT rowid FROM texts WHERE texts MATCH ?)"
    return conditions + [(excluding, (match,)) for match, excluded in matches if excluded]


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
        "reference": "json_extract(request, '$.references') IS NOT NULL",
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
