"""`InstalledModel`: one model on disk as a list shows it, and `ScanCache`: what was seen of models, remembered. Any
thread.

Looking reads headers and configurations, never weights. What was seen of a file is good until its size or its time of
change is another, so that a folder of thousands is listed again without opening one of them.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.errors import EaselError, MachineError
from macapp.models.auxiliary import detect_kind, find_auxiliary
from macapp.models.catalog import CHECKPOINT, STAGE, load_catalog
from macapp.models.checkpoint import find_checkpoint, path_exists
from macapp.models.fingerprints import sample_digest, states_in, weights_among
from macapp.system import storage

LAYOUT = 2  # of what is remembered: a change looks anew
MOST_REMEMBERED = 64 * 2**20  # bytes of the file that remembers


@dataclass(frozen=True)
class InstalledModel:
    """One model on disk."""

    id: str
    """how a request names it: a catalogue id, or its path"""
    name: str
    kind: str
    """checkpoint, stage, or the value of an `AuxiliaryKind`"""
    path: Path
    family: str = ""
    words: tuple[str, ...] = ()
    size_on_disk: int = 0
    """bytes of its files"""
    content: str = ""
    """a digest that copies share, wherever they lie and whatever they are called"""
    copies: tuple[Path, ...] = ()
    """where else the same lies"""


def inspect_model(model: str) -> InstalledModel:
    """Return what a model is by its id or path; raises `BadRequest` or `MachineError`."""
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
        found = find_checkpoint(model)
        seen = InstalledModel(found.id, found.name, kind, found.file or storage.resolved(path), found.family)
    elif kind == STAGE:
        seen = InstalledModel(model, path.name, kind, path)
    else:
        added = find_auxiliary(model, AuxiliaryKind(kind))
        seen = InstalledModel(added.id, added.name, kind, added.path, words=added.words)
    if entry is not None:
        seen = replace(seen, name=entry.name, family=entry.family if kind != CHECKPOINT else seen.family)
    size, content = _content(seen.path)
    return replace(seen, size_on_disk=size, content=content)


class ScanCache:
    """What was seen of models, kept in one file that can be deleted at any time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: dict[str, dict[str, Any]] = _read(file)
        self._changed = False

    def get(self, model: str) -> InstalledModel | None:
        """Return what a model is; None for what is none, also remembered."""
        try:
            stamp = _stamp(load_catalog()[model].path if model in load_catalog() else Path(model))
        except OSError:
            return None
        known = self._seen.get(model)
        if known is not None and known["stamp"] == stamp:
            return _model(known["model"])
        seen = None
        with suppress(EaselError, OSError):
            seen = inspect_model(model)
        self._seen[model] = {"stamp": stamp, "model": None if seen is None else _plain(seen)}
        self._changed = True
        return seen

    def save(self) -> None:
        """Write what was seen, if it is new; a disk that is full keeps nothing, and the next listing looks again."""
        if self._changed:
            with suppress(OSError, EaselError):
                content = json.dumps({"layout": LAYOUT, "seen": self._seen}, ensure_ascii=False)
                storage.write(self._file, content.encode("utf-8", "surrogatepass"), self._file.parent)
                self._changed = False


def _read(file: Path) -> dict[str, dict[str, Any]]:
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        read = json.loads(storage.read_text(file, MOST_REMEMBERED, errors="surrogatepass"))
        if read["layout"] == LAYOUT and isinstance(read["seen"], dict):
            return read["seen"]
    return {}


def _plain(model: InstalledModel) -> dict[str, Any]:
    return {**vars(model), "path": str(model.path), "copies": []}


def _model(values: dict[str, Any] | None) -> InstalledModel | None:
    if values is None:
        return None
    return InstalledModel(**{**values, "path": Path(values["path"]), "words": tuple(values["words"]), "copies": ()})


def _stamp(path: Path | None) -> list[Any]:
    """Return what changes when a model does: a digest of the sizes and times of its files."""
    if path is None:
        raise FileNotFoundError
    inside = [(str(each.path.relative_to(path)), *each.content, each.recorded) for each in states_in(path)]
    return [hashlib.sha256(json.dumps(inside).encode("utf-8", "surrogatepass")).hexdigest()]


def _content(path: Path) -> tuple[int, str]:
    """Return the bytes of a model's files, and what names its weights."""
    inside = states_in(path)
    return sum(each.size for each in inside), sample_digest(weights_among(inside))
