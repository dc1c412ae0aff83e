"""Folders of other programs whose pictures are shown where they lie. Any thread. Nothing in them is ever written."""

import sqlite3
from pathlib import Path

from macapp.jobs import utc_now
from macapp.library.database import transaction

# Where the programs keep their pictures unless told otherwise, below the user's home.
USUAL = {
    "AUTOMATIC1111": ("stable-diffusion-webui/outputs", "stable-diffusion-webui/output"),
    "ComfyUI": ("ComfyUI/output", "Documents/ComfyUI/output"),
    "InvokeAI": ("invokeai/outputs/images",),
    "Mochi Diffusion": ("MochiDiffusion/images",),
    "DiffusionBee": (".diffusionbee/images",),
    "Fooocus": ("Fooocus/outputs",),
}


class Folders:
    """The folders of one library, on one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Path]:
        """Return the folders that are looked at."""
        return [Path(path) for (path,) in self._connection.execute("SELECT path FROM folders ORDER BY path")]

    def add(self, folder: Path) -> None:
        """Look at a folder from now on."""
        with transaction(self._connection):
            self._connection.execute("INSERT OR IGNORE INTO folders VALUES (?, ?)", (str(folder), utc_now()))

    def remove(self, folder: Path) -> None:
        """Look at a folder no longer: its pictures leave the gallery, its files stay as they are."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM folders WHERE path = ?", (str(folder),))
            self._drop(self._files(folder))

    def drop_missing(self, folder: Path) -> int:
        """Take out of the gallery what is no longer in a folder that is there; return how many."""
        if not folder.is_dir():
            return 0
        with transaction(self._connection):
            missing = [file for file in self._files(folder) if not Path(file).exists()]
            self._drop(missing)
        return len(missing)

    def _files(self, folder: Path) -> list[str]:
        inside = str(folder).replace("[", "[[]").replace("*", "[*]").replace("?", "[?]") + "/*"
        return [file for (file,) in self._connection.execute("SELECT file FROM pictures WHERE file GLOB ?", (inside,))]

    def _drop(self, names: list[str]) -> None:
        rows = [(name,) for name in names]
        self._connection.executemany(
            "DELETE FROM texts WHERE rowid = (SELECT number FROM pictures WHERE file = ?)", rows
        )
        self._connection.executemany("DELETE FROM pictures WHERE file = ?", rows)


def usual_here(home: Path) -> list[tuple[str, Path]]:
    """Return the folders of other programs that there are below a home folder, with the programs' names."""
    return [(name, home / each) for name, places in USUAL.items() for each in places if (home / each).is_dir()]
