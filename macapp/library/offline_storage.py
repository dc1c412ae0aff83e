"""Store finished pictures in the pictures folder, or in an offline folder while that is not connected. Any thread.

The pictures folder may be on a disk that is disconnected. It contains a marker file with the id of the library. Without
the marker the folder counts as not connected. It is not created again: that would start a second library.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from macapp.domain.ids import new_id
from macapp.errors import MachineError
from macapp.library.index.database import transaction
from macapp.library.index.generation import LIBRARY, Index
from macapp.system import storage
from macapp.system.paths import LibraryPaths


class PictureStorage:
    """Detects whether the pictures folder of a library is connected, and writes pictures."""

    def __init__(self, connection: sqlite3.Connection, places: LibraryPaths) -> None:
        self._connection = connection
        self._places = places

    def write_marker(self, replace: bool = False) -> None:
        """Write the marker of a library that has none yet; with `replace`, write it into a new folder.

        Raises `OSError` or `MachineError`.
        """
        if self._read_noted_id() is not None and not replace:
            return
        with transaction(self._connection):  # two processes that start together must agree
            library_id = self._read_noted_id()
            if library_id is not None and not replace:
                return
            known = self._read_state_id()
            library_id = library_id or known or self._read_marker_id() or new_id()
            if known is not None and not replace:  # the index was lost, and the folder may not be connected
                self._save_id(library_id)
                return
            content = json.dumps({"library": library_id, "schema": 1}).encode()
            storage.write(self._places.marker, content, self._places.temporary)
            self._save_id(library_id)

    def _save_id(self, library_id: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (LIBRARY, library_id))

    def _read_state_id(self) -> str | None:
        """Return the library id in the state file next to the index."""
        return self._connection.recorded.library if isinstance(self._connection, Index) else None

    @property
    def is_connected(self) -> bool:
        """Whether the pictures folder exists and belongs to this library."""
        noted = self._read_noted_id()
        return noted is None or self._read_marker_id() == noted

    def require_connected(self) -> None:
        """Raise `MachineError("not-connected")` unless the pictures folder is connected."""
        if not self.is_connected:
            raise MachineError("not-connected", path=str(self._places.pictures))

    def write(self, month: str, name: str, content: bytes, offline: bool = False) -> Path:
        """Write a picture into the pictures folder, or into the offline folder while that is not connected.

        With `offline`, always write it into the offline folder.
        """
        if self.is_connected and not offline:
            device = self._read_device()
            path = storage.write_unique(self._places.pictures / month, name, ".png", content, self._places.temporary)
            # A write to a disk that is being removed can succeed and still be lost: check which disk took it.
            if self.is_connected and self._read_device() == device:
                return path
        return storage.write_unique(self._places.offline_pictures, name, ".png", content, self._places.offline_pictures)

    def offline_files(self) -> Iterable[Path]:
        """Return the pictures in the offline folder, if they can be moved now."""
        folder = self._places.offline_pictures
        return sorted(folder.glob("*.png")) if folder.is_dir() and self.is_connected else ()

    def _read_noted_id(self) -> str | None:
        row = self._connection.execute("SELECT value FROM notes WHERE name = ?", (LIBRARY,)).fetchone()
        return row[0] if row else None

    def _read_marker_id(self) -> str | None:
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
            return str(storage.read_json(self._places.marker)["library"])
        return None

    def _read_device(self) -> int | None:
        with contextlib.suppress(OSError):
            return self._places.pictures.stat().st_dev
        return None
