"""The prose of the project: comments, docstrings, messages and documents avoid phrases that are not plain English."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("macapp", "packaging", "tests")
DOCUMENT_FOLDERS = (*FOLDERS, "resources")
BANNED = {
    "foretold": "predicted",
    "for it is": "because it is",
    "held against": "compared with",
    "hither": "here",
    "is found done": "exists",
    "is had": "exists",
    "laid on": "placed on",
    "keep house": "maintain",
    "lest": "so that ... not",
    "let go of": "release, discard",
    "lets go of": "releases, discards",
    "may be at most": "can be at most",
    "never counts": "has no effect",
    "reckoned": "computed, expected",
    "thereby": "so, and",
    "to be had": "available",
    "whatever else": "anything else",
    "whence": "from where",
    "whither": "where",
}
"""Phrases and what to write instead. A phrase is on the list only if no sentence of the project needs it."""
BANNED_OUTSIDE_TESTS = {"told": "reported, returned, known"}
"""Phrases that are banned everywhere but in `tests/`."""
_PROSE_TOKENS = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
_CODE = "\0"


def find_phrases(text: str, phrases: dict[str, str]) -> Iterator[str]:
    """Yield each banned phrase in a text with its line; line breaks count as spaces."""
    for phrase, instead in phrases.items():
        for match in re.finditer(rf"\b{phrase}\b".replace(" ", r"\s+"), text, re.IGNORECASE):
            yield f"{text.count(chr(10), 0, match.start()) + 1}: “{phrase}”; write “{instead}”"


def prose_of(source: str) -> str:
    """Return the comments and strings of Python source at their places; all code is masked."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    prose = re.sub(r"\S", _CODE, source)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in _PROSE_TOKENS:
            first = starts[token.start[0] - 1] + token.start[1]
            last = starts[token.end[0] - 1] + token.end[1]
            prose = prose[:first] + source[first:last].replace("#", " ") + prose[last:]
    return prose


def _read_prose() -> Iterator[tuple[str, str]]:
    """Yield the name and the prose of every source file and document, except this file."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path != Path(__file__).resolve():
                yield str(path.relative_to(ROOT)), prose_of(path.read_text(encoding="utf-8"))
    documents = [*ROOT.glob("*.md"), *(path for folder in DOCUMENT_FOLDERS for path in (ROOT / folder).rglob("*.md"))]
    for path in sorted(documents):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_the_prose_has_no_banned_phrase() -> None:
    found = []
    for name, text in _read_prose():
        phrases = BANNED if name.startswith("tests") else {**BANNED, **BANNED_OUTSIDE_TESTS}
        found += [f"{name}:{fault}" for fault in find_phrases(text, phrases)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("# it is fore\n# told, or foretold\n", [2]),
        ("x = 1\n# never\n# counts\n", [2]),
        ('"""First line.\n\nIt was laid\non a table."""\n', [3]),
        ("f'foretold {x}'\n", [1]),
        ("for it in laid: on = thereby\n", []),
        ("x = 'laid', 'on'\n", []),
        ("# unforetold\n", []),
    ],
)
def test_phrases_are_found_in_prose_and_not_in_code(source: str, lines: list[int]) -> None:
    assert [int(fault.partition(":")[0]) for fault in find_phrases(prose_of(source), BANNED)] == lines
