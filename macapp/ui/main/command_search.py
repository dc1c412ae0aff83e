"""Finds commands by what the user types. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

MAX_RECENT = 8
MIN_LOOSE_LETTERS = 3  # of a word whose letters may be apart: fewer match nearly everything


@dataclass(frozen=True)
class Entry:
    """A command as the palette shows it."""

    id: str
    text: str
    path: str
    """the menu that it is in"""
    key: str
    is_enabled: bool = True


def find(query: str, entries: Sequence[Entry], recent: Sequence[str]) -> list[Entry]:
    """Return the entries that match all words of `query`, the best first; recently used ones win between equals.

    Without a query: the recently used ones, newest first, then all others in their order.
    """
    ranks = {identifier: rank for rank, identifier in enumerate(recent)}
    scored = [(score(query, entry), ranks.get(entry.id, len(ranks)), entry) for entry in entries]
    found = [(points, rank, entry) for points, rank, entry in scored if points is not None]
    return [entry for _points, _rank, entry in sorted(found, key=lambda each: each[:2])]


def score(query: str, entry: Entry) -> int | None:
    """Return how well an entry matches, 0 for best; None if a word of the query is in neither its text nor its path."""
    total = 0
    for word in query.casefold().split():
        points = _score_word(word, entry.text.casefold())
        if points is None and word in entry.path.casefold():
            points = 5
        if points is None:
            return None
        total += points
    return total


def remember(identifier: str, recent: Sequence[str]) -> list[str]:
    """Return the recently used commands with one more, newest first."""
    return [identifier, *(each for each in recent if each != identifier)][:MAX_RECENT]


def _score_word(word: str, text: str) -> int | None:
    """Score one word: the start of the text, of another word, inside, or only its letters in this order."""
    if text.startswith(word):
        return 0
    if any(part.startswith(word) for part in text.split()):
        return 1
    if word in text:
        return 2
    letters = iter(text)
    has_letters = len(word) >= MIN_LOOSE_LETTERS and all(letter in letters for letter in word)
    return 4 if has_letters else None
