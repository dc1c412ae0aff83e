"""Load a checkpoint and make pictures with it. All calls come from one thread, as MPS requires."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import diffusers
import torch
import transformers
from PIL import Image

from macapp import __version__, models
from macapp.domain.job import GeneratedImage
from macapp.domain.request import INTERVALS, Request
from macapp.domain.weight_format import WeightFormat
from macapp.engine.generation.cascade import Cascade
from macapp.engine.generation.pixels import doubts_about, format_doubts
from macapp.engine.generation.preview import LatentPreviewer
from macapp.engine.generation.progress import OnStep, Progress
from macapp.engine.generation.prompt_encoder import PromptEncoder
from macapp.engine.generation.sampling import Sampler, check_supported
from macapp.engine.generation.tiny_vae import Decoder, TinyVaeCache
from macapp.engine.generation.upscaling import Upscaler, UpscaleTask, load_upscaler, upscale_to
from macapp.engine.loading.adapters import AdapterSet, Key, key_of
from macapp.engine.loading.components import Placement
from macapp.engine.loading.loaded_model import LoadedModel, load
from macapp.engine.loading.unused_tensors import format_unused
from macapp.engine.loading.weight_check import verify_weights
from macapp.engine.runtime.acceleration import Accelerator, OnCompile
from macapp.engine.runtime.attention import set_attention_slicing
from macapp.engine.runtime.devices import driver_bytes, empty_cache, translate_errors
from macapp.engine.runtime.memory_savings import apply_savings
from macapp.engine.runtime.retry import (
    RETRY_SLICE_BYTES,
    fallbacks_for,
    in_float32,
    report_memory_need,
    with_fallback,
    with_minimum_memory,
)
from macapp.imaging.inpainting import InpaintSource, prepare_source, resize_to
from macapp.models import ResolvedRequest
from macapp.models.families import DEEPFLOYD_IF
from macapp.models.fingerprints import first_half, second_half
from macapp.models.references import check_reference_shapes
from macapp.planning.acceleration import BatchForecast, detect_toolchain
from macapp.planning.architecture import Architecture
from macapp.planning.attention import SLICE_BYTES, SlicingMode
from macapp.planning.plan import (
    Plan,
    can_keep_stages,
    can_preview,
    make_plan,
    must_unload_first,
    should_empty_cache,
    with_maximum_savings,
)
from macapp.planning.precision import FLOAT32
from macapp.prompt import weighting
from macapp.system.machine import Machine
from macapp.system.paths import preview_cache_dir

OnLoad = Callable[[], None]
Rules = Callable[[Machine, Architecture, tuple[int, int], SlicingMode], Plan]


class Engine:
    """Makes pictures on one device and keeps the last checkpoint loaded.

    `rules` makes the plan of each picture, `slice_bytes` limits the scores of a slice, and `accelerator` makes it
    faster; by default it decides about compilation itself. Tests pass their own, to see on a CPU and with small
    pictures what happens on a Mac.
    """

    def __init__(
        self,
        machine: Machine,
        slice_choice: SlicingMode = "auto",
        *,
        rules: Rules = make_plan,
        slice_bytes: int = SLICE_BYTES,
        accelerator: Accelerator | None = None,
    ) -> None:
        self._machine = machine
        self._slice_choice: SlicingMode = slice_choice
        self._rules = rules
        self._slice_bytes = slice_bytes
        self._accelerator = accelerator or Accelerator(machine, detect_toolchain(), "auto")
        self.session: Session | None = None
        """the checkpoint in memory"""
        self.cascade: Cascade | None = None
        """the stages of DeepFloyd IF, which have no session"""
        self.refiner: PromptEncoder | None = None
        self.upscaler: Upscaler | None = None
        self._upscaler_key: Key | None = None
        self._previews = LatentPreviewer(preview_cache_dir())
        self._decoders = TinyVaeCache()
        self._warm = False
        self._low_memory = False

    def preload(self, model: str, on_load: OnLoad) -> None:
        """Load a checkpoint before its first picture is requested, if a picture fits; `on_load` may raise to stop.

        Raises `ExpectedError` errors. Does nothing for a model of stages, which is loaded stage by stage.
        """
        checkpoint = models.find_checkpoint(model)
        plan = self._rules(self._machine, checkpoint.architecture, checkpoint.size, self._slice_choice)
        if plan.fits and checkpoint.kind is not DEEPFLOYD_IF:
            self._ensure_loaded(checkpoint, plan, on_load)

    def set_low_memory(self, on: bool) -> None:
        """Use as little memory as possible without loss of quality for the next pictures, or as much as usual again."""
        if on and not self._low_memory:
            self.upscaler = self.refiner = None
            empty_cache(self._machine.device)
        self._low_memory = on

    def set_forecast(self, ahead: Callable[[], BatchForecast], on_compile: OnCompile) -> None:
        """Set the source of the forecast of similar pictures that are waiting.

        `on_compile` is called before a compilation, which takes a while, and may raise to stop it.
        """
        self._accelerator.expect(ahead, on_compile)

    def preview(self) -> Image.Image | None:
        """Return a preview of the picture being drawn; None if there is none yet."""
        return self._previews.current()

    def generate(
        self, resolved: ResolvedRequest, images: Mapping[str, Image.Image], on_load: OnLoad, on_step: OnStep
    ) -> GeneratedImage:
        """Make the picture of a request, with the models that were read for it.

        `images` holds the images that the request names, RGB of any size. `on_load` and `on_step` (steps done, total
        steps) may raise to stop; the loaded checkpoint stays usable. Raises `ExpectedError` errors, and the errors of
        PyTorch and diffusers.
        """
        # Refuse what is impossible before anything is allocated.
        request, checkpoint = resolved.request, resolved.checkpoint
        check_supported(checkpoint, request)
        sizes = tuple(images[name].size for name in request.references)
        check_reference_shapes(sizes)
        resolved = replace(resolved, reference_sizes=sizes)
        plan = self._plan(resolved)
        with report_memory_need(request, plan):
            if checkpoint.kind is DEEPFLOYD_IF:
                return self._generate_cascade(resolved, plan, on_load, on_step)
            return self._generate(resolved, plan, images, on_load, on_step)

    def _generate(
        self,
        resolved: ResolvedRequest,
        plan: Plan,
        images: Mapping[str, Image.Image],
        on_load: OnLoad,
        on_step: OnStep,
    ) -> GeneratedImage:
        """Make a picture with a model that draws at the requested size."""
        progress = Progress(resolved.request.total_steps, on_step)
        drawing = self._prepare(resolved, plan, images, on_load, progress)
        sampler, parts = drawing.sampler, drawing.parts
        vae_single, start = plan.precisions.vae == FLOAT32, time.monotonic()

        def attempt() -> Image.Image:
            progress.before = progress.done = 0
            sampler.fallbacks_used.clear()
            sampler.suspicions.clear()
            with apply_savings(parts, plan.savings, vae_single), torch.inference_mode(), translate_errors():
                if plan.warm_up and not self._warm:  # PyTorch 1.13 draws its first picture differently
                    self.warm_up(sampler, drawing.request, drawing.source, drawing.maps)
                return drawing.draw()

        fallbacks = fallbacks_for(
            plan.dtype,
            single=lambda: self._without_compilation(in_float32(parts)),
            little=lambda: self._without_compilation(with_minimum_memory(parts, self._machine.torch, plan.device)),
        )
        accelerated = self._accelerator.applied(
            drawing.request, plan.precisions, drawing.networks, drawing.adapter_names, self._low_memory
        )
        with accelerated:
            self._accelerator.convert_layout(parts)
            picture, fallback = with_fallback(attempt, fallbacks, sampler.suspicions)
        if should_empty_cache(plan, driver_bytes(plan.device)):
            empty_cache(plan.device)
        used = ", ".join(dict.fromkeys([*([fallback] if fallback else []), *sampler.fallbacks_used])) or None
        facts = self._provenance(resolved.checkpoint, plan, time.monotonic() - start, drawing.additions, used)
        doubts = {**format_doubts(sampler.suspicions), **drawing.unused}
        return GeneratedImage(image=picture, made_with={**doubts, **facts})

    def _prepare(
        self,
        resolved: ResolvedRequest,
        plan: Plan,
        images: Mapping[str, Image.Image],
        on_load: OnLoad,
        progress: Progress,
    ) -> "_Drawing":
        """Prepare the images, and load the checkpoint and everything that the request adds to it."""
        request, checkpoint = resolved.request, resolved.checkpoint
        source = None
        if request.image is not None:
            source = prepare_source(request, images[request.image], images[request.mask] if request.mask else None)
        maps = [resize_to(images[control.image], request.size, request.resize) for control in request.controls]
        session = self._ensure_loaded(checkpoint, plan, on_load)
        encoder = session.embeddings
        encoder.free_after_use, encoder.alone = plan.savings.text_encoder_dropped, plan.text_alone
        encoder.on_restore = self._accelerator.convert_layout
        if not session.additions.has_all(resolved):
            encoder.hold_for_adapters(bool(request.embeddings))
        additions = resolved.describe_additions()
        controlnets = session.additions.apply(resolved)
        encoder.added = session.additions.adapter_names, session.additions.words
        encoder.has_words = bool(session.additions.words)
        upscaler = self._upscaler_for(resolved, plan)
        loaded = session.additions.model_for(resolved)
        refiner = self._refiner_for(resolved, plan)
        networks = [*loaded.parts.values(), *controlnets]
        parts = [*networks, *(refiner.loaded.parts.values() if refiner else ()), *(upscaler.parts if upscaler else ())]
        self._slice(plan, parts)
        self._previews.begin(checkpoint.fingerprint, self._decoder_for(request, checkpoint, plan))
        references = [images[name] for name in request.references]
        sampler = Sampler(loaded, encoder, controlnets, progress.step, refiner, self._previews, references=references)
        names, unused_of_refiner = session.additions.adapter_names, refiner.loaded.unused if refiner else ()
        unused = session.additions.describe_unused(resolved, unused_of_refiner)
        return _Drawing(
            request, source, maps, images, sampler, upscaler, networks, parts, names, additions, unused, progress
        )

    def _without_compilation(self, fallback: AbstractContextManager[None]) -> AbstractContextManager[None]:
        """Return a fallback that runs without compiled blocks: it is for this picture alone."""
        self._accelerator.suspend()
        return fallback

    def _slice(self, plan: Plan, parts: Iterable[Any]) -> None:
        slice_bytes = min(self._slice_bytes, RETRY_SLICE_BYTES) if self._low_memory else self._slice_bytes
        for part in parts:
            set_attention_slicing(part, self._machine.torch, plan.slice_attention, slice_bytes, plan.pad_heads)

    def _apply_plan(self, plan: Plan, parts: Iterable[Any]) -> None:
        """Apply the plan to parts that were loaded while a picture is being drawn."""
        self._slice(plan, parts)
        self._accelerator.convert_layout(parts)

    def _generate_cascade(
        self, resolved: ResolvedRequest, plan: Plan, on_load: OnLoad, on_step: OnStep
    ) -> GeneratedImage:
        """Make a picture with a model that draws a small picture and enlarges it in stages."""
        request, checkpoint = resolved.request, resolved.checkpoint
        if self.cascade is None or self.cascade.checkpoint != checkpoint:
            on_load()
            _ = checkpoint.fingerprint
            self.release()
            keeps = can_keep_stages(self._machine, checkpoint.architecture.weights * (1 + len(checkpoint.stages)))
            self.cascade = Cascade(
                checkpoint, plan.device, getattr(torch, plan.dtype), keeps, partial(self._apply_plan, plan)
            )
        cascade = self.cascade
        progress = Progress(cascade.steps(request), on_step)
        doubts: list[str] = []
        named = resolved.describe_additions()
        start = time.monotonic()

        def attempt() -> Image.Image:
            progress.done = 0
            doubts.clear()
            with torch.inference_mode(), translate_errors():
                progress.again()
                picture = cascade.generate(request, progress.one_more)
                doubts.extend(doubts_about(picture))
                if request.upscale > 1:
                    size = (picture.width * request.upscale, picture.height * request.upscale)
                    prompt, upscaler = weighting.strip_weights(request.prompt), self._upscaler_for(resolved, plan)
                    self._apply_plan(plan, upscaler.parts if upscaler else ())
                    small = picture
                    picture = upscale_to(small, size, upscaler, UpscaleTask(prompt, request.seed, progress.again))
                    doubts.extend(doubts_about(picture, small))
                return picture

        ways = fallbacks_for(
            plan.dtype, single=lambda: cascade.sequentially(torch.float32), little=cascade.sequentially
        )
        with self._accelerator.applied(request, plan.precisions, (), None, self._low_memory):
            picture, rescue = with_fallback(attempt, ways, doubts)
        facts = self._provenance(checkpoint, plan, time.monotonic() - start, named, rescue)
        unused = format_unused(each.describe() for each in cascade.unused.values())
        return GeneratedImage(image=picture, made_with={**format_doubts(doubts), **unused, **facts})

    def warm_up(
        self, drawing: Sampler, request: Request, start: InpaintSource | None, maps: Sequence[Image.Image]
    ) -> None:
        """Run one step of `request` and discard the result."""
        steps = 1 if start is None else _steps_for_one(request)
        alone = replace(drawing, on_step=lambda _done: None, refiner=None, previews=None)
        whole = dict.fromkeys(INTERVALS, 1)  # one step has no earlier one to reuse
        alone.sample(replace(request, steps=steps, hires_scale=1.0, **whole), start, maps)
        self._warm = True

    def release(self) -> None:
        """Release the checkpoint and return its memory to the system."""
        self.session = None
        self.upscaler = None
        self.cascade = None
        self.refiner = None
        self._decoders.release()
        self._accelerator.reset()
        empty_cache(self._machine.device)

    def _plan(self, resolved: ResolvedRequest) -> Plan:
        """Make the plan for a request; raise the error of the plan if it refuses the size."""
        size = resolved.request.refined_size
        plan = self._rules(self._machine, resolved.architecture, size, self._slice_choice)
        if plan.refused is not None:
            raise plan.refused
        return with_maximum_savings(plan, resolved.architecture) if self._low_memory else plan

    def _ensure_loaded(self, checkpoint: models.Checkpoint, plan: Plan, on_load: OnLoad) -> "Session":
        weight_format, session = plan.savings.weight_format, self.session
        held = None if session is None else (session.loaded.checkpoint, session.loaded.weight_format)
        if session is None or held != (checkpoint, weight_format):
            on_load()
            _ = checkpoint.fingerprint  # of the files that are loaded now, even if they change later
            if session is not None and must_unload_first(self._machine, session.weights, plan.weights):
                self.release()
            placement = Placement(plan.device, getattr(torch, plan.dtype), weight_format, plan.text_alone)
            loaded = load(checkpoint, placement, getattr(torch, plan.precisions.denoiser))
            verify_weights(loaded)
            self._accelerator.reset()
            self.cascade = None
            additions = AdapterSet(loaded, plan.device, getattr(torch, plan.dtype))
            self.session = session = Session(loaded, additions, PromptEncoder(loaded), plan.weights)
            self._warm = False
            empty_cache(self._machine.device)
        return session

    def _refiner_for(self, resolved: ResolvedRequest, plan: Plan) -> PromptEncoder | None:
        """Return the refiner of a request; the last one stays loaded while requests use it."""
        checkpoint = resolved.refiner
        if checkpoint is None:
            self.refiner = None
            return None
        if self.refiner is None or self.refiner.loaded.checkpoint != checkpoint:
            self.refiner = PromptEncoder(load(checkpoint, Placement(plan.device, getattr(torch, plan.dtype))))
        return self.refiner

    def _decoder_for(self, request: Request, checkpoint: models.Checkpoint, plan: Plan) -> Decoder | None:
        """Return the preview decoder of a checkpoint, if it is installed and there is memory for it."""
        if not can_preview(plan, request.refined_size):
            self._decoders.release()
            return None
        return self._decoders.get(checkpoint, plan.device, getattr(torch, plan.dtype))

    def _upscaler_for(self, resolved: ResolvedRequest, plan: Plan) -> Upscaler | None:
        """Return the upscaler of a request; the last one stays loaded while requests use it."""
        if resolved.upscaler is None:
            self.upscaler = None
            return None
        key = key_of(resolved.upscaler)
        if self.upscaler is None or self._upscaler_key != key:
            self.upscaler = load_upscaler(resolved.upscaler, plan.device, getattr(torch, plan.dtype))
            self._upscaler_key = key
        return self.upscaler

    def _provenance(
        self, checkpoint: models.Checkpoint, plan: Plan, seconds: float, named: str, rescue: str | None
    ) -> Mapping[str, Any]:
        weight_format = plan.savings.weight_format
        return {
            **({"additions": named} if named else {}),
            **({} if rescue is None else {"rescued": rescue}),
            "easel": __version__,
            "torch": self._machine.torch,
            "diffusers": diffusers.__version__,
            "transformers": transformers.__version__,
            "device": plan.device,
            "dtype": plan.dtype,
            **({} if plan.precisions.denoiser == plan.dtype else {"dtype_unet": plan.precisions.denoiser}),
            "slice_attention": plan.slice_attention,
            **{name: True for name, done in asdict(plan.savings).items() if done is True},
            **({} if weight_format is WeightFormat.FULL else {"weight_format": weight_format.value}),
            **self._accelerator.facts,
            "chip": self._machine.chip,
            "macos": self._machine.macos,
            "checkpoint": first_half(checkpoint.fingerprint),
            "weights": second_half(checkpoint.fingerprint),
            "seconds": round(seconds, 3),
        }


@dataclass(frozen=True)
class Session:
    """A checkpoint in memory with what is added to it."""

    loaded: LoadedModel
    additions: AdapterSet
    embeddings: PromptEncoder
    weights: int
    """bytes, as planned"""


@dataclass(frozen=True)
class _Drawing:
    """Everything that is needed to draw one picture, loaded and ready."""

    request: Request
    source: InpaintSource | None
    maps: Sequence[Image.Image]
    images: Mapping[str, Image.Image]
    sampler: Sampler
    upscaler: Upscaler | None
    networks: Sequence[Any]
    """parts of the checkpoint, and the ControlNets"""
    parts: Sequence[Any]
    """`networks`, and the parts of the refiner and the upscaler"""
    adapter_names: tuple[str, ...]
    additions: str
    """the adapters and other added models, as the file of the picture names them"""
    unused: Mapping[str, Any]
    """what of the files of the checkpoint and the LoRA is not used, in the form that a picture stores"""
    progress: Progress

    def draw(self) -> Image.Image:
        """Draw the picture, enlarge and refine it, and upscale the result, as far as the request needs it."""
        request = self.request
        self.progress.again()
        picture = self.sampler.generate(request, self.source, self.maps)
        if request.hires_scale > 1:
            picture = self._upscale(picture, request.refined_size)
            self.progress.before = request.base_steps
            picture = self.sampler.refine(request, picture, self.images)
        if request.upscale > 1:
            picture = self._upscale(picture, (picture.width * request.upscale, picture.height * request.upscale))
        return picture

    def _upscale(self, small: Image.Image, size: tuple[int, int]) -> Image.Image:
        prompt = weighting.strip_weights(self.request.prompt)
        picture = upscale_to(small, size, self.upscaler, UpscaleTask(prompt, self.request.seed, self.progress.again))
        self.sampler.suspicions.extend(doubts_about(picture, small))
        return picture


def _steps_for_one(request: Request) -> int:
    """Return the number of steps that the strength of the request reduces to one."""
    strength = request.strength or 1.0
    return next(steps for steps in range(1, request.steps + 1) if int(steps * strength) >= 1)
