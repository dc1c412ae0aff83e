"""One picture drawn by a pipeline: the arguments that a request makes, the steps, the decoding. On the engine's thread.

The noise is drawn on the CPU, so that a seed gives the same noise on every machine. One picture, never a batch.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import torch
from diffusers.utils.torch_utils import randn_tensor
from PIL import Image
from torch.linalg import vector_norm

from macapp.domain.request import Request
from macapp.engine.generation.pixels import decode_latents, doubts_about, is_uniform, to_image
from macapp.engine.generation.preview import LatentPreviewer
from macapp.engine.generation.prompt_embeddings import PromptEncoder
from macapp.engine.loading.loaded_model import LoadedModel, parameters_of, pipeline_class
from macapp.engine.runtime.guidance import GuidanceCutoff
from macapp.errors import BadRequest
from macapp.imaging.inpainting import InpaintSource, resize_to
from macapp.models import Checkpoint
from macapp.models.families import is_non_default

# What a pipeline must take for a field to count, where not every pipeline of the family does.
_NEEDED = {
    "eta": "eta",
    "guidance_rescale": "guidance_rescale",
    "clip_skip": "clip_skip",
    "refiner": "denoising_end",
}


def check_supported(checkpoint: Checkpoint, request: Request) -> None:
    """Raise `BadRequest` for what a checkpoint or its pipeline cannot do, before anything of it is loaded."""
    checkpoint.check_supports(request)
    taken = parameters_of(pipeline_class(checkpoint, request))
    for name, needed in _NEEDED.items():
        if is_non_default(request, name) and needed not in taken:
            raise BadRequest("field-unfit-here", field=name)


@dataclass(frozen=True)
class Sampler:
    """Draws with one loaded checkpoint and its ControlNets."""

    loaded: LoadedModel
    embeddings: PromptEncoder
    controlnets: Sequence[Any]
    on_step: Callable[[int], None]
    """called with the number of steps done at one size"""

    refiner: PromptEncoder | None = None
    """the refiner of SDXL that takes over for the last steps"""
    previews: LatentPreviewer | None = None
    """what sees the latents of each step"""
    fallbacks_used: list[str] = field(default_factory=list)
    """by what parts of the picture were rescued"""
    suspicions: list[str] = field(default_factory=list)
    """why what was drawn may be no picture"""

    def generate(self, request: Request, start: InpaintSource | None, maps: Sequence[Image.Image]) -> Image.Image:
        """Return the picture of a request at its size; what is not masked is as it was."""
        pipeline, found = self.sample(request, start, maps)
        if self.refiner is not None:
            found = self._handed_over(self.refiner, request, found)
        family = self.loaded.checkpoint.kind.name
        picture = (
            decode_latents(pipeline, found, self.fallbacks_used) if family == "Stable Diffusion" else to_image(found)
        )
        # Before what is not masked is put back round it.
        self.suspicions.extend(doubts_about(picture, None if start is None else start.image))
        if self.previews is not None and not is_uniform(picture):
            self.previews.learn(picture)
        return picture if start is None else start.composite(picture)

    def refine(self, request: Request, picture: Image.Image, images: Mapping[str, Image.Image]) -> Image.Image:
        """Return an enlarged picture drawn once more, from itself."""
        width, height = picture.size
        again = replace(
            request,
            width=width,
            height=height,
            image="drawn",
            strength=request.hires_strength,
            hires_scale=1.0,
            variation_strength=0.0,
        )
        maps = [resize_to(images[each.image], picture.size, request.resize) for each in request.controls]
        return replace(self, refiner=None).generate(
            again, InpaintSource(picture), maps
        )  # it had its steps at the smaller size

    def sample(self, request: Request, start: InpaintSource | None, maps: Sequence[Image.Image]) -> tuple[Any, Any]:
        """Let diffusers walk from noise to latents (1, channels, height / 8, width / 8), or with kinds whose pipelines
        decode better themselves to an array (1, height, width, 3) of 0 to 1; return the pipeline too."""
        pipeline = self.loaded.pipeline(request, self.controlnets)
        kind = self.loaded.checkpoint.kind
        generator = torch.Generator("cpu").manual_seed(request.seed)
        end = GuidanceCutoff(request, request.guided_steps)
        given = {
            **self.embeddings.pipeline_kwargs(pipeline, request, kind),
            **_image_arguments(request, start),
            **_control_arguments(request, start, maps),
            "num_inference_steps": request.steps,
            kind.guidance: request.guidance_scale,
            "guidance_rescale": request.guidance_rescale,
            "eta": request.eta,
            "generator": generator,
            "output_type": "latent" if kind.name == "Stable Diffusion" else "np",
            "callback_on_step_end": partial(self._after_step, end),
            "callback": lambda step, _timestep, _latents: self.on_step(step + 1),  # the older way: PixArt
            "use_resolution_binning": False,  # PixArt would draw at a size of its own and scale
        }
        if self.refiner is not None:
            given |= {"denoising_end": request.refiner_start, "output_type": "latent"}
        if request.variation_strength > 0:
            given["latents"] = _varied_noise(pipeline, request, generator)
        taken = parameters_of(type(pipeline))
        with end.applied([self.loaded.parts.get("unet"), *self.controlnets]):
            return pipeline, pipeline(**{name: value for name, value in given.items() if name in taken}).images

    def _handed_over(self, refiner: PromptEncoder, request: Request, latents: torch.Tensor) -> Any:
        """Let the refiner walk the last steps, and return its pixels (1, height, width, 3), 0 to 1."""
        before = round(request.steps * request.refiner_start)
        end = GuidanceCutoff(request, request.guided_steps - before)

        def after_step(running: Any, step: int, _timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            end.on_step(step + 1, running.scheduler.order)
            if self.previews is not None:
                self.previews.observe(tensors.get("latents"), running.scheduler)
            self.on_step(min(before + step + 1, request.steps))
            return tensors

        asked = replace(request, image="drawn", strength=1.0, controls=(), variation_strength=0.0)
        pipeline = refiner.loaded.pipeline(asked)
        with end.applied([refiner.loaded.parts.get("unet")]):
            return pipeline(
                **{
                    **refiner.pipeline_kwargs(pipeline, asked, refiner.loaded.checkpoint.kind),
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
        self, end: GuidanceCutoff, running: Any, step: int, _timestep: Any, tensors: dict[str, Any]
    ) -> dict[str, Any]:
        end.on_step(step + 1, running.scheduler.order)
        if self.previews is not None:
            self.previews.observe(tensors.get("latents"), running.scheduler)
        self.on_step(step // running.scheduler.order + 1)  # Heun evaluates twice a step
        return tensors


def _image_arguments(request: Request, start: InpaintSource | None) -> dict[str, Any]:
    size = {"width": request.width, "height": request.height}
    if start is None:
        return size
    masked = {} if start.mask is None else {"mask_image": start.mask}
    # Said with an image too: FLUX and Stable Diffusion 3 would draw it at their own size.
    return {"image": start.image, "strength": request.strength, **masked, **size}


def _control_arguments(request: Request, start: InpaintSource | None, maps: Sequence[Image.Image]) -> dict[str, Any]:
    if not maps:
        return {}
    many = len(maps) > 1

    def each(name: str) -> Any:
        values = [getattr(control, name) for control in request.controls]
        return values if many else values[0]

    return {
        "image" if start is None else "control_image": list(maps) if many else maps[0],
        "controlnet_conditioning_scale": each("scale"),
        "control_guidance_start": each("start"),
        "control_guidance_end": each("end"),
        "width": request.width,
        "height": request.height,
    }


def _varied_noise(pipeline: Any, request: Request, generator: torch.Generator) -> torch.Tensor:
    """Return the seed's noise turned towards the variation seed's, on the sphere that both lie on.

    As Automatic1111's "variation seed". The seed's own generator draws the first, so that it goes on as it would.
    """
    scale = pipeline.vae_scale_factor
    shape = (1, pipeline.unet.config.in_channels, request.height // scale, request.width // scale)
    other = torch.Generator("cpu").manual_seed(request.variation_seed or 0)
    one, two = (
        randn_tensor(shape, generator=each, device=pipeline.unet.device, dtype=pipeline.vae.dtype).float()
        for each in (generator, other)
    )
    angle = torch.acos((one.flatten() @ two.flatten() / (vector_norm(one) * vector_norm(two))).clamp(-1, 1))
    share = request.variation_strength
    turned = (torch.sin((1 - share) * angle) * one + torch.sin(share * angle) * two) / torch.sin(angle)
    return turned.to(pipeline.vae.dtype)
