"""Find invalid numbers in the weights of a model. Reads every byte. Any thread."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from macapp.models import foreign_folders
from macapp.models.gguf import BLOCKS, SCALE_OFFSETS
from macapp.models.safetensors import data_start, read_header
from macapp.models.scan_cache import InstalledModel
from macapp.system import storage

CHUNK_BYTES = 2**24  # bytes per read
_FLOATS = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}


def count_invalid_tensors(model: InstalledModel) -> Iterator[tuple[str, int]]:
    """Read every number of a model; yield each file's name and the number of its tensors with NaN or infinity.

    Raises `BadRequest` for a damaged file.
    """
    weights = [model.path] if model.path.is_file() else foreign_folders.weights_in(model.path)
    for file in weights:
        yield file.name, sum(not _is_finite(file, entry) for entry in read_header(file)[1].values())


def _is_finite(file: Path, entry: dict[str, Any]) -> bool:
    import numpy as np  # takes 40 ms, so only where it is needed

    kind = entry["dtype"]
    block = BLOCKS[kind][1] if kind in SCALE_OFFSETS else 1
    start, end = entry["data_offsets"]
    with storage.open_regular(file) as stream:
        stream.seek(data_start(file) + start)
        left = end - start
        while left > 0:
            part = np.frombuffer(stream.read(min(left, max(CHUNK_BYTES // block, 1) * block)), np.uint8)
            left -= len(part)
            if not len(part) or not all(np.isfinite(numbers).all() for numbers in _floats(part, kind)):
                return False
    return True


def _floats(part: Any, kind: str) -> Iterator[Any]:
    """Yield the floating numbers in bytes of a tensor; of a packed one only the scales, without which no number is."""
    import numpy as np

    if kind in SCALE_OFFSETS:
        blocks = part.reshape(-1, BLOCKS[kind][1])
        yield from (blocks[:, at : at + 2].copy().view("<f2") for at in SCALE_OFFSETS[kind])
    elif kind == "BF16":  # the upper half of a float32
        yield (part.view("<u2").astype("<u4") << np.uint32(16)).view("<f4")
    elif kind in _FLOATS:
        yield part.view(_FLOATS[kind])
