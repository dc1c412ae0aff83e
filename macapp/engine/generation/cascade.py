"""DeepFloyd IF: a small picture, enlarged twice by separate models, as one job. On the engine's thread.

The text encoder alone takes 9 GB in half precision, more than all stages together. It is loaded for a new prompt and
released before the first stage is loaded. The embeddings of the last prompts are cached. The stages stay in memory if
they all fit; otherwise they are loaded one after another.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import diffusers
import torch
from PIL import Image

from macapp.domain.request import Request
from macapp.engine.generation.pixels import check_finite, to_image
from macapp.engine.generation.upscaling import X4_STEPS, UpscaleTask, run_x4_upscaler
from macapp.engine.loading.checkpoint_coverage import find_unused_in_folder
from macapp.engine.loading.components import Placement, load_components
from macapp.engine.loading.loaded_model import build_pipeline, load_error
from macapp.engine.loading.unused_tensors import UnusedTensors
from macapp.engine.runtime.devices import empty_cache
from macapp.errors import EaselError
from macapp.models import Checkpoint
from macapp.models.checkpoint import pipeline_class, read_components
from macapp.prompt.tags import replace_tags

SECOND_STEPS, SECOND_GUIDANCE = 50, 4.0  # defaults of diffusers for the second stage
SECOND_NOISE, THIRD_NOISE = 250, 100  # noise levels that hide the seams of the smaller picture (guide of diffusers)
MAX_CACHED_PROMPTS = 8

Embeddings = tuple[torch.Tensor, torch.Tensor]


@dataclass
class Cascade:
    """The stages of one checkpoint."""

    checkpoint: Checkpoint
    device: str
    dtype: torch.dtype
    keep_resident: bool
    """whether all stages stay in memory"""
    prepare: Callable[[Iterable[Any]], None]
    """applies the plan to loaded parts"""
    pipelines: dict[Path, Any] = field(default_factory=dict)
    embeddings: dict[tuple[str, str], Embeddings] = field(default_factory=dict)
    unused: dict[tuple[Path, tuple[str, ...]], UnusedTensors] = field(default_factory=dict)
    """what is not used of the parts that were loaded, by their folder and names"""

    def steps(self, request: Request) -> int:
        """Return the number of steps of all stages together."""
        third = X4_STEPS if len(self.checkpoint.stages) > 1 else 0
        return request.steps + (SECOND_STEPS if self.checkpoint.stages else 0) + third

    @contextmanager
    def sequentially(self, dtype: torch.dtype | None = None) -> Iterator[None]:
        """Keep one stage in memory at a time, in `dtype` if given; restore the earlier state afterwards."""
        before = self.keep_resident, self.dtype, self.embeddings
        self._release()
        self.keep_resident = False
        if dtype is not None:
            self.dtype, self.embeddings = dtype, {}
        try:
            yield
        finally:
            self.keep_resident, self.dtype, self.embeddings = before
            self._release()

    def generate(self, request: Request, on_step: Callable[[], None]) -> Image.Image:
        """Return the picture of a request; `on_step` is called after every step of every stage, and may raise."""
        wanted, unwanted = self._embed(request)
        prompts = {"prompt_embeds": wanted, "negative_prompt_embeds": unwanted}
        generator = torch.Generator("cpu").manual_seed(request.seed)
        common = {"generator": generator, "output_type": "pt", "callback": lambda *_progress: on_step(), **prompts}
        shrunk = 4 ** len(self.checkpoint.stages)
        width, height = request.width // shrunk, request.height // shrunk
        first = self._pipeline(self.checkpoint.folder)
        pixels = first(
            num_inference_steps=request.steps,
            guidance_scale=request.guidance_scale,
            width=width,
            height=height,
            **common,
        ).images
        check_finite(pixels)
        for stage in self.checkpoint.stages[:1]:
            pixels = self._pipeline(stage)(
                image=pixels,
                num_inference_steps=SECOND_STEPS,
                guidance_scale=SECOND_GUIDANCE,
                noise_level=SECOND_NOISE,
                width=width * 4,
                height=height * 4,
                **common,
            ).images
            check_finite(pixels)
        image = to_image(((pixels + 1) / 2).clamp(0, 1))
        for stage in self.checkpoint.stages[1:]:
            task = UpscaleTask(replace_tags(request.prompt), request.seed, on_step)
            image = run_x4_upscaler(self._pipeline(stage), image, task, noise_level=THIRD_NOISE)
        self._make_room(None)
        return image

    def _embed(self, request: Request) -> Embeddings:
        """Return the embeddings of both prompts; the text encoder is in memory only while it computes them."""
        texts = replace_tags(request.prompt), replace_tags(request.negative_prompt)
        if texts not in self.embeddings:
            self._release()
            parts = self._load(self.checkpoint.folder, ("tokenizer", "text_encoder"))
            pipeline = build_pipeline(diffusers.IFPipeline, {}, parts)  # type: ignore[attr-defined]
            found = pipeline.encode_prompt(texts[0], negative_prompt=texts[1] or None)
            while len(self.embeddings) >= MAX_CACHED_PROMPTS:
                self.embeddings.pop(next(iter(self.embeddings)))
            self.embeddings[texts] = found
            del parts, pipeline
            empty_cache(self.device)
        return self.embeddings[texts]

    def _pipeline(self, folder: Path) -> Any:
        """Return the pipeline of a stage, without the text encoder of IF, which the embeddings replace."""
        if folder not in self.pipelines:
            self._make_room(folder)
            kind = pipeline_class(folder)
            left_out = ("tokenizer", "text_encoder") if kind.startswith("IF") else ()
            names = tuple(name for name in read_components(folder) if name not in left_out)
            self.pipelines[folder] = build_pipeline(getattr(diffusers, kind), {}, self._load(folder, names))
        return self.pipelines[folder]

    def _make_room(self, coming: Path | None) -> None:
        """Release the other stages, unless all stages stay in memory."""
        if not self.keep_resident and any(stage != coming for stage in self.pipelines):
            self._release()

    def _release(self) -> None:
        self.pipelines.clear()
        empty_cache(self.device)

    def _load(self, folder: Path, names: tuple[str, ...]) -> dict[str, Any]:
        try:
            parts = load_components(folder, Placement(self.device, self.dtype), names)
        except (EaselError, MemoryError):
            raise
        except Exception as exception:
            raise load_error(self.checkpoint.name, exception) from exception
        for part in parts.values():
            if isinstance(part, torch.nn.Module):
                part.to(self.device).eval()
        self.prepare(parts.values())
        for each in find_unused_in_folder(folder.name, folder, parts):
            self.unused[folder, names] = each
        return parts
