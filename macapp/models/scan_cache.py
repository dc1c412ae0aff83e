"""`InstalledModel`: one model on disk, and `ScanCache`: remembered results of scans. Any thread.

A scan reads headers and configurations, never weights. A result is valid until the size or the modification time of the
file changes, so a folder of thousands of files is listed again without opening any of them.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.errors import BadRequest, EaselError, MachineError
from macapp.models.auxiliary import detect_kind, find_auxiliary
from macapp.models.catalog import CHECKPOINT, PART, STAGE, load_catalog
from macapp.models.checkpoint import find_checkpoint
from macapp.models.composition import MISSING_PARTS_CODES, parts_error
from macapp.models.configuration import path_exists
from macapp.models.fingerprints import sample_digest, states_in, weights_among
from macapp.models.part_search import shapes_of
from macapp.models.parts import find_parts
from macapp.models.safetensors import read_header
from macapp.models.scan_results import read_results, write_results
from macapp.system import storage


@dataclass(frozen=True)
class InstalledModel:
    """One model on disk."""

    id: str
    """its name in requests: a catalogue id, or its path"""
    name: str
    kind: str
    """checkpoint, stage, or the value of an `AuxiliaryKind`"""
    path: Path
    family: str = ""
    words: tuple[str, ...] = ()
    size_on_disk: int = 0
    """bytes of its files"""
    content: str = ""
    """a digest of the content, equal for copies of any name in any place"""
    copies: tuple[Path, ...] = ()
    """the paths of other copies"""
    missing: str = ""
    """the parts without which it cannot run, for the user; empty if it has all"""
    missing_ids: tuple[str, ...] = ()
    """the catalogue models that have these parts"""

    @property
    def folder(self) -> Path:
        """The folder of the model, or the one that has its file."""
        return self.path if self.path.is_dir() else self.path.parent

    @property
    def missing_error(self) -> MachineError | None:
        """The error for the missing parts, with what to do about them; None if there are none."""
        if not self.missing:
            return None
        name = self.path.name
        return parts_error(name, self.family, self.missing, self.missing_ids)


def inspect_model(model: str) -> InstalledModel:
    """Inspect a model by its id or path; raises `BadRequest` or `MachineError`."""
    entry = load_catalog().get(model)
    if entry is not None:
        kind, path = entry.kind, entry.path
        if path is None:
            raise MachineError("model-not-fetched", model=entry.name, id=entry.id, size_bytes=entry.download)
    else:
        path = Path(model)
        if not path_exists(path):
            raise MachineError("addon-missing", model=model[:200], kind="model")
        kind = detect_kind(path)
    if kind == CHECKPOINT:
        installed = _inspect_checkpoint(model, path)
    elif kind == STAGE:
        installed = InstalledModel(model, path.name, kind, path)
    elif kind == PART:
        installed = _inspect_part(model, path)
    else:
        added = find_auxiliary(model, AuxiliaryKind(kind))
        installed = InstalledModel(added.id, added.name, kind, added.path, words=added.words)
    if entry is not None:
        installed = replace(installed, name=entry.name, family=entry.family if kind != CHECKPOINT else installed.family)
    size, content = _content(installed.path)
    return replace(installed, size_on_disk=size, content=content)


def _inspect_checkpoint(model: str, path: Path) -> InstalledModel:
    """Inspect a checkpoint; one without some parts is returned with their names. Raises as `inspect_model`."""
    try:
        found = find_checkpoint(model)
    except MachineError as error:
        if error.code not in MISSING_PARTS_CODES:
            raise
        data = {name: str(error.data[name]) for name in ("family", "parts", "ids")}
        name = path.stem if model not in load_catalog() else load_catalog()[model].name
        file, ids = storage.resolved(path), tuple(data["ids"].split())
        own = model if model in load_catalog() else str(file)
        return InstalledModel(own, name, CHECKPOINT, file, data["family"], missing=data["parts"], missing_ids=ids)
    return InstalledModel(found.id, found.name, CHECKPOINT, found.file or storage.resolved(path), found.family)


def _inspect_part(model: str, path: Path) -> InstalledModel:
    """Inspect a text encoder or a VAE that checkpoints share; raises `BadRequest` for another file."""
    file = storage.resolved(path)
    parts = find_parts(shapes_of(read_header(file)[1]))
    if not parts:
        raise BadRequest("part-unknown", name=path.name)
    own = model if model in load_catalog() else str(file)
    return InstalledModel(own, path.stem, PART, file, ", ".join(dict.fromkeys(part.label for part in parts)))


class ScanCache:
    """The results of earlier scans, in one file that can be deleted at any time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._results: dict[str, dict[str, Any]] = read_results(file)
        self._changed = False

    def get(self, model: str) -> InstalledModel | None:
        """Return a model by its id or path; None if it is not one, which is cached too."""
        try:
            stamp = _stamp(load_catalog()[model].path if model in load_catalog() else Path(model))
        except OSError:
            return None
        cached = self._results.get(model)
        if cached is not None and cached["stamp"] == stamp:
            return _from_dict(cached["model"])
        inspected = None
        with suppress(EaselError, OSError):
            inspected = inspect_model(model)
        if inspected is not None and inspected.missing:
            return inspected  # its parts may come at any time
        self._results[model] = {"stamp": stamp, "model": None if inspected is None else _to_dict(inspected)}
        self._changed = True
        return inspected

    def save(self) -> None:
        """Write the cache if it changed; a failed write is ignored, and the next listing scans again."""
        if self._changed:
            with suppress(OSError, EaselError):
                write_results(self._file, self._results)
                self._changed = False


def _to_dict(model: InstalledModel) -> dict[str, Any]:
    return {**vars(model), "path": str(model.path), "copies": [], "missing_ids": []}


_NOT_STORED = {"copies": (), "missing_ids": ()}


def _from_dict(values: dict[str, Any] | None) -> InstalledModel | None:
    if values is None:
        return None
    return InstalledModel(**{**values, "path": Path(values["path"]), "words": tuple(values["words"]), **_NOT_STORED})


def _stamp(path: Path | None) -> list[Any]:
    """Return a value that changes with the model: a digest of the sizes and times of its files."""
    if path is None:
        raise FileNotFoundError
    inside = [(str(state.path.relative_to(path)), *state.content, state.recorded) for state in states_in(path)]
    return [hashlib.sha256(json.dumps(inside).encode("utf-8", "surrogatepass")).hexdigest()]


def _content(path: Path) -> tuple[int, str]:
    """Return the bytes of a model's files, and the digest of its weights."""
    inside = states_in(path)
    return sum(state.size for state in inside), sample_digest(weights_among(inside))
