"""A loaded checkpoint and its pipelines, which share one set of weights. On the engine's thread."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import diffusers
import torch

from macapp.domain.prediction import AUTO_PREDICTION, PREDICTION_TYPES
from macapp.domain.request import Request
from macapp.domain.schedulers import OWN_SCHEDULER, SCHEDULERS, ZERO_SNR_OPTIONS
from macapp.domain.weight_format import WeightFormat
from macapp.engine.loading.ays_schedulers import (
    AysEulerScheduler,
    AysEulerSchedulerXL,
    AysMultistepScheduler,
    AysMultistepSchedulerXL,
)
from macapp.engine.loading.beta_euler import BetaEulerScheduler, FlowBetaEulerScheduler
from macapp.engine.loading.checkpoint_coverage import find_unused_tensors
from macapp.engine.loading.components import Placement
from macapp.engine.loading.dpm_sde import SdeScheduler
from macapp.engine.loading.flow_heun import FlowHeunScheduler
from macapp.engine.loading.multistep import MultistepScheduler
from macapp.engine.loading.stored_parts import load_parts
from macapp.engine.loading.unused_tensors import UnusedTensors
from macapp.engine.runtime.devices import translate_errors
from macapp.engine.runtime.mixed_precision import cast_inputs_and_outputs
from macapp.engine.runtime.torch_import import yielding_gil
from macapp.errors import EaselError, MachineError
from macapp.models import Checkpoint
from macapp.models.checkpoint import read_components
from macapp.models.configuration import INDEX, is_number_list, read_config
from macapp.models.families import STABLE_DIFFUSION_XL
from macapp.models.model_family import Task

_OWN_SCHEDULERS = {
    kind.__name__: kind
    for kind in (
        *(FlowHeunScheduler, BetaEulerScheduler, FlowBetaEulerScheduler, SdeScheduler),
        *(AysEulerScheduler, AysEulerSchedulerXL, AysMultistepScheduler, AysMultistepSchedulerXL),
    )
} | {diffusers.DPMSolverMultistepScheduler.__name__: MultistepScheduler}
"""The classes of schedulers that are not from diffusers."""


@dataclass(frozen=True)
class LoadedModel:
    """A checkpoint in memory, ready on its device."""

    checkpoint: Checkpoint
    parts: Mapping[str, Any]
    settings: Mapping[str, Any]
    """the numbers and flags of its index, such as that SDXL encodes an empty negative prompt as zeros"""
    scheduler_config: Mapping[str, Any]
    """of the checkpoint's own scheduler"""
    own_scheduler: type
    placement: Placement
    """of its parts; the denoiser may have another precision"""
    unused: Sequence[UnusedTensors] = ()
    """what of its files no part uses"""
    verified: set[str] = field(default_factory=set)
    """the parts whose weights were checked"""
    _pipelines: dict[type, Any] = field(default_factory=dict)

    @property
    def weight_format(self) -> WeightFormat:
        """The format in which the weights of its denoiser and its text encoders are stored."""
        return self.placement.weight_format

    def with_vae(self, vae: Any) -> "LoadedModel":
        """Return the model with another VAE, without loading or copying a part."""
        return replace(self, parts={**self.parts, "vae": vae}, _pipelines={})

    def pipeline(self, request: Request, controlnets: Sequence[Any] = ()) -> Any:
        """Return the pipeline for a request, with a new scheduler."""
        kind = pipeline_class(self.checkpoint, request)
        if controlnets:
            found = build_pipeline(kind, self.settings, {**self.parts, "controlnet": _one_or_list(controlnets)})
        else:
            found = self._plain(kind)
        found.scheduler = self.scheduler(request.scheduler, request.prediction)
        return found

    def any_pipeline(self) -> Any:
        """Return the first pipeline of the family: adapters are added to the parts, which all pipelines share."""
        family = self.checkpoint.kind
        return self._plain(resolve_pipeline_class(next(iter(family.pipelines.values())), family.name))

    def _plain(self, kind: type) -> Any:
        if kind not in self._pipelines:
            self._pipelines[kind] = build_pipeline(kind, self.settings, self.parts)
        return self._pipelines[kind]

    def scheduler(self, name: str, prediction: str = AUTO_PREDICTION) -> Any:
        """Return a new scheduler by its common name; `prediction` is one of `PREDICTION_CHOICES`."""
        config = dict(self.scheduler_config)
        if prediction != AUTO_PREDICTION:
            config["prediction_type"] = PREDICTION_TYPES[prediction]
        if name == OWN_SCHEDULER:
            return self.own_scheduler.from_config({**config, **zero_snr_options(config)})  # type: ignore[attr-defined]
        return make_scheduler(
            name,
            config,
            self.own_scheduler.__name__.startswith("FlowMatch"),
            self.checkpoint.kind is STABLE_DIFFUSION_XL,
        )


def load(checkpoint: Checkpoint, placement: Placement, of_unet: torch.dtype | None = None) -> LoadedModel:
    """Load a complete checkpoint and move it to its device; raises `MachineError` and leaves nothing in memory.

    `of_unet` is the precision of its UNet if it differs from that of the other parts. If the placement says that parts
    are released, no weights are read: `residency.restore_parts` loads them when they are needed.
    """
    try:
        with yielding_gil(), translate_errors():
            parts = _parts_in(checkpoint, placement, of_unet or placement.dtype)
            for each in parts.values():
                if isinstance(each, torch.nn.Module) and each.device.type != placement.device:
                    each.to(placement.device)  # both libraries set evaluation mode
    except (EaselError, MemoryError):
        raise
    except Exception as exception:
        raise load_error(checkpoint.name, exception) from exception
    own = parts["scheduler"]
    index = read_config(checkpoint.folder, INDEX)
    settings = {
        name: value for name, value in index.items() if isinstance(value, (bool, int, float)) or is_number_list(value)
    }
    own_placement, unused = replace(placement, released=False), find_unused_tensors(checkpoint, parts)
    return LoadedModel(checkpoint, parts, settings, own.config, type(own), own_placement, unused)


def _parts_in(checkpoint: Checkpoint, placement: Placement, of_unet: torch.dtype) -> dict[str, Any]:
    """Load each part in its precision; the inputs and outputs of the UNet are in that of the other parts."""
    names, wide = list(read_components(checkpoint.folder)), {"unet"} if of_unet != placement.dtype else set()
    others = [each for each in names if each not in wide]
    parts = load_parts(checkpoint, placement, others)
    if wide & set(names):
        parts |= load_parts(checkpoint, replace(placement, dtype=of_unet), list(wide))
        cast_inputs_and_outputs(parts["unet"])
    return parts


def load_error(name: str, exception: Exception) -> MachineError:
    """Return the error of a library that failed to load a model, in one line."""
    why = (" ".join(str(exception).split()) or type(exception).__name__)[:200].rstrip(".")
    return MachineError("model-load-failed", model=name, why=why)


def pipeline_class(checkpoint: Checkpoint, request: Request) -> Any:
    """Return the diffusers pipeline class for a request."""
    return resolve_pipeline_class(checkpoint.kind.pipelines[Task.of(request)], checkpoint.kind.name)


def resolve_pipeline_class(name: str, kind: str) -> Any:
    """Return a class of diffusers; raises `MachineError` if the installed version is too old for it."""
    try:
        return getattr(diffusers, name)
    except (AttributeError, RuntimeError) as exception:  # from its lazy import
        version = diffusers.__version__
        raise MachineError("kind-not-in-library", kind=kind, name="diffusers", version=version) from exception


def parameters_of(kind: type) -> frozenset[str]:
    """Return the names of the parameters that a pipeline call accepts."""
    return frozenset(inspect.signature(kind.__call__).parameters)  # type: ignore[operator]


def make_scheduler(name: str, config: Mapping[str, Any], is_flow: bool = False, is_xl: bool = False) -> Any:
    """Return a new scheduler by the name people know, on the checkpoint's own noise schedule and prediction type.

    `is_flow`: the checkpoint was trained by flow matching. `is_xl`: it is Stable Diffusion XL.
    """
    entry = SCHEDULERS[name]
    class_name = (entry.flow_class if is_flow else entry.xl_class if is_xl else "") or entry.class_name
    kind: Any = _OWN_SCHEDULERS.get(class_name) or getattr(diffusers, class_name)
    known = inspect.signature(kind.__init__).parameters
    options = {option: value for option, value in entry.options.items() if option in known}
    return kind.from_config({**config, **zero_snr_options(config)}, **options)


def zero_snr_options(config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the changes to the configuration of a scheduler whose noise schedule ends in pure noise."""
    return ZERO_SNR_OPTIONS if config.get("rescale_betas_zero_snr") else {}


def build_pipeline(kind: type, settings: Mapping[str, Any], parts: Mapping[str, Any]) -> Any:
    """Build a pipeline from loaded parts; it takes no memory and no time."""
    wanted = {
        name: None if each.default is inspect.Parameter.empty else each.default
        for name, each in inspect.signature(kind.__init__).parameters.items()
        if name != "self"
    }
    known = {"requires_safety_checker": False, "add_watermarker": False, **settings, **parts}
    if kind.__name__ == "ChromaInpaintPipeline":  # diffusers 0.42 reads it there, although Chroma has none
        parts["transformer"].register_to_config(guidance_embeds=False)
    pipeline = kind(**{**wanted, **{name: value for name, value in known.items() if name in wanted}})
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def _one_or_list(controlnets: Sequence[Any]) -> Any:
    return controlnets[0] if len(controlnets) == 1 else list(controlnets)
