"""The user's models, in place: a list of paths; nothing is copied unless requested. Any thread.

The list is a JSON file next to the settings. A missing model is hidden but stays listed, because a disk may come back.
Folders of other programs are sources: they are scanned each time and never written to. The same content in two places
is one model.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from macapp.errors import BadRequest, EaselError, MachineError
from macapp.models import foreign_folders
from macapp.models.catalog import CHECKPOINT, load_catalog
from macapp.models.checkpoint import Checkpoint, find_checkpoint, installed_checkpoints
from macapp.models.scan_cache import InstalledModel, ScanCache, inspect_model
from macapp.system import storage
from macapp.system.paths import LibraryPaths, at_home, scan_cache_file

MAX_LISTED = 10_000


class ModelRegistry:
    """The models of one library's user.

    Those that ship with Easel, those of the catalogue that are downloaded, those that the user added, and those in the
    folders of other programs and in the shared cache of the hub.
    """

    def __init__(self, places: LibraryPaths) -> None:
        self._file = places.index / "models.json"
        self._folder = places.index
        self._own = places.models

    def list_models(self, kind: str | None = None) -> list[InstalledModel]:
        """Return the usable models of one kind or of all, those that ship first.

        Reads the headers of new files: not for the thread of the window.
        """
        cache = ScanCache(scan_cache_file())
        found: dict[str, InstalledModel] = {}
        for model in self._iter_installed(cache):
            first = found.setdefault(model.content, model)
            if first is not model and first.path != model.path and model.path not in first.copies:
                found[model.content] = replace(first, copies=(*first.copies, model.path))
        cache.save()
        return [model for model in found.values() if kind is None or model.kind == kind]

    def checkpoints(self) -> list[Checkpoint]:
        """Return the user's own checkpoints, those that ship first, without the sources."""
        found = installed_checkpoints()
        cache = ScanCache(scan_cache_file())
        for model in map(cache.get, self._listed()):
            if model is not None and model.kind == CHECKPOINT:
                with suppress(EaselError, OSError):
                    found.append(find_checkpoint(model.id))
        return found

    @property
    def sources(self) -> list[Path]:
        """The folders of other programs that are scanned."""
        return [Path(path) for path in self._read()[1]]

    def add(self, path: Path) -> InstalledModel:
        """Add a model in place; raises `BadRequest` or `MachineError`."""
        model = inspect_model(str(at_home(path)))
        listed, sources = self._read()
        if model.id not in listed and model.id not in load_catalog():
            if len(listed) >= MAX_LISTED:
                raise BadRequest("too-many", field="models", limit=MAX_LISTED)
            self._write([*listed, model.id], sources)
        return model

    def add_copy(
        self, path: Path, on_progress: Callable[[int, int], None] = lambda done, total: None
    ) -> InstalledModel:
        """Copy a model into Easel's own folder and add the copy; raises as `add` does.

        `on_progress` gets the bytes done and the bytes in all, and may raise to stop; then nothing of the copy is left.
        """
        model = inspect_model(str(at_home(path)))
        suffix = model.path.suffix if model.path.is_file() else ""
        path = storage.unique_path(self._own, model.path.name.removesuffix(suffix), suffix)
        copy = self.add(storage.copy_tree(model.path, path, on_progress))
        storage.exclude_from_backups(self._own)  # the user has the original
        return copy

    def add_source(self, folder: Path) -> Path:
        """Add a folder of another program as a source; raises `BadRequest` for one without models."""
        folder = storage.resolved(at_home(folder))
        if not folder.is_dir():
            raise BadRequest("folder-expected", path=str(folder))
        cache = ScanCache(scan_cache_file())
        if not any(cache.get(str(path)) for path in foreign_folders.scan_folder(folder)):
            raise BadRequest("source-empty", path=str(folder))
        cache.save()
        listed, sources = self._read()
        if str(folder) not in sources:
            self._write(listed, [*sources, str(folder)])
        return folder

    def remove(self, model: str) -> None:
        """Remove a model or a source from the list; its files stay. Raises `BadRequest` for one that is not listed."""
        listed, sources = self._read()
        path = str(storage.resolved(at_home(Path(model)))) if model not in (*listed, *sources) else model
        if path not in (*listed, *sources):
            raise BadRequest("model-not-listed", model=model[:200])
        self._write([each for each in listed if each != path], [each for each in sources if each != path])

    def may_delete(self, model: InstalledModel) -> bool:
        """Return whether the user may delete a model here: neither one that ships nor one of another program."""
        shipped = model.id in load_catalog() and load_catalog()[model.id].folder
        return not shipped and not any(model.path.is_relative_to(source) for source in self.sources)

    def discard(self, model: InstalledModel, move: Callable[[Path], Path]) -> None:
        """Remove a model from the list and `move` its files to the Trash; raises `BadRequest` or `MachineError`."""
        if not self.may_delete(model):
            raise BadRequest("model-not-ours", name=model.name, path=str(model.path))
        for path in foreign_folders.owner_of(model.path):
            try:
                move(path)
            except OSError as error:
                raise MachineError("trash-refused", name=path.name) from error
        with suppress(BadRequest):
            self.remove(model.id)

    def weight_files(self) -> list[Path]:
        """Return the weight files of the user and of other programs, whose bytes a download can reuse."""
        places = [
            *map(Path, self._listed()),
            *(path for source in self.sources for path in foreign_folders.scan_folder(source)),
        ]
        return [file for place in places for file in (foreign_folders.weights_in(place) if place.is_dir() else [place])]

    def _iter_installed(self, cache: ScanCache) -> Iterator[InstalledModel]:
        """Yield all installed models; one with several copies is yielded for each."""
        elsewhere: Iterable[Path] = (path for source in self.sources for path in foreign_folders.scan_folder(source))
        names = [*load_catalog(), *self._listed(), *map(str, elsewhere), *map(str, foreign_folders.scan_hub_cache())]
        for name in dict.fromkeys(names):
            found = cache.get(name)
            if found is not None:
                yield found

    def _listed(self) -> list[str]:
        return self._read()[0]

    def _read(self) -> tuple[list[str], list[str]]:
        """Return the paths of the models and of the sources; a damaged file counts as empty."""
        try:
            saved = storage.read_json(self._file)
        except (OSError, ValueError):
            return [], []
        saved = {"models": saved} if isinstance(saved, list) else saved  # the format before there were sources
        parts = [saved.get(name, []) if isinstance(saved, dict) else [] for name in ("models", "sources")]
        return tuple([entry for entry in part if isinstance(entry, str)][:MAX_LISTED] for part in parts)  # type: ignore[return-value]

    def _write(self, models: list[str], sources: list[str]) -> None:
        content = json.dumps({"models": models, "sources": sources}, indent=2, ensure_ascii=False)
        storage.write(self._file, content.encode(), self._folder)
