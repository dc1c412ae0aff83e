"""`ImageEngine`: one loaded checkpoint, and making one picture with it. All calls come from one thread, as MPS wants
it."""

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
from macapp.domain.request import Request
from macapp.engine.generation.cascade import Cascade
from macapp.engine.generation.pixels import doubts_about, noted
from macapp.engine.generation.preview import LatentPreviewer
from macapp.engine.generation.prompt_embeddings import PromptEncoder
from macapp.engine.generation.sampling import Sampler, check_supported
from macapp.engine.generation.tiny_vae import Decoder, TinyVaeCache
from macapp.engine.generation.upscaling import Upscaler, load_upscaler, upscale_to
from macapp.engine.loading.adapters import AdapterSet, Key, key_of
from macapp.engine.loading.loaded_model import LoadedModel, load
from macapp.engine.loading.text_encoders import reload_text_encoders
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
from macapp.planning.acceleration import BatchForecast, CompileChoice, detect_toolchain
from macapp.planning.attention import SLICE_BYTES, SlicingMode
from macapp.planning.memory import Architecture
from macapp.planning.plan import (
    Plan,
    can_keep_stages,
    can_preview,
    make_plan,
    must_unload_first,
    should_empty_cache,
    with_maximum_savings,
)
from macapp.prompt import weighting
from macapp.system.machine import Machine
from macapp.system.paths import preview_cache_dir

OnLoad = Callable[[], None]
OnStep = Callable[[int, int], None]
Rules = Callable[[Machine, Architecture, tuple[int, int], SlicingMode], Plan]


class Engine:
    """Makes pictures on one device, keeping the last checkpoint loaded.

    `rules` draws the plan that is obeyed, `slice_bytes` bounds the scores of a slice; tests hand over others, to see on
    a CPU and with small pictures what happens on a Mac. `accelerating` is what makes it quicker, likewise.
    """

    def __init__(
        self,
        machine: Machine,
        slice_choice: SlicingMode = "auto",
        compile_choice: CompileChoice = "auto",
        *,
        rules: Rules = make_plan,
        slice_bytes: int = SLICE_BYTES,
        accelerating: Accelerator | None = None,
    ) -> None:
        self._machine = machine
        self._slice_choice: SlicingMode = slice_choice
        self._rules = rules
        self._slice_bytes = slice_bytes
        self._accelerating = accelerating or Accelerator(machine, detect_toolchain(), compile_choice)
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
        self._spares = False

    def preload(self, model: str, on_load: OnLoad) -> None:
        """Load a checkpoint before anybody asks for a picture of it, if one would fit; `on_load` may raise to end it.

        Raises `ExpectedError` errors. A model of stages is loaded stage by stage, so there is nothing to prepare.
        """
        checkpoint = models.find_checkpoint(model)
        obeyed = self._rules(self._machine, checkpoint.architecture, checkpoint.size, self._slice_choice)
        if obeyed.fits and checkpoint.kind is not DEEPFLOYD_IF:
            self._ensure_loaded(checkpoint, obeyed, on_load)

    def set_low_memory(self, on: bool) -> None:
        """Make the next pictures with as little memory as costs no quality, or as usual again."""
        if on and not self._spares:
            self.upscaler = self.refiner = None
            empty_cache(self._machine.device)
        self._spares = on

    def set_forecast(self, ahead: Callable[[], BatchForecast], on_compile: OnCompile) -> None:
        """Hear who knows how many pictures like the next one are ahead; `on_compile` is told before one is compiled for
        them, which takes a while, and may raise to end it."""
        self._accelerating.expect(ahead, on_compile)

    def preview(self) -> Image.Image | None:
        """Return what the picture that is being drawn looks like, a pixel for each latent; None if nobody knows."""
        return self._previews.current()

    def generate(
        self, resolved: ResolvedRequest, images: Mapping[str, Image.Image], on_load: OnLoad, on_step: OnStep
    ) -> GeneratedImage:
        """Make the picture of a request, with the models that were read for it.

        `images` holds the pictures that it names, RGB of any size. `on_load` and `on_step` (steps done, steps in all)
        may raise to end it: the loaded checkpoint stays usable. Raises `ExpectedError` errors, and what PyTorch and
        diffusers raise.
        """
        # 1. Is it possible at all? Said before anything is allocated.
        request, checkpoint = resolved.request, resolved.checkpoint
        check_supported(checkpoint, request)
        obeyed = self._plan(resolved)
        with report_memory_need(request, obeyed):
            if checkpoint.kind is DEEPFLOYD_IF:
                return self._generate_cascade(resolved, obeyed, on_load, on_step)
            return self._generate(resolved, obeyed, images, on_load, on_step)

    def _generate(
        self,
        resolved: ResolvedRequest,
        obeyed: Plan,
        images: Mapping[str, Image.Image],
        on_load: OnLoad,
        on_step: OnStep,
    ) -> GeneratedImage:
        """Make a picture with a model that draws it at its size."""
        request, checkpoint = resolved.request, resolved.checkpoint
        start = None
        if request.image is not None:
            start = prepare_source(request, images[request.image], images[request.mask] if request.mask else None)
        maps = [resize_to(images[each.image], request.size, request.resize) for each in request.controls]
        # 2. The checkpoint, loaded whole before the old one is let go if there is room, and what is added to it.
        ready = self._ensure_loaded(checkpoint, obeyed, on_load)
        changed = bool(request.loras or request.embeddings)
        if changed:  # they may change the text encoders
            reload_text_encoders(ready.loaded, obeyed.device, getattr(torch, obeyed.dtype))
        named = resolved.describe_additions()
        controlnets = ready.additions.apply(resolved)
        ready.embeddings.added = ready.additions.adapter_names, ready.additions.words
        upscaler = self._upscaler_for(resolved, obeyed)
        loaded = ready.additions.model_for(resolved)
        refiner = self._refiner_for(resolved, obeyed)
        parts = [*loaded.parts.values(), *controlnets]
        parts += [*(refiner.loaded.parts.values() if refiner else ()), *(upscaler.parts if upscaler else ())]
        self._slice(obeyed, parts)
        progress = _Progress(request.total_steps, on_step)
        self._previews.begin(checkpoint.fingerprint, self._decoder_for(request, checkpoint, obeyed))
        ready.embeddings.free_after_use = obeyed.savings.text_encoder_dropped and not changed
        drawing = Sampler(loaded, ready.embeddings, controlnets, progress.step, refiner, self._previews)
        began = time.monotonic()

        # 3. Drawn; once more in another way if what came is no picture.
        def attempt() -> Image.Image:
            progress.before = progress.done = 0
            drawing.fallbacks_used.clear()
            drawing.suspicions.clear()
            with apply_savings(parts, obeyed.savings), torch.inference_mode(), translate_errors():
                return self._drawn(drawing, upscaler, request, start, maps, images, obeyed, progress)

        ways = fallbacks_for(
            obeyed.dtype,
            single=lambda: self._without_compilation(in_float32(parts)),
            little=lambda: self._without_compilation(with_minimum_memory(parts, self._machine.torch, obeyed.device)),
        )
        networks, adapters = [*loaded.parts.values(), *controlnets], ready.additions.adapter_names
        with self._accelerating.applied(request, obeyed.precisions, networks, adapters, self._spares):
            self._accelerating.convert_layout(parts)
            picture, rescue = with_fallback(attempt, ways, drawing.suspicions)
        if should_empty_cache(obeyed, driver_bytes(obeyed.device)):
            empty_cache(obeyed.device)
        rescue = ", ".join(dict.fromkeys([*([rescue] if rescue else []), *drawing.fallbacks_used])) or None
        facts = self._provenance(checkpoint, obeyed, time.monotonic() - began, named, rescue)
        return GeneratedImage(image=picture, made_with={**noted(drawing.suspicions), **facts})

    def _drawn(
        self,
        drawing: Sampler,
        upscaler: Upscaler | None,
        request: Request,
        start: InpaintSource | None,
        maps: Sequence[Image.Image],
        images: Mapping[str, Image.Image],
        obeyed: Plan,
        progress: "_Progress",
    ) -> Image.Image:
        """Draw the picture of a request, enlarge and refine it, enlarge it."""

        def enlarged(small: Image.Image, size: tuple[int, int]) -> Image.Image:
            prompt = weighting.strip_weights(request.prompt)
            made = upscale_to(small, size, upscaler, prompt, request.seed, progress.again)
            drawing.suspicions.extend(doubts_about(made, small))
            return made

        if obeyed.warm_up and not self._warm:  # PyTorch 1.13 draws its first picture differently
            self.warm_up(drawing, request, start, maps)
        progress.again()
        picture = drawing.generate(request, start, maps)
        if request.hires_scale > 1:
            picture = enlarged(picture, request.refined_size)
            progress.before = request.base_steps
            picture = drawing.refine(request, picture, images)
        if request.upscale > 1:
            size = (picture.width * request.upscale, picture.height * request.upscale)
            picture = enlarged(picture, size)
        return picture

    def _without_compilation(self, way: AbstractContextManager[None]) -> AbstractContextManager[None]:
        """Return a way of a second try, in which nothing is compiled: it is for this picture alone."""
        self._accelerating.suspend()
        return way

    def _slice(self, obeyed: Plan, parts: Iterable[Any]) -> None:
        slice_bytes = min(self._slice_bytes, RETRY_SLICE_BYTES) if self._spares else self._slice_bytes
        for each in parts:
            set_attention_slicing(each, self._machine.torch, obeyed.slice_attention, slice_bytes, obeyed.pad_heads)

    def _apply_plan(self, obeyed: Plan, parts: Iterable[Any]) -> None:
        """Prepare parts that were just loaded for the picture that is being drawn."""
        self._slice(obeyed, parts)
        self._accelerating.convert_layout(parts)

    def _generate_cascade(
        self, resolved: ResolvedRequest, obeyed: Plan, on_load: OnLoad, on_step: OnStep
    ) -> GeneratedImage:
        """Make a picture with a model that draws small and enlarges."""
        request, checkpoint = resolved.request, resolved.checkpoint
        if self.cascade is None or self.cascade.checkpoint != checkpoint:
            on_load()
            _ = checkpoint.fingerprint
            self.release()
            keeps = can_keep_stages(self._machine, checkpoint.architecture.weights * (1 + len(checkpoint.stages)))
            self.cascade = Cascade(
                checkpoint, obeyed.device, getattr(torch, obeyed.dtype), keeps, partial(self._apply_plan, obeyed)
            )
        cascade = self.cascade
        progress = _Progress(cascade.steps(request), on_step)
        doubts: list[str] = []
        named = resolved.describe_additions()
        began = time.monotonic()

        def attempt() -> Image.Image:
            progress.done = 0
            doubts.clear()
            with torch.inference_mode(), translate_errors():
                progress.again()
                picture = cascade.generate(request, progress.one_more)
                doubts.extend(doubts_about(picture))
                if request.upscale > 1:
                    size = (picture.width * request.upscale, picture.height * request.upscale)
                    prompt, upscaler = weighting.strip_weights(request.prompt), self._upscaler_for(resolved, obeyed)
                    self._apply_plan(obeyed, upscaler.parts if upscaler else ())
                    small = picture
                    picture = upscale_to(small, size, upscaler, prompt, request.seed, progress.again)
                    doubts.extend(doubts_about(picture, small))
                return picture

        ways = fallbacks_for(
            obeyed.dtype, single=lambda: cascade.sequentially(torch.float32), little=cascade.sequentially
        )
        with self._accelerating.applied(request, obeyed.precisions, (), None, self._spares):
            picture, rescue = with_fallback(attempt, ways, doubts)
        facts = self._provenance(checkpoint, obeyed, time.monotonic() - began, named, rescue)
        return GeneratedImage(image=picture, made_with={**noted(doubts), **facts})

    def warm_up(
        self, drawing: Sampler, request: Request, start: InpaintSource | None, maps: Sequence[Image.Image]
    ) -> None:
        """Run one step of `request` and throw the result away."""
        steps = 1 if start is None else _steps_for_one(request)
        alone = replace(drawing, on_step=lambda _done: None, refiner=None, previews=None)
        alone.sample(replace(request, steps=steps), start, maps)
        self._warm = True

    def release(self) -> None:
        """Let go of the checkpoint and give its memory back."""
        self.session = None
        self.upscaler = None
        self.cascade = None
        self.refiner = None
        self._decoders.release()
        self._accelerating.reset()
        empty_cache(self._machine.device)

    def _plan(self, resolved: ResolvedRequest) -> Plan:
        """Return the plan to obey; raises when it refuses the size."""
        size = resolved.request.refined_size
        obeyed = self._rules(self._machine, resolved.architecture, size, self._slice_choice)
        if obeyed.refused is not None:
            raise obeyed.refused
        return with_maximum_savings(obeyed, resolved.architecture) if self._spares else obeyed

    def _ensure_loaded(self, checkpoint: models.Checkpoint, obeyed: Plan, on_load: OnLoad) -> "Session":
        if self.session is None or self.session.loaded.checkpoint != checkpoint:
            on_load()
            _ = checkpoint.fingerprint  # of what is loaded now, whatever lies there later
            held = None if self.session is None else self.session.loaded.checkpoint.architecture
            if held is not None and must_unload_first(self._machine, held, checkpoint.architecture):
                self.release()
            loaded = load(checkpoint, obeyed.device, obeyed.dtype, obeyed.precisions.denoiser)
            verify_weights(loaded)
            self._accelerating.reset()
            self.cascade = None
            additions = AdapterSet(loaded, obeyed.device, getattr(torch, obeyed.dtype))
            self.session = Session(loaded, additions, PromptEncoder(loaded))
            self._warm = False
            empty_cache(self._machine.device)
        return self.session

    def _refiner_for(self, resolved: ResolvedRequest, obeyed: Plan) -> PromptEncoder | None:
        """Return the refiner of a request, keeping the last one loaded while it is asked for."""
        checkpoint = resolved.refiner
        if checkpoint is None:
            self.refiner = None
            return None
        if self.refiner is None or self.refiner.loaded.checkpoint != checkpoint:
            self.refiner = PromptEncoder(load(checkpoint, obeyed.device, obeyed.dtype))
        return self.refiner

    def _decoder_for(self, request: Request, checkpoint: models.Checkpoint, obeyed: Plan) -> Decoder | None:
        """Return what shows the latents of a checkpoint as pictures, if it is here and there is room for it."""
        if not can_preview(obeyed, request.refined_size):
            self._decoders.release()
            return None
        return self._decoders.get(checkpoint, obeyed.device, getattr(torch, obeyed.dtype))

    def _upscaler_for(self, resolved: ResolvedRequest, obeyed: Plan) -> Upscaler | None:
        """Return the upscaler of a request, keeping the last one loaded while it is asked for."""
        if resolved.upscaler is None:
            self.upscaler = None
            return None
        key = key_of(resolved.upscaler)
        if self.upscaler is None or self._upscaler_key != key:
            self.upscaler = load_upscaler(resolved.upscaler, obeyed.device, getattr(torch, obeyed.dtype))
            self._upscaler_key = key
        return self.upscaler

    def _provenance(
        self, checkpoint: models.Checkpoint, obeyed: Plan, seconds: float, named: str, rescue: str | None
    ) -> Mapping[str, Any]:
        return {
            **({"additions": named} if named else {}),
            **({} if rescue is None else {"rescued": rescue}),
            "easel": __version__,
            "torch": self._machine.torch,
            "diffusers": diffusers.__version__,
            "transformers": transformers.__version__,
            "device": obeyed.device,
            "dtype": obeyed.dtype,
            **({} if obeyed.precisions.denoiser == obeyed.dtype else {"dtype_unet": obeyed.precisions.denoiser}),
            "slice_attention": obeyed.slice_attention,
            **{name: True for name, done in asdict(obeyed.savings).items() if done},
            **self._accelerating.facts,
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


@dataclass
class _Progress:
    """Counts the steps of one picture."""

    steps: int
    on_step: OnStep
    before: int = 0
    """steps that were done at a smaller size"""
    done: int = 0

    def step(self, done: int) -> None:
        """Tell how many steps are done at this size."""
        self.done = min(self.before + done, self.steps)
        self.again()

    def one_more(self) -> None:
        """Tell that one more step is done."""
        self.step(self.done + 1 - self.before)

    def again(self) -> None:
        """Tell the same once more: a chance to end it while it is enlarged."""
        self.on_step(self.done, self.steps)


def _steps_for_one(request: Request) -> int:
    """Return the number of steps of which the request's strength leaves one."""
    strength = request.strength or 1.0
    return next(steps for steps in range(1, request.steps + 1) if int(steps * strength) >= 1)
