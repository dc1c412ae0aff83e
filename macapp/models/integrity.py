"""Find invalid numbers in the weights of a model. Reads every byte. Any thread."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from macapp.models import foreign_folders
from macapp.models.safetensors import read_header
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

    kind = _FLOATS.get(entry["dtype"])
    with storage.open_regular(file) as stream:
        first = 8 + int.from_bytes(stream.read(8), "little")
        start, end = entry["data_offsets"]
        stream.seek(first + start)
        left = end - start
        while left > 0:
            part = stream.read(min(left, CHUNK_BYTES))
            left -= len(part)
            if entry["dtype"] == "BF16":  # the upper half of a float32: an exponent of all ones is NaN or infinity
                halves = np.frombuffer(part, "<u2")
                if ((halves & 0x7F80) == 0x7F80).any():
                    return False
            elif kind is not None and not np.isfinite(np.frombuffer(part, kind)).all():
                return False
    return True
