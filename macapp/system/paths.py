"""Where everything lives: the library's folders, the program's resources. Nothing here creates anything. Any thread."""

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
    """what the user sees in the file manager: pictures by month, and nothing else but a hidden folder"""
    index: Path
    """the database and the lock; never on a network or synced volume by default"""
    offline_pictures: Path
    """finished pictures, while the pictures' folder is not connected"""

    @classmethod
    def default(cls) -> "LibraryPaths":
        """The library of a user who has not chosen one: pictures among their pictures, the index with the settings."""
        own = Path(platformdirs.user_data_dir(PRODUCT, appauthor=False))
        return cls(pictures=Path(platformdirs.user_pictures_dir()) / PRODUCT, index=own, offline_pictures=own / "spill")

    @classmethod
    def at(cls, folder: Path) -> "LibraryPaths":
        """A library that lies in one folder as a whole."""
        folder = at_home(folder).absolute()
        own = Path(platformdirs.user_data_dir(PRODUCT, appauthor=False))
        name = hashlib.sha256(str(folder).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return cls(pictures=folder, index=folder / _HIDDEN, offline_pictures=own / "spill" / name)

    @property
    def database(self) -> Path:
        return self.index / "library.sqlite3"

    @property
    def runner_lock(self) -> Path:
        """Held by the one process that runs this library's queue."""
        return self.index / "runner.lock"

    @property
    def marker(self) -> Path:
        """Says whose folder the pictures' folder is; where it is missing, the folder is not connected."""
        return self.pictures / _HIDDEN / "library.json"

    @property
    def window_lock(self) -> Path:
        """Held by the one process that has this library's window."""
        return self.index / "window.lock"

    @property
    def damage_marker(self) -> Path:
        """Is there when a check found the index damaged: the next start repairs it."""
        return self.index / "damaged-index"

    @property
    def cut_short(self) -> Path:
        """Is there when the last process was asked to leave, could not, and was ended (see
        `macapp.system.shutdown`)."""
        return self.index / "cut-short"

    @property
    def crash_log(self) -> Path:
        """Where the interpreter writes its last words when the process dies of a signal."""
        return self.index / "crash.log"

    @property
    def logs(self) -> Path:
        """Where logs are looked for: on a Mac beside other programs' logs, but for a library that lies elsewhere."""
        own = Path(platformdirs.user_data_dir(PRODUCT, appauthor=False))
        return (
            Path(platformdirs.user_log_dir(PRODUCT, appauthor=False)) if ON_A_MAC and self.index == own else self.index
        )

    @property
    def crash_report(self) -> Path:
        """What the last process said that died; its time is when the next start found it."""
        return self.logs / "last-crash.txt"

    @property
    def temporary(self) -> Path:
        """Files being written; on the pictures' volume, so that a rename finishes them."""
        return self.pictures / _HIDDEN / "unfinished"

    @property
    def wildcards(self) -> Path:
        """The text files that wildcards in prompts are drawn from; the user's own."""
        return self.pictures / "Wildcards"

    @property
    def source_images(self) -> Path:
        """Source images, by the hash of their pixels."""
        return self.pictures / _HIDDEN / "start-images"

    @property
    def damaged(self) -> Path:
        """Files found broken, set aside, never deleted."""
        return self.pictures / _HIDDEN / "damaged"

    @property
    def thumbnails(self) -> Path:
        """Small copies; can be deleted at any time."""
        return self.index / "thumbnails"

    @property
    def shared(self) -> Path:
        """Copies without prompts that were dragged out or pasted; can be deleted at any time."""
        return self.index / "shared"

    @property
    def models(self) -> Path:
        """Copies of models that the user brought and wanted copied."""
        return self.index / "models"

    @property
    def benchmarks(self) -> Path:
        """What benchmarks measured here, one file a run."""
        return self.index / "benchmarks"

    @property
    def settings(self) -> Path:
        return self.index / "settings.json"

    @property
    def log(self) -> Path:
        return self.logs / "easel.log"


AFTER = "--after="
"""What the window program starts itself again with: the process that is to end first."""
SMOKE = "--smoke"
"""What makes the program try itself, as it is shipped, and leave: `macapp/app/smoke.py`."""


def at_home(path: Path) -> Path:
    """Return a path with its `~` expanded; one that names nobody stays as it is."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def is_frozen() -> bool:
    """Return whether this runs from a bundle, where Python and all libraries lie in the program's own folder."""
    return getattr(sys, "frozen", False)


def self_command() -> list[str]:
    """Return how to start this very program again: a bundle by its executable, a checkout or a wheel by its Python."""
    return [sys.executable] if is_frozen() else [sys.executable, "-m", "macapp"]


def config_cache_dir() -> Path:
    """Return where the configurations of checkpoints in single files are kept; can be deleted at any time."""
    return Path(platformdirs.user_cache_dir(PRODUCT, appauthor=False)) / "configurations"


def hub_cache() -> Path:
    """Return where huggingface_hub keeps what was fetched, for all programs of this user; it may not be there.

    The same rule as huggingface_hub's, without importing it: that would take a tenth of a second at every start.
    """
    own = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    home = os.environ.get("HF_HOME") or Path(own) / "huggingface"
    return at_home(Path(os.environ.get("HF_HUB_CACHE") or Path(home) / "hub"))


def scan_cache_file() -> Path:
    """Return the file that remembers what was seen of models; can be deleted at any time."""
    return Path(platformdirs.user_cache_dir(PRODUCT, appauthor=False)) / "seen-models.json"


def preview_cache_dir() -> Path:
    """Return the folder of what was learned about how latents look; can be deleted at any time."""
    return Path(platformdirs.user_cache_dir(PRODUCT, appauthor=False)) / "previews"


def verified_models_dir() -> Path:
    """Return the folder of the fingerprints of checkpoints that were found good; can be deleted at any time."""
    return Path(platformdirs.user_cache_dir(PRODUCT, appauthor=False)) / "proved-models"


def resources_dir() -> Path:
    """Return the folder of what ships beside the code: in a frozen program, in a wheel, or in a checkout."""
    if is_frozen():
        return Path(sys._MEIPASS) / "resources"  # type: ignore[attr-defined]  # noqa: SLF001  (PyInstaller's own name)
    package = Path(__file__).parents[1]
    in_wheel = package / "_resources"
    return in_wheel if in_wheel.is_dir() else package.parent / "resources"
