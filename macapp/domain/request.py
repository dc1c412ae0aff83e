"""`Request`: everything that decides the pixels of one picture. Any thread.

A request is frozen. The form fills it in, the queue stores it, the PNG contains it and the engine follows it: one
object, so that no part can forget a field. Pictures that it uses (a source image, a mask, a control map) are named by
the hash of their pixels, as in the library; models are named by their id or their path.
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, asdict, dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.field_values import (
    abbreviate,
    build_part,
    check_leaves_a_step,
    check_number,
    check_whole,
    clean_text,
    require_list,
)
from macapp.domain.prediction import AUTO_PREDICTION, PREDICTION_CHOICES
from macapp.domain.request_fields import FIELD_TABLE
from macapp.domain.schedulers import DEFAULT_SCHEDULER, SCHEDULERS
from macapp.domain.step_schedule import StepSchedule
from macapp.domain.weight_format import AUTO, WEIGHT_CHOICES
from macapp.errors import BadRequest

STARTER_MODEL = "starter"

SIDE_STEP = 8  # pixels; the autoencoders of Stable Diffusion shrink by 8, and diffusers refuses other sides
SIDES = range(64, 4096 + 1)  # pixels a side; the plan decides what fits a machine
FINAL_SIDE = 16_384  # pixels a side of an enlarged picture; three times its bytes are in memory at once
STEPS = range(1, 1000 + 1)  # schedulers are trained on 1,000 timesteps; diffusers raises above that
SEEDS = range(2**63)  # SQLite stores no larger integer
RANDOM_SEEDS = 2**32  # random seeds stay below this, the range that other programs accept
PROMPT_CHARACTERS = 100_000
COUNTS = range(1, 10_000 + 1)
_PROMPTS = ("prompt", "negative_prompt", "prompt_2", "negative_prompt_2")
RESIZES = ("crop", "fit", "fill")
"""How a source image gets the size of the picture: cropped, fitted with an extended border, or stretched."""
CLIP_SKIPS = range(1, 12 + 1)  # the largest text encoder of Stable Diffusion 1 has 12 layers
UPSCALES = (1, 2, 3, 4, 8)
INTERVALS = ("unconditional_interval", "cache_interval")
"""The fields that let some steps reuse what earlier ones computed; 1 reuses nothing."""
_CHOICES = {"resize": RESIZES, "weights": WEIGHT_CHOICES, "prediction": PREDICTION_CHOICES}
MAX_CONTROLS = 4
MAX_LORAS = 16
MAX_REFERENCES = 10  # the most that any model takes; the family table has the limit of each
MASK_PADDINGS = range(512 + 1)  # pixels
MASK_FEATHERS = range(128 + 1)  # pixels
IMAGE_NAME_LENGTH = 64  # characters of a SHA-256 in hexadecimal
PARSE_CACHE_SIZE = 2048  # parsed requests in the cache


def random_seed() -> int:
    """Return an unpredictable seed from 0 to 2**32 - 1."""
    return secrets.randbelow(RANDOM_SEEDS)


def is_image_name(name: str) -> bool:
    """Return whether `name` can be an image name of the library: 64 hexadecimal digits, so never a path."""
    return len(name) == IMAGE_NAME_LENGTH and set(name) <= set("0123456789abcdef")


@dataclass(frozen=True, kw_only=True)
class Control:
    """A ControlNet and its map. Raises `BadRequest` if a field is out of range."""

    model: str
    image: str
    """the map, by its name in the library"""
    map: str = "given"
    """how the map was made: a name in `macapp.imaging.control_maps`, or "given" if the image already was a map"""
    scale: float = 1.0
    """the weight, 0 to 2"""
    start: float = 0.0
    """the share of the steps, 0 to 1, at which it starts"""
    end: float = 1.0
    """the share of the steps, 0 to 1, at which it ends; greater than `start`"""

    def __post_init__(self) -> None:
        for name in ("model", "image", "map"):
            clean_text(self, name)
        for name, most in (("scale", 2.0), ("start", 1.0), ("end", 1.0)):
            object.__setattr__(self, name, check_number(f"control_{name}", getattr(self, name), 0.0, most))
        if self.start >= self.end:
            raise BadRequest("control-ends-first", start=self.start, end=self.end)


@dataclass(frozen=True, kw_only=True)
class Lora:
    """A LoRA and its weight. Raises `BadRequest` if a field is out of range."""

    model: str
    weight: float = 1.0

    def __post_init__(self) -> None:
        clean_text(self, "model")
        object.__setattr__(self, "weight", check_number("lora_weight", self.weight, -10.0, 10.0))


@dataclass(frozen=True, kw_only=True)
class Request:
    """Everything that decides the pixels of one picture.

    Raises `BadRequest` if a field is out of range, so every request that exists can run. The defaults below never
    change: they apply to every field that a file or the queue leaves out.
    """

    prompt: str
    seed: int
    width: int
    """pixels, a multiple of 8; with `mask_only` the size of the region"""
    height: int
    steps: int
    guidance_scale: float
    negative_prompt: str = ""
    model: str = STARTER_MODEL
    """the id of a checkpoint, or the path of its folder"""
    scheduler: str = DEFAULT_SCHEDULER
    image: str | None = None
    """the source image, by its name in the library: the SHA-256 of its pixels"""
    strength: float | None = None
    """how much of the source image may change: above 0, up to 1; None without a source image"""
    resize: str = "crop"
    """how the source image is resized to the picture: one of `RESIZES`"""
    mask: str | None = None
    """where the source image may change: white changes, black stays; the mask has the size of the image"""
    mask_only: bool = False
    """draw only the masked part, at the full size, and paste it back into the unchanged image"""
    mask_padding: int = 32
    """pixels around the masked part that the model sees with `mask_only`"""
    mask_feather: int = 0
    """pixels over which the edge of the mask fades inwards"""
    references: tuple[str, ...] = ()
    """images that the model edits, or from which it takes a subject or a style, by their names in the library"""
    controls: tuple[Control, ...] = ()
    loras: tuple[Lora, ...] = ()
    embeddings: tuple[str, ...] = ()
    """files of textual inversions; the prompt refers to each by the name of its file"""
    prompt_2: str = ""
    """the prompt of a second text encoder, if the model has one; empty: the same as `prompt`"""
    negative_prompt_2: str = ""
    clip_skip: int = 1
    """which of the last layers of the text encoder is used; 1 is the last one, as in Automatic1111; SDXL uses the one
    before it for 1 and 2"""
    eta: float = 0.0
    """the noise that DDIM adds at each step, 0 to 1 (DDIM paper, arXiv 2010.02502)"""
    guidance_rescale: float = 0.0
    """0 to 1: reduces the overexposure of high guidance (arXiv 2305.08891, section 3.4)"""
    guidance_end: float = 1.0
    """the share of the steps, 0 to 1, after which guidance ends; the remaining steps use the prompt alone, at half the
    work"""
    unconditional_interval: int = 1
    """both sides of guidance run at every such step; at the others the conditional side runs alone, and the last
    difference of the sides is used again"""
    cache_interval: int = 1
    """all layers of the denoiser run at every such step; at the others the outermost layers of a UNet or the first
    block of a transformer run, with the last output of the other layers"""
    cache_start: float = 0.0
    """the share of the steps, 0 to 1, before which all layers run"""
    variation_seed: int | None = None
    variation_strength: float = 0.0
    """0 to 1: how far the noise of `seed` is rotated towards that of `variation_seed`"""
    hires_scale: float = 1.0
    """above 1: the picture is drawn at its size, enlarged by this factor, and refined"""
    hires_strength: float = 0.5
    """how much refinement may change: above 0, up to 1"""
    upscale: int = 1
    """the factor by which the finished picture is enlarged: one of `UPSCALES`"""
    upscaler: str | None = None
    """a file or folder of an upscaler; None: Lanczos"""
    refiner: str | None = None
    """the refiner of SDXL for the last steps"""
    refiner_start: float = 0.8
    """the share of the steps after which the refiner takes over: above 0, below 1"""
    vae: str | None = None
    """a file or folder of a VAE that replaces the one of the checkpoint"""
    weights: str = AUTO
    """the format of the checkpoint's weights in memory: one of `WEIGHT_CHOICES`"""
    prediction: str = AUTO_PREDICTION
    """what the checkpoint predicts: one of `PREDICTION_CHOICES`"""
    template: str | None = None
    """the prompt as typed, if it had alternatives or wildcards"""
    negative_template: str | None = None

    def __post_init__(self) -> None:
        for name in (*_PROMPTS, "model", "scheduler", *_CHOICES):
            clean_text(self, name)
        for name in ("image", "mask", "upscaler", "refiner", "vae", "template", "negative_template"):
            if getattr(self, name) is not None:
                clean_text(self, name)
        self._check_texts()
        for name in ("width", "height"):
            _check_side(name, getattr(self, name))
        check_whole("steps", self.steps, STEPS)
        check_whole("seed", self.seed, SEEDS)
        check_whole("clip_skip", self.clip_skip, CLIP_SKIPS)
        for name, (least, most) in _LIMITS.items():
            check_whole(name, getattr(self, name), range(int(least), int(most) + 1))
        for name, (least, most) in _SHARES.items():
            object.__setattr__(self, name, check_number(name, getattr(self, name), least, most))
        if self.variation_seed is not None:
            check_whole("variation_seed", self.variation_seed, SEEDS)
        elif self.variation_strength > 0:
            raise BadRequest("variation-alone")
        if self.eta > 0 and not SCHEDULERS[self.scheduler].supports_eta:
            names = ", ".join(name for name, each in SCHEDULERS.items() if each.supports_eta)
            raise BadRequest("eta-scheduler", value=self.scheduler, names=names)
        self._check_strength()
        self._check_mask()
        self._check_additions()
        self._check_enlarging()
        self._check_intervals()

    def _check_texts(self) -> None:
        for name in _PROMPTS:
            length = len(getattr(self, name))
            if length > PROMPT_CHARACTERS:
                raise BadRequest("prompt-too-long", field=name, value=length, limit=PROMPT_CHARACTERS)
        if self.scheduler not in SCHEDULERS:
            raise BadRequest("scheduler-unknown", value=abbreviate(self.scheduler), names=", ".join(SCHEDULERS))
        for name, words in _CHOICES.items():
            if (value := getattr(self, name)) not in words:
                raise BadRequest("word-unknown", field=name, value=abbreviate(value), names=", ".join(words))

    def _check_strength(self) -> None:
        if self.image is None:
            if self.strength is not None:
                raise BadRequest("strength-without-image")
            return
        if self.strength is None:
            raise BadRequest("image-without-strength")
        strength = check_number("strength", self.strength, 0.0, 1.0)
        object.__setattr__(self, "strength", strength)
        check_leaves_a_step("strength", strength, self.steps)

    def _check_mask(self) -> None:
        if not isinstance(self.mask_only, bool):
            raise BadRequest("not-yes-or-no", field="mask_only", value=abbreviate(self.mask_only))
        check_whole("mask_padding", self.mask_padding, MASK_PADDINGS)
        check_whole("mask_feather", self.mask_feather, MASK_FEATHERS)
        if self.mask is not None and self.image is None:
            raise BadRequest("mask-without-image")
        if self.mask is None and self.mask_only:
            raise BadRequest("mask-only-without-mask")
        if self.mask is not None and self.hires_scale > 1:
            raise BadRequest("mask-with-hires")
        if self.mask is not None and self.refiner is not None:
            raise BadRequest("mask-with-refiner")
        if self.image is not None and self.variation_strength > 0:
            raise BadRequest("variation-with-image")

    def _check_additions(self) -> None:
        object.__setattr__(self, "controls", tuple(build_part(Control, each) for each in require_list(self.controls)))
        object.__setattr__(self, "loras", tuple(build_part(Lora, each) for each in require_list(self.loras)))
        for name in ("references", "embeddings"):
            object.__setattr__(self, name, tuple(require_list(getattr(self, name))))
            for value in getattr(self, name):
                if not isinstance(value, str):
                    raise BadRequest("not-text", field=name, value=abbreviate(value))
        for name, limit in _MAX_PARTS.items():
            if len(getattr(self, name)) > limit:
                raise BadRequest("too-many", field=name, limit=limit)

    def _check_enlarging(self) -> None:
        if isinstance(self.upscale, bool) or self.upscale not in UPSCALES:
            names = ", ".join(map(str, UPSCALES))
            raise BadRequest("word-unknown", field="upscale", value=abbreviate(self.upscale), names=names)
        if self.hires_scale > 1:
            check_leaves_a_step("hires_strength", self.hires_strength, self.steps)
        if max(self.final_size) > FINAL_SIDE:
            width, height = self.final_size
            raise BadRequest("enlarged-too-far", width=width, height=height, limit=FINAL_SIDE)

    def _check_intervals(self) -> None:
        steps = min(self.base_steps, self.refine_steps) if self.hires_scale > 1 else self.base_steps
        for name in INTERVALS:
            interval = getattr(self, name)
            if interval > 1 and SCHEDULERS[self.scheduler].evaluations > 1:
                raise BadRequest("interval-scheduler", field=name, value=self.scheduler)
            if interval > steps:
                raise BadRequest("interval-over-steps", field=name, value=interval, steps=steps)

    @property
    def total_steps(self) -> int:
        """The number of steps that the engine runs.

        All steps, or the share that `strength` leaves (as diffusers counts), and the steps that refine an enlarged
        picture.
        """
        return self.base_steps + self.refine_steps

    @property
    def base_steps(self) -> int:
        """The number of steps before the picture is enlarged."""
        return self.steps if self.strength is None else min(int(self.steps * self.strength), self.steps)

    @property
    def refine_steps(self) -> int:
        """The number of steps that refine an enlarged picture; 0 without high resolution."""
        return int(self.steps * self.hires_strength) if self.hires_scale > 1 else 0

    @property
    def guided_steps(self) -> int:
        """The number of `base_steps` that run with guidance."""
        return self._count_guided(self.base_steps)

    @property
    def schedule(self) -> StepSchedule:
        """What runs at each of the `base_steps`."""
        return self.schedule_for(self.base_steps, self.guided_steps)

    @property
    def refine_schedule(self) -> StepSchedule:
        """What runs at each of the `refine_steps`."""
        return self.schedule_for(self.refine_steps, self._count_guided(self.refine_steps))

    def schedule_for(self, steps: int, guided: int) -> StepSchedule:
        """Return what runs at each of some steps, the first `guided` of which have guidance."""
        return StepSchedule(steps, guided, self.unconditional_interval, self.cache_interval, self.cache_start)

    @property
    def model_evaluations(self) -> int:
        """The number of evaluations of the model for one picture: two for a step with both sides of guidance."""
        return sum(work.sides for run in (self.schedule, self.refine_schedule) for work in run.work)

    def _count_guided(self, steps: int) -> int:
        return round(steps * self.guidance_end) if self.guidance_scale > 1 else 0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, before any enlargement."""
        return self.width, self.height

    @property
    def refined_size(self) -> tuple[int, int]:
        """Width and height in pixels of the refinement: the largest size at which a step runs."""
        width, height = (round(side * self.hires_scale / SIDE_STEP) * SIDE_STEP for side in self.size)
        return width, height

    @property
    def final_size(self) -> tuple[int, int]:
        """Width and height in pixels of the finished picture (with `mask_only`, it has the size of its image)."""
        width, height = self.refined_size
        return width * self.upscale, height * self.upscale

    @property
    def images(self) -> tuple[str, ...]:
        """The names of all pictures that the request uses."""
        named = (self.image, self.mask, *self.references, *(control.image for control in self.controls))
        return tuple(dict.fromkeys(name for name in named if name is not None))

    @property
    def is_enlarged(self) -> bool:
        """Whether anything enlarges the picture: before it is refined, or when it is finished."""
        return self.upscale > 1 or self.hires_scale > 1

    def auxiliaries(self) -> Iterator[tuple[AuxiliaryKind, str]]:
        """Yield everything that is added to the checkpoint: its kind, and the id or path that the request gives."""
        yield from ((AuxiliaryKind.LORA, lora.model) for lora in self.loras)
        yield from ((AuxiliaryKind.EMBEDDING, name) for name in self.embeddings)
        yield from ((AuxiliaryKind.CONTROLNET, control.model) for control in self.controls)
        for kind, model in ((AuxiliaryKind.VAE, self.vae), (AuxiliaryKind.UPSCALER, self.upscaler)):
            if model is not None:
                yield kind, model

    def with_seed(self, seed: int) -> "Request":
        """Return the same request with another seed."""
        return replace(self, seed=seed)

    def to_dict(self) -> dict[str, Any]:
        """Return the request as plain values in the order of the fields, without the fields that have their default."""
        values = {name: getattr(self, name) for name in REQUEST_FIELDS}
        return {name: _to_plain(value) for name, value in values.items() if name in _ALWAYS or value != _DEFAULTS[name]}

    def to_json(self) -> str:
        """Return the request as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False)

    @classmethod
    @lru_cache(maxsize=PARSE_CACHE_SIZE)
    def from_json(cls, text: str) -> "Request":
        """Parse the output of `to_json`; fields of a newer Easel are left out.

        Results are cached, because the window reads the queue again at every event.
        """
        return cls.from_dict(json.loads(text))

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Request":
        """Build a request from a mapping, which may have more keys."""
        return cls(**{name: values[name] for name in REQUEST_FIELDS if name in values})


_MAX_PARTS = {"references": MAX_REFERENCES, "controls": MAX_CONTROLS, "loras": MAX_LORAS, "embeddings": MAX_LORAS}
_LIMITS = {name: row.limits for name, row in FIELD_TABLE.items() if row.limits is not None and row.number is int}
_SHARES = {name: row.limits for name, row in FIELD_TABLE.items() if row.limits is not None and row.number is float}
REQUEST_FIELDS = tuple(each.name for each in fields(Request))
_DEFAULTS = {each.name: each.default for each in fields(Request)}
_ALWAYS = {each.name for each in fields(Request) if each.default is MISSING} | {
    "negative_prompt",
    "model",
    "scheduler",
    "image",
    "strength",
}


def seed_series(request: Request, count: int) -> list[Request]:
    """Return `count` requests that differ only in the seed: it counts up from `request.seed` and wraps at the top."""
    check_whole("count", count, COUNTS)
    return [request.with_seed((request.seed + n) % SEEDS.stop) for n in range(count)]


def _to_plain(value: Any) -> Any:
    """Return the value of a field with its parts as dictionaries. `asdict` copies every value, ten times slower."""
    if not isinstance(value, tuple):
        return value
    return tuple(asdict(part) if is_dataclass(part) and not isinstance(part, type) else part for part in value)


def _check_side(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest("not-whole", field=name, value=abbreviate(value))
    if value not in SIDES:
        raise BadRequest("side-out-of-range", field=name, value=abbreviate(value), least=SIDES[0], most=SIDES[-1])
    if value % SIDE_STEP:
        below = value - value % SIDE_STEP
        raise BadRequest("side-not-multiple-of-8", field=name, value=value, below=below, above=below + SIDE_STEP)
