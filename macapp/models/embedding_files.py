"""Textual inversions in files: the vectors, their triggers, and the text encoder of each. Any thread.

Stable Diffusion XL has two text encoders, so its textual inversions have vectors for both: in one file as `clip_l` and
`clip_g`, or in a pair of files whose names end in the same way, or in the pair `NAME` and `NAME_2` of diffusers.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from macapp.errors import EaselError
from macapp.models.safetensors import Entries, read_header

_ENCODERS = {"clip_l": "text_encoder", "clip_g": "text_encoder_2"}
_VECTOR_NAMES = {"emb_params", *_ENCODERS}
"""The names of vectors that are no triggers."""
_PAIR = re.compile(r"(?P<name>.+?)(?P<gap>[ ._-]*clip[ _-]?)(?P<side>[lg])", re.IGNORECASE)
_OTHER_SIDE = {"l": "g", "g": "l", "L": "G", "G": "L"}
_SECOND = "_2"
MAX_PAIR = 2


@dataclass(frozen=True)
class StoredVectors:
    """The vectors of one tensor in a file."""

    file: Path
    tensor: str
    shape: tuple[int, ...]
    """`(vectors, width)`, or `(width,)` for one"""
    encoder: str | None
    """the part of a checkpoint; None for the first text encoder of this width"""

    @property
    def trigger(self) -> str | None:
        """The word that the file states for these vectors."""
        is_word = self.tensor not in _VECTOR_NAMES and any(character.isalnum() for character in self.tensor)
        return self.tensor if is_word else None


def find_partner(file: Path) -> Path | None:
    """Return the file with the vectors for the other text encoder; None if there is none."""
    if pair := _PAIR.fullmatch(file.stem):
        other = file.with_stem(pair["name"] + pair["gap"] + _OTHER_SIDE[pair["side"]])
        return other if other.is_file() else None
    is_second = file.stem.endswith(_SECOND)
    other = file.with_stem(file.stem.removesuffix(_SECOND) if is_second else file.stem + _SECOND)
    return other if other.is_file() and _are_two_widths(_entries(file), _entries(other)) else None


def embedding_name(file: Path) -> str:
    """Return the name of a textual inversion: that of its file, without what only tells the files of a pair apart."""
    if find_partner(file) is None:
        return file.stem
    pair = _PAIR.fullmatch(file.stem)
    return file.stem.removesuffix(_SECOND) if pair is None else pair["name"]


def list_vectors(file: Path) -> list[StoredVectors]:
    """Return the vectors of a textual inversion, also those of its partner; raises `BadRequest` for a damaged file."""
    partner = find_partner(file)
    files = [file] if partner is None else sorted((file, partner), key=lambda path: _side_of(path) == "text_encoder_2")
    return [
        StoredVectors(path, tensor, tuple(entry["shape"]), _ENCODERS.get(tensor, _side_of(path) if partner else None))
        for path in files
        for tensor, entry in read_header(path)[1].items()
    ]


def trigger_words(file: Path, vectors: Collection[StoredVectors]) -> tuple[str, ...]:
    """Return what a prompt can say for a textual inversion: its stated words, its name, and its files' names."""
    stated = [each.trigger for each in vectors if each.trigger is not None]
    files = [each.file.stem for each in vectors]
    return tuple(dict.fromkeys([*stated, embedding_name(file), *files]))


def _side_of(file: Path) -> str:
    """Return the text encoder of a file of a pair, by its name."""
    pair = _PAIR.fullmatch(file.stem)
    is_second = file.stem.endswith(_SECOND) if pair is None else pair["side"].lower() == "g"
    return "text_encoder_2" if is_second else "text_encoder"


def _entries(file: Path) -> Entries:
    try:
        return read_header(file)[1]
    except EaselError:
        return {}


def _are_two_widths(one: Entries, other: Entries) -> bool:
    """Return whether two files have vectors of the same names, in two widths."""
    widths = [{entry["shape"][-1] for entry in each.values() if entry["shape"]} for each in (one, other)]
    return 0 < len(one) < MAX_PAIR and one.keys() == other.keys() and widths[0] != widths[1]
