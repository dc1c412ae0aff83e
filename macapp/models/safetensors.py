"""The header of a `.safetensors` file, read without its tensors: what is in it, and whether the file is whole.

Everything a later reader relies on is checked here, and each thing that can be wrong has its own sentence. Any thread.
"""

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.errors import BadRequest, UnusableFile
from macapp.system.storage import State, open_regular, state_of

MOST_HEADER = 100_000_000  # bytes: the format's own limit
MOST_DIMENSIONS = 8
SIZES = {
    **dict.fromkeys(("F64", "I64", "U64"), 8),
    **dict.fromkeys(("F32", "I32", "U32"), 4),
    **dict.fromkeys(("F16", "BF16", "I16", "U16"), 2),
    **dict.fromkeys(("I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2", "F8_E8M0"), 1),
}
"""Bytes of a number of each kind."""
_NOT = (
    (b"version https://git-lfs", "weights-pointer"),
    (b"<", "weights-web-page"),
    (b"PK\x03\x04", "weights-pickled"),
    (b"\x80", "weights-pickled"),
    (b"GGUF", "weights-gguf"),
    (b"{", "weights-json"),
)

Entries = dict[str, dict[str, Any]]


def read_header(file: Path) -> tuple[dict[str, Any], Entries]:
    """Return the metadata and the tensors that a file's header lists; raises `BadRequest` if it is not whole."""
    try:
        state = state_of(file)
    except (OSError, ValueError):
        raise BadRequest("file-missing", path=str(file)[:200]) from None
    return _tensors_of(state)


@lru_cache(maxsize=128)
def _tensors_of(state: State) -> tuple[dict[str, Any], Entries]:
    file, size = state.path, state.size
    try:
        with open_regular(file) as stream:
            start = stream.read(24)
            length = int.from_bytes(start[:8], "little")
            _check_start(file, start, size, length)
            stream.seek(8)
            header = stream.read(length)
    except UnusableFile:
        raise
    except OSError:
        raise BadRequest("file-missing", path=str(file)[:200]) from None
    try:
        entries = json.loads(header, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError):
        raise _fault(file, "weights-header") from None
    if not isinstance(entries, dict):
        raise _fault(file, "weights-header")
    metadata = entries.pop("__metadata__", {})
    _check_tensors(file, entries, size - 8 - length)
    return metadata if isinstance(metadata, dict) else {}, entries


def _check_start(file: Path, start: bytes, size: int, length: int) -> None:
    if size == 0:
        raise _fault(file, "weights-empty")
    if size < 10 or length > size - 8:  # text read as a length is enormous; a header of 60 bytes begins with a "<"
        code = next((code for magic, code in _NOT if start.lstrip().startswith(magic)), "weights-cut")
        raise _fault(file, code)
    if not 2 <= length <= MOST_HEADER:
        raise _fault(file, "weights-header")


def _check_tensors(file: Path, entries: Entries, room: int) -> None:
    """Raise unless every tensor is described, as long as its shape says, and all of them fill the file exactly."""
    if not entries:
        raise _fault(file, "weights-none")
    spans = []
    for entry in entries.values():
        try:
            kind, shape = entry["dtype"], [int(each) for each in entry["shape"]]
            start, end = map(int, entry["data_offsets"])
        except (LookupError, TypeError, ValueError):
            raise _fault(file, "weights-header") from None
        if kind not in SIZES or len(shape) > MOST_DIMENSIONS or any(each < 0 for each in shape):
            raise _fault(file, "weights-kind")
        if end - start != math.prod(shape) * SIZES[kind]:
            raise _fault(file, "weights-shape")
        spans.append((start, end))
    place = 0
    for start, end in sorted(spans):
        if start != place:
            raise _fault(file, "weights-overlap" if start < place else "weights-gap")
        place = end
    if place != room:
        raise _fault(file, "weights-cut" if place > room else "weights-trailing")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _fault(file: Path, code: str) -> BadRequest:
    return BadRequest(code, name=file.name)
