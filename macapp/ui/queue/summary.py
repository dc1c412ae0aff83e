"""The state of the queue in numbers: what the button in the toolbar and the header of the list show. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from macapp.domain.job import JobEvent
from macapp.domain.request import Request
from macapp.library.durations import FROM_MACHINE, Estimate


@dataclass(frozen=True)
class QueueSummary:
    """How many jobs there are, and how long they take."""

    waiting: int = 0
    running: int = 0
    """jobs that are generated or saved"""
    failed: int = 0
    """failed and held jobs"""
    is_paused: bool = False
    rest_reason: str = ""
    """why waiting jobs do not start, although the queue is not paused; empty if they do"""
    left: Estimate | None = None
    """the time of the running job and all waiting ones; None if it is unknown"""

    @property
    def unfinished(self) -> int:
        """The number of running and waiting jobs."""
        return self.waiting + self.running


def estimate_left(event: JobEvent, requests: Sequence[Request], of_waiting: Estimate | None) -> Estimate | None:
    """Return the time of a running job and of all waiting ones; None if the event does not show the speed.

    `requests` are those of the waiting jobs, as far as they are known, and `of_waiting` is their estimate from earlier
    pictures. Without measured times, the waiting jobs are estimated from the speed of the running one.
    """
    if event.job is None or event.seconds_left is None or event.seconds_per_step is None:
        return None
    current, waiting = event.job.request, of_waiting
    same_model = all(request.model == current.model for request in requests)
    if waiting is None or (waiting.source == FROM_MACHINE and same_model):
        seconds_per_pixel = event.seconds_per_step / (current.width * current.height)
        ahead = sum(request.total_steps * request.width * request.height for request in requests) * seconds_per_pixel
        waiting = Estimate(ahead, ahead, ahead)
    return waiting + Estimate(event.seconds_left, event.seconds_left, event.seconds_left)
