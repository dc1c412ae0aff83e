"""Save finished pictures and decode the next inputs on a thread of their own, while the engine works.

`PictureSaver` has its own thread and its own library, and never uses the engine. The runner calls it.
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
"""Codes of errors that are not the fault of a job: the queue stops until the user acts, and no job fails."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PendingPicture:
    """A finished picture that is not on the disk yet."""

    job: Job
    generated: GeneratedImage
    seconds: float


class NotSaved(Exception):
    """A finished picture could not be saved, for any reason; it stays pending."""

    def __init__(self, job: Job, fault: BaseException) -> None:
        super().__init__(job, fault)
        reason = as_easel_error(fault)
        if isinstance(reason, InternalError):
            reason = MachineError("picture-not-saved", **reason.data)
        self.job, self.reason = job, reason


class PictureSaver:
    """The thread that saves pictures while the runner works; leaving the context waits for it."""

    def __init__(self, places: LibraryPaths, report: Callable[[JobEvent], None]) -> None:
        self._places = places
        self._report = report
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="picture saver")
        self._library: Library | None = None
        self._current: tuple[PendingPicture, Future[None]] | None = None
        self._prefetched: Future[dict[str, Image]] | None = None

    def __enter__(self) -> "PictureSaver":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.submit(self._close)
        self._pool.shutdown()

    def save(self, pending: PendingPicture, offline: bool = False) -> None:
        """Start to save a picture and return; `wait` returns the result. One picture at a time.

        With `offline` it goes into the offline folder, as if the folder of the pictures were not connected.
        """
        self._current = pending, self._pool.submit(self._save, pending, offline)

    @property
    def has_failed(self) -> bool:
        """Whether saving the picture has already failed."""
        return self._current is not None and self._current[1].done() and self._current[1].exception() is not None

    def wait(self) -> PendingPicture | None:
        """Wait until the picture is saved and return it; None if there was none.

        Raises `NotSaved` for any error: the picture is finished, and only the user may discard it.
        """
        if self._current is None:
            return None
        (pending, saving), self._current = self._current, None
        fault = saving.exception()
        if fault is not None:
            _log.error("the picture of job %s was not saved", pending.job.id, exc_info=fault)
            raise NotSaved(pending.job, fault) from fault
        return pending

    def prefetch_inputs(self) -> None:
        """Start to decode the inputs of the next waiting job."""
        self._prefetched = self._pool.submit(self._decode_next_inputs)

    def load_inputs(self, request: Request) -> Mapping[str, Image]:
        """Return the pictures that a request names, as RGB; raises `BadRequest` for a missing one."""
        ahead, self._prefetched = self._prefetched, None
        decoded = ahead.result() if ahead is not None and request.images else {}
        return {name: decoded.get(name) or self._load_image(request, name) for name in request.images}

    def _load_image(self, request: Request, name: str) -> Image:
        """Return a stored picture; the error for a missing reference image has its number."""
        try:
            return source_images.load_image(self._places, name)
        except BadRequest:
            if name not in request.references:
                raise
            raise BadRequest("reference-gone", number=request.references.index(name) + 1) from None

    # The methods below run on the thread of the saver.

    def _open_library(self) -> Library:
        if self._library is None:
            self._library = Library.open(self._places)
        return self._library

    def _close(self) -> None:
        if self._library is not None:
            self._library.close()

    def _save(self, pending: PendingPicture, offline: bool) -> None:
        """Save a picture and report it. An error here is the fault of neither the job nor the picture."""
        library = self._open_library()
        comparison = _compare_repeat(library, pending)
        picture = None
        if comparison is not None and comparison.identical:
            library.queue.end_repeat(pending.job.id, comparison)
        else:
            picture = library.pictures.save(pending.job, pending.generated, pending.seconds, offline)
        try:
            self._report(JobEvent(kind=EventKind.DONE, job=pending.job, picture=picture, comparison=comparison))
        except Exception:  # noqa: BLE001  (the picture is saved even if the report fails)
            _log.exception("the end of job %s was not reported", pending.job.id)

    def _decode_next_inputs(self) -> dict[str, Image]:
        with contextlib.suppress(EaselError, OSError):  # the job itself reports it
            waiting = [job for job in self._open_library().queue.unfinished(1) if job.state is JobState.WAITING]
            return {
                name: source_images.load_image(self._places, name) for job in waiting for name in job.request.images
            }
        return {}


def _compare_repeat(library: Library, pending: PendingPicture) -> ReproductionResult | None:
    """Compare a repeat with the original; None for other jobs, and if the original was deleted meanwhile."""
    if pending.job.repeats is None:
        return None
    with contextlib.suppress(BadRequest):
        repeated = library.pictures.find(pending.job.repeats)
        return compare_pictures(repeated, pending.generated.image, pending.generated.made_with)
    return None
