"""Find models in the folders of other programs and in the hub's cache; never write there. Any thread.

The content of a file decides its kind, so the layout of the folders does not matter: Automatic1111, ComfyUI and
InvokeAI differ, and people rearrange them.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from macapp.models.configuration import INDEX
from macapp.models.safetensors import WEIGHT_SUFFIXES
from macapp.system import storage
from macapp.system.paths import hub_cache

MAX_FOUND = 10_000
MAX_DEPTH = 8  # levels of folders below the source
KNOWN = {
    "ComfyUI": ("ComfyUI/models", "Documents/ComfyUI/models"),
    "Automatic1111": ("stable-diffusion-webui", "stable-diffusion-webui-forge"),
    "InvokeAI": ("invokeai/models", "InvokeAI/models"),
}
"""The default folders of models of other programs, below the home folder."""
_SKIPPED_FOLDERS = frozenset({"venv", "node_modules", "outputs", "output", "__pycache__", "extensions", "custom_nodes"})
"""Folders of such programs that contain no models of the user."""


def known_folders(home: Path | None = None) -> list[tuple[str, Path]]:
    """Return the existing model folders of other programs, each with the name of the program."""
    home = home or Path.home()
    return [(name, home / place) for name, places in KNOWN.items() for place in places if (home / place).is_dir()]


def contains_models(folder: Path) -> bool:
    """Return whether a dropped folder has models rather than pictures; fast enough for the window."""
    patterns = (f"{start}*{suffix}" for start in ("", "*/") for suffix in WEIGHT_SUFFIXES)
    return (folder / INDEX).exists() or any(any(folder.glob(pattern)) for pattern in patterns)


def is_model_folder(path: Path) -> bool:
    """Return whether a path is a folder of several models, rather than one model."""
    if not path.is_dir() or (path / INDEX).exists() or (path / "config.json").exists():
        return False
    inside = [file for suffix in WEIGHT_SUFFIXES for file in path.glob(f"*{suffix}")]
    deeper = (file for suffix in WEIGHT_SUFFIXES for file in path.glob(f"*/**/*{suffix}"))
    return len(inside) > 1 or (not inside and not any(path.glob(f"*/{INDEX}")) and any(deeper))


def scan_folder(source: Path) -> Iterator[Path]:
    """Yield possible models in a folder: weight files, and folders with a configuration and weights.

    Links that point out of the folder are not followed.
    """
    root = storage.resolved(source)
    count = 0
    for parent, folders, names in os.walk(root):
        here = Path(parent)
        if len(here.relative_to(root).parts) >= MAX_DEPTH:
            folders.clear()
        if INDEX in names or ("config.json" in names and any(name.endswith(WEIGHT_SUFFIXES) for name in names)):
            folders.clear()
            found = [here]
        else:
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS)
            found = [here / name for name in sorted(names) if name.lower().endswith(WEIGHT_SUFFIXES) and name[0] != "."]
        for path in found:
            if not path.is_symlink() or storage.resolved(path).is_relative_to(root):
                yield path
                count += 1
        if count >= MAX_FOUND:
            return


def weights_in(folder: Path) -> list[Path]:
    """Return all weight files below a folder, sorted by name."""
    return [file for file in storage.below(folder) if file.suffix in WEIGHT_SUFFIXES]


def owner_of(model: Path) -> list[Path]:
    """Return the paths to delete with a model: itself, or its repository in the hub's cache."""
    cache = storage.resolved(hub_cache())
    if model.absolute().is_relative_to(cache) or storage.resolved(model).is_relative_to(cache):
        within = model.absolute() if model.absolute().is_relative_to(cache) else storage.resolved(model)
        return [cache / within.relative_to(cache).parts[0]]
    return [model]


def scan_hub_cache() -> Iterator[Path]:
    """Yield possible models in the shared cache of the hub: the newest snapshot of each repository."""
    try:
        repositories = sorted(hub_cache().glob("models--*"))
    except OSError:
        return
    for repository in repositories:
        try:
            snapshots = list((repository / "snapshots").iterdir())
            newest = max(snapshots, key=lambda snapshot: snapshot.stat().st_mtime)
        except (OSError, ValueError):
            continue
        if (newest / INDEX).exists() or (newest / "config.json").exists():
            yield newest
        else:
            files = (file for suffix in WEIGHT_SUFFIXES for file in newest.glob(f"*{suffix}"))
            yield from sorted(file for file in files if file.exists())
