"""The models that the benchmark measures: the starter model, and full-size models with random weights.

On the engine's thread.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import Any

import diffusers
import torch

from macapp import models
from macapp.benchmark.results import FULL, BenchmarkSpec
from macapp.domain.request import STARTER_MODEL
from macapp.engine.benchmark import random_models
from macapp.engine.benchmark.deepfloyd import STAGES, Stage
from macapp.engine.loading.components import Placement, load_components
from macapp.engine.loading.loaded_model import build_pipeline
from macapp.models.catalog import load_catalog
from macapp.models.flops import model_flops, unet_flops
from macapp.models.layer_flops import TERA, FlopPolynomial
from macapp.models.vae_flops import vae_flops
from macapp.planning.architecture import Architecture

SIDES_OF_GUIDANCE = 2
TEXT, IMAGE, INPAINTING, CONTROLNET, XL = (
    "text to image",
    "image to image",
    "inpainting",
    "ControlNet",
    "XL text to image",
)


@dataclass(frozen=True)
class BenchmarkModel:
    """A model that the benchmark measures."""

    id: str
    name: str
    native: int
    """pixels a side"""
    open: Callable[[str, torch.dtype], Any]
    """builds its pipeline on a device"""
    step: FlopPolynomial
    """operations of one pass of its UNet, by the number of latents"""
    decode: FlopPolynomial
    """operations of its VAE decoder, by the number of latents"""
    pipelines: tuple[str, ...]
    has_latency: bool = True
    architecture: Architecture | None = None
    """the architecture of a full-size model that the memory rules know"""
    stage: Stage | None = None
    """the stage of DeepFloyd IF, if it is one"""

    @property
    def is_full_size(self) -> bool:
        """Whether its memory must be checked, and its speed shows the throughput of this machine."""
        return self.architecture is not None or self.stage is not None

    def batches(self, spec: BenchmarkSpec) -> tuple[int, ...]:
        """Return the batch sizes to measure: a stage that enlarges gets only the first, as in the published code."""
        return spec.batches if self.stage is None or not self.stage.options else spec.batches[:1]

    def size(self, spec: BenchmarkSpec) -> int:
        """Return the pixels a side for a benchmark spec."""
        return self.native if self.native < FULL.size else self.native * spec.size // FULL.size

    def work(self, size: int, steps: int, decodes: bool) -> float:
        """Return the 10**12 operations of one picture with guidance."""
        latents = size**2 / 64
        return steps * SIDES_OF_GUIDANCE * self.step.at(latents) + (self.decode.at(latents) if decodes else 0)


def benchmark_models() -> list[BenchmarkModel]:
    """Return the starter model, if it is installed, and the full-size models."""
    parameters = signature(diffusers.UNet2DConditionModel.__init__).parameters.values()
    defaults = {parameter.name: parameter.default for parameter in parameters}
    decode = vae_flops({**random_models.VAE, "latent_channels": 4})[0]
    full_size = [
        BenchmarkModel(
            "sd-1.5",
            "Stable Diffusion 1.5",
            512,
            random_models.sd15,
            sum(unet_flops({**defaults, **random_models.UNET_1}), FlopPolynomial()),
            decode,
            (TEXT, IMAGE, INPAINTING, CONTROLNET),
            architecture=load_catalog()["sd-1.5"].architecture,
        ),
        BenchmarkModel(
            "sdxl",
            "Stable Diffusion XL",
            1024,
            random_models.sdxl,
            sum(unet_flops({**defaults, **random_models.UNET_XL}), FlopPolynomial()),
            decode,
            (XL,),
            has_latency=False,
            architecture=load_catalog()["sdxl"].architecture,
        ),
    ]
    full_size += [_stage_model(stage) for stage in STAGES]
    starter, work = models.find_checkpoint(STARTER_MODEL), model_flops(STARTER_MODEL)
    if work is None:
        return full_size
    return [
        BenchmarkModel(
            starter.id,
            starter.name,
            starter.size[0],
            lambda device, kind: open_checkpoint(starter, device, kind),
            work.step.full,
            work.decode,
            (TEXT, IMAGE, INPAINTING, CONTROLNET),
        ),
        *full_size,
    ]


def _stage_model(stage: Stage) -> BenchmarkModel:
    latents = stage.size**2 / 64  # as `BenchmarkModel.work` counts them, although these stages draw pixels
    step = FlopPolynomial(each=stage.tflop * TERA / latents)
    return BenchmarkModel(
        stage.id, "DeepFloyd IF", stage.size, stage.open, step, FlopPolynomial(), (stage.name,), False, stage=stage
    )


def open_checkpoint(checkpoint: models.Checkpoint, device: str, kind: torch.dtype) -> Any:
    """Return the pipeline of a Stable Diffusion on disk."""
    parts = load_components(checkpoint.folder, Placement(device, kind), file=checkpoint.file)
    for each in parts.values():
        if isinstance(each, torch.nn.Module):
            each.to(device=device, dtype=kind)
    parts["scheduler"] = diffusers.DDIMScheduler.from_config(
        parts["scheduler"].config,
        steps_offset=1,
        clip_sample=False,  # pipelines of Stable Diffusion require both
    )
    return build_pipeline(diffusers.StableDiffusionPipeline, {}, parts)
