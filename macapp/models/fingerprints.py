"""Telling weights apart without reading them whole: digests of samples of every tensor. Any thread.

A fingerprint names content: it stays when files are copied, moved or touched, and is kept with pictures and in caches
on the disk. Whether files are still the very ones that were read is a question for `files.state_of`.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from macapp.models.safetensors import read_header
from macapp.system.storage import State, below, is_regular, open_regular, state_of

DIGITS = 16  # hex digits of each half
WHOLE = 2**24  # bytes: files up to there are read whole
SAMPLE = 256  # bytes from the middle of each tensor
MOST_TENSORS = 4096  # of a file that are sampled
BLOCKS, BLOCK = 64, 4096  # evenly spaced over a file
_FIRST_BYTES = 65_536  # of the tensors, that the first version reads
_MOST_HEADER = 10_000_000  # bytes of it that the first version reads


def fingerprint(weights: Sequence[State], others: Sequence[State], alone: bool) -> str:
    """Return what names the weights of a checkpoint: two times 16 hex digits with a hyphen between.

    The first half is all that earlier versions kept: headers and first bytes of `weights`, with the names of the files
    unless one is `alone`. The second samples every tensor of `weights` and of `others`, the stages that enlarge.
    `are_same` compares what was kept then with what is kept now. Raises `BadRequest` or `OSError` for files that are
    gone.
    """
    return f"{_old(tuple(weights), alone)}-{sampled((*weights, *others))}"


def are_same(before: Any, now: Any) -> bool:
    """Return whether a kept fingerprint names the same weights as one of now, as far as it tells: old ones are half."""
    return before == now or (isinstance(before, str) and len(before) == DIGITS and first_half(now) == before)


def first_half(fingerprint: Any) -> Any:
    """Return what earlier versions called the same weights; what is no fingerprint stays as it is."""
    whole = isinstance(fingerprint, str) and len(fingerprint) == 2 * DIGITS + 1 and fingerprint[DIGITS] == "-"
    return fingerprint[:DIGITS] if whole else fingerprint


def second_half(fingerprint: str) -> str:
    """Return the samples of a fingerprint, which earlier versions did not keep."""
    return fingerprint.partition("-")[2]


@lru_cache(maxsize=512)
def sampled(weights: tuple[State, ...]) -> str:
    """Return 16 hex digits that name the content of files of weights, in this order, whatever they are called."""
    digest = hashlib.sha256()
    for each in weights:
        digest.update(f"{each.size} ".encode())
        for part in _samples(each):
            digest.update(part)
    return digest.hexdigest()[:DIGITS]


def states_in(path: Path) -> tuple[State, ...]:
    """Return the states of a file, or of all files in a folder but hidden ones, in the order of their names.

    Raises `OSError` for a path that is not there.
    """
    if not path.is_dir():
        return (state_of(path),)
    inside = sorted(below(path, lambda name: not name.startswith(".")))
    return tuple(state_of(each) for each in inside if not each.name.startswith(".") and is_regular(each))


def weights_among(states: Iterable[State]) -> tuple[State, ...]:
    """Return those of files of weights."""
    return tuple(each for each in states if each.path.suffix.lower() == ".safetensors")


def _samples(file: State) -> Iterator[bytes]:
    """Yield the header of a file and samples of its tensors; of a small file all of it."""
    with open_regular(file.path) as stream:
        if file.size <= WHOLE:
            yield stream.read()
            return
        first = 8 + int.from_bytes(stream.read(8), "little")
        yield _read(stream, 8, first - 8)
        spans = sorted(tuple(entry["data_offsets"]) for entry in read_header(file.path)[1].values())
        for start, end in spans[:: -(-len(spans) // MOST_TENSORS)]:
            middle = max(start, (start + end - SAMPLE) // 2)
            yield _read(stream, first + middle, min(SAMPLE, end - middle))
        room = file.size - first - BLOCK
        for each in range(BLOCKS):
            yield _read(stream, first + room * each // (BLOCKS - 1), BLOCK)


def _read(stream: BinaryIO, place: int, length: int) -> bytes:
    stream.seek(place)
    return stream.read(length)


@lru_cache(maxsize=128)
def _old(weights: tuple[State, ...], alone: bool) -> str:
    digest = hashlib.sha256()
    for each in weights:
        with open_regular(each.path) as stream:
            length = int.from_bytes(stream.read(8), "little")
            header = stream.read(min(length, _MOST_HEADER))
            stream.seek(8 + length)
            part = "" if alone else f"{each.path.parent.name}/{each.path.name} "
            digest.update(f"{part}{each.size} ".encode() + header)
            digest.update(stream.read(_FIRST_BYTES))
    return digest.hexdigest()[:DIGITS]
