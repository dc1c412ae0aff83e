"""Download queue: one download at a time, each in its own process; can be paused, resumed and cancelled.

The list is stored in `downloads.json` in the index folder. After a start all downloads are paused, because Easel uses
the network only on request.
"""

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from macapp.domain.units import format_bytes, format_duration
from macapp.errors import EaselError
from macapp.models import hub
from macapp.models.catalog import HUB, load_catalog
from macapp.system import storage
from macapp.system.paths import LibraryPaths, hub_cache
from macapp.ui.widgets.cli_process import CliProcess

MAX_DOWNLOADS = 100
INTERRUPTED = 130  # exit code of an interrupted command


class DownloadState(str, Enum):
    """State of a download."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"


@dataclass(frozen=True)
class Download:
    """A model to download."""

    model: str
    """an id of the catalogue, or owner/name with an optional @revision"""
    state: DownloadState = DownloadState.WAITING
    done: int = 0
    """bytes"""
    total: int = 0
    """bytes; 0 while the size is unknown"""
    why: str = ""
    """the sentence that says why it failed"""
    was_empty: bool = True
    """whether the disk had no file of the repository before; if so, cancelling deletes all of its files"""

    @property
    def name(self) -> str:
        """The display name of the model."""
        entry = load_catalog().get(self.model)
        return self.model if entry is None else entry.name

    @property
    def page(self) -> str:
        """The address of the model page on the hub, where the user can accept the licence."""
        return f"{HUB}/{self.repository}"

    @property
    def repository(self) -> str:
        """The repository of the model, without the revision."""
        entry = load_catalog().get(self.model)
        return self.model.partition("@")[0] if entry is None else entry.repository


class Downloads(QObject):
    """The downloads of a library."""

    changed = Signal()
    """a download was added or removed, or changed its state"""
    progressed = Signal(str, str)
    """the model that is downloading, and its progress as text"""
    download_finished = Signal(str)
    """the model that was downloaded"""

    def __init__(self, places: LibraryPaths, parent: QObject) -> None:
        super().__init__(parent)
        self._places = places
        self._file = places.index / "downloads.json"
        self._all = [replace(download, state=_initial_state(download.state)) for download in _read(self._file)]
        self._process: CliProcess | None = None
        self._current = ""
        """the model that the process downloads"""
        self._began = (0.0, 0)

    def all(self) -> list[Download]:
        """Return the downloads in queue order."""
        return list(self._all)

    def add(self, model: str) -> None:
        """Add a model to the queue, or resume its download; raises `BadRequest` for an invalid name."""
        hub.DownloadSpec.read(model)
        if model in [download.model for download in self._all]:
            self.resume(model)
        elif len(self._all) < MAX_DOWNLOADS:
            new = Download(model)
            folder = hub_cache() / f"models--{new.repository.replace('/', '--')}"
            self._all.append(replace(new, was_empty=not folder.exists()))
            self._start_next()

    def pause(self, model: str) -> None:
        """Pause a download; its partial files stay."""
        self._change(model, state=DownloadState.PAUSED)
        self._stop(model)
        self._start_next()

    def resume(self, model: str) -> None:
        """Resume a paused or failed download."""
        for download in self._all:
            if download.model == model and download.state in (DownloadState.PAUSED, DownloadState.FAILED):
                self._change(model, state=DownloadState.WAITING, why="")
        self._start_next()

    def cancel(self, model: str) -> None:
        """Remove a download and its partial files; also its complete files if the disk had none before."""
        cancelled = [download for download in self._all if download.model == model]
        self._all = [download for download in self._all if download.model != model]
        self._stop(model)
        for download in cancelled:
            whole = download.was_empty and not self._is_shared(download.repository)
            hub.delete_partial(download.repository, hub_cache(), whole)
        self._start_next()

    def _is_shared(self, repository: str) -> bool:
        """Return whether a repository has another model that is complete or will be downloaded."""
        known = (entry for entry in load_catalog().values() if entry.repository == repository)
        return any(entry.path is not None for entry in known) or repository in [other.repository for other in self._all]

    def close(self) -> None:
        """Stop the running download and save the list. Call this when the program quits."""
        if self._process is not None:
            self._stop(self._current)
        self._save()

    def _start_next(self) -> None:
        """Start the first waiting download, unless one is running."""
        waiting = next((download for download in self._all if download.state is DownloadState.WAITING), None)
        if self._process is None and waiting is not None:
            self._start(waiting.model)
        self._save()
        self.changed.emit()

    def _start(self, model: str) -> None:
        self._process = CliProcess(self._places, ["models", "download", model, "--progress"], self)
        self._process.line_received.connect(self._on_line)
        self._process.finished.connect(self._on_finished)
        self._current, self._began = model, (0.0, 0)
        self._change(model, state=DownloadState.RUNNING)
        self._process.start()

    def _stop(self, model: str) -> None:
        """Stop the process if it downloads `model`; its partial files stay."""
        if self._process is not None and self._current == model:
            self._process.stop()
            self._process = None

    def _on_line(self, line: dict[str, Any]) -> None:
        if "total" in line:
            self._set_progress(self._current, line["done"], line["total"])

    def _set_progress(self, model: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._began[0]:
            self._began = now, done
        speed = (done - self._began[1]) / max(now - self._began[0], 0.1)
        words = self.tr("{0} of {1}").format(format_bytes(done), format_bytes(total))
        if speed > 0:
            left = format_duration((total - done) / speed)
            words = self.tr("{0}  ·  {1}/s  ·  {2} left").format(words, format_bytes(speed), left)
        self._change(model, done=done, total=total)
        self.progressed.emit(model, words)

    def _on_finished(self, code: int, why: str) -> None:
        self._process = None
        if code == 0:
            self._all = [download for download in self._all if download.model != self._current]
            self.download_finished.emit(self._current)
        elif code == INTERRUPTED:
            self._change(self._current, state=DownloadState.PAUSED)
        else:
            self._change(self._current, state=DownloadState.FAILED, why=why or self.tr("The download failed."))
        self._start_next()

    def _change(self, model: str, **changes: Any) -> None:
        self._all = [replace(download, **changes) if download.model == model else download for download in self._all]

    def _save(self) -> None:
        content = json.dumps([asdict(download) for download in self._all], indent=2).encode()
        with suppress(OSError, EaselError):  # a full disk: the file keeps the previous list
            storage.write(self._file, content, self._places.index)


def _initial_state(state: DownloadState) -> DownloadState:
    return state if state is DownloadState.FAILED else DownloadState.PAUSED


def _read(file: Path) -> list[Download]:
    """Read the saved downloads; skip invalid entries."""
    downloads = []
    with suppress(OSError, ValueError, TypeError, LookupError):
        for entry in storage.read_json(file)[:MAX_DOWNLOADS]:
            with suppress(TypeError, ValueError, LookupError, EaselError):
                download = Download(**{**entry, "state": DownloadState(entry["state"])})
                hub.DownloadSpec.read(download.model)
                downloads.append(download)
    return downloads
