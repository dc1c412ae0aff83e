"""The models that the user brought, where they lie: a list of paths, nothing copied. Any thread.

One JSON file beside the settings. What is listed and gone is left out, not forgotten: a disk may come back.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macapp import files
from macapp.checkpoints import addons
from macapp.checkpoints.addons import addon, told
from macapp.checkpoints.checkpoint import Checkpoint, catalogue, exists, find, folder_of, installed
from macapp.checkpoints.headers import tensors_of
from macapp.errors import BadRequest, EaselError, MachineFault
from macapp.paths import Places

CHECKPOINT = "checkpoint"
MOST_LISTED = 10_000
CHUNK = 2**24  # bytes read at a time while numbers are looked at
_FLOATS = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}


@dataclass(frozen=True)
class Model:
    """One model on disk."""

    id: str
    """how a request names it: a catalogue id, or its path"""
    name: str
    kind: str
    """checkpoint, lora, embedding, controlnet or upscaler"""
    path: Path
    family: str = ""
    words: tuple[str, ...] = ()

    @property
    def size_on_disk(self) -> int:
        """Bytes of its files."""
        if self.path.is_file():
            return self.path.stat().st_size
        return sum(each.stat().st_size for each in self.path.rglob("*") if each.is_file() and not each.is_symlink())


class Shelf:
    """The models of one library's user: those that ship with Easel, and those that were added."""

    def __init__(self, places: Places) -> None:
        self._file = places.index / "models.json"
        self._folder = places.index

    def all(self, kind: str | None = None) -> list[Model]:
        """Return the models that are there and can be used, of one kind or of all, those that ship first."""
        found = []
        for model in (*catalogue(), *self._paths()):
            with suppress(EaselError, OSError):
                each = look(model)
                if kind is None or each.kind == kind:
                    found.append(each)
        return found

    def checkpoints(self) -> list[Checkpoint]:
        """Return what makes pictures by itself and is there, those that ship first."""
        found = installed()
        for path in self._paths():
            with suppress(EaselError, OSError):
                if told(Path(path)) == CHECKPOINT:
                    found.append(find(path))
        return found

    def add(self, path: Path) -> Model:
        """Put a model on the shelf, in place; raises `BadRequest` or `MachineFault` in words for the user."""
        model = look(str(path.expanduser()))
        listed = self._paths()
        if model.id not in listed:
            if len(listed) >= MOST_LISTED:
                raise BadRequest("too-many", field="models", limit=MOST_LISTED)
            self._write([*listed, model.id])
        return model

    def remove(self, model: str) -> None:
        """Take a model off the shelf; its files stay. Raises `BadRequest` for one that is not on it."""
        listed = self._paths()
        path = str(Path(model).expanduser().resolve()) if model not in listed else model
        if path not in listed:
            raise BadRequest("model-not-listed", model=model[:200])
        self._write([each for each in listed if each != path])

    def _paths(self) -> list[str]:
        try:
            saved = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [each for each in saved if isinstance(each, str)][:MOST_LISTED] if isinstance(saved, list) else []

    def _write(self, paths: list[str]) -> None:
        files.write(self._file, json.dumps(paths, indent=2, ensure_ascii=False).encode(), self._folder)


def look(model: str) -> Model:
    """Return what a model is by its id or path; raises `BadRequest` or `MachineFault`."""
    entry = catalogue().get(model)
    if entry is not None:
        kind, path = entry.get("kind", CHECKPOINT), folder_of(model)
    else:
        path = Path(model)
        if not exists(path):
            raise MachineFault("addon-missing", model=model[:200], kind="model")
        kind = told(path)
    if kind == CHECKPOINT:
        found = find(model)
        return Model(found.id, found.name, kind, found.file or path.resolve(), found.kind.name)
    found = addon(model, kind)
    return Model(found.id, found.name, kind, found.path, words=found.words)


def check(model: Model) -> Iterator[tuple[str, int]]:
    """Read every number of a model; yield the file's name and how many of its tensors hold one that is none.

    Raises `BadRequest` for a file that is not whole.
    """
    weights = [model.path] if model.path.is_file() else sorted(model.path.rglob(f"*{addons.SUFFIX}"))
    for file in weights:
        yield file.name, sum(not _finite(file, entry) for entry in tensors_of(file)[1].values())


def _finite(file: Path, entry: dict[str, Any]) -> bool:
    import numpy as np  # 40 ms: only where a model is looked through

    kind = _FLOATS.get(entry["dtype"])
    with file.open("rb") as stream:
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
