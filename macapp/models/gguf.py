"""Read and check the header of a `.gguf` file without its tensors. Any thread.

GGUF stores numbers in blocks: each block has some weights of a row in a few bits, and their scales. The format is
described in https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Image models are stored as ComfyUI-GGUF writes
them: the denoiser alone, under the tensor names of its original code, with `comfy.gguf.orig_shape.NAME` for a tensor
whose rows were joined to fill blocks.

Everything that a later reader relies on is checked here, with one error code for each fault. No count or length of the
file is trusted: the memory that is used is bounded by the bytes that were read, and those by `MAX_GGUF_HEADER_BYTES`.
"""

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from macapp.errors import BadRequest, UnusableFile
from macapp.models.file_signatures import detect_other_format
from macapp.system.storage import State, open_regular, state_of

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MAX_GGUF_HEADER_BYTES = 2**25  # metadata and list of tensors; those of language models have 10 million
MAX_TENSORS = 2**16  # Qwen-Image has 1,933
MAX_PAIRS = 2**16  # of metadata
MAX_TEXT_BYTES = 2**16  # of a name, and of a text of the metadata that is kept
MAX_DIMENSIONS = 8  # of a tensor
MAX_STORED_DIMENSIONS = 4  # limit of the format
MAX_ALIGNMENT_BYTES = 2**16
BLOCKS: Mapping[str, tuple[int, int]] = {
    "F32": (1, 4),
    "F16": (1, 2),
    "BF16": (1, 2),
    "Q4_0": (32, 18),
    "Q4_1": (32, 20),
    "Q5_0": (32, 22),
    "Q5_1": (32, 24),
    "Q8_0": (32, 34),
    "Q4_K": (256, 144),
    "Q5_K": (256, 176),
    "Q6_K": (256, 210),
}
"""Weights and bytes of a block, for each supported type."""
SCALE_OFFSETS: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(("Q4_0", "Q5_0", "Q8_0"), (0,)),
    **dict.fromkeys(("Q4_1", "Q5_1", "Q4_K", "Q5_K"), (0, 2)),
    "Q6_K": (208,),
}
"""The bytes of a block at which its numbers in half precision begin, for each type that is packed."""
_TYPE_NAMES = {
    0: "F32",
    1: "F16",
    2: "Q4_0",
    3: "Q4_1",
    **dict(enumerate(("Q5_0", "Q5_1", "Q8_0", "Q8_1", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "Q8_K"), 6)),
    **dict(enumerate(("IQ2_XXS", "IQ2_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL", "IQ3_S", "IQ2_S", "IQ4_XS"), 16)),
    **dict(enumerate(("I8", "I16", "I32", "I64", "F64", "IQ1_M", "BF16"), 24)),
    34: "TQ1_0",
    35: "TQ2_0",
    39: "MXFP4",
    40: "NVFP4",
    41: "Q1_0",
}
"""The types that `ggml.h` numbers; those that are not in `BLOCKS` are refused by name."""
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
"""The types of numbers in metadata, as `struct` calls them."""
_TEXT, _ARRAY = 8, 9
_LANGUAGE_TENSORS = ("token_embd.", "blk.", "enc.blk.", "dec.blk.", "v.blk.", "mm.")
"""How llama.cpp names the tensors of language models, text encoders and their vision towers."""
_SHAPE_KEY = "comfy.gguf.orig_shape."

Entries = dict[str, dict[str, Any]]
"""The tensors of a header: the type, the shape and the offsets of each."""
MetadataValue = int | float | str | tuple[int | float, ...]


@dataclass(frozen=True)
class GgufTensor:
    """A tensor of a file."""

    shape: tuple[int, ...]
    """of the model, the output channels first"""
    kind: str
    """a key of `BLOCKS`"""
    start: int
    """byte of the file"""
    size: int
    """bytes"""


@dataclass(frozen=True)
class GgufHeader:
    """What the header of a file says."""

    metadata: Mapping[str, MetadataValue]
    """numbers, texts of at most `MAX_TEXT_BYTES`, and lists of at most `MAX_DIMENSIONS` numbers"""
    tensors: Mapping[str, GgufTensor]

    @cached_property
    def entries(self) -> Entries:
        """The tensors as the header of a `.safetensors` file describes them, with offsets in the file."""
        return {
            name: {
                "dtype": tensor.kind,
                "shape": [*tensor.shape],
                "data_offsets": [tensor.start, tensor.start + tensor.size],
            }
            for name, tensor in self.tensors.items()
        }

    @property
    def architecture(self) -> str:
        """The architecture that the file states, such as "flux"; may be empty or wrong."""
        return str(self.metadata.get("general.architecture", ""))


def is_gguf(path: Path) -> bool:
    """Return whether a path is a file that is called a GGUF."""
    return path.suffix.lower() == ".gguf" and path.is_file()


def read_gguf_header(file: Path) -> GgufHeader:
    """Return the metadata and the tensors of a GGUF file.

    Raises `BadRequest` for a file that is missing or damaged, and for one of a language model.
    """
    try:
        state = state_of(file)
    except (OSError, ValueError):
        raise BadRequest("file-missing", path=str(file)[:200]) from None
    return _read_gguf_header(state)


@lru_cache(maxsize=64)
def _read_gguf_header(state: State) -> GgufHeader:
    file = state.path
    try:
        with open_regular(file) as stream:
            cursor = _Cursor(file, stream, state.size)
            tensor_count, pair_count = _read_start(cursor)
            metadata = _read_metadata(cursor, pair_count)
            tensors = _read_tensors(cursor, tensor_count)
    except UnusableFile:
        raise
    except OSError:
        raise BadRequest("file-missing", path=str(file)[:200]) from None
    if any(name.startswith(_LANGUAGE_TENSORS) for name in tensors):
        raise _fault(file, "weights-gguf-language", kind=str(metadata.get("general.architecture", "?"))[:60])
    return GgufHeader(metadata, _place(cursor, metadata, tensors))


class _Cursor:
    """Reads the values of a header one after another, never beyond the end of the file or the limit of a header."""

    def __init__(self, file: Path, stream: BinaryIO, size: int) -> None:
        self.file, self.size = file, size
        self.place = 0
        self._stream = stream

    def require(self, count: int) -> None:
        """Raise `BadRequest` unless the header has `count` more bytes."""
        if self.place + count > self.size:
            raise _fault(self.file, "weights-cut")
        if self.place + count > MAX_GGUF_HEADER_BYTES:
            raise _fault(self.file, "weights-header")

    def take(self, count: int) -> bytes:
        self.require(count)
        content = self._stream.read(count)
        if len(content) != count:  # shorter than a moment ago
            raise _fault(self.file, "weights-cut")
        self.place += count
        return content

    def skip(self, count: int) -> None:
        self.require(count)
        self.place += count
        self._stream.seek(self.place)

    def number(self, kind: str) -> Any:
        """Return a number of a type of `struct`."""
        return struct.unpack(f"<{kind}", self.take(struct.calcsize(kind)))[0]

    def name(self) -> str:
        """Return a text that is valid UTF-8 and short, as keys and names of tensors are."""
        length = self.number("Q")
        self.require(length)
        if length > MAX_TEXT_BYTES:
            raise _fault(self.file, "weights-header")
        try:
            return self.take(length).decode()
        except UnicodeDecodeError:
            raise _fault(self.file, "weights-header") from None

    def text(self) -> str | None:
        """Return a text; skip one that is longer than `MAX_TEXT_BYTES` and return None."""
        length = self.number("Q")
        if length > MAX_TEXT_BYTES:
            return self.skip(length)
        return self.take(length).decode("utf-8", "replace")


@dataclass(frozen=True)
class _Stored:
    """A tensor as the list of a file describes it."""

    dimensions: tuple[int, ...]
    """the row first"""
    kind: int
    offset: int
    """bytes after the start of the data"""


def _read_start(cursor: _Cursor) -> tuple[int, int]:
    """Return the numbers of tensors and of pairs of metadata."""
    file = cursor.file
    if cursor.size == 0:
        raise _fault(file, "weights-empty")
    start = cursor.take(min(24, cursor.size))
    if not start.startswith(MAGIC):
        raise _fault(file, detect_other_format(start) or "weights-gguf-not")
    if len(start) < 24:
        raise _fault(file, "weights-cut")
    version, tensor_count, pair_count = struct.unpack("<IQQ", start[4:])
    if version not in VERSIONS:
        if int.from_bytes(start[4:8], "big") in VERSIONS:
            raise _fault(file, "weights-gguf-big-endian")
        raise _fault(file, "weights-gguf-version", version=version)
    if tensor_count == 0:
        raise _fault(file, "weights-none")
    if tensor_count > MAX_TENSORS or pair_count > MAX_PAIRS:
        raise _fault(file, "weights-header")
    return tensor_count, pair_count


def _read_metadata(cursor: _Cursor, count: int) -> dict[str, MetadataValue]:
    found: dict[str, MetadataValue] = {}
    seen = set()
    for _ in range(count):
        key = cursor.name()
        if key in seen:
            raise _fault(cursor.file, "weights-header")
        seen.add(key)
        value = _read_value(cursor, cursor.number("I"))
        if value is not None:
            found[key] = value
    return found


def _read_value(cursor: _Cursor, kind: int) -> MetadataValue | None:
    """Return a value of the metadata; skip one that is too long and return None."""
    if kind in _NUMBERS:
        return cursor.number(_NUMBERS[kind])
    if kind == _TEXT:
        return cursor.text()
    if kind != _ARRAY:
        raise _fault(cursor.file, "weights-header")
    of, count = cursor.number("I"), cursor.number("Q")
    if of in _NUMBERS:
        if count <= MAX_DIMENSIONS:
            return tuple(cursor.number(_NUMBERS[of]) for _ in range(count))
        return cursor.skip(count * struct.calcsize(_NUMBERS[of]))
    if of != _TEXT:  # lists of lists, which no program writes
        raise _fault(cursor.file, "weights-header")
    cursor.require(8 * count)
    for _ in range(count):
        cursor.skip(cursor.number("Q"))
    return None


def _read_tensors(cursor: _Cursor, count: int) -> dict[str, _Stored]:
    found: dict[str, _Stored] = {}
    for _ in range(count):
        name, dimensions = cursor.name(), cursor.number("I")
        if name in found:
            raise _fault(cursor.file, "weights-header")
        if dimensions > MAX_STORED_DIMENSIONS:
            raise _fault(cursor.file, "weights-kind")
        sizes = tuple(cursor.number("Q") for _ in range(dimensions))
        found[name] = _Stored(sizes, cursor.number("I"), cursor.number("Q"))
    return found


def _place(
    cursor: _Cursor, metadata: Mapping[str, MetadataValue], stored: Mapping[str, _Stored]
) -> dict[str, GgufTensor]:
    """Return the tensors with their places in the file.

    Raises `BadRequest` unless each has the bytes of its shape and together they fill the file, with less than one
    alignment between two of them.
    """
    file, alignment = cursor.file, metadata.get("general.alignment", 32)
    if not isinstance(alignment, int) or not 0 < alignment <= MAX_ALIGNMENT_BYTES or alignment & (alignment - 1):
        raise _fault(file, "weights-header")
    first = -(-cursor.place // alignment) * alignment
    found = {}
    for name, tensor in stored.items():
        kind = _kind(file, tensor.kind)
        if tensor.offset % alignment:
            raise _fault(file, "weights-header")
        shape = _shape(file, tensor, metadata.get(f"{_SHAPE_KEY}{name}"))
        found[name] = GgufTensor(shape, kind, first + tensor.offset, _size(file, tensor, kind))
    place = first
    for tensor in sorted(found.values(), key=lambda tensor: (tensor.start, tensor.size)):
        if tensor.start < place:
            raise _fault(file, "weights-overlap")
        if tensor.start - place >= alignment:
            raise _fault(file, "weights-gap")
        place = tensor.start + tensor.size
    if not 0 <= cursor.size - place < alignment:
        raise _fault(file, "weights-cut" if place > cursor.size else "weights-trailing")
    return found


def _kind(file: Path, number: int) -> str:
    name = _TYPE_NAMES.get(number)
    if name is None:
        raise _fault(file, "weights-kind")
    if name not in BLOCKS:
        raise _fault(file, "weights-gguf-kind", kind=name)
    return name


def _size(file: Path, tensor: _Stored, kind: str) -> int:
    """Return the bytes of a tensor, whose rows are whole blocks."""
    weights, size = BLOCKS[kind]
    row = tensor.dimensions[0] if tensor.dimensions else 1
    if row % weights:
        raise _fault(file, "weights-shape")
    return math.prod(tensor.dimensions) // weights * size


def _shape(file: Path, tensor: _Stored, original: MetadataValue | None) -> tuple[int, ...]:
    """Return the shape of a tensor in its model, which may differ from that of its rows."""
    if original is None:
        return tensor.dimensions[::-1]
    is_shape = isinstance(original, tuple) and all(isinstance(size, int) and size > 0 for size in original)
    if not is_shape or math.prod(original) != math.prod(tensor.dimensions):  # type: ignore[arg-type]
        raise _fault(file, "weights-shape")
    return original  # type: ignore[return-value]


def _fault(file: Path, code: str, **data: str | int) -> BadRequest:
    return BadRequest(code, name=file.name, **data)
