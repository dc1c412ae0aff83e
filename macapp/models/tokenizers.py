"""Check that a tokenizer's files can be read and fit its text encoder, without loading either. Any thread.

A damaged tokenizer loads without an error, and the text encoder then fails at the first prompt on a token that it does
not know. So the ids of all tokens are compared with the encoder's vocabulary first.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.errors import MachineError
from macapp.models.configuration import broken_part, read_config
from macapp.system.storage import State, is_regular, read_regular, state_of

MAX_FILE_BYTES = 2**28  # of one file; the largest known one has 34 MB
MIN_VOCABULARY_DIVISOR = 4  # a tokenizer with less than a quarter of its encoder's tokens belongs to another encoder
CLIP_ENDS = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>"}
UNKNOWN = "[UNK]"  # what BERT reads in place of an unknown word
VARINT, EIGHT_BYTES, LENGTH, FOUR_BYTES = 0, 1, 2, 5
"""The wire types of a protocol buffer, the format of SentencePiece."""
_cache: dict[str, "Tokens"] = {}  # by content: many checkpoints have the same tokenizer


@dataclass(frozen=True)
class Tokens:
    """The tokens of a file."""

    count: int
    highest: int
    """the largest id"""
    special: frozenset[str]
    """tokens in brackets, such as the beginning and the end of a prompt"""


def check_tokenizer(folder: Path, part: str, class_name: str, encoder: str, known: int | None) -> None:
    """Raise `MachineError` unless the text encoder knows all tokens of the tokenizer in `part`.

    `known` is the number of tokens of the text encoder called `encoder`; None if unknown.
    """
    settings = _read_settings(folder, part, "tokenizer_config.json")
    added = _added_tokens(settings, _read_settings(folder, part, "added_tokens.json"))
    for names in _token_files(folder, part):
        name = f"{part}/{names[0]}"
        try:
            found = _read_tokens(tuple(state_of(folder / part / name) for name in names))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise broken_part(folder, name) from None
        if "CLIP" in class_name and not _clip_end_tokens(settings) <= found.special | added.keys():
            raise broken_part(folder, name)
        highest = max(found.highest, *added.values(), 0)
        if known is not None and (highest >= known or MIN_VOCABULARY_DIVISOR * found.count < known):
            raise MachineError("tokenizer-unfit", path=str(folder), part=name, encoder=encoder, tokens=known)


def _token_files(folder: Path, part: str) -> list[tuple[str, ...]]:
    """Return the files that list the tokens, grouped by what is read together; never empty."""
    inside = {file.name for file in (folder / part).glob("*") if not is_regular(file) or file.stat().st_size > 0}
    found = [
        names for names in (("tokenizer.json",), ("vocab.json", "merges.txt"), ("vocab.txt",)) if inside >= {*names}
    ]
    found = found or [(name,) for name in sorted(inside) if name.endswith(".model")]
    if not found:
        raise broken_part(folder, f"{part}/vocab.json")
    return found


def _read_settings(folder: Path, part: str, name: str) -> Mapping[str, Any]:
    """Return a settings file; empty if it is missing, as in older models."""
    if not (folder / part / name).exists():
        return {}
    return read_config(folder, f"{part}/{name}")


def _added_tokens(settings: Mapping[str, Any], listed: Mapping[str, Any]) -> dict[str, int]:
    """Return the tokens that were added after training, with their ids."""
    found = {text: number for text, number in listed.items() if _is_id(number)}
    decoder = settings.get("added_tokens_decoder")
    for number, token in decoder.items() if isinstance(decoder, dict) else ():
        if number.isdecimal():
            found[_text(token)] = int(number)
    return found


def _clip_end_tokens(settings: Mapping[str, Any]) -> set[str]:
    """Return CLIP's tokens for the beginning and the end of a prompt."""
    return {_text(settings.get(name) or token) for name, token in CLIP_ENDS.items()}


def _text(token: Any) -> str:
    return str(token.get("content", "") if isinstance(token, dict) else token)


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


@lru_cache(maxsize=256)
def _read_tokens(files: tuple[State, ...]) -> Tokens:
    """Return the tokens of files; raises `OSError`, or the exceptions of Python for an invalid file."""
    contents = [read_regular(file.path, MAX_FILE_BYTES) for file in files]
    name = files[0].path.name
    key = "-".join([name, *(hashlib.sha256(content).hexdigest() for content in contents)])
    if key not in _cache:
        _cache[key] = _READERS.get(name, _read_sentencepiece)(*contents)
    return _cache[key]


def _read_bpe(vocabulary: bytes, merges: bytes) -> Tokens:
    """Read the vocabulary and the merges of a byte pair encoding."""
    tokens = json.loads(vocabulary)
    lines = [line for line in merges.decode().replace("\r", "").split("\n") if line]
    lines = lines[lines[0].startswith("#version:") :] if lines else []
    parts = " ".join(lines).split(" ") if lines else []
    if len(parts) != 2 * len(lines) or not tokens.keys() >= set(parts):
        raise ValueError("merges of other tokens")
    return _build_tokens(tokens.items())


def _read_tokenizer_json(content: bytes) -> Tokens:
    """Read the single file of a tokenizer of Hugging Face's library."""
    read = json.loads(content)
    listed = read["model"]["vocab"]
    if isinstance(listed, list):  # Unigram: pieces with their scores, in the order of their ids
        listed = {piece: number for number, (piece, _) in enumerate(listed)}
    return _build_tokens(
        [*listed.items(), *((token["content"], token["id"]) for token in read.get("added_tokens") or ())]
    )


def _read_bert(content: bytes) -> Tokens:
    """Read the tokens of BERT, one per line."""
    found = _build_tokens((token, number) for number, token in enumerate(content.decode().split()))
    if UNKNOWN not in found.special:
        raise ValueError(UNKNOWN)
    return found


def _read_sentencepiece(content: bytes) -> Tokens:
    """Read a SentencePiece model, a protocol buffer whose field 1 repeats for each piece."""
    count = sum(field == 1 for field in _iter_fields(content))
    if not count:
        raise ValueError(count)
    return Tokens(count, count - 1, frozenset())


_READERS: Mapping[str, Callable[..., Tokens]] = {
    "tokenizer.json": _read_tokenizer_json,
    "vocab.json": _read_bpe,
    "vocab.txt": _read_bert,
}


def _build_tokens(listed: Iterable[tuple[Any, Any]]) -> Tokens:
    found = dict(listed)
    if not found or not all(isinstance(token, str) and _is_id(number) for token, number in found.items()):
        raise ValueError("no list of tokens")
    special = frozenset(token for token in found if token.startswith(("<", "[")))
    return Tokens(len(found), max(found.values()), special)


def _iter_fields(content: bytes) -> Iterator[int]:
    """Yield the number of each field of a protocol buffer; raises `LookupError` or `ValueError` for other data."""
    place = 0
    while place < len(content):
        key, place = _read_varint(content, place)
        kind = key & 7
        if kind == VARINT:
            _, place = _read_varint(content, place)
        elif kind == LENGTH:
            length, place = _read_varint(content, place)
            place += length
        elif kind in (EIGHT_BYTES, FOUR_BYTES):
            place += 8 if kind == EIGHT_BYTES else 4
        else:
            raise ValueError(kind)
        yield key >> 3
    if place != len(content):
        raise ValueError(place)


def _read_varint(content: bytes, place: int) -> tuple[int, int]:
    """Return a number of seven bits per byte, and the position after it."""
    value = shift = 0
    while True:
        byte = content[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place
