"""How long a picture takes on this machine, learned from those it has made. Any thread.

A picture of one checkpoint and size takes a fixed time and a time a step; both are fitted to the last pictures of
that kind. A size that was never made is reckoned from the others by its pixels, another checkpoint from all of them.
"""

import sqlite3
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from macapp.request import Request

REMEMBERED = 400  # pictures; machines change, by heat, updates and other programs
OF_A_KIND = 40
LEAST_SPREAD = 0.05  # of an estimate: a machine is never more even than this


@dataclass(frozen=True)
class Estimate:
    """Seconds that something will take, and between which bounds most such things were."""

    seconds: float
    least: float
    most: float

    def __add__(self, other: "Estimate") -> "Estimate":
        return Estimate(self.seconds + other.seconds, self.least + other.least, self.most + other.most)


@dataclass(frozen=True)
class _Made:
    """One picture of the past."""

    kind: tuple[str, int, int, bool, str]
    """checkpoint, largest width and height, whether it was guided (which doubles the work), and what was added"""
    steps: int
    seconds: float
    passes: int

    @property
    def work(self) -> int:
        """Passes of the model times pixels: what the time roughly grows with."""
        return self.passes * self.kind[1] * self.kind[2]


class Durations:
    """The times of one library's pictures, as they were when this was made."""

    def __init__(self, made: Sequence[tuple[Request, float]]) -> None:
        """`made` holds requests with the seconds they took, newest first."""
        self._made = [
            _Made(_kind(each), max(1, each.steps_run), seconds, max(1, each.passes))
            for each, seconds in made
            if seconds > 0
        ]

    @classmethod
    def learned(cls, connection: sqlite3.Connection) -> "Durations":
        """Read what the queue remembers."""
        rows = connection.execute(
            "SELECT request, seconds FROM jobs WHERE seconds IS NOT NULL ORDER BY ended DESC LIMIT ?", (REMEMBERED,)
        )
        return cls([(Request.from_json(request), seconds) for request, seconds in rows])

    def estimate(self, request: Request) -> Estimate | None:
        """Return how long a request will take; None before the first picture was made."""
        kind, steps = _kind(request), max(1, request.steps_run)
        same = [each for each in self._made if each.kind == kind][:OF_A_KIND]
        if same:
            fixed, per_step = _fitted(same)
            return _with_spread(
                fixed + per_step * steps, (each.seconds / (fixed + per_step * each.steps) for each in same)
            )
        near = [each for each in self._made if each.kind[0] == kind[0]][:OF_A_KIND] or self._made[:OF_A_KIND]
        if not near:
            return None
        rate = statistics.median(each.seconds / each.work for each in near)
        work = _Made(kind, steps, 0.0, max(1, request.passes)).work
        return _with_spread(rate * work, (each.seconds / (rate * each.work) for each in near))

    def speed(self, work: Callable[[str, int, int, bool], float | None]) -> float | None:
        """Return the 10**12 operations a second that this machine has shown; None if no picture tells.

        `work` returns the 10**12 operations of a picture by its model, steps, pixels and whether it was guided.
        """
        known = [
            (operations, each.seconds)
            for each in self._made
            if (operations := work(each.kind[0], each.steps, each.kind[1] * each.kind[2], each.kind[3])) is not None
        ][:OF_A_KIND]
        return statistics.median(operations / seconds for operations, seconds in known) if known else None

    def of_all(self, requests: Iterable[Request]) -> Estimate | None:
        """Return how long several requests will take, one after another; None if one of them cannot be told."""
        whole = Estimate(0.0, 0.0, 0.0)
        for each in requests:
            estimate = self.estimate(each)
            if estimate is None:
                return None
            whole += estimate
        return whole


def _kind(request: Request) -> tuple[str, int, int, bool, str]:
    added = f"{len(request.controls)} {request.hires_scale:g} {request.upscale} {request.upscaler} {request.refiner}"
    added += f" {request.guidance_end:g}"
    return request.model, *request.refined_size, request.guidance_scale > 1, added


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
