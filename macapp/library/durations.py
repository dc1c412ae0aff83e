"""Estimate how long a picture takes on this machine, from the pictures made so far. Any thread.

A picture of a checkpoint and size takes a fixed time plus a time per step; both are fitted to the last pictures of that
kind. The time of another size is scaled by its number of operations, that of another checkpoint comes from models with
steps of similar cost, and without any pictures from the expected speed of the machine. The form, the queue and
`macapp plan` use these estimates.
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

MAX_HISTORY_PICTURES = 400  # older ones are ignored: heat, updates and other programs change the speed
MAX_SAMPLE_PICTURES = 40
MIN_SPREAD = 0.05  # of an estimate: no machine is more consistent than this
SIMILAR_WORK_RATIO = 10.0  # models whose work per step differs by less than this factor have similar speed
EXPECTED_BOUNDS = (
    0.75,
    1.7,
)  # bounds relative to an expected time: GPUs reach 30 to 65 % of their peak, 50 % is expected

_Key = TypeVar("_Key", bound=Hashable)
_Found = TypeVar("_Found")
FROM_MODEL, FROM_OTHERS, FROM_MACHINE = "made", "shown", "expected"
"""The basis of an estimate: pictures of this model, pictures of others, the expected speed of this machine."""


@dataclass(frozen=True)
class Estimate:
    """An estimate in seconds, with the bounds of most past durations."""

    seconds: float
    least: float
    most: float
    source: str = FROM_MODEL

    def __add__(self, other: "Estimate") -> "Estimate":
        source = max(self.source, other.source, key=(FROM_MODEL, FROM_OTHERS, FROM_MACHINE).index)
        return Estimate(self.seconds + other.seconds, self.least + other.least, self.most + other.most, source)

    def scaled(self, count: float) -> "Estimate":
        """Return the estimate for `count` such pictures."""
        return Estimate(self.seconds * count, self.least * count, self.most * count, self.source)


@dataclass(frozen=True)
class _TimedPicture:
    """One past or future picture."""

    request: Request
    seconds: float = 0.0
    compiled: bool = False
    """whether it was generated with compiled blocks"""
    compiling: float = 0.0
    """seconds for compiling these blocks, not included in `seconds`"""

    @property
    def steps(self) -> int:
        return max(1, self.request.total_steps)

    @cached_property
    def kind(self) -> "_Kind":
        return _kind(self.request)

    @cached_property
    def work(self) -> float | None:
        """10**12 operations; None if unknown for the model."""
        return request_tflop(self.request)

    @property
    def roughly(self) -> int:
        """Model evaluations times pixels: a substitute for `work` if that is unknown."""
        return max(1, self.request.model_evaluations) * self.kind[1] * self.kind[2]


_Kind = tuple[str, int, int, bool, str]


@lru_cache(maxsize=4096)
def _kind(request: Request) -> _Kind:
    """Return checkpoint, largest width and height, whether guidance is used (double work), and additional steps."""
    added = f"{len(request.controls)} {request.hires_scale:g} {request.upscale} {request.upscaler} {request.refiner}"
    added += f" {request.guidance_end:g} {len(request.references)}"
    added += f" {request.unconditional_interval} {request.cache_interval} {request.cache_start:g}"
    return request.model, *request.refined_size, request.guidance_scale > 1, added


@dataclass(frozen=True)
class _Pace:
    """A model fitted to several pictures: fixed seconds, seconds per unit, and the spread of its errors."""

    once: float
    per_unit: float
    low: float
    """factor of the estimate: the lower bound of eight in ten pictures"""
    high: float

    def estimate(self, much: float, source: str = FROM_MODEL) -> Estimate:
        """Return the estimate for `much` units."""
        seconds = self.once + self.per_unit * much
        return Estimate(seconds, seconds * self.low, seconds * self.high, source)


class Durations:
    """The durations of the pictures of one library, at the time of creation of this object.

    Fits are cached, as the window asks for an estimate for every waiting job.
    """

    def __init__(self, made: Sequence[tuple[Any, ...]], expected: float | None = None) -> None:
        """Use past pictures, or without any, the expected speed of the machine.

        `made` contains (request, seconds) of past pictures, newest first, optionally with whether their blocks were
        compiled and the seconds for compiling; `expected` is in 10**12 operations per second.
        """
        self._made = [_TimedPicture(*picture) for picture in made if picture[1] > 0]
        self._expected = expected
        self._cache: dict[Hashable, Any] = {}

    @classmethod
    def from_history(cls, connection: sqlite3.Connection, expected: float | None = None) -> "Durations":
        """Read the durations of past jobs from the index."""
        rows = connection.execute(
            "SELECT jobs.request, seconds, coalesce(json_extract(made_with, '$.compiled'), 0),"
            " coalesce(json_extract(made_with, '$.compile_seconds'), 0.0) FROM jobs LEFT JOIN pictures USING (id)"
            " WHERE seconds IS NOT NULL ORDER BY ended DESC LIMIT ?",
            (MAX_HISTORY_PICTURES,),
        )
        read = [(read_request(request), seconds, bool(way), cost) for request, seconds, way, cost in rows]
        made = [(known.request, *rest) for known, *rest in read if not known.newer]
        return cls(made, expected)

    def estimate(self, request: Request) -> Estimate | None:
        """Return how long a request will take, without loading its model; None if unknown.

        Of its kind, only pictures in the mode of the newest one, compiled or not, are used.
        """
        asked = _TimedPicture(request)
        same = self._estimate_by_kind(asked, self._last_compiled.get(asked.kind, False))
        return same or self._estimate_by_others(asked)

    def forecast(self, request: Request, alike: int) -> BatchForecast:
        """Return a forecast for `alike` similar pictures: seconds per picture, and the cost and gain of compiling."""
        asked = _TimedPicture(request)
        plain, quick = (self._estimate_by_kind(asked, way) for way in (False, True))
        usual = plain or (None if quick else self._estimate_by_others(asked))
        costs = [picture for picture in self._made if picture.compiling > 0]
        costs.sort(key=lambda picture: picture.kind != asked.kind)  # the newest of its kind, else the newest
        return BatchForecast(
            alike,
            seconds=usual.seconds if usual else None,
            speedup=plain.seconds / quick.seconds if plain and quick else None,
            compile_seconds=costs[0].compiling if costs else None,
        )

    def _estimate_by_kind(self, asked: _TimedPicture, compiled: bool) -> Estimate | None:
        """Return the estimate from pictures of the same kind, compiled or not; None if there are none."""
        key = asked.kind, compiled
        same = self._by_kind.get(key)
        return self._cached(key, lambda: _fit_pace(same)).estimate(asked.steps) if same else None

    def _estimate_by_others(self, asked: _TimedPicture) -> Estimate | None:
        """Return the estimate for a kind without past pictures, from pictures of other kinds or the machine."""
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
        others = [picture for picture in self._made if asked.work is None or picture.work is None][:MAX_SAMPLE_PICTURES]
        return self._scale_from(asked, asked.work is None, others, FROM_MACHINE) if others else None

    def tflops(self, step: float) -> float | None:
        """Return the measured speed with models of similar work per step, in 10**12 operations per second, or None.

        `step` is the work of one step in 10**12 operations.
        """
        like = self._find_similar(step)
        return statistics.median((picture.work or 0) / picture.seconds for picture in like) if like else None

    def estimate_all(self, requests: Iterable[Request]) -> Estimate | None:
        """Return how long several requests take in sequence; None if one of them is unknown."""
        whole = Estimate(0.0, 0.0, 0.0)
        for request in requests:
            estimate = self.estimate(request)
            if estimate is None:
                return None
            whole += estimate
        return whole

    @cached_property
    def _by_kind(self) -> "dict[tuple[_Kind, bool], list[_TimedPicture]]":
        return self._group(lambda picture: (picture.kind, picture.compiled))

    @cached_property
    def _last_compiled(self) -> "dict[_Kind, bool]":
        """Whether the newest picture of each kind was compiled."""
        return {picture.kind: picture.compiled for picture in reversed(self._made)}

    @cached_property
    def _by_model(self) -> "dict[str, list[_TimedPicture]]":
        return self._group(lambda picture: picture.request.model)

    def _group(self, key: Callable[[_TimedPicture], _Key]) -> "dict[_Key, list[_TimedPicture]]":
        groups: dict[_Key, list[_TimedPicture]] = {}
        for picture in self._made:
            group = groups.setdefault(key(picture), [])
            if len(group) < MAX_SAMPLE_PICTURES:
                group.append(picture)
        return groups

    def _find_similar(self, step: float) -> "list[_TimedPicture]":
        """Return the pictures, of any model, with similar work per step."""

        def found() -> list[_TimedPicture]:
            known = [picture for picture in self._made if picture.work]
            return [
                picture
                for picture in known
                if 1 / SIMILAR_WORK_RATIO <= (picture.work or 0) / picture.steps / (step or 1) <= SIMILAR_WORK_RATIO
            ][:MAX_SAMPLE_PICTURES]

        return self._cached(("like", step), found)

    def _scale_from(
        self, asked: _TimedPicture, name: Hashable, others: Sequence[_TimedPicture], source: str
    ) -> Estimate:
        """Scale the times of other pictures by the work of the request, or by steps and pixels if that is unknown."""
        by_work = asked.work is not None and all(picture.work for picture in others)

        def much(picture: _TimedPicture) -> float:
            return (picture.work or 0) if by_work else picture.roughly

        return self._cached(("scaled", name, by_work), lambda: _fit_rate(others, much)).estimate(much(asked), source)

    def _cached(self, key: Hashable, compute: Callable[[], _Found]) -> _Found:
        if key not in self._cache:
            self._cache[key] = compute()
        return self._cache[key]


def _fit_pace(made: Sequence[_TimedPicture]) -> _Pace:
    """Fit fixed seconds and seconds per step to past pictures (least squares); neither is negative."""
    steps, seconds = [picture.steps for picture in made], [picture.seconds for picture in made]
    once, each_step = 0.0, 0.0
    if len(set(steps)) > 1:
        each_step, once = statistics.linear_regression(steps, seconds)
    if each_step <= 0 or once < 0:
        once, each_step = 0.0, statistics.median(picture.seconds / picture.steps for picture in made)
    return _bound_pace(once, each_step, [picture.seconds / (once + each_step * picture.steps) for picture in made])


def _fit_rate(made: Sequence[_TimedPicture], much: Callable[[_TimedPicture], float]) -> _Pace:
    """Return the median of the seconds per unit of past pictures."""
    rate = statistics.median(picture.seconds / much(picture) for picture in made)
    return _bound_pace(0.0, rate, [picture.seconds / (rate * much(picture)) for picture in made])


def _bound_pace(once: float, per_unit: float, ratios: Iterable[float]) -> _Pace:
    """Return a pace with the bounds of eight in ten past pictures."""
    ordered = sorted(ratios)
    low, high = ordered[len(ordered) // 10], ordered[-1 - len(ordered) // 10]
    return _Pace(once, per_unit, min(low, 1 - MIN_SPREAD), max(high, 1 + MIN_SPREAD))
