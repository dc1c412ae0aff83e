"""The paths of a library and of the program. Nothing here creates a file or a folder. Any thread."""

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from macapp import PRODUCT

ON_A_MAC = sys.platform == "darwin"
_HIDDEN = f".{PRODUCT.lower()}"


@dataclass(frozen=True)
class LibraryPaths:
    """The folders of one library."""

    pictures: Path
    """what the user sees in the file manager: pictures by month, and one hidden folder"""
    index: Path
    """the database and the locks; by default never on a network volume or a synced one"""
    offline_pictures: Path
    """finished pictures while the pictures folder is not connected"""

    @classmethod
    def default(cls) -> "LibraryPaths":
        """Return the paths of the default library: pictures in the Pictures folder, the index with the settings."""
        own = Path(platformdirs.user_data_dir(PRODUCT, appauthor=False))
        return cls(pictures=Path(platformdirs.user_pictures_dir()) / PRODUCT, index=own, offline_pictures=own / "spill")

    @classmethod
    def at(cls, folder: Path) -> "LibraryPaths":
        """Return the paths of a library that is entirely in one folder."""
        folder = at_home(folder).absolute()
        own = Path(platformdirs.user_data_dir(PRODUCT, appauthor=False))
        name = hashlib.sha256(str(folder).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return cls(pictures=folder, index=folder / _HIDDEN, offline_pictures=own / "spill" / name)

    @property
    def database(self) -> Path:
        return self.index / "library.sqlite3"

    @property
    def runner_lock(self) -> Path:
        """Locked by the process that runs the queue of this library."""
        return self.index / "runner.lock"

    @property
    def marker(self) -> Path:
        """Names the library that the pictures folder belongs to; without it, the folder is not connected."""
        return self.pictures / _HIDDEN / "library.json"

    @property
    def window_lock(self) -> Path:
        """Locked by the process that has the window of this library."""
        return self.index / "window.lock"

    @property
    def damage_marker(self) -> Path:
        """Exists if a check found the index damaged: the next start repairs it."""
        return self.index / "damaged-index"

    @property
    def cut_short(self) -> Path:
        """Exists if the last process did not end after a signal and was killed (see `macapp.system.shutdown`)."""
        return self.index / "cut-short"

    @property
    def crash_log(self) -> Path:
        """The stack that the interpreter writes when a signal kills the process."""
        return self.index / "crash.log"

    @property
    def logs(self) -> Path:
        """The folder of the logs: on a Mac the one of the user, for the default library; else the index."""
        own = Path(platformdirs.user_data_dir(PRODUCT, appauthor=False))
        return (
            Path(platformdirs.user_log_dir(PRODUCT, appauthor=False)) if ON_A_MAC and self.index == own else self.index
        )

    @property
    def crash_report(self) -> Path:
        """The output of the last crash; its time is when the next start found it."""
        return self.logs / "last-crash.txt"

    @property
    def temporary(self) -> Path:
        """Files being written, on the volume of the pictures, so that a rename finishes them."""
        return self.pictures / _HIDDEN / "unfinished"

    @property
    def wildcards(self) -> Path:
        """The wildcard files of the user."""
        return self.pictures / "Wildcards"

    @property
    def source_images(self) -> Path:
        """Source images, named by the hash of their pixels."""
        return self.pictures / _HIDDEN / "start-images"

    @property
    def damaged(self) -> Path:
        """Damaged files, which are moved here and never deleted."""
        return self.pictures / _HIDDEN / "damaged"

    @property
    def thumbnails(self) -> Path:
        """Thumbnails; can be deleted at any time."""
        return self.index / "thumbnails"

    @property
    def shared(self) -> Path:
        """Copies without prompts that were dragged out or copied; can be deleted at any time."""
        return self.index / "shared"

    @property
    def models(self) -> Path:
        """Models that the user added as copies."""
        return self.index / "models"

    @property
    def benchmarks(self) -> Path:
        """Benchmark results, one file per run."""
        return self.index / "benchmarks"

    @property
    def settings(self) -> Path:
        return self.index / "settings.json"

    @property
    def log(self) -> Path:
        return self.logs / "easel.log"


AFTER = "--after="
"""The option with which the window restarts itself: the process that has to end first."""
SMOKE = "--smoke"
"""The option that tests the whole program and exits: `macapp/app/smoke.py`."""


def at_home(path: Path) -> Path:
    """Return a path with `~` expanded; a `~` of an unknown user stays."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def is_frozen() -> bool:
    """Return whether the program runs from a bundle, which contains Python and all libraries."""
    return getattr(sys, "frozen", False)


def self_command() -> list[str]:
    """Return the command that starts this program: the executable of a bundle, else Python with `-m macapp`."""
    return [sys.executable] if is_frozen() else [sys.executable, "-m", "macapp"]


def config_cache_dir() -> Path:
    """Return the folder with the configurations of single-file checkpoints; can be deleted at any time."""
    return Path(platformdirs.user_cache_dir(PRODUCT, appauthor=False)) / "configurations"


def hub_cache() -> Path:
    """Return the download cache of huggingface_hub, which all programs of this user share; it may not exist.

    This repeats the rule of huggingface_hub, because its import would take a tenth of a second at every start.
    """
    own = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    home = os.environ.get("HF_HOME") or Path(own) / "huggingface"
    return at_home(Path(os.environ.get("HF_HUB_CACHE") or Path(home) / "hub"))


def scan_cache_file() -> Path:
    """Return the file with the cached scans of models; can be deleted at any time."""
    return Path(platformdirs.user_cache_dir(PRODUCT, appauthor=False)) / "seen-models.json"


def preview_cache_dir() -> Path:
    """Return the folder with the learned maps from latents to colours; can be deleted at any time."""
    return Path(platformdirs.user_cache_dir(PRODUCT, appauthor=False)) / "previews"


def verified_models_dir() -> Path:
    """Return the folder with the fingerprints of verified checkpoints; can be deleted at any time."""
    return Path(platformdirs.user_cache_dir(PRODUCT, appauthor=False)) / "proved-models"


def packed_models_dir() -> Path:
    """Return the folder with the packed copies of models that the user made; can be deleted at any time."""
    return Path(platformdirs.user_cache_dir(PRODUCT, appauthor=False)) / "packed-models"


def resources_dir() -> Path:
    """Return the folder of the resources: in a bundle, in a wheel or in a checkout."""
    if is_frozen():
        return Path(sys._MEIPASS) / "resources"  # type: ignore[attr-defined]  # noqa: SLF001  (name given by PyInstaller)
    package = Path(__file__).parents[1]
    in_wheel = package / "_resources"
    return in_wheel if in_wheel.is_dir() else package.parent / "resources"
