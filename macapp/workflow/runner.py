"""The loop: take a job, run it, save it, report; then the next. Plain Python, no Qt, no torch.

It runs on whatever thread calls `run` (the window's worker, or the command line's main thread); that thread alone
touches the engine. `cancel` and `interrupt` may be called from any other.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from PIL.Image import Image

from macapp import models
from macapp.domain.job import EventKind, GeneratedImage, Job, JobEvent, JobState
from macapp.domain.request import Request
from macapp.errors import Canceled, EaselError, InternalError, MachineError, Reason, as_easel_error
from macapp.library import Library, Queue
from macapp.planning.acceleration import BatchForecast
from macapp.planning.plan import should_reduce_memory, should_unload
from macapp.system import storage
from macapp.system.machine import Pressure, memory_pressure
from macapp.system.power import keep_awake
from macapp.workflow.saver import QUEUE_STOPPING_CODES, NotSaved, PendingPicture, PictureSaver

REPORTS_A_SECOND = 10  # progress beyond this is dropped: the newest is all that anyone looks at
ROOM_TO_SPARE = 64 * 2**20  # bytes that must be free on the disk before a job starts
_log = logging.getLogger(__name__)


class ImageEngine(Protocol):
    """What makes pictures. All calls come from the thread that runs the loop."""

    def generate(
        self,
        request: Request,
        images: Mapping[str, Image],
        on_load: Callable[[], None],
        on_step: Callable[[int, int], None],
    ) -> GeneratedImage:
        """Make one picture; `images` holds those that the request names.

        `on_load()` is called before a checkpoint is loaded, `on_step(done, steps)` before the first step and after
        each; what they raise ends the picture and leaves the engine usable.
        """
        ...

    def preview(self) -> Image | None:
        """Return what the picture that is being made looks like so far, small; None if nobody knows."""
        ...

    def preload(self, model: str, on_load: Callable[[], None]) -> None:
        """Load a checkpoint before a picture of it is asked for; `on_load` is called first, and may raise to end it."""
        ...

    def set_low_memory(self, on: bool) -> None:
        """Make the next pictures with as little memory as costs no quality, or as usual again."""
        ...

    def set_forecast(self, ahead: Callable[[], BatchForecast], on_compile: Callable[[Reason], None]) -> None:
        """Hear, before each picture, who knows how many like it follow; asked only by an engine that can use it.

        `on_compile` is called before something is compiled for them; what it raises ends the picture.
        """
        ...

    def release(self) -> None:
        """Give back the memory that the loaded checkpoint takes."""
        ...


class Runner:
    """Runs the jobs of one library, strictly one by one; each picture is saved while the next is drawn."""

    def __init__(
        self,
        library: Library,
        open_engine: Callable[[], ImageEngine],
        report: Callable[[JobEvent], None],
        pressure: Callable[[], Pressure] = memory_pressure,
    ) -> None:
        """`report` is told every event: on the loop's thread, but for the end of a picture that is saved beside it."""
        self._pressure = pressure
        self._spares = False
        self._library = library
        self._open_engine = open_engine
        self._report = report
        self._engine: ImageEngine | None = None
        self._lock = threading.Lock()
        self._running: _ActiveJob | None = None
        self._is_interrupted = False
        self._unsaved: list[PendingPicture] = []
        self._given_up: set[str] = set()
        self._stopped_by: str | None = None

    @property
    def has_pending(self) -> bool:
        """Whether a finished picture waits in memory for room on the disk."""
        return bool(self._unsaved)

    @property
    def drawing(self) -> Job | None:
        """The job that the engine works on, or is about to; None while a picture is only being saved. Any thread."""
        with self._lock:
            job = None if self._running is None else self._running.job
        return None if job in [each.job for each in self._unsaved] else job

    def run(self, only: Iterable[str] | None = None, keep_going: Callable[[], bool] = lambda: True) -> None:
        """Run waiting jobs (those with an id among `only`, if given) until none is left or `keep_going()` is false.

        Reports `IDLE` at the end, when all is saved. A job that fails does not stop the rest; a fault of the disk does,
        and whatever keeps a finished picture from being saved: `STOPPED`, said once. The pictures just made are then
        kept in memory, and the next call saves them first.
        """
        among = None if only is None else list(only)
        self._is_interrupted = False
        with PictureSaver(self._library.places, self._report) as beside:
            try:
                self._save_the_unsaved(beside)
                ended = self._run_all(beside, among, keep_going)
            except NotSaved as fault:
                self._stop(fault.reason, fault.job)
                ended = False
            except Exception as fault:  # noqa: BLE001  (whatever it is, what is finished is kept)
                self._is_saved(beside)  # said first, as it was first
                self._stop(_logged(fault))
                ended = False
            finally:
                saved = self._is_saved(beside)
        if ended and saved:
            self._report(JobEvent(kind=EventKind.IDLE))

    def cancel(self, job_id: str) -> None:
        """Cancel the job that is running, if it is this one: it ends within one step. Any thread.

        One whose finished picture cannot be saved is given up at the next `run`.
        """
        with self._lock:
            if self._running is not None and self._running.job.id == job_id:
                self._running.canceled.set()
            elif job_id in [each.job.id for each in self._unsaved]:
                self._given_up.add(job_id)

    def interrupt(self) -> None:
        """Stop the running job within one step and let it wait again, for when the program quits. Any thread.

        A job that is about to begin stops as well. A picture that is finished is saved.
        """
        with self._lock:
            self._is_interrupted = True
            if self._running is not None:
                self._running.interrupted.set()

    def close(self) -> None:
        """Let go of the engine; a picture that could not be saved is tried once more, then in the spill folder.

        If neither takes it, its job waits again.
        """
        for offline in (False, True) if self._unsaved else ():
            with PictureSaver(self._library.places, self._report) as beside, contextlib.suppress(Exception):
                self._save_the_unsaved(beside, offline)
        for each in self._unsaved:
            self._put_back_if_possible(each.job)
        if self._engine is not None:
            self._engine.release()
            self._engine = None

    def prepare(self, model: str) -> None:
        """Load a checkpoint while nothing waits, so that the first picture need not wait for it; on the loop's thread.

        One that its process died of while it was prepared is left to the jobs that ask for it. A checkpoint that cannot
        be loaded says so when a picture of it is asked for.
        """
        fingerprint = _fingerprint(model)
        if self._engine is not None or not self._library.queue.may_preload(fingerprint):
            return
        self._report(JobEvent(kind=EventKind.LOADING))
        try:
            self._library.queue.begin_preparing(fingerprint)
            self._engine = self._open_engine()
            self._engine.preload(model, lambda: None)
        except BaseException as exception:  # noqa: BLE001  (nobody asked for it: nothing of it may end the loop)
            _log.warning("%s was not prepared: %s", model, as_easel_error(exception))
        with contextlib.suppress(EaselError):  # then it is not prepared the next time either
            self._library.queue.end_preparing()
        self._report(JobEvent(kind=EventKind.IDLE))

    def on_idle(self) -> None:
        """Look how the system does while nothing is made; when memory is short, let go of the checkpoint and say so."""
        if self._engine is not None and should_unload(self._pressure(), idle=True):
            self._engine.release()
            self._engine = None
            self._report(JobEvent(kind=EventKind.MEMORY_REDUCED, reason=MachineError("memory-let-go")))

    def _mind_memory(self) -> None:
        """Make the next picture with less memory while the system is short of it, and say so once."""
        if self._engine is None:
            return
        before, self._spares = self._spares, should_reduce_memory(self._pressure())
        self._engine.set_low_memory(self._spares)
        if self._spares and not before:
            self._report(JobEvent(kind=EventKind.MEMORY_REDUCED, reason=MachineError("memory-spared")))

    def _run_all(self, beside: PictureSaver, among: list[str] | None, keep_going: Callable[[], bool]) -> bool:
        """Run one job after the other; return whether it ended as it should."""
        while keep_going() and not (among is None and self._library.queue.paused):
            self._check_disk()
            job = self._library.queue.claim_next(among)
            self._stopped_by = None
            if job is None:
                break
            if not self._run(job, beside, among):
                return False
            self._pause_if_asked(job)
            if self._is_interrupted:
                return False
        return True

    def _run(self, job: Job, beside: PictureSaver, among: list[str] | None) -> bool:
        """Run one job to its end, whatever happens; return whether the next one may run."""
        running = _ActiveJob(job, self._library.queue, self._report, self._preview, beside)
        with self._lock:
            self._running = running
            if self._is_interrupted:
                running.interrupted.set()
        try:
            with keep_awake("Making pictures"):
                self._make(running, beside, among)
        except _Interrupted:
            self._library.queue.requeue(job.id)
            return False
        except NotSaved as fault:  # the picture before; this one is finished too, and is kept as well
            self._stop(fault.reason, fault.job)
            return False
        except Canceled:
            self._library.queue.end(job.id, JobState.CANCELED)
            self._report(JobEvent(kind=EventKind.CANCELED, job=job))
        except BaseException as exception:  # noqa: BLE001  (SystemExit and MemoryError must not end the loop either)
            return self._failed(job, exception)
        finally:
            with self._lock:
                self._running = None
        return True

    def _preview(self) -> Image | None:
        return None if self._engine is None else self._engine.preview()

    def _make(self, running: "_ActiveJob", beside: PictureSaver, among: list[str] | None) -> None:
        request = running.job.request
        running.check()
        images = beside.load_inputs(request)
        if self._engine is None:
            running.on_load()
            self._engine = self._open_engine()
        self._mind_memory()
        self._engine.set_forecast(lambda: self._ahead(request, among), running.on_compile)
        generated = self._engine.generate(request, images, running.on_load, running.on_step)
        if running.canceled.is_set():
            raise Canceled
        seconds = running.seconds() - generated.made_with.get("compile_seconds", 0.0)
        self._unsaved.append(PendingPicture(running.job, generated, seconds))
        self._settle(beside)
        self._report(JobEvent(kind=EventKind.SAVING, job=running.job))
        beside.save(self._unsaved[-1])

    def _ahead(self, request: Request, among: list[str] | None) -> BatchForecast:
        """Return how many pictures like one are to be made in a row, and what is known of such pictures."""
        return self._library.durations().forecast(request, 1 + self._library.queue.count_compilable_run(request, among))

    def _save_the_unsaved(self, beside: PictureSaver, offline: bool = False) -> None:
        """Save the pictures that are finished, if there are any; raises `NotSaved`, and then still has them."""
        for unsaved in list(self._unsaved):
            if unsaved.job.id in self._given_up:
                self._give_up(unsaved)
                continue
            beside.save(unsaved, offline)
            self._settle(beside)

    def _give_up(self, unsaved: PendingPicture) -> None:
        """Cancel a job whose picture is finished: it cannot be saved, and the user does not want to wait."""
        self._library.queue.end(unsaved.job.id, JobState.CANCELED)
        self._given_up.discard(unsaved.job.id)
        self._unsaved.remove(unsaved)
        self._report(JobEvent(kind=EventKind.CANCELED, job=unsaved.job))

    def _settle(self, beside: PictureSaver) -> None:
        """Wait for the picture that is being saved; raises `NotSaved`, and then still has it."""
        saved = beside.wait()
        if saved is not None:
            self._unsaved.remove(saved)

    def _is_saved(self, beside: PictureSaver) -> bool:
        """Wait for the picture that is being saved; return whether it is, and say why if it is not."""
        try:
            self._settle(beside)
        except NotSaved as fault:
            self._stop(fault.reason, fault.job)
            return False
        return True

    def _pause_if_asked(self, job: Job) -> None:
        if self._library.queue.pauses_after == job.id:
            self._library.queue.pause_after(None)
            self._library.queue.pause()

    def _failed(self, job: Job, exception: BaseException) -> bool:
        """Record why a job failed; when that is no fault of the job, keep what it made or let it wait, and stop."""
        reason = as_easel_error(exception)
        if isinstance(reason, InternalError):
            _log.exception("job %s failed", job.id)
        is_finished = job in [each.job for each in self._unsaved]
        if is_finished or reason.code in QUEUE_STOPPING_CODES:
            if not is_finished:
                self._put_back_if_possible(job)
            self._stop(reason, job)
            return False
        try:
            self._library.queue.end(job.id, JobState.FAILED, reason)
        except EaselError as fault:
            self._stop(fault)
            return False
        self._report(JobEvent(kind=EventKind.FAILED, job=job, reason=reason))
        return True

    def _stop(self, reason: EaselError, job: Job | None = None) -> None:
        """Say why nothing runs, unless that was just said."""
        if reason.code != self._stopped_by:
            self._stopped_by = reason.code
            self._report(JobEvent(kind=EventKind.STOPPED, job=job, reason=reason))

    def _put_back_if_possible(self, job: Job) -> None:
        with contextlib.suppress(Exception):  # it stays marked as running, and the next start puts it back
            self._library.queue.requeue(job.id)

    def _check_disk(self) -> None:
        """Raise unless there is room for a picture in a folder that is connected: before the GPU works, not after."""
        self._library.spill.require_connected()
        self._library.pictures.import_offline()
        free = storage.free_bytes(self._library.places.pictures)
        if free < ROOM_TO_SPARE:
            raise MachineError("disk-nearly-full", free=free, needed=ROOM_TO_SPARE)


class _Interrupted(Exception):
    """The program is quitting, or nothing can be saved: the job is neither done nor failed nor cancelled."""


class _ActiveJob:
    """The job that is running: its own flags and its own progress."""

    def __init__(
        self,
        job: Job,
        queue: Queue,
        report: Callable[[JobEvent], None],
        preview: Callable[[], Image | None],
        beside: PictureSaver,
    ) -> None:
        self.job = job
        self._preview = preview
        self._beside = beside
        self._queue = queue
        self._loads = False
        self.canceled = threading.Event()
        self.interrupted = threading.Event()
        self._report = report
        self._first_step: float | None = None
        self._timed_from: tuple[float, int] | None = None
        self._last_report = 0.0
        self._began = time.monotonic()

    def seconds(self) -> float:
        """Return how long the picture took so far, without loading the checkpoint."""
        return time.monotonic() - (self._began if self._first_step is None else self._first_step)

    def check(self) -> None:
        """Raise if the user does not want the picture now."""
        if self.interrupted.is_set():
            raise _Interrupted
        if self.canceled.is_set():
            raise Canceled

    def _check_all(self) -> None:
        """Raise if the job is not to go on: also when the picture before it cannot be saved."""
        self.check()
        if self._beside.has_failed:
            raise _Interrupted

    def on_load(self) -> None:
        self._check_all()
        self._queue.loading(self.job.id, _fingerprint(self.job.request.model))
        self._loads = True
        self._report(JobEvent(kind=EventKind.LOADING, job=self.job))

    def on_compile(self, why: Reason) -> None:
        self._check_all()
        self._timed_from = None
        self._report(JobEvent(kind=EventKind.COMPILING, job=self.job, why=why))

    def on_step(self, step: int, steps: int) -> None:
        self._check_all()
        if self._loads:
            self._queue.record_loaded(self.job.id)
            self._loads = False
        now = time.monotonic()
        if self._first_step is None:
            self._beside.prefetch_inputs()
        if self._first_step is None or step == 0:
            self._first_step = now
        if self._timed_from is None or step == 0:
            self._timed_from = now, step
        began, done = self._timed_from
        if 0 < step < steps and now - self._last_report < 1 / REPORTS_A_SECOND:
            return
        self._last_report = now
        each = (now - began) / (step - done) if step > done else None
        look = self._preview() if 0 < step < steps else None
        told = {"step": step, "steps": steps, "seconds_per_step": each, "preview": look}
        self._report(JobEvent(kind=EventKind.STEP, job=self.job, **told))


def _logged(fault: Exception) -> EaselError:
    reason = as_easel_error(fault)
    if isinstance(reason, InternalError):
        _log.error("the queue stopped", exc_info=fault)
    return reason


def _fingerprint(model: str) -> str:
    """Return the checkpoint's fingerprint; its name if it cannot be read, which the engine will say better."""
    try:
        return models.find_checkpoint(model).fingerprint
    except EaselError:
        return model
