"""The time that the whole queue takes."""

from macapp.domain.job import EventKind, Job, JobEvent
from macapp.library.durations import FROM_MACHINE, Estimate
from macapp.ui.queue.summary import QueueSummary, estimate_left
from tests.support.request_factory import request

JOB = Job(id="1", request=request(width=64, height=64, steps=20), created="")


def step(done: int, seconds: float | None = 0.5) -> JobEvent:
    return JobEvent(kind=EventKind.STEP, job=JOB, step=done, steps=20, seconds_per_step=seconds)


def test_running_and_waiting_jobs_are_unfinished() -> None:
    assert QueueSummary(waiting=3, running=2, failed=4).unfinished == 5


def test_before_the_first_step_nothing_is_known() -> None:
    assert estimate_left(step(0, None), [], None) is None
    assert estimate_left(JobEvent(kind=EventKind.LOADING, job=JOB), [], None) is None


def test_the_rest_of_the_running_job_is_added_to_the_others() -> None:
    left = estimate_left(step(8), [], Estimate(60.0, 50.0, 70.0))
    assert left is not None
    assert (left.seconds, left.least, left.most) == (66.0, 56.0, 76.0)


def test_without_measured_times_the_speed_of_the_running_job_counts() -> None:
    waiting = [request(width=64, height=64, steps=10), request(width=128, height=64, steps=10)]
    left = estimate_left(step(18), waiting, None)
    assert left is not None
    assert left.seconds == 1 + 5 + 10
    expected = Estimate(999.0, 900.0, 1000.0, FROM_MACHINE)
    same = estimate_left(step(18), waiting, expected)
    assert same is not None
    assert same.seconds == 16
    other = estimate_left(step(18), [request(model="another")], expected)
    assert other is not None
    assert other.seconds == 1000
