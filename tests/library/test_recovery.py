"""Recovery at the next start after a process was killed. The processes are real."""

import signal
from pathlib import Path
from typing import Any

import pytest

from macapp.domain.job import Job, JobState
from macapp.domain.request import STARTER_MODEL
from macapp.library import Library
from macapp.library.metadata import recipe
from macapp.library.recovery import acquire_runner
from macapp.messages import message_for
from macapp.system.paths import LibraryPaths
from macapp.workflow.runner import Runner
from tests.support import children, index
from tests.support.fake_engine import ScriptedEngine, plain_picture
from tests.support.request_factory import request


def die(places: LibraryPaths, where: str, *model: str) -> None:
    """Process the queue in a process that a job kills."""
    done = children.run(["-m", "tests.support.child_killed", str(places.pictures), where, *model], capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


def states(library: Library, *ids: str) -> list[JobState]:
    return [library.queue.find(each).state for each in ids]  # type: ignore[union-attr]


def add(library: Library, *prompts: str, **changes: Any) -> list[str]:
    return [job.id for job in library.queue.add([request(each, **changes) for each in prompts])]


def run(library: Library) -> None:
    Runner(library, ScriptedEngine, lambda _event: None).run()


def write_picture(places: LibraryPaths, job: Job | None) -> None:
    """Write the file of a picture without its row, like a process that dies in between."""
    assert job is not None
    folder = places.pictures / job.created[:7]
    folder.mkdir(exist_ok=True)
    made = recipe.PictureMetadata(job.id, job.request, job.created, {})
    (folder / f"{job.id}.png").write_bytes(recipe.encode_png(plain_picture(job.request), made))


def test_the_first_death_pauses_the_queue_and_names_the_job(places: LibraryPaths, library: Library) -> None:
    fine, deadly, last = add(library, "fine", "deadly", "last")
    die(places, "step")
    with acquire_runner(library) as recovered:
        assert [each.id for each in recovered.crashed_jobs] == [deadly]
        assert states(library, fine, deadly, last) == [JobState.DONE, JobState.WAITING, JobState.WAITING]
        assert library.queue.is_paused
        assert library.queue.crashed_job.id == deadly  # type: ignore[union-attr]
        run(library)
        assert states(library, deadly) == [JobState.WAITING]  # the queue waits for the user
        library.queue.resume()
        assert library.queue.crashed_job is None
        run(library)
        assert states(library, deadly, last) == [JobState.DONE, JobState.DONE]


def test_after_the_second_death_the_job_is_held_and_the_rest_runs(places: LibraryPaths, library: Library) -> None:
    deadly, last = add(library, "deadly", "last")
    die(places, "step")
    with acquire_runner(library):
        library.queue.resume()
    die(places, "step")
    with acquire_runner(library) as recovered:
        assert [each.id for each in recovered.crashed_jobs] == [deadly]
        assert not library.queue.is_paused
        run(library)
    assert states(library, deadly, last) == [JobState.HELD, JobState.DONE]
    [held] = library.queue.failed()
    assert message_for(held.reason).startswith("Easel ended unexpectedly 2 times")  # type: ignore[arg-type]
    assert library.queue.retry(deadly)
    with acquire_runner(library):
        run(library)
    assert states(library, deadly) == [JobState.DONE]


def test_a_checkpoint_that_kills_twice_while_it_loads_is_not_loaded_again(
    places: LibraryPaths, library: Library, tiny_model: Path
) -> None:
    first, second, third = add(library, "a", "b", "c", model=str(tiny_model))
    (other,) = add(library, "d", model=STARTER_MODEL)
    die(places, "load", str(tiny_model))
    with acquire_runner(library):
        assert library.queue.is_paused
        library.queue.cancel(first)  # the user suspects the prompt, and continues with the next job
        library.queue.resume()
    die(places, "load", str(tiny_model))
    with acquire_runner(library):
        assert states(library, second, third) == [JobState.HELD, JobState.HELD]
        run(library)
    assert states(library, other) == [JobState.DONE]


def test_a_checkpoint_that_loads_after_all_is_forgiven(
    places: LibraryPaths, library: Library, tiny_model: Path
) -> None:
    (job,) = add(library, "a", model=str(tiny_model))
    die(places, "load", str(tiny_model))
    with acquire_runner(library):
        library.queue.resume()
        run(library)
    (again,) = add(library, "b", model=str(tiny_model))
    die(places, "load", str(tiny_model))
    with acquire_runner(library):
        assert states(library, job, again) == [JobState.DONE, JobState.WAITING]


def test_a_reboot_is_nobodys_fault(places: LibraryPaths, library: Library) -> None:
    (deadly,) = add(library, "deadly")
    for _power_cut in range(3):
        die(places, "step")
        index.execute(places, "UPDATE jobs SET boot = 'an earlier one'")
        with acquire_runner(library) as recovered:
            assert recovered.crashed_jobs == ()
            assert not library.queue.is_paused
            assert states(library, deadly) == [JobState.WAITING]


def test_a_job_put_back_in_order_is_not_counted(library: Library) -> None:
    (job,) = add(library, "a")
    for _quit in range(5):
        library.queue.claim_next()
        library.queue.requeue(job)
    library.queue.claim_next()
    [left] = library.queue.orphaned_jobs()
    assert (left.attempts, left.crashed_job) == (1, False)


def test_nothing_left_is_nothing_to_do(library: Library) -> None:
    with acquire_runner(library) as recovered:
        assert (recovered.adopted, recovered.crashed_jobs) == ((), ())


@pytest.mark.parametrize("count", [1, 3])
def test_a_picture_that_was_saved_is_adopted_and_its_job_is_done(
    places: LibraryPaths, library: Library, count: int
) -> None:
    """A process that was killed between the rename of the file and its row."""
    ids = add(library, *("x" * n for n in range(1, count + 1)))
    for _each in ids:
        write_picture(places, library.queue.claim_next())
    with acquire_runner(library) as recovered:
        assert {each.id for each in recovered.adopted} == set(ids)
        assert states(library, *ids) == [JobState.DONE] * count


@pytest.mark.parametrize("saved", [False, True])
def test_a_process_that_left_in_the_middle_did_not_die(places: LibraryPaths, library: Library, saved: bool) -> None:
    (left,) = add(library, "deadly")
    die(places, "step")
    library.queue.leave_running()
    if saved:
        write_picture(places, library.queue.find(left))
    with acquire_runner(library) as recovered:
        assert recovered.crashed_jobs == ()
        assert not library.queue.is_paused
        assert states(library, left) == [JobState.DONE if saved else JobState.WAITING]
