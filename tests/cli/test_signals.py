"""Signals end the command line within seconds: jobs wait in the queue, and no crash is counted."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from macapp.domain.job import JobState
from macapp.errors import MachineError
from macapp.library import Library
from macapp.library.recovery import acquire_runner
from macapp.system.paths import LibraryPaths
from tests.support.children import Child
from tests.support.command_line import macapp
from tests.support.request_factory import request

Begin = Callable[..., "subprocess.Popen[str]"]
LOGOUT = [signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def begin(places: LibraryPaths) -> Iterator[Begin]:
    """Run a command on the library of the test, and wait until its engine is in the middle of a picture.

    With options of `Popen`, its interpreter is a new one.
    """
    started: list[subprocess.Popen[str]] = []

    def start(how: str, *arguments: str, **options) -> "subprocess.Popen[str]":
        words = ["-m", "tests.support.command_blocked", how, "--library", str(places.pictures), *arguments]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        process = subprocess.Popen([sys.executable, *words], **pipes, **options) if options else Child(words, **pipes)
        started.append(process)
        assert process.stderr is not None
        assert "blocks\n" in iter(process.stderr.readline, ""), process.communicate()
        return process

    yield start
    for each in started:
        each.kill()
        each.communicate()


def ended(process: "subprocess.Popen[str]") -> int:
    """Return the exit code; fail if the process waits for its engine, which never returns."""
    process.communicate(timeout=60)
    return process.returncode


@pytest.mark.parametrize("by", LOGOUT, ids=lambda each: each.name)
def test_a_logout_while_the_queue_runs_is_nobodys_death(begin: Begin, library: Library, by: signal.Signals) -> None:
    jobs = library.queue.add([request("first", steps=1000), request("second", steps=1000)])
    for _logout in range(3):
        process = begin("slow", "run")
        process.send_signal(by)
        assert ended(process) == 128 + by
        assert [(each.id, each.state) for each in library.queue.unfinished()] == [
            (each.id, JobState.WAITING) for each in jobs
        ]
        assert not library.queue.is_paused
        with acquire_runner(library) as recovered:
            assert recovered.crashed_jobs == ()


@pytest.mark.parametrize("by", LOGOUT, ids=lambda each: each.name)
def test_a_logout_leaves_what_was_to_be_generated_in_the_queue(
    begin: Begin, library: Library, by: signal.Signals
) -> None:
    process = begin("slow", "generate", "a heart", "--steps", "1000", "--count", "2")
    process.send_signal(by)
    assert ended(process) == 128 + by
    assert [each.state for each in library.queue.unfinished()] == [JobState.WAITING] * 2


def test_a_logout_leaves_a_repeat_in_the_queue(begin: Begin, library: Library, tmp_path: Path) -> None:
    from macapp.domain.job import GeneratedImage
    from tests.support.fake_engine import plain_picture

    [job] = library.queue.add([request(steps=1000)])
    library.queue.claim_next()
    made = library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
    process = begin("slow", "repeat", made.id)
    process.terminate()
    assert ended(process) == 143
    [waiting] = library.queue.unfinished()
    assert (waiting.state, waiting.repeats) == (JobState.WAITING, made.id)


def test_control_c_still_gives_up_what_was_asked_for(begin: Begin, library: Library) -> None:
    process = begin("slow", "generate", "a heart", "--steps", "1000", "--count", "2")
    process.send_signal(signal.SIGINT)
    assert ended(process) == 130
    assert library.queue.unfinished() == []


def test_a_terminal_that_closes_does_not_end_what_ignores_that(begin: Begin, library: Library) -> None:
    """As under `nohup`."""
    library.queue.add([request(steps=300)])
    command = ["run", "--until-empty"]
    process = begin("slow", *command, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    process.send_signal(signal.SIGHUP)
    assert ended(process) == 0
    assert library.pictures.count() == 1


@pytest.mark.parametrize("by", [*LOGOUT, signal.SIGINT], ids=lambda each: each.name)
def test_an_engine_that_does_not_return_is_left_behind_and_its_job_waits(
    begin: Begin, library: Library, by: signal.Signals
) -> None:
    [job] = library.queue.add([request()])
    process = begin("released", "run")
    process.send_signal(by)
    assert ended(process) == 128 + by
    found = library.queue.find(job.id)
    assert found is not None
    assert found.state is (JobState.CANCELED if by is signal.SIGINT else JobState.WAITING)
    with acquire_runner(library) as recovered:
        assert recovered.crashed_jobs == ()


def test_an_engine_that_holds_the_interpreter_is_ended_and_nobody_died(begin: Begin, library: Library) -> None:
    [job] = library.queue.add([request()])
    for _time in range(2):
        process = begin("held", "run")
        process.terminate()
        assert ended(process) == -signal.SIGKILL, "nothing in the process could run"
        with acquire_runner(library) as recovered:
            assert recovered.crashed_jobs == ()
            assert not library.queue.is_paused
            found = library.queue.find(job.id)
            assert found is not None
            assert found.state is JobState.WAITING


def test_a_process_that_is_killed_without_a_word_still_counts_as_a_death(begin: Begin, library: Library) -> None:
    [job] = library.queue.add([request()])
    process = begin("slow", "run")
    process.kill()
    ended(process)
    with acquire_runner(library) as recovered:
        assert [each.id for each in recovered.crashed_jobs] == [job.id]


def test_a_picture_that_is_finished_when_the_signal_comes_is_saved(library: Library) -> None:
    from tests.workflow.test_runner import Run

    jobs = library.queue.add([request("first"), request("second")])
    run = Run(library)
    run.engine.at_step = lambda asked, step: run.runner.interrupt() if step == asked.steps else None
    run.runner.run()
    assert [library.queue.find(each.id).state for each in jobs] == [JobState.DONE, JobState.WAITING]  # type: ignore[union-attr]


def test_an_import_that_is_ended_says_so_by_its_code(places: LibraryPaths, tmp_path: Path, sketch: Path) -> None:
    import shutil

    (tmp_path / "many").mkdir()
    for number in range(3000):
        shutil.copy(sketch, tmp_path / "many" / f"{number}.png")
    command = ["-m", "macapp", "--library", str(places.pictures), "import", str(tmp_path / "many")]
    process = Child(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not list(places.pictures.rglob("Imported/**/*.png")) and process.poll() is None:
        time.sleep(0.01)
    process.terminate()
    assert ended(process) == 143
    with Library.open(places) as library, acquire_runner(library):
        from macapp.library.verify import verify

        assert [each.name for each in verify(library, lambda _done, _all: None) if not each.holds] == []
        assert library.queue.unfinished() == []


def test_a_queue_of_held_jobs_alone_says_so(places: LibraryPaths, library: Library) -> None:
    [job] = library.queue.add([request()])
    library.queue.claim_next()
    library.queue.hold(job.id, MachineError("job-held", times=2))
    done = macapp(places.pictures, "run", "--until-empty", "--resume")
    assert done.returncode == 2
    assert "some are on hold (1)" in done.stderr
    assert library.queue.failed() != []
