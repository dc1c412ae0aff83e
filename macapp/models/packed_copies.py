"""Packed copies: the weights of a checkpoint in 8 or 4 bits on disk, so that packing need not be repeated. Any thread.

The user makes them (`macapp models pack`) and deletes them; Easel never writes one by itself. A copy has a safetensors
file for each part, in a folder of the cache named by the path of the model. The metadata of each file names the weights
that it was made from, and has a checksum of every tensor. A copy that does not match is not used, and listed as such.

This module names, lists and deletes copies; `engine.loading.stored_parts` writes and reads their tensors.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from macapp.domain.weight_format import WeightFormat
from macapp.errors import BadRequest, EaselError, MachineError, Reason, Value
from macapp.models.checkpoint import Checkpoint, find_checkpoint
from macapp.models.fingerprints import weights_among
from macapp.models.safetensors import data_start, read_header
from macapp.planning.weight_format import PACKING_VERSION
from macapp.system import storage
from macapp.system.paths import at_home, packed_models_dir

METADATA = "easel"
"""the key of a `CopyHeader` in the metadata of a file"""
USABLE, OUTDATED, DAMAGED = "usable", "outdated", "damaged"
_LABELS = {USABLE: "packed-copy-usable", OUTDATED: "packed-copy-outdated", DAMAGED: "packed-copy-damaged"}
_SUFFIX = ".safetensors"
_DIGITS = 16  # hex digits
_BLOCK_BYTES = 4096  # of a checksum


@dataclass(frozen=True)
class CopyHeader:
    """What a file of a copy says about itself."""

    version: int
    """the `PACKING_VERSION` of its numbers"""
    model: str
    """the path of the model"""
    name: str
    """the name of the model, for the user"""
    source: str
    """the weights that it was made from, as `source_of` identifies them"""
    part: str
    weight_format: str
    dtype: str
    """of what is not packed"""
    layers: Mapping[str, str]
    """the format of every packed layer, by its path in the part"""
    checksums: Mapping[str, int]
    """of the bytes of every tensor, by `checksum_of`"""

    def to_json(self) -> str:
        """Return the header as text."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class PackedCopy:
    """The files of one model in one weight format."""

    model: Path
    """the path of the model; that of the copy's folder if no file can be read"""
    name: str
    weight_format: WeightFormat
    size_on_disk: int
    """bytes"""
    files: tuple[Path, ...]
    state: str
    """`USABLE`, `OUTDATED` (other weights or another version) or `DAMAGED` (a header that cannot be read)"""

    @property
    def label(self) -> Reason:
        """What it is and whether it is used, for the user."""
        data: dict[str, Value] = {"format": self.weight_format.value, "size_bytes": self.size_on_disk}
        return Reason(_LABELS[self.state], data)


def source_of(checkpoint: Checkpoint) -> str:
    """Return what identifies the weights of a checkpoint: fingerprint, and name, size and time of every file.

    A fingerprint alone reads samples, so a damaged file may have that of a good one.
    """
    states = json.dumps(sorted((each.path.name, *each.content) for each in weights_among(checkpoint.files)))
    digest = hashlib.sha256(states.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return f"{checkpoint.fingerprint}-{digest}"


def path_of(checkpoint: Checkpoint) -> Path:
    """Return the path of a checkpoint as the user knows it: its file, or its folder."""
    return checkpoint.file or storage.resolved(checkpoint.folder)


def copy_file(model: Path, part: str, weight_format: WeightFormat, dtype: str) -> Path:
    """Return the file of one part of a copy; it may not exist. `dtype` names the precision of what is not packed."""
    return _folder_of(model) / f"{part}.{weight_format.value}.{dtype}{_SUFFIX}"


def read_copy_header(file: Path) -> CopyHeader:
    """Return the header of a copy's file; raises `BadRequest` for a damaged one, or one by another program."""
    metadata, entries = read_header(file)
    with suppress(LookupError, TypeError, ValueError, AttributeError):
        header = CopyHeader(**json.loads(metadata[METADATA]))
        WeightFormat(header.weight_format)
        if header.checksums.keys() == entries.keys() and isinstance(header.layers, dict):
            return header
    raise BadRequest("weights-header", name=file.name)


def list_copies(model: Path | None = None) -> list[PackedCopy]:
    """Return the copies of one model or of all, by model and format. Reads headers, not weights."""
    folders = sorted(_children(packed_models_dir())) if model is None else [_folder_of(model)]
    return [copy for folder in folders for copy in _copies_in(folder)]


def find_copies(model: str) -> list[PackedCopy]:
    """Return the copies of a model by its id or path, also if the model is gone; raises `BadRequest` without any."""
    path = at_home(Path(model))
    with suppress(EaselError):
        path = path_of(find_checkpoint(model))
    found = [copy for copy in list_copies() if copy.model in (path, storage.resolved(path))]
    if not found:
        raise BadRequest("packed-copy-missing", model=model[:200])
    return found


def delete_copies(copies: list[PackedCopy]) -> int:
    """Delete the files of copies; return the bytes that they had. A picture that is being drawn is not affected."""
    for copy in copies:
        for file in copy.files:
            storage.delete(file)
        _remove_folder_of(copy)
    return sum(copy.size_on_disk for copy in copies)


def discard_copy(copy: PackedCopy, move: Callable[[Path], Path]) -> None:
    """`move` the files of a copy to the Trash; raises `MachineError` at the first one that cannot be moved."""
    for file in copy.files:
        try:
            move(file)
        except OSError as error:
            raise MachineError("trash-refused", name=file.name) from error
    _remove_folder_of(copy)


def _remove_folder_of(copy: PackedCopy) -> None:
    for folder in {file.parent for file in copy.files}:
        with suppress(OSError):  # there is a copy in another format
            folder.rmdir()


def find_damage(copy: PackedCopy) -> Iterator[str]:
    """Yield the name of each file of a copy whose bytes differ from their checksums. Reads every byte."""
    for file in copy.files:
        try:
            header, entries, start = read_copy_header(file), read_header(file)[1], data_start(file)
            with storage.open_regular(file) as stream:
                for name, entry in entries.items():
                    begin, end = entry["data_offsets"]
                    stream.seek(start + begin)
                    if checksum_of(stream.read(end - begin)) != header.checksums[name]:
                        yield file.name
                        break
        except (OSError, BadRequest):
            yield file.name


def checksum_of(content: bytes | memoryview) -> int:
    """Return the checksum of a tensor's bytes: the CRC-32 of the sums of its blocks, and of the rest.

    A sum changes with any byte, and the CRC with the order of the blocks. Sums run at the speed of memory, so that a
    copy is checked in the time that reading it takes; a CRC of all bytes would take longer than mapping full weights.
    """
    import numpy as np  # takes 40 ms, so only where it is needed

    whole = len(content) // _BLOCK_BYTES * _BLOCK_BYTES
    words = np.frombuffer(content, "<u8", whole // 8).reshape(-1, _BLOCK_BYTES // 8)
    return zlib.crc32(content[whole:], zlib.crc32(words.sum(axis=1, dtype="<u8").tobytes()))


def _copies_in(folder: Path) -> Iterator[PackedCopy]:
    for weight_format in WeightFormat:
        files = sorted(file for file in _children(folder) if f".{weight_format.value}." in file.name)
        if files:
            yield _describe(folder, weight_format, files)


def _describe(folder: Path, weight_format: WeightFormat, files: list[Path]) -> PackedCopy:
    size, headers = sum(file.stat().st_size for file in files), []
    for file in files:
        with suppress(BadRequest):
            headers.append(read_copy_header(file))
    if not headers:
        return PackedCopy(folder, folder.name, weight_format, size, tuple(files), DAMAGED)
    state = DAMAGED if len(headers) < len(files) else _state(headers)
    return PackedCopy(Path(headers[0].model), headers[0].name, weight_format, size, tuple(files), state)


def _state(headers: list[CopyHeader]) -> str:
    """Return whether copies still match their model; without the model they are outdated."""
    try:
        source = source_of(find_checkpoint(headers[0].model))
    except EaselError:
        return OUTDATED
    matches = all(header.version == PACKING_VERSION and header.source == source for header in headers)
    return USABLE if matches else OUTDATED


def _folder_of(model: Path) -> Path:
    path = str(storage.resolved(model))
    return packed_models_dir() / hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _children(folder: Path) -> list[Path]:
    """Return the children of a folder of copies, without temporary files."""
    try:
        return [child for child in folder.iterdir() if not child.name.startswith(".")]
    except OSError:
        return []
