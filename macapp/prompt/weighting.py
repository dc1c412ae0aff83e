"""Parse weights in a prompt, in the grammar of Automatic1111 that other programs follow. Pure. Any thread.

    (word)       weight 1.1                          (word:1.3)   weight 1.3
    [word]       weight 1 / 1.1                      \\( \\) \\[ \\]  the brackets themselves
    BREAK        begins a new part of 75 tokens

Brackets nest, and their weights multiply. A closing bracket without an opening one, as in `:)`, is text.
"""

import re
from dataclasses import dataclass, field

from macapp.errors import BadRequest
from macapp.prompt.tags import replace_tags

STEP = 1.1  # the factor of one pair of brackets
WEIGHTS = (0.0, 10.0)
_BREAK = re.compile(r"\s*\bBREAK\b\s*")
_WEIGHT = re.compile(r":\s*([+-]?\d*\.?\d+)\s*$")
_CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True)
class WeightedText:
    """A piece of text with one weight."""

    text: str
    """the text without brackets and backslashes"""
    weight: float
    places: tuple[int, ...]
    """the position of each character of `text` in the prompt"""


@dataclass
class _WeighedCharacters:
    """The characters of a prompt, each with its position in the prompt and its weight."""

    characters: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def append(self, character: str, place: int) -> None:
        """Add a character with weight 1."""
        self.characters.append(character)
        self.places.append(place)
        self.weights.append(1.0)

    def truncate(self, length: int) -> None:
        """Remove all characters after the first `length`."""
        del self.characters[length:], self.places[length:], self.weights[length:]


@dataclass
class _Open:
    """An open bracket: its position in the prompt, and the index of the first character in it."""

    bracket: str
    place: int
    first: int


def parse_weights(prompt: str) -> list[list[WeightedText]]:
    """Return the weighted pieces of a prompt, one list for each part between BREAKs; raises `BadRequest`."""
    weighed = _weigh_characters(prompt)
    text = "".join(weighed.characters)
    found, start = [], 0
    for match in (*_BREAK.finditer(text), None):
        end = len(text) if match is None else match.start()
        found.append(_split_by_weight(text, weighed, start, end))
        start = end if match is None else match.end()
    return found


def strip_weights(prompt: str) -> str:
    """Return a prompt as an upscaler reads it: without tags and weights, or as it is if its brackets do not match."""
    text = replace_tags(prompt)
    try:
        return " ".join("".join(piece.text for piece in part) for part in parse_weights(text))
    except BadRequest:
        return text


def _weigh_characters(prompt: str) -> _WeighedCharacters:
    """Return the characters of the text without brackets and backslashes."""
    weighed = _WeighedCharacters()
    open_brackets: list[_Open] = []
    place = 0
    while place < len(prompt):
        character = prompt[place]
        if character == "\\" and prompt[place + 1 : place + 2] in ("(", ")", "[", "]", "\\"):
            place += 1
            character = prompt[place]
        elif character in _CLOSING:
            open_brackets.append(_Open(character, place, len(weighed.characters)))
            place += 1
            continue
        elif open_brackets and _CLOSING[open_brackets[-1].bracket] == character:
            _close(character, open_brackets, weighed)
            place += 1
            continue
        weighed.append(character, place)
        place += 1
    if open_brackets:
        raise BadRequest("bracket-open", bracket=open_brackets[-1].bracket, place=open_brackets[-1].place + 1)
    return weighed


def _close(bracket: str, open_brackets: list[_Open], weighed: _WeighedCharacters) -> None:
    """Multiply the weights of the characters in a pair of brackets, and remove the number at its end."""
    pair = open_brackets.pop()
    factor = STEP if bracket == ")" else 1 / STEP
    if bracket == ")" and (number := _WEIGHT.search("".join(weighed.characters[pair.first :]))):
        factor = float(number[1])
        if not WEIGHTS[0] <= factor <= WEIGHTS[1]:
            raise BadRequest("out-of-range", field="weight", value=number[1][:40], least=WEIGHTS[0], most=WEIGHTS[1])
        weighed.truncate(pair.first + number.start())
    for index in range(pair.first, len(weighed.weights)):
        weighed.weights[index] *= factor


def _split_by_weight(text: str, weighed: _WeighedCharacters, start: int, end: int) -> list[WeightedText]:
    """Return the pieces of equal weight between two positions of the text."""
    places, weights = weighed.places, weighed.weights
    found: list[WeightedText] = []
    first = start
    for index in range(start, end + 1):
        if index == end or weights[index] != weights[first]:
            if index > first:
                found.append(WeightedText(text[first:index], round(weights[first], 6), tuple(places[first:index])))
            first = index
    return found or [WeightedText("", 1.0, ())]
