"""The queue on disk: in order, one job at a time, none lost."""

from typing import Any

import pytest

from macapp.domain.job import JobState
from macapp.domain.request import seed_series
from macapp.errors import BadRequest, InternalError, MachineError
from macapp.library import Library
from macapp.planning.acceleration import MAX_COUNTED_PICTURES
from macapp.system.paths import LibraryPaths
from tests.support import index
from tests.support.request_factory import request


def test_jobs_run_in_the_order_they_were_accepted(library: Library) -> None:
    jobs = library.queue.add([request("a"), request("b")]) + library.queue.add([request("c")])
    claimed = [library.queue.claim_next() for _ in jobs]
    assert [each.id for each in claimed if each] == [each.id for each in jobs]
    assert library.queue.claim_next() is None


def test_an_accepted_job_is_there_for_whoever_opens_the_library_next(places: LibraryPaths) -> None:
    with Library.open(places) as first:
        [job] = first.queue.add([request("kept", negative_prompt="日本語", seed=2**63 - 1)])
    with Library.open(places) as second:
        [found] = second.queue.unfinished()
    assert found == job


def test_only_waiting_jobs_can_be_cancelled_or_cleared(library: Library) -> None:
    running, waiting, third = library.queue.add([request(), request(), request()])
    library.queue.claim_next()
    assert not library.queue.cancel(running.id)
    assert library.queue.cancel(waiting.id)
    assert not library.queue.cancel(waiting.id)
    assert library.queue.clear() == 1
    assert [each.id for each in library.queue.unfinished()] == [running.id]
    assert library.queue.find(third.id).state is JobState.CANCELED  # type: ignore[union-attr]


def test_a_job_put_back_is_first_in_line(library: Library) -> None:
    first, _second = library.queue.add([request("a"), request("b")])
    library.queue.claim_next()
    library.queue.requeue(first.id)
    assert library.queue.claim_next().id == first.id  # type: ignore[union-attr]


def test_a_failed_job_says_why_and_can_be_tried_again_or_dismissed(library: Library) -> None:
    jobs = library.queue.add([request("a"), request("b"), request("c")])
    reasons = [
        MachineError("out-of-memory"),
        BadRequest("out-of-range", field="seed", value="-1"),
        InternalError(ValueError("x")),
    ]
    for job, reason in zip(jobs, reasons, strict=True):
        library.queue.claim_next()
        library.queue.end(job.id, JobState.FAILED, reason)
    found = {each.id: each.reason for each in library.queue.failed()}
    for job, reason in zip(jobs, reasons, strict=True):
        kept = found[job.id]
        assert kept is not None
        assert (kept.code, kept.data) == (reason.code, reason.data)
    assert isinstance(found[jobs[2].id], InternalError)
    assert library.queue.retry(jobs[0].id)
    library.queue.dismiss_all([jobs[0].id, jobs[1].id])
    assert not library.queue.retry(jobs[1].id)
    assert [each.id for each in library.queue.unfinished()] == [jobs[0].id]
    assert library.queue.unfinished()[0].reason is None


def test_a_pause_is_kept_and_seen_by_all(places: LibraryPaths, library: Library) -> None:
    library.queue.add([request()])
    assert library.queue.has_work
    library.queue.pause()
    with Library.open(places) as other:
        assert other.queue.is_paused
        assert not other.queue.has_work
        other.queue.resume()
    assert library.queue.has_work


def test_a_claim_among_some_jobs_leaves_the_others(library: Library) -> None:
    _first, second = library.queue.add([request("a"), request("b")])
    assert library.queue.claim_next([second.id]).id == second.id  # type: ignore[union-attr]
    assert library.queue.claim_next([second.id]) is None


@pytest.mark.parametrize("count", [1, 500])
def test_many_jobs_are_one_transaction(library: Library, count: int) -> None:
    assert len(library.queue.add([request(seed=n) for n in range(count)])) == count
    assert [each.request.seed for each in library.queue.unfinished()] == list(range(count))


# Arranging waiting jobs -----------------------------------------------------------------------------------------------


def prompts(library: Library) -> str:
    return "".join(each.request.prompt for each in library.queue.unfinished())


@pytest.fixture
def jobs(library: Library):
    return library.queue.add([request(each) for each in "abcde"])


def test_jobs_are_moved_before_another_or_to_the_end(library: Library, jobs) -> None:
    a, b, c, d, e = (each.id for each in jobs)
    assert library.queue.move([d, b], before=a)
    assert prompts(library) == "dbace"
    assert library.queue.move([d], before=None)
    assert prompts(library) == "baced"
    assert library.queue.move([e, c], before=e) is False
    library.queue.claim_next()
    assert library.queue.move([b], before=a) is False, "a job was moved before the running one"
    assert library.queue.move([a], before=b) is False
    assert prompts(library) == "baced"
    library.queue.arrange([e, d, c])
    assert prompts(library) == "bedca"


def test_an_order_that_the_queue_has_already_is_known(library: Library, jobs) -> None:
    ids = [each.id for each in jobs]
    assert library.queue.is_arranged(ids)
    assert library.queue.is_arranged(["gone", *ids[:2]])
    assert not library.queue.is_arranged([ids[1], ids[0]])
    library.queue.claim_next()
    assert library.queue.is_arranged([ids[1], ids[0], ids[2]]), "the first one has started"


def test_a_request_goes_in_front(library: Library, jobs) -> None:
    library.queue.add([request("x"), request("y")], first=True)
    assert prompts(library) == "xyabcde"
    library.queue.claim_next()
    library.queue.add([request("z")], first=True)
    assert prompts(library) == "xzyabcde"


def test_a_waiting_job_is_edited_in_its_place_and_a_running_one_is_not(library: Library, jobs) -> None:
    library.queue.claim_next()
    assert library.queue.edit(jobs[2].id, request("C", steps=9))
    assert not library.queue.edit(jobs[0].id, request("A"))
    assert prompts(library) == "abCde"


def test_those_ordered_together_are_a_stack(library: Library) -> None:
    alone, first, second = library.queue.add([request("x"), *seed_series(request("y"), 2)])
    assert alone.stack is None
    assert first.stack == second.stack == first.id


def test_claiming_the_next_of_many_scans_nothing(library: Library, jobs) -> None:
    find_next = "EXPLAIN QUERY PLAN SELECT id FROM jobs WHERE state = 'waiting' ORDER BY place LIMIT 1"
    plan = index.execute(library.places, find_next)
    assert [each[-1] for each in plan] == ["SEARCH jobs USING INDEX jobs_in_order (state=?)"]


def test_pictures_alike_are_counted_until_one_is_not(library: Library) -> None:
    wide: dict[str, Any] = {"width": 512, "height": 512}
    jobs = library.queue.add(
        [
            *(request(seed=n, **wide) for n in range(4)),
            request("another", steps=50, **wide),
            request(seed=1, width=768, height=512),
            request(seed=9, **wide),
        ]
    )
    asked = request(seed=77, **wide)
    assert library.queue.count_compilable_run(asked) == 5
    assert library.queue.count_compilable_run(asked, [jobs[0].id, jobs[3].id, jobs[6].id]) == 3, (
        "jobs outside of this run were counted"
    )
    assert library.queue.count_compilable_run(request(width=768, height=512)) == 0, "later jobs were counted"
    library.queue.claim_next()
    assert library.queue.count_compilable_run(asked) == 4, "the running job was counted"
    library.queue.add([request(seed=n, width=768, height=512) for n in range(MAX_COUNTED_PICTURES + 9)], first=True)
    assert library.queue.count_compilable_run(request(width=768, height=512)) == MAX_COUNTED_PICTURES


def test_a_checkpoint_that_an_earlier_version_died_of_is_known_by_its_longer_fingerprint(library: Library) -> None:
    old, now, other = "0" * 16, f"{'0' * 16}-{'1' * 16}", f"{'2' * 16}-{'1' * 16}"
    reason = MachineError("checkpoint-held", times=2)
    assert not library.queue.hold_checkpoint("some/model", old, reason)
    assert not library.queue.may_preload(now)
    assert library.queue.may_preload(other)
    assert library.queue.hold_checkpoint("some/model", now, reason), "the second crash was not recognised"
    [job] = library.queue.add([request()])
    library.queue.record_loading(job.id, now)
    library.queue.record_loaded(job.id)
    assert library.queue.may_preload(now)
    assert library.queue.may_preload(old)
