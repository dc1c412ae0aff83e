"""What is asked for and how it is going: `Request`, `Job`, `Picture`, `JobEvent`.

A `Request` is frozen and holds everything that decides the pixels. The window fills it in, the queue keeps it, the
PNG carries it, the engine obeys it: one object, so that none of them can forget a field. Any thread.
"""

import json
import math
import secrets
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timezone
from enum import Enum
from pathlib import Path
from typing import Any

from PIL.Image import Image

from macapp import PRODUCT
from macapp.errors import BadRequest, EaselError
from macapp.schedulers import DEFAULT_SCHEDULER, SCHEDULERS

STARTER_MODEL = "starter"

SIDE_STEP = 8  # pixels; the autoencoders of Stable Diffusion shrink by 8, diffusers refuses other sides
SIDES = range(64, 4096 + 1)  # pixels a side; what fits a machine is for the plan to say
STEPS = range(1, 1000 + 1)  # schedulers are trained on 1,000 timesteps; above that diffusers raises
SEEDS = range(2**63)  # above, SQLite cannot hold it as an integer
RANDOM_SEEDS = 2**32  # random seeds stay in the range that other programs accept
GUIDANCE = (0.0, 100.0)
PROMPT_CHARACTERS = 100_000
COUNTS = range(1, 10_000 + 1)


def random_seed() -> int:
    """Return a seed that no one could guess, in 0 to 2**32 - 1."""
    return secrets.randbelow(RANDOM_SEEDS)


def clean_text(text: str) -> str:
    """Return `text` as it can be stored, searched and written to a PNG.

    A lone surrogate cannot be encoded and NUL ends a string in SQLite's text functions and in PNG chunks: each
    becomes U+FFFD. The rest is composed (NFC), so that a word typed on a Mac is found when pasted from elsewhere.
    """
    encodable = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", encodable.replace("\0", "\ufffd"))


@dataclass(frozen=True, kw_only=True)
class Request:
    """Everything that decides the pixels of one picture.

    Raises `BadRequest` when a field is out of range, so that a request that exists can be run.
    """

    prompt: str
    seed: int
    width: int
    """pixels, a multiple of 8"""
    height: int
    steps: int
    guidance_scale: float
    negative_prompt: str = ""
    model: str = STARTER_MODEL
    """a checkpoint's id, or the path of its folder"""
    scheduler: str = DEFAULT_SCHEDULER
    image: str | None = None
    """the starting image, by the name that the library gave it: the SHA-256 of its pixels"""
    strength: float | None = None
    """how much of the starting image may change, above 0 to 1; None without a starting image"""

    def __post_init__(self) -> None:
        for name in ("prompt", "negative_prompt", "model", "scheduler"):
            value = getattr(self, name)
            if not isinstance(value, str):
                raise BadRequest("not-text", field=name, value=_shown(value))
            object.__setattr__(self, name, clean_text(value))
        for name in ("prompt", "negative_prompt"):
            length = len(getattr(self, name))
            if length > PROMPT_CHARACTERS:
                raise BadRequest("prompt-too-long", field=name, value=length, limit=PROMPT_CHARACTERS)
        if self.scheduler not in SCHEDULERS:
            raise BadRequest("scheduler-unknown", value=_shown(self.scheduler), names=", ".join(SCHEDULERS))
        for name in ("width", "height"):
            _check_side(name, getattr(self, name))
        _check_whole("steps", self.steps, STEPS)
        _check_whole("seed", self.seed, SEEDS)
        object.__setattr__(self, "guidance_scale", _checked_number("guidance_scale", self.guidance_scale, *GUIDANCE))
        self._check_strength()

    def _check_strength(self) -> None:
        if self.image is None:
            if self.strength is not None:
                raise BadRequest("strength-without-image")
            return
        if self.strength is None:
            raise BadRequest("image-without-strength")
        strength = _checked_number("strength", self.strength, 0.0, 1.0)
        object.__setattr__(self, "strength", strength)
        if self.steps_run < 1:
            least = math.ceil(1 / strength) if strength > 0 else 0
            raise BadRequest("strength-leaves-no-step", value=strength, steps=self.steps, least=least)

    @property
    def steps_run(self) -> int:
        """How many steps the engine will do: all of them, or the share that `strength` leaves (as diffusers counts)."""
        return self.steps if self.strength is None else min(int(self.steps * self.strength), self.steps)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height

    def with_seed(self, seed: int) -> "Request":
        """Return the same request with another seed."""
        return replace(self, seed=seed)

    def to_json(self) -> str:
        """Return the request as one line of JSON, keys in the order of the fields."""
        return json.dumps(asdict(self), ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "Request":
        """Read what `to_json` wrote. Fields that a newer Easel added are left out."""
        return cls.from_fields(json.loads(text))

    @classmethod
    def from_fields(cls, values: Mapping[str, Any]) -> "Request":
        """Build a request from a mapping that may hold more than a request does."""
        return cls(**{name: values[name] for name in REQUEST_FIELDS if name in values})


REQUEST_FIELDS = tuple(each.name for each in fields(Request))


def counted_up(request: Request, count: int) -> list[Request]:
    """Return `count` requests alike but for the seed, which counts up from `request.seed` (and wraps at the top)."""
    _check_whole("count", count, COUNTS)
    return [request.with_seed((request.seed + n) % SEEDS.stop) for n in range(count)]


def differences(first: Request, second: Request) -> dict[str, tuple[Any, Any]]:
    """Return the fields in which two requests differ, each with both values."""
    pairs = {name: (getattr(first, name), getattr(second, name)) for name in REQUEST_FIELDS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def between(first: Request, second: Request, count: int = 3) -> list[Request]:
    """Return up to `count` requests on the way from one to another: numbers in even steps, the rest by halves.

    The seed is a name, not an amount: it changes like a word does. Requests that come out alike are left out.
    """
    series: list[Request] = []
    for number in range(1, count + 1):
        share = number / (count + 1)
        values = {name: _part_way(name, *pair, share) for name, pair in differences(first, second).items()}
        if "image" in values:  # a starting image and its strength go together
            values["strength"] = first.strength if values["image"] == first.image else second.strength
        request = replace(first, **values)
        if request not in (first, second, *series):
            series.append(request)
    return series


def _part_way(name: str, first: Any, second: Any, share: float) -> Any:
    amounts = isinstance(first, (int, float)) and isinstance(second, (int, float)) and name != "seed"
    if not amounts:
        return first if share <= 0.5 else second
    value = first + (second - first) * share
    if name in ("width", "height"):
        return round(value / SIDE_STEP) * SIDE_STEP
    return round(value) if isinstance(first, int) else round(value, 3)


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
    number: int = 0
    """its place in the order of arrival"""
    size: tuple[int, int]
    """width and height of the file in pixels"""
    pixels: str | None = None
    """the hash of its pixels; a picture that starts from it names it so in `Request.image`"""
    stack: str | None = None
    source: str = PRODUCT
    """the program that made it"""
    unknown: frozenset[str] = frozenset()
    """the fields of `request` that the file of another program did not tell: their values are only filled in"""
    marks: Marks = field(default_factory=Marks)

    @property
    def is_ours(self) -> bool:
        """Whether Easel made it."""
        return self.source == PRODUCT


@dataclass(frozen=True)
class Comparison:
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
class Generated:
    """What an engine returns for a request."""

    image: Image
    """RGB, of the request's size"""
    made_with: Mapping[str, Any]


class EventKind(str, Enum):
    """What a `JobEvent` tells."""

    LOADING = "loading"  # the model of this job is being loaded
    STEP = "step"  # `step` of `steps` steps are done
    SAVING = "saving"
    DONE = "done"  # the picture is on disk and in the library
    FAILED = "failed"
    CANCELED = "canceled"
    STOPPED = "stopped"  # nothing more can run until the user does something: `reason` says why
    RECOVERED = "recovered"  # put in order after a death of the process; `job` is the one that it died in
    IDLE = "idle"  # nothing is waiting, or the queue is paused


@dataclass(frozen=True, kw_only=True)
class JobEvent:
    """The one thing the runner reports, to the window and to the command line alike."""

    kind: EventKind
    job: Job | None = None
    step: int = 0
    steps: int = 0
    seconds_per_step: float | None = None
    picture: Picture | None = None
    comparison: Comparison | None = None
    """how the picture compares with the one that the job repeats"""
    reason: EaselError | None = None

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


def utc_now() -> str:
    """Return the time as the library keeps it: UTC, ISO 8601 to the millisecond."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


def _check_side(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest("not-whole", field=name, value=_shown(value))
    if value not in SIDES:
        raise BadRequest("side-out-of-range", field=name, value=_shown(value), least=SIDES[0], most=SIDES[-1])
    if value % SIDE_STEP:
        below = value - value % SIDE_STEP
        raise BadRequest("side-not-multiple-of-8", field=name, value=value, below=below, above=below + SIDE_STEP)


def _check_whole(name: str, value: object, allowed: range) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest("not-whole", field=name, value=_shown(value))
    if value not in allowed:
        raise BadRequest("out-of-range", field=name, value=_shown(value), least=allowed[0], most=allowed[-1])


def _checked_number(name: str, value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadRequest("not-a-number", field=name, value=_shown(value))
    if not least <= value <= most:  # False for NaN as well
        raise BadRequest("out-of-range", field=name, value=_shown(value), least=least, most=most)
    return float(value)


def _shown(value: object) -> str:
    """Return `value` short enough for a sentence."""
    text = clean_text(value if isinstance(value, str) else repr(value))
    return text if len(text) <= 40 else text[:37] + "..."
