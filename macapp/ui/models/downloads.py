"""Downloads, one after another, each in a process of its own: paused, resumed after a relaunch, given up.

The list of them is one file beside the settings. At a start all of them are paused: the network is used when asked.
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

MOST = 100
STOPPED = 130  # the exit code of a command that was interrupted


class DownloadState(str, Enum):
    """What a download is doing."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"


@dataclass(frozen=True)
class Download:
    """One model that is wanted."""

    model: str
    """an id of the catalogue, or owner/name, with a revision or without"""
    state: DownloadState = DownloadState.WAITING
    done: int = 0
    """bytes"""
    total: int = 0
    """bytes; 0 before the hub has said"""
    why: str = ""
    """why it failed, in a sentence"""
    was_empty: bool = True
    """whether nothing of its repository was on the disk before: what was fetched may be deleted again"""

    @property
    def name(self) -> str:
        """What people call it."""
        entry = load_catalog().get(self.model)
        return self.model if entry is None else entry.name

    @property
    def page(self) -> str:
        """The address of its page on the hub, where a licence is read and accepted."""
        return f"{HUB}/{self.repository}"

    @property
    def repository(self) -> str:
        """The repository that it comes from, without the revision."""
        entry = load_catalog().get(self.model)
        return self.model.partition("@")[0] if entry is None else entry.repository


class Downloads(QObject):
    """The downloads of one library's user."""

    changed = Signal()
    """another state, another order, or one more or less"""
    progressed = Signal(str, str)
    """the model that is being fetched, and how far it is, in words"""
    download_finished = Signal(str)
    """a model that is here now"""

    def __init__(self, places: LibraryPaths, parent: QObject) -> None:
        super().__init__(parent)
        self._places = places
        self._file = places.index / "downloads.json"
        self._all = [replace(each, state=_at_start(each.state)) for each in _read(self._file)]
        self._process: CliProcess | None = None
        self._fetched = ""
        """the model that the process fetches"""
        self._began = (0.0, 0)

    def all(self) -> list[Download]:
        """Return the downloads in the order in which they are fetched."""
        return list(self._all)

    def add(self, model: str) -> None:
        """Fetch a model when those before it are here; raises `BadRequest` for a name that can be none."""
        hub.DownloadSpec.read(model)
        if model in [each.model for each in self._all]:
            self.resume(model)
        elif len(self._all) < MOST:
            new = Download(model)
            there = hub_cache() / f"models--{new.repository.replace('/', '--')}"
            self._all.append(replace(new, was_empty=not there.exists()))
            self._next()

    def pause(self, model: str) -> None:
        """Leave off; what was fetched stays, and it goes on from there."""
        self._change(model, state=DownloadState.PAUSED)
        self._stop(model)
        self._next()

    def resume(self, model: str) -> None:
        """Go on with one that was paused or that failed."""
        for each in self._all:
            if each.model == model and each.state in (DownloadState.PAUSED, DownloadState.FAILED):
                self._change(model, state=DownloadState.WAITING, why="")
        self._next()

    def cancel(self, model: str) -> None:
        """Take it off the list, and delete what was fetched of it if nothing of it was there before."""
        gone = [each for each in self._all if each.model == model]
        self._all = [each for each in self._all if each.model != model]
        self._stop(model)
        for each in gone:
            hub.delete_partial(each.repository, hub_cache(), whole=each.was_empty)
        self._next()

    def close(self) -> None:
        """Stop with the program; what was being fetched goes on when it is resumed."""
        if self._process is not None:
            self._stop(self._fetched)
        self._keep()

    def _next(self) -> None:
        """Begin with the first that waits, unless one is being fetched."""
        waiting = next((each for each in self._all if each.state is DownloadState.WAITING), None)
        if self._process is None and waiting is not None:
            self._begin(waiting.model)
        self._keep()
        self.changed.emit()

    def _begin(self, model: str) -> None:
        self._process = CliProcess(self._places, ["models", "download", model, "--progress"], self)
        self._process.line_received.connect(self._hear)
        self._process.finished.connect(self._ended)
        self._fetched, self._began = model, (0.0, 0)
        self._change(model, state=DownloadState.RUNNING)
        self._process.start()

    def _stop(self, model: str) -> None:
        """End the process that fetches a model, if one does; the part that it has stays, and it goes on from there."""
        if self._process is not None and self._fetched == model:
            self._process.stop()
            self._process = None

    def _hear(self, told: dict[str, Any]) -> None:
        if "total" in told:
            self._show_progress(self._fetched, told["done"], told["total"])

    def _show_progress(self, model: str, done: int, total: int) -> None:
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

    def _ended(self, code: int, why: str) -> None:
        self._process = None
        if code == 0:
            self._all = [each for each in self._all if each.model != self._fetched]
            self.download_finished.emit(self._fetched)
        elif code == STOPPED:
            self._change(self._fetched, state=DownloadState.PAUSED)
        else:
            self._change(self._fetched, state=DownloadState.FAILED, why=why or self.tr("The download failed."))
        self._next()

    def _change(self, model: str, **changes: Any) -> None:
        self._all = [replace(each, **changes) if each.model == model else each for each in self._all]

    def _keep(self) -> None:
        content = json.dumps([asdict(each) for each in self._all], indent=2).encode()
        with suppress(OSError, EaselError):  # a full disk: the list is as it was at the last change
            storage.write(self._file, content, self._places.index)


def _at_start(state: DownloadState) -> DownloadState:
    return state if state is DownloadState.FAILED else DownloadState.PAUSED


def _read(file: Path) -> list[Download]:
    """Return the downloads that are kept; what cannot be read is left out."""
    found = []
    with suppress(OSError, ValueError, TypeError, LookupError):
        for each in storage.read_json(file)[:MOST]:
            with suppress(TypeError, ValueError, LookupError, EaselError):
                made = Download(**{**each, "state": DownloadState(each["state"])})
                hub.DownloadSpec.read(made.model)
                found.append(made)
    return found
