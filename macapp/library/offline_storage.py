"""Where a finished picture goes: its folder if that is connected, else a spill folder until it is. Any thread.

The pictures' folder may lie on a disk that is pulled out. It holds a marker with the library's id; where that is
missing the folder is not connected, and is never made again, which would start a second library in its place.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from macapp.domain.job import new_id
from macapp.errors import MachineError
from macapp.library.index.database import transaction
from macapp.library.index.generation import LIBRARY, Index
from macapp.system import storage
from macapp.system.paths import LibraryPaths


class PictureStorage:
    """Knows whether a library's pictures' folder is there."""

    def __init__(self, connection: sqlite3.Connection, places: LibraryPaths) -> None:
        self._connection = connection
        self._places = places

    def write_marker(self, replace: bool = False) -> None:
        """Write the marker of a library that has never had one; with `again`, of one whose folder is a new one.

        Raises `OSError` or `MachineError`.
        """
        if self._read_noted_id() is not None and not replace:
            return
        with transaction(self._connection):  # so that two who start together agree
            library_id = self._read_noted_id()
            if library_id is not None and not replace:
                return
            known = self._read_state_id()
            library_id = library_id or known or self._read_marker_id() or new_id()
            if known is not None and not replace:  # the index was lost, and its folder may not be connected
                self._save_id(library_id)
                return
            content = json.dumps({"library": library_id, "schema": 1}).encode()
            storage.write(self._places.marker, content, self._places.temporary)
            self._save_id(library_id)

    def _save_id(self, library_id: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (LIBRARY, library_id))

    def _read_state_id(self) -> str | None:
        """Return the id that the file beside the index has for it."""
        return self._connection.recorded.library if isinstance(self._connection, Index) else None

    @property
    def is_connected(self) -> bool:
        """Whether the pictures' folder is there and is this library's own."""
        noted = self._read_noted_id()
        return noted is None or self._read_marker_id() == noted

    def require_connected(self) -> None:
        """Raise `MachineFault("not-connected")` unless the pictures' folder is there."""
        if not self.is_connected:
            raise MachineError("not-connected", path=str(self._places.pictures))

    def write(self, month: str, name: str, content: bytes, offline: bool = False) -> Path:
        """Write a picture below the pictures' folder, or while that is not connected, into the spill folder.

        With `offline` it goes into the spill folder in any case.
        """
        if self.is_connected and not offline:
            device = self._read_device()
            path = storage.write_unique(self._places.pictures / month, name, ".png", content, self._places.temporary)
            # A write to a disk that is going away can succeed and be lost: look again who took it.
            if self.is_connected and self._read_device() == device:
                return path
        return storage.write_unique(self._places.offline_pictures, name, ".png", content, self._places.offline_pictures)

    def offline_files(self) -> Iterable[Path]:
        """Return the pictures in the spill folder, if they can be moved in now."""
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
