"""How what was asked for is going, and what came of it: `Job`, `Picture`, `JobEvent`. Any thread."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from pathlib import Path
from typing import Any

from PIL.Image import Image

from macapp import PRODUCT
from macapp.domain.request import Request
from macapp.errors import EaselError, Reason

UNKNOWN_SOURCE = "unknown"  # of a picture whose file names no program


class JobState(str, Enum):
    """Where a job is in its life. A job is in exactly one state, and the library knows which."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    HELD = "held"  # the process died twice while it ran: only the user lets it run again
    CANCELED = "canceled"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to the job by itself."""
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
    """the id of the first of the jobs that were ordered together; None for one alone"""
    repeats: str | None = None
    """the id of the picture that it makes again, to compare the two"""
    newer: bool = False
    """whether a newer Easel made it: `request` is only what this one understands, so it is held and never drawn"""


@dataclass(frozen=True)
class Marks:
    """What the user has put on a picture."""

    favourite: bool = False
    stars: int = 0
    """0 to 5; 0 is none"""
    tags: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A finished picture: a file on disk and its row in the library. One of ours carries its own request."""

    id: str
    request: Request
    created: str
    path: Path
    made_with: Mapping[str, Any] = field(default_factory=dict)
    """versions, device, dtype, seconds: what else may decide the pixels, and how long they took"""
    row_number: int = 0
    """its place in the order of arrival"""
    size: tuple[int, int]
    """width and height of the file in pixels"""
    pixels: str | None = None
    """the hash of its pixels; a picture that starts from it names it so in `Request.image`"""
    stack: str | None = None
    source: str = PRODUCT
    """the program that made it"""
    inferred_fields: frozenset[str] = frozenset()
    """the fields of `request` whose values are only filled in: those that the file of another program does not say,
    or that only a newer Easel understands"""
    newer: bool = False
    """whether a newer Easel made it: `request` is only what this one understands, and `unknown` names the rest"""
    marks: Marks = field(default_factory=Marks)

    @property
    def is_ours(self) -> bool:
        """Whether Easel made it."""
        return self.source == PRODUCT

    @property
    def is_recognised(self) -> bool:
        """Whether its file says which program made it."""
        return self.source != UNKNOWN_SOURCE

    @property
    def doubt(self) -> Reason | None:
        """Why it may be no picture though it was finished, as the engine noted in its file; None without a doubt."""
        return Reason("doubt-one-colour") if self.made_with.get("doubt") else None


@dataclass(frozen=True)
class ReproductionResult:
    """What came of making a picture again."""

    identical: bool
    most: int = 0
    """the largest difference of a channel, of 255"""
    pixels: int = 0
    """how many pixels differ"""
    share: float = 0.0
    """the same as a share of all, 0 to 1"""
    changed: tuple[str, ...] = ()
    """what is not as it was then, by the names in `made_with`, such as "torch: 2.12.0, now 2.13.0" """


@dataclass(frozen=True, kw_only=True)
class GeneratedImage:
    """What an engine returns for a request."""

    image: Image
    """RGB, of the request's size"""
    made_with: Mapping[str, Any]


class EventKind(str, Enum):
    """What a `JobEvent` tells."""

    LOADING = "loading"  # the model of this job is being loaded
    COMPILING = "compiling"  # parts of the model are compiled, once for many pictures: `why` says for how many
    STEP = "step"  # `step` of `steps` steps are done
    SAVING = "saving"
    DONE = "done"  # the picture is on disk and in the library
    FAILED = "failed"
    CANCELED = "canceled"
    STOPPED = "stopped"  # nothing more can run until the user does something: `reason` says why
    RECOVERED = "recovered"  # put in order after a death of the process; `job` is the one that it died in
    MEMORY_REDUCED = "spared"  # the system is short of memory, and less is used: `reason` says what was done
    IDLE = "idle"  # nothing is waiting, or the queue is paused


@dataclass(frozen=True, kw_only=True)
class JobEvent:
    """The one thing the runner reports, to the window and to the command line alike."""

    kind: EventKind
    job: Job | None = None
    step: int = 0
    steps: int = 0
    seconds_per_step: float | None = None
    preview: Image | None = None
    """what the picture looks like so far, small"""
    picture: Picture | None = None
    comparison: ReproductionResult | None = None
    """how the picture compares with the one that the job repeats"""
    reason: EaselError | None = None
    why: Reason | None = None

    @property
    def is_progress(self) -> bool:
        """Whether it tells of the job that the engine works on; the one before it may still be being saved."""
        return self.kind in (EventKind.LOADING, EventKind.COMPILING, EventKind.STEP, EventKind.SAVING)

    @property
    def seconds_left(self) -> float | None:
        """How long the remaining steps take at the present speed; None before the first step."""
        return None if self.seconds_per_step is None else (self.steps - self.step) * self.seconds_per_step


def new_id(now: float | None = None) -> str:
    """Return a new id for a job: 16 characters that sort by time and do not repeat across libraries.

    Ten characters are the milliseconds since 1970, six are random (Crockford's base 32 in lower case).
    """
    milliseconds = int((time.time() if now is None else now) * 1000)
    value = (milliseconds << 30) | secrets.randbits(30)
    return "".join(_BASE32[(value >> shift) & 31] for shift in range(75, -1, -5))


def is_id(text: object) -> bool:
    """Return whether this could be the id of a job or a picture: it names files, so it must not be a path."""
    return isinstance(text, str) and len(text) == ID_LENGTH and set(text) <= set(_BASE32)


def utc_now() -> str:
    """Return the time as the library keeps it: UTC, ISO 8601 to the millisecond."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 16  # characters
