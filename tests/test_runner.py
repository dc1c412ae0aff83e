"""The loop: one job after another, whatever happens to any of them."""

import threading

import pytest
from PIL import Image

from macapp import files
from macapp.errors import MachineFault
from macapp.jobs import EventKind, JobEvent, JobState, Request
from macapp.library import Library, start_images
from macapp.runner import Runner
from tests.requests_of_all_kinds import request
from tests.scripted_engine import ScriptedEngine, plain_picture


class Run:
    """A runner over a library with a scripted engine, and everything it reported."""

    def __init__(self, library: Library, engine: ScriptedEngine | None = None) -> None:
        self.engine = engine or ScriptedEngine()
        self.events: list[JobEvent] = []
        self.runner = Runner(library, lambda: self.engine, self.events.append)

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
    "fault", [ValueError("x"), SystemExit(3), KeyboardInterrupt(), MemoryError(), MachineFault("out-of-memory")]
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
    monkeypatch.setattr(files, "free_bytes", lambda folder: 0)
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
                run.runner.cancel(second.id)  # not the one that runs: nothing happens
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
    kept = start_images.keep(library.places, tmp_path / "a.png")
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
