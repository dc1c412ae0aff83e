"""Jobs, pictures and events: `Job`, `Picture`, `JobEvent`. Any thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from enum import Enum
from pathlib import Path
from typing import Any

from PIL.Image import Image

from macapp import PRODUCT
from macapp.domain.request import Request
from macapp.domain.weight_format import WeightFormat
from macapp.errors import EaselError, Reason

UNKNOWN_SOURCE = "unknown"  # the source of a picture whose file names no program


class JobState(str, Enum):
    """The state of a job. A job is in exactly one state, which the library stores."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    HELD = "held"  # the process died twice while it ran; only the user can release it
    CANCELED = "canceled"

    @property
    def ended(self) -> bool:
        """Whether the job stays in this state until the user changes it."""
        return self not in (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, kw_only=True)
class Job:
    """One request in the queue. The picture it makes has the same id."""

    id: str
    request: Request
    created: str
    """UTC, ISO 8601 to the millisecond"""
    state: JobState = JobState.WAITING
    reason: EaselError | None = None
    """why it failed or is held"""
    stack: str | None = None
    """the id of the first job of a series; None for a single job"""
    repeats: str | None = None
    """the id of the picture that this job repeats, to compare the two"""
    newer: bool = False
    """whether a newer Easel made it: `request` holds only what this version understands, so the job is held and never
    run"""


@dataclass(frozen=True)
class Marks:
    """The user's marks on a picture."""

    favourite: bool = False
    stars: int = 0
    """0 to 5; 0 is none"""
    tags: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A finished picture: a file on disk and its row in the library. A picture of Easel contains its own request."""

    id: str
    request: Request
    created: str
    path: Path
    made_with: Mapping[str, Any] = field(default_factory=dict)
    """versions, device, dtype and seconds: what else can affect the pixels, and how long they took"""
    row_number: int = 0
    """its position in the order of arrival"""
    size: tuple[int, int]
    """width and height of the file in pixels"""
    pixels: str | None = None
    """the hash of its pixels; `Request.image` uses it as the name of a source image"""
    stack: str | None = None
    source: str = PRODUCT
    """the program that made it"""
    inferred_fields: frozenset[str] = frozenset()
    """the fields of `request` that hold defaults because the file does not state them, or because only a newer Easel
    understands them"""
    newer: bool = False
    """whether a newer Easel made it: `request` holds only what this version understands; `inferred_fields` names the
    rest"""
    marks: Marks = field(default_factory=Marks)

    @property
    def repeat_request(self) -> Request:
        """The request that makes the same pixels: with the weights in the format that was used, also if it was chosen
        by the plan."""
        return replace(self.request, weights=self.made_with.get("weight_format", WeightFormat.FULL.value))

    @property
    def is_ours(self) -> bool:
        """Whether Easel made it."""
        return self.source == PRODUCT

    @property
    def is_recognised(self) -> bool:
        """Whether its file names the program that made it."""
        return self.source != UNKNOWN_SOURCE

    @property
    def doubts(self) -> list[Reason]:
        """Why the finished picture may be other than expected, as the engine noted in its file."""
        uniform = [Reason("doubt-one-colour")] if self.made_with.get("doubt") else []
        unused = self.made_with.get("unused")
        facts = [each for each in unused if isinstance(each, Mapping)] if isinstance(unused, list) else []
        return uniform + [Reason("doubt-unused", {name: str(value) for name, value in each.items()}) for each in facts]


@dataclass(frozen=True)
class ReproductionResult:
    """The result of comparing a repeated picture with the original."""

    identical: bool
    most: int = 0
    """the largest difference of a channel, 0 to 255"""
    pixels: int = 0
    """the number of pixels that differ"""
    share: float = 0.0
    """the share of pixels that differ, 0 to 1"""
    changed: tuple[str, ...] = ()
    """what changed since the original, by the names in `made_with`, such as "torch: 2.12.0, now 2.13.0" """


@dataclass(frozen=True, kw_only=True)
class GeneratedImage:
    """What an engine returns for a request."""

    image: Image
    """RGB, of the request's size"""
    made_with: Mapping[str, Any]


class EventKind(str, Enum):
    """The kind of a `JobEvent`."""

    LOADING = "loading"  # the model of this job is loading
    COMPILING = "compiling"  # parts of the model are compiled once for many pictures; `why` gives the number
    STEP = "step"  # `step` of `steps` steps are done
    SAVING = "saving"
    DONE = "done"  # the picture is on disk and in the library
    FAILED = "failed"
    CANCELED = "canceled"
    STOPPED = "stopped"  # the queue stopped until the user acts; `reason` gives the cause
    RECOVERED = "recovered"  # recovered after a crash; `job` is the job that was running
    MEMORY_REDUCED = "spared"  # the system is short of memory; `reason` gives what Easel did
    IDLE = "idle"  # no job is waiting, or the queue is paused


@dataclass(frozen=True, kw_only=True)
class JobEvent:
    """An event of the runner, for the window and the command line."""

    kind: EventKind
    job: Job | None = None
    step: int = 0
    steps: int = 0
    seconds_per_step: float | None = None
    preview: Image | None = None
    """a small preview of the unfinished picture"""
    picture: Picture | None = None
    comparison: ReproductionResult | None = None
    """the comparison with the picture that the job repeats"""
    reason: EaselError | None = None
    why: Reason | None = None

    @property
    def is_progress(self) -> bool:
        """Whether the event is about the job in the engine; the job before it may still be saving."""
        return self.kind in (EventKind.LOADING, EventKind.COMPILING, EventKind.STEP, EventKind.SAVING)

    @property
    def seconds_left(self) -> float | None:
        """The seconds that the remaining steps take at the present speed; None before the first step."""
        return None if self.seconds_per_step is None else (self.steps - self.step) * self.seconds_per_step


def utc_now() -> str:
    """Return the current time in the format of the library: UTC, ISO 8601 to the millisecond."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
