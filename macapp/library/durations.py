"""How long a picture takes on this machine, learned from those it has made. Any thread.

A picture of one checkpoint and size takes a fixed time and a time a step; both are fitted to the last pictures of
that kind. Another size is reckoned from the others by its arithmetic, another checkpoint from those whose steps are
about as long, and before there are any from what the machine is expected to do. The form, the queue and `macapp plan`
all ask here.
"""

import sqlite3
import statistics
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from macapp.domain.request import Request
from macapp.library.index.newer import read_request
from macapp.models.flops import request_tflop
from macapp.planning.acceleration import BatchForecast

MAX_HISTORY_PICTURES = 400  # pictures; machines change, by heat, updates and other programs
MAX_SAMPLE_PICTURES = 40
MIN_SPREAD = 0.05  # of an estimate: a machine is never more even than this
SIMILAR_WORK_RATIO = 10.0  # times the work of a step: up to there the speed of one model says something of another's
EXPECTED_BOUNDS = (
    0.75,
    1.7,
)  # bounds of what was only expected: GPUs reach 30 to 65 % of their peak, and half was expected

_Key = TypeVar("_Key", bound=Hashable)
_Found = TypeVar("_Found")
FROM_MODEL, FROM_OTHERS, FROM_MACHINE = "made", "shown", "expected"
"""What an estimate comes from: pictures of this model, pictures of others, what this machine could do."""


@dataclass(frozen=True)
class Estimate:
    """Seconds that something will take, and between which bounds most such things were."""

    seconds: float
    least: float
    most: float
    source: str = FROM_MODEL

    def __add__(self, other: "Estimate") -> "Estimate":
        source = max(self.source, other.source, key=(FROM_MODEL, FROM_OTHERS, FROM_MACHINE).index)
        return Estimate(self.seconds + other.seconds, self.least + other.least, self.most + other.most, source)

    def scaled(self, count: float) -> "Estimate":
        """Return the estimate of so many alike."""
        return Estimate(self.seconds * count, self.least * count, self.most * count, self.source)


@dataclass(frozen=True)
class _TimedPicture:
    """One picture, of the past or to come."""

    request: Request
    seconds: float = 0.0
    compiled: bool = False
    """whether it was drawn by compiled blocks"""
    compiling: float = 0.0
    """seconds that these took to compile, which are none of its own"""

    @property
    def steps(self) -> int:
        return max(1, self.request.total_steps)

    @cached_property
    def kind(self) -> "_Kind":
        return _kind(self.request)

    @cached_property
    def work(self) -> float | None:
        """10**12 operations; None where the model's are not known."""
        return request_tflop(self.request)

    @property
    def roughly(self) -> int:
        """Passes of the model times pixels: what the time grows with where the work is not known."""
        return max(1, self.request.model_evaluations) * self.kind[1] * self.kind[2]


_Kind = tuple[str, int, int, bool, str]


@lru_cache(maxsize=4096)
def _kind(request: Request) -> _Kind:
    """Checkpoint, largest width and height, whether it was guided (which doubles the work), and what was added."""
    added = f"{len(request.controls)} {request.hires_scale:g} {request.upscale} {request.upscaler} {request.refiner}"
    added += f" {request.guidance_end:g}"
    return request.model, *request.refined_size, request.guidance_scale > 1, added


@dataclass(frozen=True)
class _Pace:
    """What several pictures say of the next: seconds once and for each of something, and how far off they were."""

    once: float
    each: float
    low: float
    """times the estimate, which eight of ten pictures were not below"""
    high: float

    def estimate(self, much: float, source: str = FROM_MODEL) -> Estimate:
        """Return the estimate for so much of it."""
        seconds = self.once + self.each * much
        return Estimate(seconds, seconds * self.low, seconds * self.high, source)


class Durations:
    """The times of one library's pictures, as they were when this was made.

    What is learned of a kind of picture is reckoned once: the window asks for every job that waits.
    """

    def __init__(self, made: Sequence[tuple[Any, ...]], expected: float | None = None) -> None:
        """`made` holds requests with the seconds they took, newest first, and perhaps whether they were drawn by
        compiled blocks and the seconds of compiling those; `expected` is what the machine should reach before it has
        shown anything, in 10**12 operations a second."""
        self._made = [_TimedPicture(*each) for each in made if each[1] > 0]
        self._expected = expected
        self._cache: dict[Hashable, Any] = {}

    @classmethod
    def from_history(cls, connection: sqlite3.Connection, expected: float | None = None) -> "Durations":
        """Read what the queue remembers."""
        rows = connection.execute(
            "SELECT jobs.request, seconds, coalesce(json_extract(made_with, '$.compiled'), 0),"
            " coalesce(json_extract(made_with, '$.compile_seconds'), 0.0) FROM jobs LEFT JOIN pictures USING (id)"
            " WHERE seconds IS NOT NULL ORDER BY ended DESC LIMIT ?",
            (MAX_HISTORY_PICTURES,),
        )
        read = [(read_request(request), each, bool(way), cost) for request, each, way, cost in rows]
        made = [(known.request, *rest) for known, *rest in read if not known.newer]
        return cls(made, expected)

    def estimate(self, request: Request) -> Estimate | None:
        """Return how long a request will take, without loading its model; None where nothing says.

        Of pictures of its kind those count that were drawn as the last one was, compiled or not.
        """
        asked = _TimedPicture(request)
        same = self._estimate_by_kind(asked, self._last_compiled.get(asked.kind, False))
        return same or self._estimate_by_others(asked)

    def forecast(self, request: Request, alike: int) -> BatchForecast:
        """Return what is known of so many pictures alike: the time of one as it is, what compiling takes and gains."""
        asked = _TimedPicture(request)
        plain, quick = (self._estimate_by_kind(asked, way) for way in (False, True))
        usual = plain or (None if quick else self._estimate_by_others(asked))
        costs = [each for each in self._made if each.compiling > 0]
        costs.sort(key=lambda each: each.kind != asked.kind)  # the newest of its kind, else the newest
        return BatchForecast(
            alike,
            seconds=usual.seconds if usual else None,
            speedup=plain.seconds / quick.seconds if plain and quick else None,
            compile_seconds=costs[0].compiling if costs else None,
        )

    def _estimate_by_kind(self, asked: _TimedPicture, compiled: bool) -> Estimate | None:
        """Return how long something will take by those of its kind, compiled or not; None if there are none."""
        key = asked.kind, compiled
        same = self._by_kind.get(key)
        return self._cached(key, lambda: _fit_pace(same)).estimate(asked.steps) if same else None

    def _estimate_by_others(self, asked: _TimedPicture) -> Estimate | None:
        """Return how long something will take of whose kind no picture was made."""
        request = asked.request
        if near := self._by_model.get(request.model):
            return self._scale_from(asked, request.model, near, FROM_MODEL)
        if asked.work is not None:
            step = asked.work / asked.steps
            if like := self._find_similar(step):
                return self._scale_from(asked, step, like, FROM_OTHERS)
            if self._expected is not None:
                seconds = asked.work / self._expected
                return Estimate(seconds, seconds * EXPECTED_BOUNDS[0], seconds * EXPECTED_BOUNDS[1], FROM_MACHINE)
        others = [each for each in self._made if asked.work is None or each.work is None][:MAX_SAMPLE_PICTURES]
        return self._scale_from(asked, asked.work is None, others, FROM_MACHINE) if others else None

    def tflops(self, step: float) -> float | None:
        """Return the 10**12 operations a second that this machine has shown with models whose steps are about so long,
        in 10**12 operations; None if no picture tells."""
        like = self._find_similar(step)
        return statistics.median((each.work or 0) / each.seconds for each in like) if like else None

    def estimate_all(self, requests: Iterable[Request]) -> Estimate | None:
        """Return how long several requests will take, one after another; None if one of them cannot be told."""
        whole = Estimate(0.0, 0.0, 0.0)
        for each in requests:
            estimate = self.estimate(each)
            if estimate is None:
                return None
            whole += estimate
        return whole

    @cached_property
    def _by_kind(self) -> "dict[tuple[_Kind, bool], list[_TimedPicture]]":
        return self._group(lambda each: (each.kind, each.compiled))

    @cached_property
    def _last_compiled(self) -> "dict[_Kind, bool]":
        """Whether the newest of a kind was compiled."""
        return {each.kind: each.compiled for each in reversed(self._made)}

    @cached_property
    def _by_model(self) -> "dict[str, list[_TimedPicture]]":
        return self._group(lambda each: each.request.model)

    def _group(self, key: Callable[[_TimedPicture], _Key]) -> "dict[_Key, list[_TimedPicture]]":
        groups: dict[_Key, list[_TimedPicture]] = {}
        for each in self._made:
            group = groups.setdefault(key(each), [])
            if len(group) < MAX_SAMPLE_PICTURES:
                group.append(each)
        return groups

    def _find_similar(self, step: float) -> "list[_TimedPicture]":
        """Return the pictures, of any model, whose steps are about as much work."""

        def found() -> list[_TimedPicture]:
            known = [each for each in self._made if each.work]
            return [
                each
                for each in known
                if 1 / SIMILAR_WORK_RATIO <= (each.work or 0) / each.steps / (step or 1) <= SIMILAR_WORK_RATIO
            ][:MAX_SAMPLE_PICTURES]

        return self._cached(("like", step), found)

    def _scale_from(
        self, asked: _TimedPicture, name: Hashable, others: Sequence[_TimedPicture], source: str
    ) -> Estimate:
        """Return what others took, by the arithmetic of what is asked for; by steps and pixels where none is known."""
        by_work = asked.work is not None and all(each.work for each in others)

        def much(each: _TimedPicture) -> float:
            return (each.work or 0) if by_work else each.roughly

        return self._cached(("scaled", name, by_work), lambda: _fit_rate(others, much)).estimate(much(asked), source)

    def _cached(self, key: Hashable, reckon: Callable[[], _Found]) -> _Found:
        if key not in self._cache:
            self._cache[key] = reckon()
        return self._cache[key]


def _fit_pace(made: Sequence[_TimedPicture]) -> _Pace:
    """Return the fixed seconds and the seconds a step that fit the past best (least squares), neither below zero."""
    steps, seconds = [each.steps for each in made], [each.seconds for each in made]
    once, each_step = 0.0, 0.0
    if len(set(steps)) > 1:
        each_step, once = statistics.linear_regression(steps, seconds)
    if each_step <= 0 or once < 0:
        once, each_step = 0.0, statistics.median(each.seconds / each.steps for each in made)
    return _bound_pace(once, each_step, [each.seconds / (once + each_step * each.steps) for each in made])


def _fit_rate(made: Sequence[_TimedPicture], much: Callable[[_TimedPicture], float]) -> _Pace:
    """Return the seconds for each of something, in the middle of the past."""
    rate = statistics.median(each.seconds / much(each) for each in made)
    return _bound_pace(0.0, rate, [each.seconds / (rate * much(each)) for each in made])


def _bound_pace(once: float, each: float, ratios: Iterable[float]) -> _Pace:
    """Return a pace with the bounds that eight of ten past pictures kept to."""
    ordered = sorted(ratios)
    low, high = ordered[len(ordered) // 10], ordered[-1 - len(ordered) // 10]
    return _Pace(once, each, min(low, 1 - MIN_SPREAD), max(high, 1 + MIN_SPREAD))
