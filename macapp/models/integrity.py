"""Looking through a model's weights for numbers that are none. Any thread; it reads every byte."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from macapp.models import foreign_folders
from macapp.models.safetensors import read_header
from macapp.models.scan_cache import InstalledModel
from macapp.system import storage

CHUNK = 2**24  # bytes read at a time
_FLOATS = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}


def count_invalid_tensors(model: InstalledModel) -> Iterator[tuple[str, int]]:
    """Read every number of a model; yield the file's name and how many of its tensors hold one that is none.

    Raises `BadRequest` for a file that is not whole.
    """
    weights = [model.path] if model.path.is_file() else foreign_folders.weights_in(model.path)
    for file in weights:
        yield file.name, sum(not _finite(file, entry) for entry in read_header(file)[1].values())


def _finite(file: Path, entry: dict[str, Any]) -> bool:
    import numpy as np  # 40 ms: only where a model is looked through

    kind = _FLOATS.get(entry["dtype"])
    with storage.open_regular(file) as stream:
        first = 8 + int.from_bytes(stream.read(8), "little")
        start, end = entry["data_offsets"]
        stream.seek(first + start)
        left = end - start
        while left > 0:
            part = stream.read(min(left, CHUNK))
            left -= len(part)
            if entry["dtype"] == "BF16":  # the upper half of a float32: an exponent of all ones is no number
                halves = np.frombuffer(part, "<u2")
                if ((halves & 0x7F80) == 0x7F80).any():
                    return False
            elif kind is not None and not np.isfinite(np.frombuffer(part, kind)).all():
                return False
    return True
