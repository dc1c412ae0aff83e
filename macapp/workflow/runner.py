"""Run the jobs of the queue one by one: run, save, report. Plain Python, no Qt, no PyTorch.

The thread that calls `run` (the worker of the window, or the main thread of the command line) is the only one that uses
the engine. `cancel` and `interrupt` may be called on any thread.
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
from macapp.models import ResolvedRequest
from macapp.planning.acceleration import BatchForecast
from macapp.planning.plan import should_reduce_memory, should_unload
from macapp.system import storage
from macapp.system.machine import Pressure, memory_pressure
from macapp.system.power import keep_awake
from macapp.workflow.saver import QUEUE_STOPPING_CODES, NotSaved, PendingPicture, PictureSaver

MAX_REPORTS_PER_SECOND = 10  # progress events beyond this rate are dropped; only the newest matters
MIN_FREE_BYTES = 64 * 2**20  # bytes that must be free on the disk before a job starts
_log = logging.getLogger(__name__)


class ImageEngine(Protocol):
    """The engine as the runner uses it. All calls come from the thread that runs the jobs."""

    def generate(
        self,
        resolved: ResolvedRequest,
        images: Mapping[str, Image],
        on_load: Callable[[], None],
        on_step: Callable[[int, int], None],
    ) -> GeneratedImage:
        """Generate one picture with the models that were read for it; `images` has the pictures that the request names.

        `on_load()` is called before a checkpoint is loaded, `on_step(done, steps)` before the first step and after
        each. An exception that they raise ends the picture and leaves the engine usable.
        """
        ...

    def preview(self) -> Image | None:
        """Return a small preview of the unfinished picture; None if there is none."""
        ...

    def preload(self, model: str, on_load: Callable[[], None]) -> None:
        """Load a checkpoint before its first picture; `on_load` is called first, and may raise to stop it."""
        ...

    def set_low_memory(self, on: bool) -> None:
        """Use as little memory as costs no quality for the next pictures, or the usual amount again."""
        ...

    def set_forecast(self, ahead: Callable[[], BatchForecast], on_compile: Callable[[Reason], None]) -> None:
        """Set the function that forecasts equal pictures; an engine that can use it calls it before each picture.

        `on_compile` is called before blocks are compiled for them; an exception that it raises ends the picture.
        """
        ...

    def release(self) -> None:
        """Free the memory of the loaded checkpoint."""
        ...


class Runner:
    """Runs the jobs of one library one by one; saves each picture while the next one is generated."""

    def __init__(
        self,
        library: Library,
        open_engine: Callable[[], ImageEngine],
        report: Callable[[JobEvent], None],
        pressure: Callable[[], Pressure] = memory_pressure,
    ) -> None:
        """Create a runner; `report` gets every event.

        It is called on the thread of `run`, except for the end of a picture, which the thread of the saver reports.
        """
        self._pressure = pressure
        self._is_low_on_memory = False
        self._library = library
        self._open_engine = open_engine
        self._report = report
        self._engine: ImageEngine | None = None
        self._lock = threading.Lock()
        self._running: _ActiveJob | None = None
        self._is_interrupted = False
        self._pending: list[PendingPicture] = []
        self._given_up: set[str] = set()
        self._stopped_by: str | None = None

    @property
    def has_pending(self) -> bool:
        """Whether a finished picture waits in memory for space on the disk."""
        return bool(self._pending)

    @property
    def drawing(self) -> Job | None:
        """The job in the engine, or about to be; None while a picture is only being saved. Any thread."""
        with self._lock:
            job = None if self._running is None else self._running.job
        return None if job in [item.job for item in self._pending] else job

    def run(self, only: Iterable[str] | None = None, keep_going: Callable[[], bool] = lambda: True) -> None:
        """Run waiting jobs (only those in `only`, if given) until none is left or `keep_going()` is false.

        Reports `IDLE` at the end, when all pictures are saved. A failed job does not stop the others. A fault of the
        disk, and anything else that prevents saving a finished picture, reports `STOPPED` once and stops. Finished
        pictures then stay in memory, and the next call saves them first.
        """
        job_ids = None if only is None else list(only)
        self._is_interrupted = False
        with PictureSaver(self._library.places, self._report) as saver:
            try:
                self._save_pending(saver)
                ended = self._run_all(saver, job_ids, keep_going)
            except NotSaved as fault:
                self._stop(fault.reason, fault.job)
                ended = False
            except Exception as fault:  # noqa: BLE001  (finished pictures must be saved after any error)
                self._is_saved(saver)  # reported first, because it happened first
                self._stop(_log_internal_error(fault))
                ended = False
            finally:
                saved = self._is_saved(saver)
        if ended and saved:
            self._report(JobEvent(kind=EventKind.IDLE))

    def cancel(self, job_id: str) -> None:
        """Cancel the running job if it has this id; it ends within one step. Any thread.

        A finished picture that cannot be saved is discarded at the next `run`.
        """
        with self._lock:
            if self._running is not None and self._running.job.id == job_id:
                self._running.canceled.set()
            elif job_id in [item.job.id for item in self._pending]:
                self._given_up.add(job_id)

    def interrupt(self) -> None:
        """Stop the running job within one step and return it to the queue, because the program quits. Any thread.

        This includes a job that is about to start. A finished picture is saved.
        """
        with self._lock:
            self._is_interrupted = True
            if self._running is not None:
                self._running.interrupted.set()

    def close(self) -> None:
        """Release the engine, after one more attempt to save each finished picture, then in the offline folder.

        If both attempts fail, its job returns to the queue.
        """
        for offline in (False, True) if self._pending else ():
            with PictureSaver(self._library.places, self._report) as saver, contextlib.suppress(Exception):
                self._save_pending(saver, offline)
        for pending in self._pending:
            self._try_requeue(pending.job)
        if self._engine is not None:
            self._engine.release()
            self._engine = None

    def preload(self, model: str) -> None:
        """Load a checkpoint while the queue is empty, so that the first picture starts sooner. Thread of `run`.

        A checkpoint that crashed the process while it was preloaded is loaded only by a job. A checkpoint that cannot
        be loaded reports its error when a job needs it.
        """
        fingerprint = model
        with contextlib.suppress(EaselError):
            fingerprint = models.find_checkpoint(model).fingerprint
        if self._engine is not None or not self._library.queue.may_preload(fingerprint):
            return
        self._report(JobEvent(kind=EventKind.LOADING))
        try:
            self._library.queue.begin_preparing(fingerprint)
            self._engine = self._open_engine()
            self._engine.preload(model, lambda: None)
        except BaseException as exception:  # noqa: BLE001  (the user did not request it, so it must not end the loop)
            _log.warning("%s was not preloaded: %s", model, as_easel_error(exception))
        with contextlib.suppress(EaselError):  # then the next start does not preload it either
            self._library.queue.end_preparing()
        self._report(JobEvent(kind=EventKind.IDLE))

    def on_idle(self) -> None:
        """Check memory pressure while no job runs; unload the checkpoint and report it if memory is short."""
        if self._engine is not None and should_unload(self._pressure(), idle=True):
            self._engine.release()
            self._engine = None
            self._report(JobEvent(kind=EventKind.MEMORY_REDUCED, reason=MachineError("memory-let-go")))

    def _adapt_to_pressure(self) -> None:
        """Use less memory for the next picture while the system is short of it, and report that once."""
        if self._engine is None:
            return
        before, self._is_low_on_memory = self._is_low_on_memory, should_reduce_memory(self._pressure())
        self._engine.set_low_memory(self._is_low_on_memory)
        if self._is_low_on_memory and not before:
            self._report(JobEvent(kind=EventKind.MEMORY_REDUCED, reason=MachineError("memory-spared")))

    def _run_all(self, saver: PictureSaver, job_ids: list[str] | None, keep_going: Callable[[], bool]) -> bool:
        """Run jobs one after another; return whether the loop ended normally."""
        while keep_going() and not (job_ids is None and self._library.queue.is_paused):
            self._check_disk()
            job = self._library.queue.claim_next(job_ids)
            self._stopped_by = None
            if job is None:
                break
            if not self._run(job, saver, job_ids):
                return False
            self._pause_if_requested(job)
            if self._is_interrupted:
                return False
        return True

    def _run(self, job: Job, saver: PictureSaver, job_ids: list[str] | None) -> bool:
        """Run one job to its end; return whether the next one may run."""
        running = _ActiveJob(job, self._library.queue, self._report, self._preview, saver)
        with self._lock:
            self._running = running
            if self._is_interrupted:
                running.interrupted.set()
        try:
            with keep_awake("Making pictures"):
                self._make(running, saver, job_ids)
        except _Interrupted:
            self._library.queue.requeue(job.id)
            return False
        except NotSaved as fault:  # the previous picture; the present one is finished too, and stays pending
            self._stop(fault.reason, fault.job)
            return False
        except Canceled:
            self._library.queue.end(job.id, JobState.CANCELED)
            self._report(JobEvent(kind=EventKind.CANCELED, job=job))
        except BaseException as exception:  # noqa: BLE001  (SystemExit and MemoryError must not end the loop either)
            return self._handle_failure(job, exception)
        finally:
            with self._lock:
                self._running = None
        return True

    def _preview(self) -> Image | None:
        return None if self._engine is None else self._engine.preview()

    def _make(self, running: "_ActiveJob", saver: PictureSaver, job_ids: list[str] | None) -> None:
        request = running.job.request
        running.check()
        images = saver.load_inputs(request)
        resolved = models.resolve_request(request)
        with contextlib.suppress(EaselError):  # the engine reports it
            running.fingerprint = resolved.checkpoint.fingerprint
        if self._engine is None:
            running.on_load()
            self._engine = self._open_engine()
        self._adapt_to_pressure()
        self._engine.set_forecast(lambda: self._forecast(request, job_ids), running.on_compile)
        generated = self._engine.generate(resolved, images, running.on_load, running.on_step)
        if running.canceled.is_set():
            raise Canceled
        seconds = running.seconds() - generated.made_with.get("compile_seconds", 0.0)
        self._pending.append(PendingPicture(running.job, generated, seconds))
        self._wait_for_saver(saver)
        self._report(JobEvent(kind=EventKind.SAVING, job=running.job))
        saver.save(self._pending[-1])

    def _forecast(self, request: Request, job_ids: list[str] | None) -> BatchForecast:
        """Return how many equal pictures are to be made in a row, and what is known about such pictures."""
        return self._library.durations().forecast(
            request, 1 + self._library.queue.count_compilable_run(request, job_ids)
        )

    def _save_pending(self, saver: PictureSaver, offline: bool = False) -> None:
        """Save the finished pictures, if there are any; raises `NotSaved` and keeps those that are left."""
        for pending in list(self._pending):
            if pending.job.id in self._given_up:
                self._give_up(pending)
                continue
            saver.save(pending, offline)
            self._wait_for_saver(saver)

    def _give_up(self, pending: PendingPicture) -> None:
        """Cancel a job whose finished picture cannot be saved, because the user does not want to wait."""
        self._library.queue.end(pending.job.id, JobState.CANCELED)
        self._given_up.discard(pending.job.id)
        self._pending.remove(pending)
        self._report(JobEvent(kind=EventKind.CANCELED, job=pending.job))

    def _wait_for_saver(self, saver: PictureSaver) -> None:
        """Wait for the saver; raises `NotSaved` and keeps the picture if it was not saved."""
        saved = saver.wait()
        if saved is not None:
            self._pending.remove(saved)

    def _is_saved(self, saver: PictureSaver) -> bool:
        """Wait for the saver; return whether the picture is saved, and report the reason if it is not."""
        try:
            self._wait_for_saver(saver)
        except NotSaved as fault:
            self._stop(fault.reason, fault.job)
            return False
        return True

    def _pause_if_requested(self, job: Job) -> None:
        if self._library.queue.paused_after == job.id:
            self._library.queue.pause_after(None)
            self._library.queue.pause()

    def _handle_failure(self, job: Job, exception: BaseException) -> bool:
        """Record why a job failed; return whether the loop continues.

        If the reason is not the fault of the job, its finished picture stays pending or the job returns to the queue,
        and the loop stops.
        """
        reason = as_easel_error(exception)
        if isinstance(reason, InternalError):
            _log.exception("job %s failed", job.id)
        is_finished = job in [item.job for item in self._pending]
        if is_finished or reason.code in QUEUE_STOPPING_CODES:
            if not is_finished:
                self._try_requeue(job)
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
        """Report why the queue stopped, unless that was the last report."""
        if reason.code != self._stopped_by:
            self._stopped_by = reason.code
            self._report(JobEvent(kind=EventKind.STOPPED, job=job, reason=reason))

    def _try_requeue(self, job: Job) -> None:
        with contextlib.suppress(Exception):  # it stays marked as running, and the next start requeues it
            self._library.queue.requeue(job.id)

    def _check_disk(self) -> None:
        """Raise if the folder of the pictures is not connected or has no room: checked before the GPU works, not
        after."""
        self._library.picture_storage.require_connected()
        self._library.pictures.import_offline()
        free = storage.free_bytes(self._library.places.pictures)
        if free < MIN_FREE_BYTES:
            raise MachineError("disk-nearly-full", free=free, needed=MIN_FREE_BYTES)


class _Interrupted(Exception):
    """The program quits, or nothing can be saved: the job is neither done nor failed nor cancelled."""


class _ActiveJob:
    """The running job with its flags and its progress."""

    def __init__(
        self,
        job: Job,
        queue: Queue,
        report: Callable[[JobEvent], None],
        preview: Callable[[], Image | None],
        saver: PictureSaver,
    ) -> None:
        self.job = job
        self.fingerprint = job.request.model
        """of the checkpoint; the name of the model until its weights are read"""
        self._preview = preview
        self._saver = saver
        self._queue = queue
        self._loads = False
        self.canceled = threading.Event()
        self.interrupted = threading.Event()
        self._report = report
        self._first_step: float | None = None
        self._timing_start: tuple[float, int] | None = None
        self._last_report = 0.0
        self._start_time = time.monotonic()

    def seconds(self) -> float:
        """Return the seconds that the picture took so far, without loading the checkpoint."""
        return time.monotonic() - (self._start_time if self._first_step is None else self._first_step)

    def check(self) -> None:
        """Raise if the user canceled the job or the program quits."""
        if self.interrupted.is_set():
            raise _Interrupted
        if self.canceled.is_set():
            raise Canceled

    def _check_all(self) -> None:
        """Raise if the job must stop, also because the previous picture cannot be saved."""
        self.check()
        if self._saver.has_failed:
            raise _Interrupted

    def on_load(self) -> None:
        self._check_all()
        self._queue.record_loading(self.job.id, self.fingerprint)
        self._loads = True
        self._report(JobEvent(kind=EventKind.LOADING, job=self.job))

    def on_compile(self, why: Reason) -> None:
        self._check_all()
        self._timing_start = None
        self._report(JobEvent(kind=EventKind.COMPILING, job=self.job, why=why))

    def on_step(self, step: int, steps: int) -> None:
        self._check_all()
        if self._loads:
            self._queue.record_loaded(self.job.id)
            self._loads = False
        now = time.monotonic()
        if self._first_step is None:
            self._saver.prefetch_inputs()
        if self._first_step is None or step == 0:
            self._first_step = now
        if self._timing_start is None or step == 0:
            self._timing_start = now, step
        began, done = self._timing_start
        if 0 < step < steps and now - self._last_report < 1 / MAX_REPORTS_PER_SECOND:
            return
        self._last_report = now
        seconds_per_step = (now - began) / (step - done) if step > done else None
        look = self._preview() if 0 < step < steps else None
        progress = {"step": step, "steps": steps, "seconds_per_step": seconds_per_step, "preview": look}
        self._report(JobEvent(kind=EventKind.STEP, job=self.job, **progress))


def _log_internal_error(fault: Exception) -> EaselError:
    reason = as_easel_error(fault)
    if isinstance(reason, InternalError):
        _log.error("the queue stopped", exc_info=fault)
    return reason
