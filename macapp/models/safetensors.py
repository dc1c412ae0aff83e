"""Read and check the header of a file of weights without its tensors. Any thread.

This module reads `.safetensors`, `models.gguf` reads `.gguf`, and `read_header` returns both in the same form.
Everything that a later reader relies on is checked here, with one error code for each fault.
"""

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.errors import BadRequest, UnusableFile
from macapp.models.file_signatures import detect_other_format
from macapp.models.gguf import MAX_DIMENSIONS, Entries, is_gguf, read_gguf_header
from macapp.system.storage import State, open_regular, state_of

WEIGHT_SUFFIXES = (".safetensors", ".gguf")
"""The suffixes of files of weights."""
MAX_HEADER_BYTES = 100_000_000  # bytes: the limit of the format
TYPE_BYTES = {
    **dict.fromkeys(("F64", "I64", "U64"), 8),
    **dict.fromkeys(("F32", "I32", "U32"), 4),
    **dict.fromkeys(("F16", "BF16", "I16", "U16"), 2),
    **dict.fromkeys(("I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2", "F8_E8M0"), 1),
}
"""Bytes of a number of each type."""


def read_header(file: Path) -> tuple[dict[str, Any], Entries]:
    """Return the metadata and the tensors of a file's header; raises `BadRequest` if the file is damaged.

    The types of a GGUF file are the keys of `gguf.BLOCKS`.
    """
    if is_gguf(file):
        header = read_gguf_header(file)
        return dict(header.metadata), header.entries
    try:
        state = state_of(file)
    except (OSError, ValueError):
        raise BadRequest("file-missing", path=str(file)[:200]) from None
    return _read_header(state)


def data_start(file: Path) -> int:
    """Return the byte of a file from which the offsets of its header count; raises `OSError`."""
    if is_gguf(file):
        return 0
    with open_regular(file) as stream:
        return 8 + int.from_bytes(stream.read(8), "little")


@lru_cache(maxsize=128)
def _read_header(state: State) -> tuple[dict[str, Any], Entries]:
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
        entries = json.loads(header, object_pairs_hook=_reject_duplicates)
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
        raise _fault(file, detect_other_format(start) or "weights-cut")
    if not 2 <= length <= MAX_HEADER_BYTES:
        raise _fault(file, "weights-header")


def _check_tensors(file: Path, entries: Entries, room: int) -> None:
    """Raise `BadRequest` unless every tensor has the length of its shape and together they fill the file exactly."""
    if not entries:
        raise _fault(file, "weights-none")
    spans = []
    for entry in entries.values():
        try:
            kind, shape = entry["dtype"], [int(size) for size in entry["shape"]]
            start, end = map(int, entry["data_offsets"])
        except (LookupError, TypeError, ValueError):
            raise _fault(file, "weights-header") from None
        if kind not in TYPE_BYTES or len(shape) > MAX_DIMENSIONS or any(size < 0 for size in shape):
            raise _fault(file, "weights-kind")
        if end - start != math.prod(shape) * TYPE_BYTES[kind]:
            raise _fault(file, "weights-shape")
        spans.append((start, end))
    place = 0
    for start, end in sorted(spans):
        if start != place:
            raise _fault(file, "weights-overlap" if start < place else "weights-gap")
        place = end
    if place != room:
        raise _fault(file, "weights-cut" if place > room else "weights-trailing")


def _reject_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _fault(file: Path, code: str) -> BadRequest:
    return BadRequest(code, name=file.name)
