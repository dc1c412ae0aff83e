"""Expand alternatives and wildcards in a prompt, at random for each picture. Reads text files. Any thread.

    {red|blue} heart      one of them             {2::red|blue}   red twice as often
    {|tall} ship          with the word or not    \\{ \\| \\}        the signs themselves
    __colour__            a line of wildcards/colour.txt, which may contain alternatives and wildcards

Braces without a | of their own are text, and so are those of JSON, as in `{"colour": "red | blue"}`. Alternatives
inside them work. The seed decides the result, so the seed and the template of a picture reproduce its prompt.
"""

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from macapp.errors import BadRequest, UnusableFile
from macapp.system import storage

MAX_COMBINATIONS = 10_000  # also the largest number of pictures of one order
MAX_DEPTH = 20  # nested wildcards and braces; a file that names itself reaches this at once
MAX_FILE_BYTES = 4 * 2**20
_WILDCARD = re.compile(r"__([\w][\w\-/. ]*?)__")
_WEIGHT = re.compile(r"\s*(\d+(?:\.\d+)?)::")
_SIGNS = "{}|"
_JSON = re.compile(r'\{\s*"(?:[^"\\]|\\.)*"\s*:')
"""How an object of JSON begins: with the name of its first value."""


@dataclass(frozen=True)
class _Choice:
    """A choice of one option, each with its weight."""

    options: tuple[tuple[float, tuple["str | _Choice", ...]], ...]


_Parts = tuple["str | _Choice", ...]


def has_alternatives(template: str) -> bool:
    """Return whether a template has alternatives or wildcards."""
    return any(sign in template for sign in "{}\\") or _WILDCARD.search(template) is not None


def expand(template: str, seed: int, folder: Path) -> str:
    """Return the prompt that `seed` chooses from a template; `folder` has the files of the wildcards.

    Raises `BadRequest` for open alternatives, a missing file, or a file that includes itself.
    """
    if not has_alternatives(template):
        return template
    chance = random.Random(seed)  # noqa: S311  (the same seed must always give the same prompt)
    return "".join(_pick(part, chance) for part in _Reader(folder).read(template))


def expand_all(template: str, folder: Path) -> list[str]:
    """Return every possible prompt of a template, in order, without duplicates.

    A | outside of braces makes the text after it optional, so `a cat|red|big` makes four prompts. Raises `BadRequest`,
    also for too many combinations.
    """
    first, *optional = _split_optional(template)
    reader = _Reader(folder)
    parts = reader.read(first)
    for extra in optional:
        words = reader.read(extra.strip())
        parts = (*parts, _Choice(((1.0, ()), (1.0, (", ", *words)))))
    count = _count(parts)
    if count > MAX_COMBINATIONS:
        raise BadRequest("too-many-combinations", value=count, limit=MAX_COMBINATIONS)
    return list(dict.fromkeys(_iter_combinations(parts)))


@dataclass(frozen=True)
class _Braces:
    """The alternatives of a template, by their positions."""

    choices: dict[int, tuple[int, ...]]
    """the positions of the brace, of each | and of the closing brace, by that of the brace"""
    outside: tuple[int, ...]
    """the positions of each | outside of braces"""

    @classmethod
    def find(cls, text: str) -> "_Braces":
        """Find the alternatives; raises `BadRequest` for a brace that is not closed though a | follows in it.

        Any other brace without its partner is text.
        """
        choices: dict[int, tuple[int, ...]] = {}
        outside: list[int] = []
        open_braces: list[list[int]] = []
        place = 0
        while place < len(text):
            if _is_escape(text, place):
                place += 1
            elif text[place] == "{":
                open_braces.append([place])
            elif text[place] == "|":
                (open_braces[-1] if open_braces else outside).append(place)
            elif text[place] == "}" and open_braces:
                edges = open_braces.pop()
                if _has_options(text, edges):
                    choices[edges[0]] = (*edges, place)
            place += 1
        unclosed = next((edges[0] for edges in open_braces if _has_options(text, edges)), None)
        if unclosed is not None:
            raise BadRequest("bracket-open", bracket="{", place=unclosed + 1)
        return cls(choices, tuple(outside))


def _has_options(text: str, edges: list[int]) -> bool:
    """Return whether a brace, the first edge, begins alternatives: it has a | and is not of JSON."""
    return len(edges) > 1 and _JSON.match(text, edges[0]) is None


def _is_escape(text: str, place: int) -> bool:
    return text[place] == "\\" and text[place + 1 : place + 2] in tuple(_SIGNS)


class _Reader:
    """Reads templates and the files that they name; caches the files while one prompt is expanded."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, _Choice] = {}

    def read(self, text: str, depth: int = 0) -> _Parts:
        return self._parse_range(text, _Braces.find(text), range(len(text)), depth)

    def _parse_range(self, text: str, braces: "_Braces", positions: range, depth: int) -> _Parts:
        """Parse the characters at these positions."""
        if depth > MAX_DEPTH:
            raise BadRequest("wildcards-endless", limit=MAX_DEPTH)
        parts: list[str | _Choice] = []
        place = positions.start
        while place < positions.stop:
            if _is_escape(text, place):
                parts.append(text[place + 1])
                place += 2
            elif edges := braces.choices.get(place):
                parts.append(self._parse_choice(text, braces, edges, depth + 1))
                place = edges[-1] + 1
            elif match := _WILDCARD.match(text, place):
                parts.append(self._read_file(match[1].strip(), depth + 1))
                place = match.end()
            else:
                parts.append(text[place])
                place += 1
        return tuple(parts)

    def _parse_choice(self, text: str, braces: "_Braces", edges: tuple[int, ...], depth: int) -> _Choice:
        options = []
        for edge, end in itertools.pairwise(edges):
            weight = _WEIGHT.match(text, edge + 1)
            start = edge + 1 if weight is None else weight.end()
            parts = self._parse_range(text, braces, range(start, end), depth)
            options.append((1.0 if weight is None else max(float(weight[1]), 1e-6), parts))
        return _Choice(tuple(options))

    def _read_file(self, name: str, depth: int) -> _Choice:
        """Read the lines of a wildcard's file; paths out of the folder count as missing."""
        if name not in self._files:
            lines = [line.strip() for line in self._read_text(name).splitlines()]
            lines = [line for line in lines if line and not line.startswith("#")]
            if not lines:
                raise BadRequest("wildcards-empty", name=name[:60])
            self._files[name] = _Choice(tuple((1.0, self.read(line, depth)) for line in lines))
        return self._files[name]

    def _read_text(self, name: str) -> str:
        path = self._folder / f"{name}.txt"
        try:
            inside = storage.resolved(path).is_relative_to(storage.resolved(self._folder))
            if inside:
                return storage.read_text(path, MAX_FILE_BYTES, "utf-8-sig")
        except UnusableFile:
            raise
        except (OSError, ValueError):
            pass
        raise BadRequest("wildcards-missing", name=name[:60], path=str(self._folder))


def _pick(part: str | _Choice, chance: random.Random) -> str:
    if isinstance(part, str):
        return part
    [(_often, parts)] = chance.choices(part.options, [often for often, _ in part.options])
    return "".join(_pick(part, chance) for part in parts)


def _count(parts: _Parts) -> int:
    total = 1
    for part in parts:
        if isinstance(part, _Choice):
            total *= sum(_count(option) for _, option in part.options)
    return total


def _iter_combinations(parts: _Parts) -> Iterator[str]:
    options = [
        [part] if isinstance(part, str) else [y for _, x in part.options for y in _iter_combinations(x)]
        for part in parts
    ]
    return map("".join, itertools.product(*options))


def _split_optional(template: str) -> list[str]:
    """Split a template at each | outside of braces."""
    edges = (-1, *_Braces.find(template).outside, len(template))
    return [template[start + 1 : end] for start, end in itertools.pairwise(edges)]
