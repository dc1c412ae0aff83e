"""Several jobs are cancelled or dismissed together, and come back together."""

import pytest

from macapp.domain.job import Job, JobState
from macapp.errors import MachineError
from macapp.library import Library
from tests.support.request_factory import request


def prompts(library: Library) -> str:
    return "".join(each.request.prompt for each in library.queue.unfinished())


@pytest.fixture
def jobs(library: Library) -> list[Job]:
    return library.queue.add([request(each) for each in "abcde"])


def test_what_would_change_nothing_is_known(library: Library, jobs: list[Job]) -> None:
    ids = [each.id for each in jobs]
    assert library.queue.is_any_waiting(["gone", ids[4]])
    assert not library.queue.is_any_restorable(ids)
    library.queue.cancel_all(ids[3:])
    assert library.queue.is_any_restorable(ids)
    assert not library.queue.is_any_waiting(ids[3:])
    library.queue.claim_next()
    assert not library.queue.is_any_waiting([ids[0]]), "it runs"


def test_cancelling_is_undone_in_the_old_places(library: Library, jobs: list[Job]) -> None:
    library.queue.claim_next()
    for each in (jobs[1], jobs[3]):
        library.queue.cancel(each.id)
    assert prompts(library) == "ace"
    library.queue.end(jobs[0].id, JobState.CANCELED)
    library.queue.restore_cancelled([each.id for each in jobs])
    assert prompts(library) == "bcde"
    library.queue.cancel_all([jobs[2].id, jobs[0].id, jobs[4].id])
    assert prompts(library) == "bd"
    assert library.queue.waiting_ids() == [jobs[1].id, jobs[3].id]


def test_jobs_that_were_dismissed_or_tried_again_are_put_back_with_their_reasons(library: Library) -> None:
    jobs = library.queue.add([request("a"), request("b"), request("c")])
    for job in jobs:
        library.queue.claim_next()
        library.queue.end(job.id, JobState.FAILED, MachineError("out-of-memory"))
    failed = library.queue.failed()
    ids = [each.id for each in failed]
    assert library.queue.is_any_failed(ids)
    library.queue.dismiss_all(ids[:2])
    library.queue.retry(ids[2])
    assert library.queue.failed() == []
    assert library.queue.is_any_cancelled(ids)
    assert not library.queue.is_any_failed(ids)
    library.queue.put_back(failed)
    assert {(each.id, str(each.reason)) for each in library.queue.failed()} == {(i, str(failed[0].reason)) for i in ids}
    library.queue.retry(ids[0])
    library.queue.claim_next()
    library.queue.put_back(failed)
    assert [each.id for each in library.queue.unfinished()] == [ids[0]], "it runs already"
