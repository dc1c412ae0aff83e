"""Pictures are saved during the next generation; none is lost, and none is reported too early."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from macapp.domain.job import EventKind, JobState
from macapp.library import Library, source_images
from macapp.library.metadata.recipe import is_intact
from macapp.library.recovery import acquire_runner
from macapp.messages import message_for
from macapp.system import storage
from macapp.workflow.saver import PictureSaver
from tests.support import children
from tests.support.fake_engine import ScriptedEngine
from tests.support.request_factory import request
from tests.workflow.test_runner import Run, states

PATIENCE = 10  # seconds; only a failing test waits this long


def test_a_picture_is_saved_while_the_next_is_drawn(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = library.queue.add([request("first"), request("second")])
    drawing_second, threads = threading.Event(), set()

    def before(operation: str) -> None:
        if operation == "write" and not threads:
            threads.add(threading.get_ident())
            assert drawing_second.wait(PATIENCE), "the second picture was not generated before the first was saved"

    def at_step(asked, step: int) -> None:
        if asked.prompt == "second" and step == 1:
            assert library.pictures.count() == 0
            drawing_second.set()

    monkeypatch.setattr(storage, "operation_hook", before)
    run = Run(library, ScriptedEngine(at_step=at_step))
    run.runner.run()
    assert states(library, jobs) == [JobState.DONE, JobState.DONE]
    assert threads.isdisjoint(run.engine.threads), "the thread of the engine waited for the disk"
    assert run.kinds()[-1] == "idle"


def test_what_is_announced_is_on_the_disk(library: Library) -> None:
    jobs = library.queue.add([request(seed=seed) for seed in range(5)])
    announced = []

    def look(event) -> None:
        if event.picture is not None:
            with Library.open(library.places) as other:
                announced.append(is_intact(other.pictures.find(event.picture.id).path))

    run = Run(library, on_event=look)
    run.runner.run()
    assert announced == [True] * 5
    told = [each.picture.id for each in run.events if each.picture is not None]
    assert told == [each.id for each in jobs]


def test_a_disk_that_fills_stops_the_next_picture_within_a_step_and_loses_neither(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = library.queue.add([request("first"), request("second", steps=50), request("third")])
    full, failed = [True], threading.Event()

    def before(operation: str) -> None:
        if operation == "write" and full[0]:
            failed.set()
            raise OSError(28, "No space left on device")

    steps: list[int] = []

    def at_step(asked, step: int) -> None:
        if asked.prompt == "second":
            assert failed.wait(PATIENCE)
            time.sleep(0.01)
            steps.append(step)

    monkeypatch.setattr(storage, "operation_hook", before)
    run = Run(library, ScriptedEngine(at_step=at_step))
    run.runner.run()
    assert len(steps) < 5
    assert states(library, jobs) == [JobState.RUNNING, JobState.WAITING, JobState.WAITING]
    assert run.events[-1].kind is EventKind.STOPPED
    assert run.events[-1].job == run.events[0].job, "the picture without space is not named"
    assert run.runner.has_pending
    full[0] = False
    run.runner.run()
    assert states(library, jobs) == [JobState.DONE] * 3
    assert [each.prompt for each in run.engine.made] == ["first", "second", "third"], "a picture was made twice"


def test_what_the_next_job_starts_from_is_decoded_meanwhile(library: Library, tmp_path: Path, monkeypatch) -> None:
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "a.png")
    kept = source_images.store_file(library.places, tmp_path / "a.png")
    library.queue.add([request("first"), request("second", image=kept.name, strength=0.5)])
    decoding, decoded, load = [], threading.Event(), source_images.load_image

    def loaded(*given):
        decoding.append(threading.get_ident())
        decoded.set()
        return load(*given)

    def at_step(asked, step: int) -> None:
        assert decoded.wait(PATIENCE), "not prepared during the first generation"

    monkeypatch.setattr(source_images, "load_image", loaded)
    run = Run(library, ScriptedEngine(at_step=at_step))
    run.runner.run()
    assert run.engine.start_images[1].getpixel((0, 0)) == (0, 128, 128)  # type: ignore[union-attr]
    assert len(decoding) == 1
    assert threading.get_ident() not in decoding


def test_an_image_that_is_gone_is_the_job_s_own_fault(library: Library) -> None:
    jobs = library.queue.add([request("first"), request("second", image="0" * 64, strength=0.5)])
    with PictureSaver(library.places, lambda _event: None) as beside:
        beside.prefetch_inputs()
        assert beside.wait() is None
    run = Run(library)
    run.runner.run()
    assert states(library, jobs) == [JobState.DONE, JobState.FAILED]
    assert library.queue.failed()[0].reason.code == "start-image-gone"  # type: ignore[union-attr]


def test_a_reference_image_that_is_gone_is_named_by_its_number(library: Library, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "a.png")
    kept = source_images.store_file(library.places, tmp_path / "a.png")
    library.queue.add([request("first", references=(kept.name, "0" * 64))])
    Run(library).runner.run()
    [failed] = library.queue.failed()
    assert failed.reason is not None
    assert message_for(failed.reason).startswith("Reference image 2 is no longer in the library.")


def test_of_two_jobs_that_a_process_left_only_the_last_is_blamed(library: Library) -> None:
    """The previous job was generated and in the saver, so it did not cause the crash."""
    first, second = library.queue.add([request("first"), request("second")])
    child = (
        "import os, signal, sys, time; from pathlib import Path; from macapp.library import Library;"
        "from macapp.system.paths import LibraryPaths; library = Library.open(LibraryPaths.at(Path(sys.argv[1])));"
        "library.queue.claim_next(); time.sleep(0.01); library.queue.claim_next(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    died = children.run(["-c", child, str(library.places.pictures)])
    assert died.returncode == -signal.SIGKILL
    assert [each.id for each in library.queue.unfinished()] == [second.id, first.id], "the running job is not first"
    with acquire_runner(library) as recovered:
        assert [each.id for each in recovered.crashed_jobs] == [second.id]
        assert library.queue.crashed_job.id == second.id  # type: ignore[union-attr]


def test_a_pipe_that_nobody_reads_ends_no_job(library: Library) -> None:
    jobs = library.queue.add([request(seed=seed) for seed in range(30)])
    reading, writing = os.pipe()
    os.close(reading)
    child = (
        "import sys; from pathlib import Path; from macapp.library import Library; from macapp.system.paths import "
        "LibraryPaths;"
        "from macapp.workflow.runner import Runner; from macapp.cli.progress import ProgressReporter;"
        "from macapp.console import print_result;"
        "from tests.support.fake_engine import ScriptedEngine; library = "
        "Library.open(LibraryPaths.at(Path(sys.argv[1])));"
        "reporter = ProgressReporter(lambda picture, _seconds: print_result({}, False, str(picture.path)));"
        "Runner(library, ScriptedEngine, reporter.report).run(keep_going=reporter.should_continue);"
        "sys.exit(reporter.exit_code)"
    )
    done = children.run(["-c", child, str(library.places.pictures)], stdout=writing)
    os.close(writing)
    assert done.returncode == 0
    assert states(library, jobs) == [JobState.DONE] * 30
