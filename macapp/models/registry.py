"""The models that the user brought, where they lie: a list of paths, nothing copied unless asked. Any thread.

One JSON file beside the settings. What is listed and gone is left out, not forgotten: a disk may come back. Folders of
other programs are sources: what is in them is found anew each time and never written to. The same model in two places
is one model, told by its content.
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

MOST_LISTED = 10_000


class ModelRegistry:
    """The models of one library's user: those that ship with Easel, those of the catalogue that are here, those that
    were added, and those in other programs' folders and in the cache that they share."""

    def __init__(self, places: LibraryPaths) -> None:
        self._file = places.index / "models.json"
        self._folder = places.index
        self._own = places.models

    def list_models(self, kind: str | None = None) -> list[InstalledModel]:
        """Return the models that are there and can be used, of one kind or of all, those that ship first.

        Reads every header that it has not seen before: not for the window's thread.
        """
        looks = ScanCache(scan_cache_file())
        found: dict[str, InstalledModel] = {}
        for each in self._seen(looks):
            first = found.setdefault(each.content, each)
            if first is not each and first.path != each.path and each.path not in first.copies:
                found[each.content] = replace(first, copies=(*first.copies, each.path))
        looks.save()
        return [each for each in found.values() if kind is None or each.kind == kind]

    def checkpoints(self) -> list[Checkpoint]:
        """Return what makes pictures by itself and is the user's own, those that ship first; sources are left out."""
        found = installed_checkpoints()
        looks = ScanCache(scan_cache_file())
        for each in map(looks.get, self._listed()):
            if each is not None and each.kind == CHECKPOINT:
                with suppress(EaselError, OSError):
                    found.append(find_checkpoint(each.id))
        return found

    @property
    def sources(self) -> list[Path]:
        """The folders of other programs that are looked through."""
        return [Path(each) for each in self._read()[1]]

    def add(self, path: Path) -> InstalledModel:
        """Put a model on the shelf, in place; raises `BadRequest` or `MachineError` in words for the user."""
        model = inspect_model(str(at_home(path)))
        listed, others = self._read()
        if model.id not in listed and model.id not in load_catalog():
            if len(listed) >= MOST_LISTED:
                raise BadRequest("too-many", field="models", limit=MOST_LISTED)
            self._write([*listed, model.id], others)
        return model

    def add_copy(
        self, path: Path, on_progress: Callable[[int, int], None] = lambda done, total: None
    ) -> InstalledModel:
        """Copy a model into Easel's own folder and put the copy on the shelf; raises as `add` does.

        `on_progress` hears of bytes done and in all, and may raise to stop: nothing is left of the copy then.
        """
        model = inspect_model(str(at_home(path)))
        suffix = model.path.suffix if model.path.is_file() else ""
        path = storage.unique_path(self._own, model.path.name.removesuffix(suffix), suffix)
        made = self.add(storage.copy_tree(model.path, path, on_progress))
        storage.exclude_from_backups(self._own)  # the user has the original
        return made

    def add_source(self, folder: Path) -> Path:
        """Look through a folder of another program from now on; raises `BadRequest` for what is none or holds none."""
        folder = storage.resolved(at_home(folder))
        if not folder.is_dir():
            raise BadRequest("folder-expected", path=str(folder))
        looks = ScanCache(scan_cache_file())
        if not any(looks.get(str(each)) for each in foreign_folders.scan_folder(folder)):
            raise BadRequest("source-empty", path=str(folder))
        looks.save()
        listed, others = self._read()
        if str(folder) not in others:
            self._write(listed, [*others, str(folder)])
        return folder

    def remove(self, model: str) -> None:
        """Take a model or a source off the shelf; its files stay. Raises `BadRequest` for what is not on it."""
        listed, others = self._read()
        path = str(storage.resolved(at_home(Path(model)))) if model not in (*listed, *others) else model
        if path not in (*listed, *others):
            raise BadRequest("model-not-listed", model=model[:200])
        self._write([each for each in listed if each != path], [each for each in others if each != path])

    def may_delete(self, model: InstalledModel) -> bool:
        """Return whether a model is the user's to delete here: not what ships, not what another program keeps."""
        shipped = model.id in load_catalog() and load_catalog()[model.id].folder
        return not shipped and not any(model.path.is_relative_to(each) for each in self.sources)

    def discard(self, model: InstalledModel, move: Callable[[Path], Path]) -> None:
        """Take a model off the shelf and its files to the Trash by `move`; raises `BadRequest` or `MachineError`."""
        if not self.may_delete(model):
            raise BadRequest("model-not-ours", name=model.name, path=str(model.path))
        for each in foreign_folders.owner_of(model.path):
            try:
                move(each)
            except OSError as error:
                raise MachineError("trash-refused", name=each.name) from error
        with suppress(BadRequest):
            self.remove(model.id)

    def weight_files(self) -> list[Path]:
        """Return the files of weights that the user brought or another program keeps: the bytes of some may be wanted
        again."""
        places = [
            *map(Path, self._listed()),
            *(each for source in self.sources for each in foreign_folders.scan_folder(source)),
        ]
        return [file for each in places for file in (foreign_folders.weights_in(each) if each.is_dir() else [each])]

    def _seen(self, looks: ScanCache) -> Iterator[InstalledModel]:
        """Yield what is there, the same as often as it lies somewhere."""
        elsewhere: Iterable[Path] = (each for source in self.sources for each in foreign_folders.scan_folder(source))
        names = [*load_catalog(), *self._listed(), *map(str, elsewhere), *map(str, foreign_folders.scan_hub_cache())]
        for each in dict.fromkeys(names):
            found = looks.get(each)
            if found is not None:
                yield found

    def _listed(self) -> list[str]:
        return self._read()[0]

    def _read(self) -> tuple[list[str], list[str]]:
        """Return the paths of the models and of the sources; a file that is damaged is an empty one."""
        try:
            saved = storage.read_json(self._file)
        except (OSError, ValueError):
            return [], []
        saved = {"models": saved} if isinstance(saved, list) else saved  # before there were sources
        parts = [saved.get(each, []) if isinstance(saved, dict) else [] for each in ("models", "sources")]
        return tuple([each for each in part if isinstance(each, str)][:MOST_LISTED] for part in parts)  # type: ignore[return-value]

    def _write(self, models: list[str], others: list[str]) -> None:
        content = json.dumps({"models": models, "sources": others}, indent=2, ensure_ascii=False)
        storage.write(self._file, content.encode(), self._folder)
