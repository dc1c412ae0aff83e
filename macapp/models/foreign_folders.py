"""Folders of models that other programs keep: looked through, never written to. Any thread.

What a file is gets told by its content, so that the layout of the folders does not matter: those of Automatic1111,
ComfyUI and InvokeAI differ, and people rearrange them.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from macapp.models.checkpoint import INDEX
from macapp.system import storage
from macapp.system.paths import hub_cache

MOST_FOUND = 10_000
DEPTH = 8  # folders below the source
SUFFIX = ".safetensors"
KNOWN = {
    "ComfyUI": ("ComfyUI/models", "Documents/ComfyUI/models"),
    "Automatic1111": ("stable-diffusion-webui", "stable-diffusion-webui-forge"),
    "InvokeAI": ("invokeai/models", "InvokeAI/models"),
}
"""Where other programs keep their models unless told otherwise, below the home folder."""
_OTHERS = frozenset({"venv", "node_modules", "outputs", "output", "__pycache__", "extensions", "custom_nodes"})
"""Folders of such programs in which there are no models of the user's."""


def known_folders(home: Path | None = None) -> list[tuple[str, Path]]:
    """Return the folders of other programs that are there, each with the program's name."""
    home = home or Path.home()
    return [(name, home / each) for name, places in KNOWN.items() for each in places if (home / each).is_dir()]


def contains_models(folder: Path) -> bool:
    """Return whether a folder that was dropped means models rather than pictures: it shows at a glance."""
    return (folder / INDEX).exists() or any(any(folder.glob(each)) for each in (f"*{SUFFIX}", f"*/*{SUFFIX}"))


def is_model_folder(path: Path) -> bool:
    """Return whether a path is a folder of models, rather than a model itself: something may be one only below it."""
    if not path.is_dir() or (path / INDEX).exists() or (path / "config.json").exists():
        return False
    inside = list(path.glob(f"*{SUFFIX}"))
    return len(inside) > 1 or (not inside and not any(path.glob(f"*/{INDEX}")) and any(path.glob(f"*/**/*{SUFFIX}")))


def scan_folder(source: Path) -> Iterator[Path]:
    """Yield what may be a model in a folder: files of weights, and folders with a configuration beside weights.

    Links that lead out of the folder are not followed.
    """
    root = storage.resolved(source)
    count = 0
    for place, folders, names in os.walk(root):
        here = Path(place)
        if len(here.relative_to(root).parts) >= DEPTH:
            folders.clear()
        if INDEX in names or ("config.json" in names and any(each.endswith(SUFFIX) for each in names)):
            folders.clear()
            found = [here]
        else:
            folders[:] = sorted(each for each in folders if not each.startswith(".") and each not in _OTHERS)
            found = [here / each for each in sorted(names) if each.lower().endswith(SUFFIX) and each[0] != "."]
        for each in found:
            if not each.is_symlink() or storage.resolved(each).is_relative_to(root):
                yield each
                count += 1
        if count >= MOST_FOUND:
            return


def weights_in(folder: Path) -> list[Path]:
    """Return all files of weights below a folder, in the order of their names."""
    return [each for each in storage.below(folder) if each.suffix == SUFFIX]


def owner_of(model: Path) -> list[Path]:
    """Return what goes to the Trash with a model: itself, or all that the hub's cache holds of its repository."""
    cache = storage.resolved(hub_cache())
    if model.absolute().is_relative_to(cache) or storage.resolved(model).is_relative_to(cache):
        within = model.absolute() if model.absolute().is_relative_to(cache) else storage.resolved(model)
        return [cache / within.relative_to(cache).parts[0]]
    return [model]


def scan_hub_cache() -> Iterator[Path]:
    """Yield what may be a model in the cache that all programs share which fetch from the hub: the newest of each."""
    try:
        repositories = sorted(hub_cache().glob("models--*"))
    except OSError:
        return
    for repository in repositories:
        try:
            snapshots = list((repository / "snapshots").iterdir())
            newest = max(snapshots, key=lambda each: each.stat().st_mtime)
        except (OSError, ValueError):
            continue
        if (newest / INDEX).exists() or (newest / "config.json").exists():
            yield newest
        else:
            yield from sorted(each for each in newest.glob(f"*{SUFFIX}") if each.exists())
