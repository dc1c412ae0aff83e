"""Alternatives and wildcards in a prompt, drawn anew for every picture. Reads text files. Any thread.

    {red|blue} heart      one of them             {2::red|blue}   red twice as often
    {|tall} ship          with the word or not    \\{ \\| \\}        the signs themselves
    __colour__            a line of wildcards/colour.txt, which may hold alternatives and wildcards itself

The seed decides what is drawn, so a picture's seed and its template give its prompt again.
"""

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from macapp.errors import BadRequest, UnusableFile
from macapp.system import storage

MOST_COMBINATIONS = 10_000  # as many pictures as one order may have
DEEPEST = 20  # wildcards and braces within each other; a file that names itself gets here at once
MOST_FILE_BYTES = 4 * 2**20
_WILDCARD = re.compile(r"__([\w][\w\-/. ]*?)__")
_OFTEN = re.compile(r"\s*(\d+(?:\.\d+)?)::")
_SIGNS = "{}|\\"


@dataclass(frozen=True)
class _Choice:
    """What one of is taken, each with how often."""

    options: tuple[tuple[float, tuple["str | _Choice", ...]], ...]


_Parts = tuple["str | _Choice", ...]


def has_alternatives(template: str) -> bool:
    """Return whether there is anything to draw."""
    return any(each in template for each in "{}\\") or _WILDCARD.search(template) is not None


def expand(template: str, seed: int, folder: Path) -> str:
    """Return the prompt that `seed` draws from a template; `folder` holds the wildcards' files.

    Raises `BadRequest` for a brace that is not closed, a file that is missing or that leads back to itself.
    """
    if not has_alternatives(template):
        return template
    chance = random.Random(seed)  # noqa: S311  (the same prompt for the same seed, for ever, is the point)
    return "".join(_one(each, chance) for each in _Reader(folder).read(template))


def expand_all(template: str, folder: Path) -> list[str]:
    """Return every prompt that could be drawn, in order, each once; raises `BadRequest` also when they are too many.

    A | outside of braces divides a matrix: what follows it is there or not, so `a cat|red|big` makes four.
    """
    first, *optional = _divided(template)
    reader = _Reader(folder)
    parts = reader.read(first)
    for each in optional:
        words = reader.read(each.strip())
        parts = (*parts, _Choice(((1.0, ()), (1.0, (", ", *words)))))
    count = _count(parts)
    if count > MOST_COMBINATIONS:
        raise BadRequest("too-many-combinations", value=count, limit=MOST_COMBINATIONS)
    return list(dict.fromkeys(_all(parts)))


class _Reader:
    """Reads templates and the files that they name; holds what was read while one prompt is drawn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, _Choice] = {}

    def read(self, text: str, depth: int = 0) -> _Parts:
        parts, end = self._sequence(text, 0, depth, within=False)
        if end < len(text):
            raise BadRequest("bracket-closed", bracket=text[end], place=end + 1)
        return parts

    def _sequence(self, text: str, start: int, depth: int, within: bool) -> tuple[_Parts, int]:
        """Read up to the end, or within braces up to a | or }."""
        if depth > DEEPEST:
            raise BadRequest("wildcards-endless", limit=DEEPEST)
        parts: list[str | _Choice] = []
        place = start
        while place < len(text):
            each = text[place]
            if each == "\\" and text[place + 1 : place + 2] and text[place + 1] in _SIGNS[:3]:
                parts.append(text[place + 1])
                place += 2
            elif each == "{":
                choice, place = self._choice(text, place, depth + 1)
                parts.append(choice)
            elif each == "}" or (each == "|" and within):
                break
            elif match := _WILDCARD.match(text, place):
                parts.append(self._file(match[1].strip(), depth + 1))
                place = match.end()
            else:
                parts.append(each)
                place += 1
        return tuple(parts), place

    def _choice(self, text: str, opened: int, depth: int) -> tuple[_Choice, int]:
        options = []
        place = opened + 1
        while True:
            often = _OFTEN.match(text, place)
            parts, place = self._sequence(text, place if often is None else often.end(), depth, within=True)
            options.append((1.0 if often is None else max(float(often[1]), 1e-6), parts))
            if place >= len(text):
                raise BadRequest("bracket-open", bracket="{", place=opened + 1)
            place += 1
            if text[place - 1] == "}":
                return _Choice(tuple(options)), place

    def _file(self, name: str, depth: int) -> _Choice:
        """Read the lines of a wildcards' file; one beside or above the folder is not there."""
        if name not in self._files:
            lines = [each.strip() for each in self._text(name).splitlines()]
            lines = [each for each in lines if each and not each.startswith("#")]
            if not lines:
                raise BadRequest("wildcards-empty", name=name[:60])
            self._files[name] = _Choice(tuple((1.0, self.read(each, depth)) for each in lines))
        return self._files[name]

    def _text(self, name: str) -> str:
        path = self._folder / f"{name}.txt"
        try:
            inside = storage.resolved(path).is_relative_to(storage.resolved(self._folder))
            if inside:
                return storage.read_text(path, MOST_FILE_BYTES, "utf-8-sig")
        except UnusableFile:
            raise
        except (OSError, ValueError):
            pass
        raise BadRequest("wildcards-missing", name=name[:60], path=str(self._folder))


def _one(part: str | _Choice, chance: random.Random) -> str:
    if isinstance(part, str):
        return part
    [(_often, parts)] = chance.choices(part.options, [often for often, _ in part.options])
    return "".join(_one(each, chance) for each in parts)


def _count(parts: _Parts) -> int:
    total = 1
    for each in parts:
        if isinstance(each, _Choice):
            total *= sum(_count(option) for _, option in each.options)
    return total


def _all(parts: _Parts) -> Iterator[str]:
    options = [[each] if isinstance(each, str) else [y for _, x in each.options for y in _all(x)] for each in parts]
    return map("".join, itertools.product(*options))


def _divided(template: str) -> list[str]:
    """Return what the | outside of braces divide."""
    found, depth, start = [], 0, 0
    for place, each in enumerate(template):
        if place and template[place - 1] == "\\":
            continue
        depth += (each == "{") - (each == "}")
        if each == "|" and depth == 0:
            found.append(template[start:place])
            start = place + 1
    return [*found, template[start:]]
