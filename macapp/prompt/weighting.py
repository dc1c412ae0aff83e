"""Weights in a prompt, in the grammar that Automatic1111 introduced and other programs follow. Pure. Any thread.

    (word)       counts 1.1 times as much            (word:1.3)   1.3 times
    [word]       counts 1.1 times less               \\( \\) \\[ \\]  the brackets themselves
    BREAK        begins a new part of 75 tokens

Brackets nest and their weights multiply.
"""

import re
from dataclasses import dataclass

from macapp.errors import BadRequest

STEP = 1.1  # what one pair of brackets does
WEIGHTS = (0.0, 10.0)
_BREAK = re.compile(r"\s*\bBREAK\b\s*")
_WEIGHT = re.compile(r":\s*([+-]?\d*\.?\d+)\s*$")
_CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True)
class WeightedText:
    """A stretch of text that has one weight."""

    text: str
    """without brackets and backslashes"""
    weight: float
    places: tuple[int, ...]
    """where each character of `text` stands in the prompt"""


@dataclass
class _Open:
    """A bracket that is not closed yet: where it stands, and which characters it holds so far."""

    bracket: str
    place: int
    first: int


def parse_weights(prompt: str) -> list[list[WeightedText]]:
    """Return the pieces of a prompt, in the parts that BREAK divides it into; raises `BadRequest`."""
    characters, places, weights = _weighed(prompt)
    text = "".join(characters)
    found, start = [], 0
    for match in (*_BREAK.finditer(text), None):
        end = len(text) if match is None else match.start()
        found.append(_pieces(text, places, weights, start, end))
        start = end if match is None else match.end()
    return found


def is_plain(prompt: str) -> bool:
    """Return whether every word weighs the same and nothing is divided; raises `BadRequest`."""
    [first, *rest] = parse_weights(prompt)
    return not rest and all(piece.weight == 1.0 for piece in first)


def strip_weights(prompt: str) -> str:
    """Return the prompt without weights, as a model that knows none shall read it; raises `BadRequest`."""
    return " ".join("".join(piece.text for piece in part) for part in parse_weights(prompt))


def _weighed(prompt: str) -> tuple[list[str], list[int], list[float]]:
    """Return the characters that count, where each stands in the prompt, and what it weighs."""
    characters: list[str] = []
    places: list[int] = []
    weights: list[float] = []
    waiting: list[_Open] = []
    place = 0
    while place < len(prompt):
        each = prompt[place]
        if each == "\\" and prompt[place + 1 : place + 2] in ("(", ")", "[", "]", "\\"):
            place += 1
            each = prompt[place]
        elif each in _CLOSING:
            waiting.append(_Open(each, place, len(characters)))
            place += 1
            continue
        elif each in _CLOSING.values():
            _close(each, place, waiting, characters, places, weights)
            place += 1
            continue
        characters.append(each)
        places.append(place)
        weights.append(1.0)
        place += 1
    if waiting:
        raise BadRequest("bracket-open", bracket=waiting[-1].bracket, place=waiting[-1].place + 1)
    return characters, places, weights


def _close(
    bracket: str, place: int, waiting: list[_Open], characters: list[str], places: list[int], weights: list[float]
) -> None:
    """Give what stands in a pair of brackets its weight, and take the number out."""
    if not waiting or _CLOSING[waiting[-1].bracket] != bracket:
        raise BadRequest("bracket-closed", bracket=bracket, place=place + 1)
    opened = waiting.pop()
    factor = STEP if bracket == ")" else 1 / STEP
    if bracket == ")" and (number := _WEIGHT.search("".join(characters[opened.first :]))):
        factor = float(number[1])
        if not WEIGHTS[0] <= factor <= WEIGHTS[1]:
            raise BadRequest("out-of-range", field="weight", value=number[1][:40], least=WEIGHTS[0], most=WEIGHTS[1])
        keep = opened.first + number.start()
        del characters[keep:], places[keep:], weights[keep:]
    for index in range(opened.first, len(weights)):
        weights[index] *= factor


def _pieces(text: str, places: list[int], weights: list[float], start: int, end: int) -> list[WeightedText]:
    """Return the stretches of equal weight between two places of the text."""
    found: list[WeightedText] = []
    first = start
    for index in range(start, end + 1):
        if index == end or weights[index] != weights[first]:
            if index > first:
                found.append(WeightedText(text[first:index], round(weights[first], 6), tuple(places[first:index])))
            first = index
    return found or [WeightedText("", 1.0, ())]
