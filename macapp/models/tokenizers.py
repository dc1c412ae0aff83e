"""Whether a tokenizer's files can be read and go with its text encoder, without loading either. Any thread.

A tokenizer that is damaged loads without an error, and the text encoder then fails at the first prompt: it looks up a
token that it does not know. So the ids of all tokens are compared with the encoder's vocabulary beforehand.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.errors import MachineError
from macapp.system.storage import State, is_regular, read_json, read_regular, state_of

MOST_BYTES = 2**28  # of one file: the largest that is known has 34 MB
LEAST_SHARE = 4  # a tokenizer with fewer than a fourth of its encoder's tokens is not the encoder's own
CLIP_ENDS = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>"}
UNKNOWN = "[UNK]"  # what BERT reads for what it has no token for
VARINT, EIGHT_BYTES, LENGTH, FOUR_BYTES = 0, 1, 2, 5
"""Kinds of fields of a protocol buffer, which a file of SentencePiece is."""
_known: dict[str, "Tokens"] = {}  # by content: many checkpoints bring the same tokenizer


@dataclass(frozen=True)
class Tokens:
    """The tokens that a file lists."""

    count: int
    highest: int
    """the largest id"""
    special: frozenset[str]
    """those in brackets, such as where a prompt begins and ends"""


def check_tokenizer(folder: Path, part: str, class_name: str, encoder: str, known: int | None) -> None:
    """Raise `MachineError` unless `part` of a model holds a tokenizer all of whose tokens its encoder knows.

    `known` is how many tokens the text encoder called `encoder` knows; None if nothing tells.
    """
    settings = _settings(folder, part, "tokenizer_config.json")
    added = _added(settings, _settings(folder, part, "added_tokens.json"))
    for names in _lists(folder, part):
        name = f"{part}/{names[0]}"
        try:
            found = _read(tuple(state_of(folder / part / each) for each in names))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise _broken(folder, name) from None
        if "CLIP" in class_name and not _ends(settings) <= found.special | added.keys():
            raise _broken(folder, name)
        highest = max(found.highest, *added.values(), 0)
        if known is not None and (highest >= known or LEAST_SHARE * found.count < known):
            raise MachineError("tokenizer-unfit", path=str(folder), part=name, encoder=encoder, tokens=known)


def _lists(folder: Path, part: str) -> list[tuple[str, ...]]:
    """Return the names of the files that list the tokens, those that are read together in one; never empty."""
    inside = {each.name for each in (folder / part).glob("*") if not is_regular(each) or each.stat().st_size > 0}
    found = [
        names for names in (("tokenizer.json",), ("vocab.json", "merges.txt"), ("vocab.txt",)) if inside >= {*names}
    ]
    found = found or [(each,) for each in sorted(inside) if each.endswith(".model")]
    if not found:
        raise _broken(folder, f"{part}/vocab.json")
    return found


def _settings(folder: Path, part: str, name: str) -> Mapping[str, Any]:
    """Return a file of settings; empty if there is none, as older models have none."""
    if not (folder / part / name).exists():
        return {}
    try:
        found = read_json(folder / part / name)
    except (OSError, ValueError):
        raise _broken(folder, f"{part}/{name}") from None
    if not isinstance(found, dict):
        raise _broken(folder, f"{part}/{name}")
    return found


def _added(settings: Mapping[str, Any], listed: Mapping[str, Any]) -> dict[str, int]:
    """Return the tokens that were added to a tokenizer after it was made, with their ids."""
    found = {text: number for text, number in listed.items() if _is_id(number)}
    decoder = settings.get("added_tokens_decoder")
    for number, token in decoder.items() if isinstance(decoder, dict) else ():
        if number.isdecimal():
            found[_text(token)] = int(number)
    return found


def _ends(settings: Mapping[str, Any]) -> set[str]:
    """Return the tokens with which CLIP has a prompt begin and end."""
    return {_text(settings.get(name) or token) for name, token in CLIP_ENDS.items()}


def _text(token: Any) -> str:
    return str(token.get("content", "") if isinstance(token, dict) else token)


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


@lru_cache(maxsize=256)
def _read(files: tuple[State, ...]) -> Tokens:
    """Return the tokens that files list; raises `OSError`, and for what is no list of tokens what Python raises."""
    contents = [read_regular(each.path, MOST_BYTES) for each in files]
    name = files[0].path.name
    key = "-".join([name, *(hashlib.sha256(each).hexdigest() for each in contents)])
    if key not in _known:
        _known[key] = _READERS.get(name, _pieces)(*contents)
    return _known[key]


def _pairs(vocabulary: bytes, merges: bytes) -> Tokens:
    """Read the two files of a byte pair encoding: tokens with their ids, and how two tokens become one."""
    tokens = json.loads(vocabulary)
    lines = [each for each in merges.decode().replace("\r", "").split("\n") if each]
    lines = lines[lines[0].startswith("#version:") :] if lines else []
    parts = " ".join(lines).split(" ") if lines else []
    if len(parts) != 2 * len(lines) or not tokens.keys() >= set(parts):
        raise ValueError("merges of other tokens")
    return _tokens(tokens.items())


def _whole(content: bytes) -> Tokens:
    """Read the one file of a tokenizer of Hugging Face's library."""
    read = json.loads(content)
    listed = read["model"]["vocab"]
    if isinstance(listed, list):  # Unigram: pieces with how likely each is, in the order of their ids
        listed = {piece: number for number, (piece, _) in enumerate(listed)}
    return _tokens([*listed.items(), *((each["content"], each["id"]) for each in read.get("added_tokens") or ())])


def _lines(content: bytes) -> Tokens:
    """Read the tokens of BERT, one a line."""
    found = _tokens((each, number) for number, each in enumerate(content.decode().split()))
    if UNKNOWN not in found.special:
        raise ValueError(UNKNOWN)
    return found


def _pieces(content: bytes) -> Tokens:
    """Read a model of SentencePiece, a protocol buffer whose first field is a piece, once for each."""
    count = sum(field == 1 for field in _fields(content))
    if not count:
        raise ValueError(count)
    return Tokens(count, count - 1, frozenset())


_READERS: Mapping[str, Callable[..., Tokens]] = {
    "tokenizer.json": _whole,
    "vocab.json": _pairs,
    "vocab.txt": _lines,
}


def _tokens(listed: Iterable[tuple[Any, Any]]) -> Tokens:
    found = dict(listed)
    if not found or not all(isinstance(token, str) and _is_id(number) for token, number in found.items()):
        raise ValueError("no list of tokens")
    special = frozenset(each for each in found if each.startswith(("<", "[")))
    return Tokens(len(found), max(found.values()), special)


def _fields(content: bytes) -> Iterator[int]:
    """Yield the number of each field of a protocol buffer; raises `LookupError` or `ValueError` for what is none."""
    place = 0
    while place < len(content):
        key, place = _varint(content, place)
        kind = key & 7
        if kind == VARINT:
            _, place = _varint(content, place)
        elif kind == LENGTH:
            length, place = _varint(content, place)
            place += length
        elif kind in (EIGHT_BYTES, FOUR_BYTES):
            place += 8 if kind == EIGHT_BYTES else 4
        else:
            raise ValueError(kind)
        yield key >> 3
    if place != len(content):
        raise ValueError(place)


def _varint(content: bytes, place: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and the place behind it."""
    value = shift = 0
    while True:
        byte = content[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place


def _broken(folder: Path, part: str) -> MachineError:
    return MachineError("model-part-broken", path=str(folder), part=part)
