"""The grammar of AUTOMATIC1111's infotext: prompt, negative prompt, and a line of settings. Pure.

The grammar is that of modules/infotext_utils.py in AUTOMATIC1111. SD.Next separates the settings with `|`. Extensions
write lines after the settings, such as `Template:` of Dynamic Prompts.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

NEGATIVE = "Negative prompt:"
MAX_CHARACTERS = 1_000_000
MAX_NESTED_VALUES = 100  # of one line; each is scanned to its end, so a line of opening brackets takes bounded time
MAX_BRACKET_CHARACTERS = 20_000  # of a bracketed value that is not JSON
MIN_ITEMS = 3
# At least one is required, with such a value: the last line of a prompt may look like settings.
_CERTAIN = {
    "Steps": re.compile(r"\d{1,6}"),
    "Seed": re.compile(r"-?\d{1,20}"),
    "Size": re.compile(r"\d{1,6}\s*x\s*\d{1,6}"),
}
# A key has at most 100 characters: without a limit, a long line without separators takes quadratic time.
_KEY = re.compile(r"\s*(\w[\w \-/.+#()]{0,99}?)\s*:\s*")
_STRING = re.compile(r'"(?:\\.|[^\\"])*"')
_LINE_ENDS = re.compile(r"\r\n|\r|\n")  # `splitlines` also splits at U+2028, which prompts contain
_CLOSING = {"{": "}", "[": "]", "(": ")"}


@dataclass(frozen=True)
class Infotext:
    """The parts of an infotext."""

    prompt: str
    negative: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    """by key; the value of a bare key is the key"""
    repeated: tuple[tuple[str, str], ...] = ()
    """earlier values of keys that occur twice; the last one counts, as in AUTOMATIC1111"""
    more: dict[str, str] = field(default_factory=dict)
    """the lines after the settings, by key"""


def split_infotext(text: str) -> Infotext:
    """Return the parts of a text; a text without a line of settings is only prompts."""
    stripped = text[:MAX_CHARACTERS].removeprefix("\ufeff").strip()
    lines = [line.strip(" \t") for line in _LINE_ENDS.split(stripped)]
    for at in range(len(lines) - 1, -1, -1):
        items = parse_items(lines[at])
        if _are_settings(items):
            prompt, negative = _split_prompts(lines[:at])
            settings = dict(items)
            repeated = tuple((key, value) for key, value in items if settings[key] != value)
            return Infotext(prompt, negative, settings, repeated, _parse_lines(lines[at + 1 :]))
    return Infotext(*_split_prompts(lines))


def reads_as_settings(text: str) -> bool:
    """Return whether a text is JSON or an infotext, and not arbitrary characters."""
    stripped = text[:MAX_CHARACTERS].removeprefix("\ufeff").strip()
    if stripped.startswith("{"):
        return stripped.rstrip("\0 ").endswith("}") and '"' in stripped
    found = split_infotext(stripped)
    return bool(found.settings or found.negative)


def parse_items(line: str) -> list[tuple[str, str]]:
    """Return the items of a line of settings in order, separated by `,` or, as in SD.Next, by `|`."""
    if not any(key in line for key in _CERTAIN):
        return []
    by_comma = list(_iter_items(line, ","))
    if "|" not in line:
        return by_comma
    by_bar = list(_iter_items(line, "|"))
    return by_bar if _count_certain(by_bar) > _count_certain(by_comma) else by_comma


def _are_settings(items: list[tuple[str, str]]) -> bool:
    """Return whether the items of a line are settings: three items of which one is certain, or two certain ones."""
    certain = _count_certain(items)
    return certain >= 2 or (certain == 1 and len(items) >= MIN_ITEMS)


def _count_certain(items: list[tuple[str, str]]) -> int:
    return sum(key in _CERTAIN and bool(_CERTAIN[key].fullmatch(value)) for key, value in items)


def _iter_items(line: str, separator: str) -> Iterator[tuple[str, str]]:
    """Yield every item of a line; text without a key is an item too, so that nothing is lost."""
    at, nested = 0, 0
    while at < len(line):
        key = _KEY.match(line, at)
        end = None
        if key is not None and separator not in key[0]:
            start = key.end()
            if line[start : start + 1] in ('"', *_CLOSING) and nested < MAX_NESTED_VALUES:
                nested += 1
                end = _find_value_end(line, start, separator)
            end = _find(line, separator, start) if end is None else end
            yield key[1], _unquote(line[start:end].strip())
        else:
            end = _find(line, separator, at)
            if bare := line[at:end].strip():
                yield bare[:100], bare
        at = end + 1


def _find(line: str, separator: str, at: int) -> int:
    end = line.find(separator, at)
    return len(line) if end < 0 else end


def _find_value_end(line: str, start: int, separator: str) -> int | None:
    """Return the end of a quoted or bracketed value that is followed by a separator; None if it is neither."""
    readers: tuple[Callable[[str, int], int | None], ...] = (
        (_string_end,) if line[start] == '"' else (_json_end, _bracket_end)
    )
    for reader in readers:
        end = reader(line, start)
        if end is not None and line[end:].lstrip()[:1] in ("", separator):
            return end + len(line[end:]) - len(line[end:].lstrip())
    return None


def _string_end(line: str, start: int) -> int | None:
    match = _STRING.match(line, start)
    return None if match is None else match.end()


def _json_end(line: str, start: int) -> int | None:
    try:
        return json.JSONDecoder().raw_decode(line, start)[1]
    except (ValueError, RecursionError):
        return None


def _bracket_end(line: str, start: int) -> int | None:
    """Return the end of a bracketed value that is not JSON, such as a Python tuple."""
    opening, depth = line[start], 0
    for at in range(start, min(len(line), start + MAX_BRACKET_CHARACTERS)):
        depth += {opening: 1, _CLOSING[opening]: -1}.get(line[at], 0)
        if depth == 0:
            return at + 1
    return None


def _unquote(value: str) -> str:
    if value.startswith('"') and value.endswith('"'):
        try:
            return str(json.loads(value))
        except ValueError:
            return value
    return value


def _split_prompts(lines: list[str]) -> tuple[str, str]:
    prompt: list[str] = []
    negative: list[str] = []
    into = prompt
    for line in lines:
        if into is prompt and line.startswith(NEGATIVE):
            into = negative
            into.append(line[len(NEGATIVE) :].strip())
        else:
            into.append(line)
    return "\n".join(prompt).strip(), "\n".join(negative).strip()


def _parse_lines(lines: list[str]) -> dict[str, str]:
    """Return the lines after the settings by key; a line without a key continues the one before."""
    found: dict[str, str] = {}
    last = ""
    for line in lines:
        if match := _KEY.match(line):
            last = match[1]
            found[last] = line[match.end() :]
        elif line:
            found[last] = f"{found[last]}\n{line}" if last in found else line
    return found
