"""`ModelFamily`: one row of the table of model families. Data only, no PyTorch. Any thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType

from macapp.domain.request import MAX_CONTROLS, SIDE_STEP, Request
from macapp.domain.request_fields import FIELD_TABLE
from macapp.domain.schedulers import OWN_SCHEDULER
from macapp.domain.weight_format import AUTO, WeightFormat
from macapp.errors import BadRequest, MachineError
from macapp.models.variants import Variant
from macapp.system.machine import package_version, parse_release

UNET = "UNet2DConditionModel"
PLAIN_AUTOENCODERS = ("AutoencoderKL", "AutoencoderTiny")
OPTIONAL_FIELDS = tuple(name for name, row in FIELD_TABLE.items() if row.is_optional)
"""The fields of a request that some families do not support; all families support the others."""

STABLE_DIFFUSION_2_WIDTH = 1024
"""The width of a token in Stable Diffusion 2; the first version has 768."""


class Task(str, Enum):
    """What a picture starts from. The value is the part of a pipeline's name in diffusers."""

    TEXT = ""
    IMAGE = "Img2Img"
    MASK = "Inpaint"
    CONTROL = "ControlNet"
    CONTROL_IMAGE = "ControlNetImg2Img"
    CONTROL_MASK = "ControlNetInpaint"

    @classmethod
    def of(cls, request: Request) -> "Task":
        """Return the task of a request."""
        if request.mask is not None:
            return cls.CONTROL_MASK if request.controls else cls.MASK
        if request.image is not None:
            return cls.CONTROL_IMAGE if request.controls else cls.IMAGE
        return cls.CONTROL if request.controls else cls.TEXT


_FIELDS_OF_TASKS = {Task.IMAGE: {"image"}, Task.MASK: {"image", "mask"}, Task.CONTROL: {"controls"}}


def name_pipelines(stem: str, *tasks: Task, **others: str) -> Mapping[Task, str]:
    """Return the pipeline classes of a family whose names differ only in the task: text, and each of `tasks`.

    `others` holds the classes with other names, by the name of their task.
    """
    named = {task: f"{stem}{task.value}Pipeline" for task in (Task.TEXT, *tasks)}
    return MappingProxyType({**named, **{Task[name]: class_name for name, class_name in others.items()}})


@dataclass(frozen=True)
class ReferenceUse:
    """How the models of a family use reference images."""

    most: int
    """the largest number of them that its authors recommend"""
    with_image: int = 0
    """the largest number of them next to a source image"""
    is_needed: bool = False
    """whether it makes no picture without one"""
    enlarges: bool = False
    """whether the pipeline enlarges small ones to about 1024 x 1024 pixels; all pipelines shrink larger ones to that"""
    prompt_pixels: int = 0
    """pixels to which the pipeline brings each image for the text encoder, which sees it too; 0 if it does not"""


@dataclass(frozen=True, kw_only=True)
class ModelFamily:
    """A family of models: what runs them, what they support, and the settings that suit them."""

    name: str
    pipelines: Mapping[Task, str] = field(hash=False)
    """the pipeline class of diffusers for each task that the family supports"""
    denoiser: str = UNET
    """the class of its UNet or transformer"""
    autoencoders: tuple[str, ...] = PLAIN_AUTOENCODERS
    """the classes that its autoencoder may have; empty for a family that works on pixels"""
    input_channels: tuple[tuple[int, int], ...] = ((1, 0), (4, 0))
    """(a, b) for each form of input that its transformer may have: a times the channels of a latent, and b more"""
    text_encoders: int = 1
    """the number of text encoders that it cannot do without"""
    settings: frozenset[str] = frozenset()
    """the supported fields among `OPTIONAL_FIELDS`, besides those that other values of the row imply"""
    references: ReferenceUse | None = None
    """None if it uses no reference images"""
    lora_layers: str = ""
    """a regular expression for the names of its layers in a LoRA; empty if it supports none"""
    controlnet: str = ""
    """the class of its ControlNets; empty if it supports none"""
    max_controls: int = MAX_CONTROLS
    """the largest number of ControlNets at a time"""
    union_modes: Mapping[str, int] = field(default_factory=dict, hash=False)
    """the number of each kind of map in ControlNets for several kinds, by `Control.map`; empty if it runs none"""
    guidance: str = "guidance_scale"
    """the name of the guidance scale in its pipelines"""
    has_unguided_side: bool = False
    """whether guidance evaluates the denoiser twice although no negative prompt is supported"""
    blank_negative: str = ""
    """the negative prompt in place of an empty one, where a pipeline would ignore the guidance scale without one"""
    token_limit: int | None = None
    """the largest number of tokens of a prompt; None if the prompt is read in parts, which also allows weights"""
    tokenizer: str = "tokenizer"
    """the tokenizer whose tokens are counted"""
    schedulers: tuple[str, ...] = (OWN_SCHEDULER,)
    steps: int = 25
    guidance_scale: float = 7.5
    scheduler: str = OWN_SCHEDULER
    variants: tuple[Variant, ...] = field(default=(), hash=False)
    """the models of the family that need other settings; the first that matches counts"""
    masked_pixels: int | None = None
    """pixels of a picture above which its pipeline for masks makes a smaller one; None if it makes every size"""
    min_side: int = 64
    """pixels per side below which its pictures are useless"""
    side_step: int = SIDE_STEP
    """pixels of which each side must be a multiple; the pipeline refuses other sizes or, worse, crops them"""
    needs: tuple[str, str] | None = None
    """a library and the first version that supports it, unless all supported versions do"""

    @cached_property
    def supports(self) -> frozenset[str]:
        """The supported fields among `OPTIONAL_FIELDS`."""
        found = {name for task in self.pipelines for name in _FIELDS_OF_TASKS.get(task, ())}
        if {Task.TEXT, Task.IMAGE} <= self.pipelines.keys():
            found.add("hires_scale")
        if self.references is not None:
            found.add("references")
        if self.lora_layers:
            found.add("loras")
        return self.settings | found

    @property
    def guides_twice(self) -> bool:
        """Whether a step with a guidance scale above 1 evaluates the denoiser twice; others read the scale."""
        return self.has_unguided_side or "negative_prompt" in self.settings

    @property
    def denoiser_part(self) -> str:
        """The name of its denoiser among the parts of a model."""
        return "unet" if "UNet" in self.denoiser else "transformer"

    @property
    def autoencoder_part(self) -> str | None:
        """The name of its autoencoder among the parts of a model; None for a family that works on pixels."""
        if not self.autoencoders:
            return None
        return "movq" if "VQModel" in self.autoencoders else "vae"

    @property
    def needs_mask(self) -> bool:
        """Whether it only fills in the masked part of a picture."""
        return self.pipelines.keys() <= {Task.MASK, Task.CONTROL_MASK}

    def check_task(self, request: Request) -> None:
        """Raise `BadRequest` if no pipeline of the family supports the combination of image, mask and ControlNets."""
        task, (width, height) = Task.of(request), request.size
        if task is Task.IMAGE and task not in self.pipelines and Task.MASK in self.pipelines:
            raise BadRequest("image-needs-mask", kind=self.name)
        if task not in self.pipelines:
            raise BadRequest("field-unfit-here", field="controls" if request.controls else "image")
        if len(request.controls) > self.max_controls:
            raise BadRequest("too-many", field="controls", limit=self.max_controls)
        if request.controls and request.hires_scale > 1 and Task.CONTROL_IMAGE not in self.pipelines:
            raise BadRequest("field-unfit-here", field="hires_scale")
        if task is Task.MASK and self.masked_pixels is not None and width * height > self.masked_pixels:
            raise BadRequest("masked-too-large", kind=self.name, width=width, height=height, limit=self.masked_pixels)

    def first_unsupported(self, request: Request) -> str | None:
        """Return the first field that a request sets and this family does not support; None if there is none."""
        return next(
            (name for name in OPTIONAL_FIELDS if name not in self.supports and is_non_default(request, name)), None
        )

    def missing_dependency(self) -> MachineError | None:
        """Return the error for an installed library that is too old for this family; None if there is none."""
        if self.needs is None:
            return None
        name, least = self.needs
        version = package_version(name) or "0"
        old = parse_release(version) < parse_release(least)
        return MachineError("kind-needs", kind=self.name, name=name, least=least, version=version) if old else None


def is_non_default(request: Request, name: str) -> bool:
    """Return whether a request sets a field to something other than its default."""
    if name == "weights":  # every family runs in full precision
        return request.weights not in (AUTO, WeightFormat.FULL.value)
    return getattr(request, name) != getattr(Request, name)
