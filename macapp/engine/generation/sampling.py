"""Sample one picture with a pipeline: the arguments for a request, the steps, the decoding. On the engine's thread.

The noise is generated on the CPU, so a seed gives the same noise on every machine. One picture, never a batch.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import torch
from PIL import Image

from macapp.domain.prediction import AUTO_PREDICTION
from macapp.domain.request import INTERVALS, Request
from macapp.engine.generation.latents import unpack_patches, varied_noise
from macapp.engine.generation.pixels import decode_latents, doubts_about, is_uniform, to_image
from macapp.engine.generation.preview import LatentPreviewer
from macapp.engine.generation.prompt_encoder import PromptEncoder
from macapp.engine.loading.loaded_model import LoadedModel, parameters_of, pipeline_class
from macapp.engine.runtime.step_controller import StepController
from macapp.errors import BadRequest
from macapp.imaging.inpainting import InpaintSource, fit_area, resize_to
from macapp.models import Checkpoint, ModelFamily
from macapp.models.model_family import is_non_default
from macapp.models.references import REFERENCE_PIXELS

# The parameter that a pipeline needs for a field, where not every pipeline of the family has it.
_NEEDED_PARAMETERS = {
    "eta": "eta",
    "guidance_rescale": "guidance_rescale",
    "clip_skip": "clip_skip",
    "refiner": "denoising_end",
}


def check_supported(checkpoint: Checkpoint, request: Request) -> None:
    """Raise `BadRequest` if a checkpoint or its pipeline does not support the request; loads nothing."""
    checkpoint.check_supports(request)
    taken = parameters_of(pipeline_class(checkpoint, request))
    for name, needed in _NEEDED_PARAMETERS.items():
        if is_non_default(request, name) and needed not in taken:
            raise BadRequest("field-unfit-here", field=name)


@dataclass(frozen=True)
class Sampler:
    """Samples with one loaded checkpoint and its ControlNets."""

    loaded: LoadedModel
    embeddings: PromptEncoder
    controlnets: Sequence[Any]
    on_step: Callable[[int], None]
    """called with the number of steps done at one size"""
    refiner: PromptEncoder | None = None
    """the refiner of SDXL, which does the last steps"""
    previews: LatentPreviewer | None = None
    """gets the latents of each step"""
    fallbacks_used: list[str] = field(default_factory=list)
    """names of the fallbacks that this picture needed"""
    suspicions: list[str] = field(default_factory=list)
    """why the picture may be wrong"""
    references: Sequence[Image.Image] = ()
    """the reference images of the request, in its order"""

    def generate(self, request: Request, start: InpaintSource | None, maps: Sequence[Image.Image]) -> Image.Image:
        """Return the picture of a request at its size; pixels outside the mask do not change."""
        pipeline, found = self.sample(request, start, maps)
        if self.refiner is not None:
            found = self._run_refiner(self.refiner, request, found)
        family = self.loaded.checkpoint.kind.name
        picture = (
            decode_latents(pipeline, found, self.fallbacks_used) if family == "Stable Diffusion" else to_image(found)
        )
        # Before the pixels outside the mask are restored.
        self.suspicions.extend(doubts_about(picture, None if start is None else start.image))
        if self.previews is not None and not is_uniform(picture):
            self.previews.learn(picture)
        return picture if start is None else start.composite(picture)

    def refine(self, request: Request, picture: Image.Image, images: Mapping[str, Image.Image]) -> Image.Image:
        """Return an enlarged picture after image to image on itself."""
        width, height = picture.size
        again = replace(
            request,
            width=width,
            height=height,
            image="drawn",
            strength=request.hires_strength,
            hires_scale=1.0,
            variation_strength=0.0,
            references=(),
        )
        maps = [resize_to(images[control.image], picture.size, request.resize) for control in request.controls]
        sampler = replace(self, refiner=None, references=())  # the refiner had its steps at the smaller size
        return sampler.generate(again, InpaintSource(picture), maps)

    def sample(self, request: Request, start: InpaintSource | None, maps: Sequence[Image.Image]) -> tuple[Any, Any]:
        """Return the pipeline and its output.

        The output is latents (1, channels, height / 8, width / 8) for Stable Diffusion. The pipelines of other families
        decode themselves: an array (1, height, width, 3), 0 to 1.
        """
        pipeline = self.loaded.pipeline(request, self.controlnets)
        kind = self.loaded.checkpoint.kind
        generator = torch.Generator("cpu").manual_seed(request.seed)
        _check_intervals(request, pipeline.scheduler)
        controller = StepController(request, request.schedule)
        given = {
            **self.embeddings.pipeline_kwargs(pipeline, request, kind),
            **_image_arguments(request, start),
            **_reference_arguments(kind, start, self.references),
            **_control_arguments(request, start, maps),
            **_union_arguments(kind, request, self.controlnets),
            "num_inference_steps": request.steps,
            kind.guidance: request.guidance_scale,
            "guidance_rescale": request.guidance_rescale,
            "eta": request.eta,
            "generator": generator,
            "output_type": "latent" if kind.name == "Stable Diffusion" else "np",
            "callback_on_step_end": partial(self._after_step, controller),
            "callback": partial(self._after_older_step, pipeline, request.size),
            "use_resolution_binning": False,  # PixArt would sample at another size and resize
            "use_pe": False,  # ERNIE-Image would rewrite the prompt with a language model that is not loaded
            "guidance_schedule": None,  # Ideogram would use a schedule for 48 steps
            "max_area": request.width * request.height,  # Kontext would enlarge the picture to 1024 x 1024 pixels
            "_auto_resize": start is None,  # and a source image, whose size is that of the picture
        }
        if self.refiner is not None:
            given |= {"denoising_end": request.refiner_start, "output_type": "latent"}
        taken = parameters_of(type(pipeline))
        if maps:
            torch.manual_seed(request.seed)  # for Stable Diffusion 3, which encodes a map without a generator
        with (
            self.embeddings.wrapping(pipeline, request, kind),
            controller.applied([self.loaded.parts.get(kind.denoiser_part), *self.controlnets]),
            varied_noise(pipeline, request, generator) as noise,
        ):
            if {"negative_prompt", "negative_prompt_embeds"} & taken == {"negative_prompt_embeds"}:
                given |= self.embeddings.negative_kwargs(pipeline, given)
            arguments = {name: value for name, value in {**given, **noise}.items() if name in taken}
            return pipeline, pipeline(**arguments).images

    def _run_refiner(self, refiner: PromptEncoder, request: Request, latents: torch.Tensor) -> Any:
        """Run the last steps with the refiner, and return its pixels (1, height, width, 3), 0 to 1."""
        before = round(request.steps * request.refiner_start)
        schedule = request.schedule_for(request.steps - before, request.guided_steps - before)
        controller = StepController(request, schedule)

        def after_step(running: Any, step: int, _timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            controller.on_step(step + 1, running.scheduler.order)
            if self.previews is not None:
                self.previews.observe(tensors.get("latents"), running.scheduler)
            self.on_step(min(before + step + 1, request.steps))
            return tensors

        others = {"controls": (), "variation_strength": 0.0, "prediction": AUTO_PREDICTION}  # those of the base model
        refined = replace(request, image="drawn", strength=1.0, **others)
        pipeline = refiner.loaded.pipeline(refined)
        with controller.applied([refiner.loaded.parts.get("unet")]):
            return pipeline(
                **{
                    **refiner.pipeline_kwargs(pipeline, refined, refiner.loaded.checkpoint.kind),
                    "prompt_2": None,
                    "negative_prompt_2": None,
                },
                image=latents,
                denoising_start=request.refiner_start,
                num_inference_steps=request.steps,
                guidance_scale=request.guidance_scale,
                generator=torch.Generator("cpu").manual_seed(request.seed),
                output_type="np",
                callback_on_step_end=after_step,
            ).images

    def _after_step(
        self, controller: StepController, running: Any, step: int, _timestep: Any, tensors: dict[str, Any]
    ) -> dict[str, Any]:
        controller.on_step(step + 1, running.scheduler.order)
        self._observe(tensors.get("latents"), running, controller.request.size)
        evaluations = _evaluations_per_step(running.scheduler)
        self.on_step(min(step // evaluations + 1, controller.request.base_steps))
        return tensors

    def _after_older_step(
        self, running: Any, size: tuple[int, int], step: int, _timestep: Any, latents: torch.Tensor
    ) -> None:
        """Take a step through the older interface, which PixArt has."""
        self._observe(latents, running, size)
        self.on_step(step + 1)

    def _observe(self, latents: Any, running: Any, size: tuple[int, int]) -> None:
        if self.previews is not None:
            self.previews.observe(unpack_patches(latents, size), running.scheduler)


def _evaluations_per_step(scheduler: Any) -> int:
    """Return how often a scheduler evaluates the model at a step: Heun's method does so twice."""
    return getattr(scheduler, "evaluations_per_step", scheduler.order)


def _check_intervals(request: Request, scheduler: Any) -> None:
    """Raise `BadRequest` if a checkpoint's own scheduler evaluates the model too often for the request's intervals."""
    for name in INTERVALS:
        if getattr(request, name) > 1 and _evaluations_per_step(scheduler) > 1:
            raise BadRequest("interval-scheduler", field=name, value=type(scheduler).__name__)


def _image_arguments(request: Request, start: InpaintSource | None) -> dict[str, Any]:
    size = {"width": request.width, "height": request.height}
    if start is None:
        return size
    masked = {} if start.mask is None else {"mask_image": start.mask}
    # Passed with an image too: FLUX and Stable Diffusion 3 would use their default size.
    return {"image": start.image, "strength": request.strength, **masked, **size}


def _reference_arguments(
    family: ModelFamily, start: InpaintSource | None, references: Sequence[Image.Image]
) -> dict[str, Any]:
    """Return the reference images as the pipelines take them: a list, or one image where they take no more."""
    if family.references is None or not references:
        return {}
    if start is not None:
        return {"image_reference": fit_area(references[0], REFERENCE_PIXELS)}
    return {"image": references[0] if family.references.most == 1 else list(references)}


def _control_arguments(request: Request, start: InpaintSource | None, maps: Sequence[Image.Image]) -> dict[str, Any]:
    if not maps:
        return {}
    many = len(maps) > 1

    def values_of(name: str) -> Any:
        values = [getattr(control, name) for control in request.controls]
        return values if many else values[0]

    return {
        # The pipelines of Stable Diffusion call the map "image" where there is no source image.
        **({} if start is not None else {"image": list(maps) if many else maps[0]}),
        "control_image": list(maps) if many else maps[0],
        "controlnet_conditioning_scale": values_of("scale"),
        "control_guidance_start": values_of("start"),
        "control_guidance_end": values_of("end"),
        "width": request.width,
        "height": request.height,
    }


def _union_arguments(family: ModelFamily, request: Request, controlnets: Sequence[Any]) -> dict[str, Any]:
    """Return the numbers of the kinds of the maps if a ControlNet is for several kinds; None for the others."""
    nets = zip(controlnets, request.controls, strict=True) if request.controls else ()
    modes = [family.union_modes[control.map] if getattr(net, "union", False) else None for net, control in nets]
    if not any(mode is not None for mode in modes):
        return {}
    return {"control_mode": modes if len(modes) > 1 else modes[0]}
