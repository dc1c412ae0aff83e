"""What is done beside the drawing: the last picture is saved, what the next job starts from is decoded.

`PictureSaver` has a thread of its own, with a library of its own, and never touches the engine. The loop's thread
calls it.
"""

import contextlib
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType

from PIL.Image import Image

from macapp.domain.job import EventKind, GeneratedImage, Job, JobEvent, JobState, ReproductionResult
from macapp.domain.request import Request
from macapp.errors import BadRequest, EaselError, InternalError, MachineError, as_easel_error
from macapp.library import Library, source_images
from macapp.library.comparison import compare_pictures
from macapp.system.paths import LibraryPaths

QUEUE_STOPPING_CODES = {
    "disk-full",
    "disk-nearly-full",
    "not-connected",
    "disk-read-only",
    "disk-not-allowed",
    "disk-broken",
    "disk-gone",
    "files-too-many",
    "library-busy",
}
"""What is not the fault of a job: nothing more is made until the user does something, and nothing is given up."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PendingPicture:
    """A picture that is finished and not yet on the disk."""

    job: Job
    generated: GeneratedImage
    seconds: float


class NotSaved(Exception):
    """A finished picture could not be saved, whatever the reason: it is still to be saved."""

    def __init__(self, job: Job, fault: BaseException) -> None:
        super().__init__(job, fault)
        named = as_easel_error(fault)
        if isinstance(named, InternalError):
            named = MachineError("picture-not-saved", **named.data)
        self.job, self.reason = job, named


class PictureSaver:
    """One thread beside the engine's, for as long as the loop runs; leaving it waits for what it does."""

    def __init__(self, places: LibraryPaths, report: Callable[[JobEvent], None]) -> None:
        self._places = places
        self._report = report
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="beside the engine")
        self._library: Library | None = None
        self._saving: tuple[PendingPicture, Future[None]] | None = None
        self._ahead: Future[dict[str, Image]] | None = None

    def __enter__(self) -> "PictureSaver":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.submit(self._close)
        self._pool.shutdown()

    def save(self, unsaved: PendingPicture, offline: bool = False) -> None:
        """Begin to save a picture and return; `settle` says what came of it. One at a time.

        With `offline` it goes into the spill folder, as if the pictures' folder were not connected.
        """
        self._saving = unsaved, self._pool.submit(self._save, unsaved, offline)

    @property
    def has_failed(self) -> bool:
        """Whether it is known by now that the picture could not be saved."""
        return self._saving is not None and self._saving[1].done() and self._saving[1].exception() is not None

    def wait(self) -> PendingPicture | None:
        """Wait until the picture is saved and return it; None if there was none.

        Raises `NotSaved`, whatever went wrong: the picture is finished, and only the user may give it up.
        """
        if self._saving is None:
            return None
        (unsaved, saving), self._saving = self._saving, None
        fault = saving.exception()
        if fault is not None:
            _log.error("the picture of job %s was not saved", unsaved.job.id, exc_info=fault)
            raise NotSaved(unsaved.job, fault) from fault
        return unsaved

    def prefetch_inputs(self) -> None:
        """Begin to decode what the next waiting job starts from."""
        self._ahead = self._pool.submit(self._decode_next)

    def load_inputs(self, request: Request) -> Mapping[str, Image]:
        """Return the pictures that a request names, RGB; raises `BadRequest` for one that is gone."""
        ahead, self._ahead = self._ahead, None
        decoded = ahead.result() if ahead is not None and request.images else {}
        return {name: decoded.get(name) or source_images.load(self._places, name) for name in request.images}

    # On its own thread

    def _own_library(self) -> Library:
        if self._library is None:
            self._library = Library.open(self._places)
        return self._library

    def _close(self) -> None:
        if self._library is not None:
            self._library.close()

    def _save(self, unsaved: PendingPicture, offline: bool) -> None:
        """Save a picture and report it. What it raises is the fault of neither the job nor the picture."""
        library = self._own_library()
        comparison = _compared(library, unsaved)
        picture = None
        if comparison is not None and comparison.identical:
            library.queue.end_repeat(unsaved.job.id, comparison)
        else:
            picture = library.pictures.save(unsaved.job, unsaved.generated, unsaved.seconds, offline)
        try:
            self._report(JobEvent(kind=EventKind.DONE, job=unsaved.job, picture=picture, comparison=comparison))
        except Exception:  # noqa: BLE001  (it is saved, whatever becomes of the news)
            _log.exception("the end of job %s was not reported", unsaved.job.id)

    def _decode_next(self) -> dict[str, Image]:
        with contextlib.suppress(EaselError, OSError):  # the job will say so itself
            waiting = [each for each in self._own_library().queue.unfinished(1) if each.state is JobState.WAITING]
            return {name: source_images.load(self._places, name) for each in waiting for name in each.request.images}
        return {}


def _compared(library: Library, unsaved: PendingPicture) -> ReproductionResult | None:
    """Compare a repeat with the picture that it repeats; one that is gone meanwhile has nothing to compare."""
    if unsaved.job.repeats is None:
        return None
    with contextlib.suppress(BadRequest):
        repeated = library.pictures.find(unsaved.job.repeats)
        return compare_pictures(repeated, unsaved.generated.image, unsaved.generated.made_with)
    return None
