"""Identify weights without reading them completely: digests of samples of every tensor. Any thread.

A fingerprint identifies content: it does not change when files are copied, moved or touched. Pictures and caches on the
disk store it. `storage.state_of` answers whether a file is still the same file.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from macapp.models.safetensors import WEIGHT_SUFFIXES, data_start, read_header
from macapp.system.storage import State, below, is_regular, open_regular, state_of

DIGITS = 16  # hex digits of each half
MAX_WHOLE_BYTES = 2**24  # bytes: files up to this size are read completely
SAMPLE_BYTES = 256  # bytes from the middle of each tensor
MAX_SAMPLED_TENSORS = 4096  # of a file that are sampled
BLOCKS, BLOCK_BYTES = 64, 4096  # evenly spaced over a file
_OLD_TENSOR_BYTES = 65_536  # of the tensors, for the first version of fingerprints
_MAX_OLD_HEADER_BYTES = 10_000_000  # bytes of it, for the first version of fingerprints


def fingerprint(weights: Sequence[State], others: Sequence[State], alone: bool) -> str:
    """Return the fingerprint of the weights of a checkpoint: two times 16 hex digits with a hyphen between.

    The first half is the fingerprint of earlier versions: headers and first bytes of `weights`, with the names of the
    files unless a single file is `alone`. The second half samples every tensor of `weights` and of `others`, the stages
    that enlarge. `are_same` compares old and new fingerprints. Raises `BadRequest` or `OSError` for missing files.
    """
    return f"{_first_version(tuple(weights), alone)}-{sample_digest((*weights, *others))}"


def are_same(before: Any, now: Any) -> bool:
    """Return whether two fingerprints identify the same weights; an old one has only the first half."""
    return before == now or (isinstance(before, str) and len(before) == DIGITS and first_half(now) == before)


def first_half(fingerprint: Any) -> Any:
    """Return the first half, which is the fingerprint of earlier versions; other values are returned unchanged."""
    whole = isinstance(fingerprint, str) and len(fingerprint) == 2 * DIGITS + 1 and fingerprint[DIGITS] == "-"
    return fingerprint[:DIGITS] if whole else fingerprint


def second_half(fingerprint: str) -> str:
    """Return the second half, which earlier versions do not have."""
    return fingerprint.partition("-")[2]


@lru_cache(maxsize=512)
def sample_digest(weights: tuple[State, ...]) -> str:
    """Return 16 hex digits that identify the content of weight files in this order, independent of their names."""
    digest = hashlib.sha256()
    for file in weights:
        digest.update(f"{file.size} ".encode())
        for part in _samples(file):
            digest.update(part)
    return digest.hexdigest()[:DIGITS]


def states_in(path: Path) -> tuple[State, ...]:
    """Return the states of a file, or of all files in a folder except hidden ones, sorted by name.

    Raises `OSError` for a missing path.
    """
    if not path.is_dir():
        return (state_of(path),)
    inside = sorted(below(path, lambda name: not name.startswith(".")))
    return tuple(state_of(file) for file in inside if not file.name.startswith(".") and is_regular(file))


def weights_among(states: Iterable[State]) -> tuple[State, ...]:
    """Return the states that are of weight files."""
    return tuple(state for state in states if state.path.suffix.lower() in WEIGHT_SUFFIXES)


def _samples(file: State) -> Iterator[bytes]:
    """Yield the header of a file and samples of its tensors; yield a small file completely."""
    with open_regular(file.path) as stream:
        if file.size <= MAX_WHOLE_BYTES:
            yield stream.read()
            return
        first = data_start(file.path)
        spans = sorted(tuple(entry["data_offsets"]) for entry in read_header(file.path)[1].values())
        yield _read(stream, 8, first + spans[0][0] - 8)
        for start, end in spans[:: -(-len(spans) // MAX_SAMPLED_TENSORS)]:
            middle = max(start, (start + end - SAMPLE_BYTES) // 2)
            yield _read(stream, first + middle, min(SAMPLE_BYTES, end - middle))
        room = file.size - first - BLOCK_BYTES
        for number in range(BLOCKS):
            yield _read(stream, first + room * number // (BLOCKS - 1), BLOCK_BYTES)


def _read(stream: BinaryIO, place: int, length: int) -> bytes:
    stream.seek(place)
    return stream.read(length)


@lru_cache(maxsize=128)
def _first_version(weights: tuple[State, ...], alone: bool) -> str:
    digest = hashlib.sha256()
    for file in weights:
        with open_regular(file.path) as stream:
            length = int.from_bytes(stream.read(8), "little")
            header = stream.read(min(length, _MAX_OLD_HEADER_BYTES))
            stream.seek(8 + length)
            part = "" if alone else f"{file.path.parent.name}/{file.path.name} "
            digest.update(f"{part}{file.size} ".encode() + header)
            digest.update(stream.read(_OLD_TENSOR_BYTES))
    return digest.hexdigest()[:DIGITS]
