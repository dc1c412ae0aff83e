"""How long a picture takes on this machine, learned from those it has made. Any thread.

A picture of one checkpoint and size takes a fixed time and a time a step; both are fitted to the last pictures of
that kind. Another size is reckoned from the others by its arithmetic, another checkpoint from those whose steps are
about as long, and before there are any from what the machine is expected to do. The form, the queue and `macapp plan`
all ask here.
"""

import sqlite3
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from macapp.checkpoints.work import work_of
from macapp.request import Request

REMEMBERED = 400  # pictures; machines change, by heat, updates and other programs
OF_A_KIND = 40
LEAST_SPREAD = 0.05  # of an estimate: a machine is never more even than this
ALIKE = 10.0  # times the work of a step: up to there the speed of one model says something of another's
EXPECTED = 0.75, 1.7  # bounds of what was only expected: GPUs reach 30 to 65 % of their peak, and half was expected

MADE, SHOWN, GUESSED = "made", "shown", "expected"
"""What an estimate comes from: pictures of this model, pictures of others, what this machine could do."""


@dataclass(frozen=True)
class Estimate:
    """Seconds that something will take, and between which bounds most such things were."""

    seconds: float
    least: float
    most: float
    source: str = MADE

    def __add__(self, other: "Estimate") -> "Estimate":
        source = max(self.source, other.source, key=(MADE, SHOWN, GUESSED).index)
        return Estimate(self.seconds + other.seconds, self.least + other.least, self.most + other.most, source)

    def times(self, count: float) -> "Estimate":
        """Return the estimate of so many alike."""
        return Estimate(self.seconds * count, self.least * count, self.most * count, self.source)


@dataclass(frozen=True)
class _Made:
    """One picture, of the past or to come."""

    request: Request
    seconds: float = 0.0

    @property
    def steps(self) -> int:
        return max(1, self.request.steps_run)

    @cached_property
    def kind(self) -> tuple[str, int, int, bool, str]:
        """Checkpoint, largest width and height, whether it was guided (which doubles the work), and what was added."""
        request = self.request
        added = (
            f"{len(request.controls)} {request.hires_scale:g} {request.upscale} {request.upscaler} {request.refiner}"
        )
        added += f" {request.guidance_end:g}"
        return request.model, *request.refined_size, request.guidance_scale > 1, added

    @cached_property
    def work(self) -> float | None:
        """10**12 operations; None where the model's are not known."""
        return work_of(self.request)

    @property
    def roughly(self) -> int:
        """Passes of the model times pixels: what the time grows with where the work is not known."""
        return max(1, self.request.passes) * self.kind[1] * self.kind[2]


class Durations:
    """The times of one library's pictures, as they were when this was made."""

    def __init__(self, made: Sequence[tuple[Request, float]], expected: float | None = None) -> None:
        """`made` holds requests with the seconds they took, newest first; `expected` is what the machine should reach
        before it has shown anything, in 10**12 operations a second."""
        self._made = [_Made(each, seconds) for each, seconds in made if seconds > 0]
        self._expected = expected

    @classmethod
    def learned(cls, connection: sqlite3.Connection, expected: float | None = None) -> "Durations":
        """Read what the queue remembers."""
        rows = connection.execute(
            "SELECT request, seconds FROM jobs WHERE seconds IS NOT NULL ORDER BY ended DESC LIMIT ?", (REMEMBERED,)
        )
        return cls([(Request.from_json(request), seconds) for request, seconds in rows], expected)

    def estimate(self, request: Request) -> Estimate | None:
        """Return how long a request will take, without loading its model; None where nothing says."""
        asked = _Made(request)
        same = [each for each in self._made if each.kind == asked.kind][:OF_A_KIND]
        if same:
            fixed, per_step = _fitted(same)
            return _with_spread(
                fixed + per_step * asked.steps, (each.seconds / (fixed + per_step * each.steps) for each in same)
            )
        near = [each for each in self._made if each.kind[0] == asked.kind[0]][:OF_A_KIND]
        if near:
            return _scaled(asked, near)
        if asked.work is not None:
            like = self._like(asked.work / asked.steps)
            if like:
                return replace(_scaled(asked, like), source=SHOWN)
            if self._expected is not None:
                seconds = asked.work / self._expected
                return Estimate(seconds, seconds * EXPECTED[0], seconds * EXPECTED[1], GUESSED)
        others = [each for each in self._made if asked.work is None or each.work is None][:OF_A_KIND]
        return replace(_scaled(asked, others), source=GUESSED) if others else None

    def speed(self, step: float) -> float | None:
        """Return the 10**12 operations a second that this machine has shown with models whose steps are about so long,
        in 10**12 operations; None if no picture tells."""
        like = self._like(step)
        return statistics.median((each.work or 0) / each.seconds for each in like) if like else None

    def _like(self, step: float) -> "list[_Made]":
        """Return the pictures, of any model, whose steps are about as much work."""
        known = [each for each in self._made if each.work]
        return [each for each in known if 1 / ALIKE <= (each.work or 0) / each.steps / (step or 1) <= ALIKE][:OF_A_KIND]

    def of_all(self, requests: Iterable[Request]) -> Estimate | None:
        """Return how long several requests will take, one after another; None if one of them cannot be told."""
        whole = Estimate(0.0, 0.0, 0.0)
        for each in requests:
            estimate = self.estimate(each)
            if estimate is None:
                return None
            whole += estimate
        return whole


def _scaled(asked: _Made, others: Sequence[_Made]) -> Estimate:
    """Return what others took, by the arithmetic of what is asked for; by steps and pixels where that is not known."""
    by_work = asked.work is not None and all(each.work for each in others)
    wanted, worth = (
        (asked.work or 0, [each.work or 0 for each in others])
        if by_work
        else (asked.roughly, [each.roughly for each in others])
    )
    rate = statistics.median(each.seconds / much for each, much in zip(others, worth, strict=True))
    return _with_spread(rate * wanted, (each.seconds / (rate * much) for each, much in zip(others, worth, strict=True)))


def _fitted(made: Sequence[_Made]) -> tuple[float, float]:
    """Return the fixed seconds and the seconds a step that fit the past best (least squares), neither below zero."""
    steps, seconds = [each.steps for each in made], [each.seconds for each in made]
    if len(set(steps)) > 1:
        slope, start = statistics.linear_regression(steps, seconds)
        if slope > 0 and start >= 0:
            return start, slope
    return 0.0, statistics.median(each.seconds / each.steps for each in made)


def _with_spread(seconds: float, ratios: Iterable[float]) -> Estimate:
    """Return an estimate with the bounds that eight of ten past pictures kept to."""
    ordered = sorted(ratios)
    low, high = ordered[len(ordered) // 10], ordered[-1 - len(ordered) // 10]
    return Estimate(seconds, seconds * min(low, 1 - LEAST_SPREAD), seconds * max(high, 1 + LEAST_SPREAD))
