"""The runner: one job after another, even if some of them fail."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from PIL import Image

from macapp import models
from macapp.domain.job import EventKind, GeneratedImage, JobEvent, JobState
from macapp.domain.request import Request
from macapp.errors import MachineError
from macapp.library import Library, source_images
from macapp.messages import message_for
from macapp.models import ResolvedRequest
from macapp.system import storage
from macapp.system.machine import Pressure
from macapp.system.paths import LibraryPaths
from macapp.workflow.runner import Runner
from tests.support.fake_engine import ScriptedEngine, plain_picture
from tests.support.request_factory import request


class Run:
    """A runner with a library and a scripted engine, and its events."""

    def __init__(
        self,
        library: Library,
        engine: ScriptedEngine | None = None,
        pressure: Callable[[], Pressure] = lambda: "normal",
        on_event: Callable[[JobEvent], None] = lambda _event: None,
    ) -> None:
        self.engine = engine or ScriptedEngine()
        self.events: list[JobEvent] = []
        self._on_event = on_event
        self.runner = Runner(library, lambda: self.engine, self._record, pressure)

    def _record(self, event: JobEvent) -> None:
        self.events.append(event)
        self._on_event(event)

    def kinds(self) -> list[str]:
        return [each.kind.value for each in self.events if each.kind is not EventKind.STEP]


def states(library: Library, jobs) -> list[JobState]:
    return [library.queue.find(each.id).state for each in jobs]  # type: ignore[union-attr]


def test_jobs_are_made_in_order_and_saved_before_they_are_announced(library: Library) -> None:
    jobs = library.queue.add([request("a", seed=1), request("b", seed=2)])
    run = Run(library)
    run.runner.run()
    assert [each.prompt for each in run.engine.made] == ["a", "b"]
    assert run.kinds() == ["loading", "loading", "saving", "done", "saving", "done", "idle"]
    for job, event in zip(jobs, [each for each in run.events if each.picture], strict=True):
        assert event.picture is not None
        assert event.picture.id == job.id
        with Image.open(event.picture.path) as image:
            assert image.getpixel((0, 0)) == plain_picture(job.request).getpixel((0, 0))
    assert states(library, jobs) == [JobState.DONE, JobState.DONE]


@pytest.mark.parametrize(
    "fault", [ValueError("x"), SystemExit(3), KeyboardInterrupt(), MemoryError(), MachineError("out-of-memory")]
)
def test_a_job_that_fails_says_why_and_the_next_one_runs(library: Library, fault: BaseException) -> None:
    bad, good = library.queue.add([request("bad"), request("good")])
    run = Run(library, ScriptedEngine(faults={"bad": fault}))
    run.runner.run()
    assert states(library, [bad, good]) == [JobState.FAILED, JobState.DONE]
    [failed] = [each for each in run.events if each.kind is EventKind.FAILED]
    assert failed.reason is not None
    assert library.queue.failed()[0].reason.code == failed.reason.code  # type: ignore[union-attr]


def test_a_full_disk_keeps_the_job_and_stops_until_there_is_room(library: Library, monkeypatch) -> None:
    [job] = library.queue.add([request()])
    run = Run(library, ScriptedEngine(faults={"a red heart": OSError(28, "No space left on device")}))
    run.runner.run()
    assert run.kinds()[-1] == "stopped"
    assert states(library, [job]) == [JobState.WAITING]
    monkeypatch.setattr(storage, "free_bytes", lambda folder: 0)
    run.runner.run()
    assert run.events[-1].reason.code == "disk-nearly-full"  # type: ignore[union-attr]
    monkeypatch.undo()
    run.engine.faults.clear()
    run.runner.run()
    assert states(library, [job]) == [JobState.DONE]


def test_cancel_stops_within_a_step_and_the_next_job_runs(library: Library) -> None:
    first, second = library.queue.add([request("first", steps=50), request("second")])
    run = Run(library)
    steps: list[int] = []

    def cancel_at_five(asked: Request, step: int) -> None:
        if asked.prompt == "first":
            steps.append(step)
            if step == 5:
                run.runner.cancel(second.id)  # not the running job: nothing happens
                run.runner.cancel(first.id)

    run.engine.at_step = cancel_at_five
    run.runner.run()
    assert steps[-1] == 5
    assert states(library, [first, second]) == [JobState.CANCELED, JobState.DONE]
    assert library.pictures.count() == 1


def test_an_interrupted_job_waits_for_the_next_start(library: Library) -> None:
    jobs = library.queue.add([request("a", steps=50), request("b")])
    run = Run(library)
    run.engine.at_step = lambda asked, step: run.runner.interrupt() if step == 3 else None
    run.runner.run()
    assert states(library, jobs) == [JobState.WAITING, JobState.WAITING]
    assert run.kinds() == ["loading", "loading"]
    run.engine.at_step = lambda asked, step: None
    run.runner.run()
    assert [each.prompt for each in run.engine.made] == ["a", "b"]


def test_a_paused_queue_starts_nothing_but_what_is_asked_for_by_name(library: Library) -> None:
    first, second = library.queue.add([request("a"), request("b")])
    library.queue.pause()
    run = Run(library)
    run.runner.run()
    assert run.kinds() == ["idle"]
    run.runner.run(only=[second.id])
    assert states(library, [first, second]) == [JobState.WAITING, JobState.DONE]


def test_the_starting_image_is_the_copy_that_the_library_keeps(library: Library, tmp_path) -> None:
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "a.png")
    kept = source_images.store_file(library.places, tmp_path / "a.png")
    (tmp_path / "a.png").unlink()
    [job, gone] = library.queue.add([request(image=kept.name, strength=0.5), request(image="0" * 64, strength=0.5)])
    run = Run(library)
    run.runner.run()
    assert run.engine.start_images[0].getpixel((0, 0)) == (0, 128, 128)  # type: ignore[union-attr]
    assert states(library, [job, gone]) == [JobState.DONE, JobState.FAILED]


def test_progress_is_reported_ten_times_a_second_at_most(library: Library) -> None:
    library.queue.add([request(steps=1000)])
    run = Run(library)
    run.runner.run()
    steps = [each.step for each in run.events if each.kind is EventKind.STEP]
    assert steps[0] == 0
    assert steps[-1] == 1000
    assert len(steps) < 50


def test_the_engine_is_let_go_at_the_end(library: Library) -> None:
    library.queue.add([request()])
    run = Run(library)
    run.runner.run()
    run.runner.close()
    assert run.engine.released


def test_jobs_added_while_it_runs_are_run_too(library: Library) -> None:
    library.queue.add([request("first")])
    run = Run(library)
    added = threading.Event()

    def add_another(asked: Request, step: int) -> None:
        if not added.is_set():
            added.set()
            with Library.open(library.places) as other:
                other.queue.add([request("second")])

    run.engine.at_step = add_another
    run.runner.run()
    assert [each.prompt for each in run.engine.made] == ["first", "second"]


# Saving pictures ------------------------------------------------------------------------------------------------------


class FullDisk:
    """Fails every write of a picture while it is on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_full = False
        monkeypatch.setattr(storage, "operation_hook", self.before)

    def before(self, operation: str) -> None:
        if self.is_full and operation == "write":
            raise OSError(28, "No space left on device")


def test_a_disk_that_fills_while_saving_keeps_the_picture_and_saves_it_when_there_is_room(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = library.queue.add([request("first"), request("second")])
    disk, engine = FullDisk(monkeypatch), ScriptedEngine()
    run = Run(library, engine)
    disk.is_full = True
    for _look in range(3):
        run.runner.run()
    assert run.kinds().count("stopped") == 1, "the full disk was reported at every check"
    assert run.runner.has_pending
    assert list(library.places.pictures.glob("2*/*")) == []
    disk.is_full = False
    run.runner.run()
    assert states(library, jobs) == [JobState.DONE, JobState.DONE]
    assert len(engine.made) == 2, "a picture was made twice"
    assert run.kinds()[-1] == "idle"


def test_what_could_not_be_saved_before_the_end_waits_in_the_queue(library: Library, monkeypatch) -> None:
    [job] = library.queue.add([request()])
    disk = FullDisk(monkeypatch)
    run = Run(library, ScriptedEngine())
    disk.is_full = True
    run.runner.run()
    run.runner.close()
    assert states(library, [job]) == [JobState.WAITING]


def test_with_the_folder_gone_nothing_starts_and_what_ran_is_kept_aside(tmp_path: Path) -> None:
    places = LibraryPaths(tmp_path / "volume" / "Easel", tmp_path / "index", tmp_path / "spill")
    with Library.open(places) as library:
        jobs = library.queue.add([request("first"), request("second")])

        def unplug(asked: Request, step: int) -> None:
            if asked.prompt == "first" and step == 1:
                (tmp_path / "volume").rename(tmp_path / "unplugged")

        run = Run(library, ScriptedEngine(at_step=unplug))
        run.runner.run()
        assert run.events[-1].reason is not None
        assert run.events[-1].reason.code == "not-connected"
        assert states(library, jobs) == [JobState.DONE, JobState.WAITING]
        assert not (tmp_path / "volume").exists()
        (tmp_path / "unplugged").rename(tmp_path / "volume")
        run.runner.run()
        assert states(library, jobs) == [JobState.DONE, JobState.DONE]
        assert [each.path.is_relative_to(places.pictures) for each in library.pictures.newest(9)] == [True, True]


def test_the_queue_pauses_after_the_job_that_was_named(library: Library) -> None:
    jobs = library.queue.add([request("first"), request("second"), request("third")])
    library.queue.pause_after(jobs[1].id)
    Run(library, ScriptedEngine()).runner.run()
    assert states(library, jobs) == [JobState.DONE, JobState.DONE, JobState.WAITING]
    assert library.queue.is_paused
    assert library.queue.paused_after is None


def test_a_repeat_that_gives_the_same_pixels_says_so_and_keeps_no_copy(library: Library) -> None:
    library.queue.add([request()])
    run = Run(library, ScriptedEngine())
    run.runner.run()
    [picture] = library.pictures.newest(9)
    [job] = library.queue.add([picture.request], repeats=picture.id)
    run.runner.run()
    comparison = run.events[-2].comparison
    assert comparison is not None
    assert comparison.identical
    assert library.pictures.newest(9) == [picture]
    assert library.queue.outcome(job.id) == comparison


def test_a_repeat_that_differs_says_how_far_and_why_and_is_kept(library: Library) -> None:
    [job] = library.queue.add([request(seed=4)])
    image = plain_picture(request(seed=4))
    image.putpixel((3, 5), (255, 255, 255))
    library.queue.claim_next()
    picture = library.pictures.save(job, GeneratedImage(image=image, made_with={"device": "mps", "torch": "2.12.0"}))
    library.queue.add([picture.request], repeats=picture.id)
    run = Run(library, ScriptedEngine())
    run.runner.run()
    comparison = run.events[-2].comparison
    assert comparison is not None
    assert not comparison.identical
    assert comparison.pixels == 1
    assert comparison.most == 255 - min(low for low, _high in plain_picture(request(seed=4)).getextrema())  # type: ignore[misc]
    assert "device: mps, now script" in comparison.changed
    assert library.pictures.count() == 2


# Memory and preloading ------------------------------------------------------------------------------------------------


def test_while_memory_is_short_pictures_are_made_with_less_and_it_is_said_once(library: Library) -> None:
    pressed: list[Pressure] = ["normal", "warning", "critical", "normal"]
    library.queue.add([request(seed=seed) for seed in range(4)])
    run = Run(library, pressure=lambda: pressed.pop(0))
    run.runner.run()
    assert run.engine.spares == [False, True, True, False]
    [told] = [each.reason for each in run.events if each.kind is EventKind.MEMORY_REDUCED]
    assert message_for(told).startswith("Memory is low")  # type: ignore[arg-type]
    assert library.pictures.count() == 4


def test_a_checkpoint_is_let_go_only_while_nothing_is_made_and_memory_is_short(library: Library) -> None:
    pressed: list[Pressure] = ["normal"]
    library.queue.add([request()])
    run = Run(library, pressure=lambda: pressed[0])
    run.runner.run()
    run.runner.on_idle()
    assert not run.engine.released
    pressed[0] = "warning"
    run.runner.on_idle()
    assert run.engine.released
    assert run.events[-1].kind is EventKind.MEMORY_REDUCED


@pytest.mark.parametrize("told", ["quits", "dies"])
def test_a_checkpoint_that_its_process_died_of_while_it_was_prepared_is_left_to_the_jobs(library, told: str) -> None:
    run = Run(library)
    library.queue.begin_preparing("starter")
    if told == "quits":
        library.queue.end_preparing()
    assert library.queue.may_preload("starter") == (told == "quits")
    assert library.queue.may_preload("another")
    [job] = library.queue.add([request()])
    run.runner.run()
    assert states(library, [job]) == [JobState.DONE]


def test_a_checkpoint_that_a_job_loaded_may_be_prepared_again(library: Library) -> None:
    fingerprint = models.find_checkpoint("starter").fingerprint
    library.queue.begin_preparing(fingerprint)
    run = Run(library)
    run.runner.preload("starter")
    assert run.engine.prepared == []
    library.queue.add([request(model="starter")])
    run.runner.run()
    assert library.queue.may_preload(fingerprint)


class Compiling(ScriptedEngine):
    """Reports that compiling took one hour of the time."""

    def generate(self, resolved: ResolvedRequest, images, on_load, on_step) -> GeneratedImage:
        made = super().generate(resolved, images, on_load, on_step)
        return replace(made, made_with={**made.made_with, "compiled": True, "compile_seconds": 3600.0})


def test_what_is_ahead_is_told_to_an_engine_that_asks_and_compiling_is_said(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "monotonic", count(step=1000.0).__next__)  # every step is reported
    library.queue.add([request(seed=n, width=512, height=512) for n in range(3)] + [request()])
    run = Run(library, ScriptedEngine(compiles=True))
    run.runner.run()
    monkeypatch.undo()
    assert [each.count for each in run.engine.ahead] == [3, 2, 1, 1]
    said = [each for each in run.events if each.kind is EventKind.COMPILING]
    assert len(said) == 4
    assert said[0].why is not None
    assert said[0].why.data["count"] == 40
    assert said[0].is_progress
    first = [each for each in run.events if each.job == said[0].job and each.kind is EventKind.STEP]
    assert first[1].seconds_per_step is None, "the speed was computed from the compiling step"
    assert first[2].seconds_per_step is not None


def test_the_time_of_compiling_is_none_of_the_picture(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", count(step=1000.0).__next__)
    [job] = library.queue.add([request(steps=5)])
    Run(library, Compiling()).runner.run()
    monkeypatch.undo()
    ahead = library.durations().forecast(job.request, 1)
    assert ahead.compile_seconds == 3600.0
    estimate = library.durations().estimate(job.request)
    assert estimate is not None
    assert estimate.seconds > 0
    assert estimate.seconds % 1000 == 400, "not a multiple of 1,000 less 3,600"


def test_a_job_is_canceled_before_something_is_compiled(library: Library) -> None:
    [job] = library.queue.add([request(steps=5)])
    run = Run(library, ScriptedEngine(compiles=True))

    def report(event: JobEvent) -> None:
        run.events.append(event)
        if event.kind is EventKind.STEP:
            run.runner.cancel(job.id)

    run.runner = Runner(library, lambda: run.engine, report, lambda: "normal")
    run.runner.run()
    assert states(library, [job]) == [JobState.CANCELED]
    assert not [each for each in run.events if each.kind is EventKind.COMPILING]
