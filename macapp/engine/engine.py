"""`Engine`: one loaded checkpoint, and making one picture with it. All calls come from one thread, as MPS wants it."""

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
from macapp.domain.job import Generated
from macapp.domain.request import Request
from macapp.engine.generation.cascade import Cascade
from macapp.engine.generation.pixels import doubts_about, noted
from macapp.engine.generation.preview import Previews
from macapp.engine.generation.prompt_embeddings import Embeddings
from macapp.engine.generation.sampling import Drawing, check_takes
from macapp.engine.generation.tiny_vae import Decoder, TinyDecoders
from macapp.engine.generation.upscaling import Upscaler, enlarged_to, open_upscaler
from macapp.engine.loading.adapters import Additions, Key, key_of
from macapp.engine.loading.loaded_model import Loaded, load
from macapp.engine.loading.text_encoders import wake_text_encoders
from macapp.engine.loading.weight_check import prove
from macapp.engine.runtime.acceleration import Accelerating, OnCompile
from macapp.engine.runtime.attention import slice_attention
from macapp.engine.runtime.devices import faults_named, give_memory_back, held_by
from macapp.engine.runtime.memory_savings import saved
from macapp.engine.runtime.retry import (
    LEAST_SLICE,
    in_single_precision,
    rescued,
    sizes_named,
    ways_of,
    with_little_memory,
)
from macapp.imaging.inpainting import Start, at_size, start_of
from macapp.models.families import DEEPFLOYD_IF
from macapp.models.fingerprints import first_half, second_half
from macapp.models.fits import refiner
from macapp.models.request_models import additions_named, asked_of
from macapp.planning.acceleration import Ahead, CompileChoice, tools_here
from macapp.planning.attention import SLICE_BYTES, SliceChoice
from macapp.planning.memory import Architecture
from macapp.planning.plan import Plan, gives_back, has_room_to_look, keeps_stages, makes_room_first, plan, sparing
from macapp.prompt import weighting
from macapp.system.machine import Machine
from macapp.system.paths import learned_previews

OnLoad = Callable[[], None]
OnStep = Callable[[int, int], None]
Rules = Callable[[Machine, Architecture, tuple[int, int], SliceChoice], Plan]


class Engine:
    """Makes pictures on one device, keeping the last checkpoint loaded.

    `rules` draws the plan that is obeyed, `slice_bytes` bounds the scores of a slice; tests hand over others, to see on
    a CPU and with small pictures what happens on a Mac. `accelerating` is what makes it quicker, likewise.
    """

    def __init__(
        self,
        machine: Machine,
        slice_choice: SliceChoice = "auto",
        compile_choice: CompileChoice = "auto",
        *,
        rules: Rules = plan,
        slice_bytes: int = SLICE_BYTES,
        accelerating: Accelerating | None = None,
    ) -> None:
        self._machine = machine
        self._slice_choice: SliceChoice = slice_choice
        self._rules = rules
        self._slice_bytes = slice_bytes
        self._accelerating = accelerating or Accelerating(machine, tools_here(), compile_choice)
        self._ready_one: _Ready | None = None
        self._upscaler: tuple[Key, Upscaler] | None = None
        self._cascade: Cascade | None = None
        self._refiner: Embeddings | None = None
        self._previews = Previews(learned_previews())
        self._decoders = TinyDecoders()
        self._warm = False
        self._spares = False

    def prepare(self, model: str, on_load: OnLoad) -> None:
        """Load a checkpoint before anybody asks for a picture of it, if one would fit; `on_load` may raise to end it.

        Raises `UsersWorld` errors. A model of stages is loaded stage by stage, so there is nothing to prepare.
        """
        checkpoint = models.find(model)
        obeyed = self._rules(self._machine, checkpoint.architecture, checkpoint.size, self._slice_choice)
        if obeyed.fits and checkpoint.kind is not DEEPFLOYD_IF:
            self._ready(checkpoint, obeyed, on_load)

    def spare(self, on: bool) -> None:
        """Make the next pictures with as little memory as costs no quality, or as usual again."""
        if on and not self._spares:
            self._upscaler = self._refiner = None
            give_memory_back(self._machine.device)
        self._spares = on

    def expect(self, ahead: Callable[[], Ahead], on_compile: OnCompile) -> None:
        """Hear who knows how many pictures like the next one are ahead; `on_compile` is told before one is compiled for
        them, which takes a while, and may raise to end it."""
        self._accelerating.expect(ahead, on_compile)

    def preview(self) -> Image.Image | None:
        """Return what the picture that is being drawn looks like, a pixel for each latent; None if nobody knows."""
        return self._previews.now()

    def generate(
        self, request: Request, images: Mapping[str, Image.Image], on_load: OnLoad, on_step: OnStep
    ) -> Generated:
        """Make the picture that `request` asks for.

        `images` holds the pictures that it names, RGB of any size. `on_load` and `on_step` (steps done, steps in all)
        may raise to end it: the loaded checkpoint stays usable. Raises `UsersWorld` errors, and what PyTorch and
        diffusers raise.
        """
        # 1. Is it possible at all? Said before anything is allocated.
        checkpoint = models.find(request.model)
        check_takes(checkpoint, request)
        models.check_additions(request, checkpoint)
        obeyed = self._plan(request, checkpoint)
        with sizes_named(request, obeyed):
            if checkpoint.kind is DEEPFLOYD_IF:
                return self._in_stages(checkpoint, obeyed, request, on_load, on_step)
            return self._at_once(checkpoint, obeyed, request, images, on_load, on_step)

    def _at_once(
        self,
        checkpoint: models.Checkpoint,
        obeyed: Plan,
        request: Request,
        images: Mapping[str, Image.Image],
        on_load: OnLoad,
        on_step: OnStep,
    ) -> Generated:
        """Make a picture with a model that draws it at its size."""
        start = None
        if request.image is not None:
            start = start_of(request, images[request.image], images[request.mask] if request.mask else None)
        maps = [at_size(images[each.image], request.size, request.resize) for each in request.controls]
        # 2. The checkpoint, loaded whole before the old one is let go if there is room, and what is added to it.
        ready = self._ready(checkpoint, obeyed, on_load)
        changed = bool(request.loras or request.embeddings)
        if changed:  # they may change the text encoders
            wake_text_encoders(ready.loaded, obeyed.device, getattr(torch, obeyed.dtype))
        named = additions_named(request)
        controlnets = ready.additions.put_on(request)
        ready.embeddings.added = ready.additions.adapters, ready.additions.words
        upscaler = self._upscaler_for(request, obeyed)
        loaded = ready.additions.drawn_with(request)
        refiner = self._refiner_for(request, obeyed)
        parts = [*loaded.parts.values(), *controlnets]
        parts += [*(refiner.loaded.parts.values() if refiner else ()), *(upscaler.parts if upscaler else ())]
        self._slice(obeyed, parts)
        progress = _Progress(request.steps_run, on_step)
        self._previews.begin(checkpoint.fingerprint, self._decoder_for(request, checkpoint, obeyed))
        ready.embeddings.drops = obeyed.savings.text_encoder_dropped and not changed
        drawing = Drawing(loaded, ready.embeddings, controlnets, progress.step, refiner, self._previews)
        began = time.monotonic()

        # 3. Drawn; once more in another way if what came is no picture.
        def attempt() -> Image.Image:
            progress.before = progress.done = 0
            drawing.rescues.clear()
            drawing.doubts.clear()
            with saved(parts, obeyed.savings), torch.inference_mode(), faults_named():
                return self._drawn(drawing, upscaler, request, start, maps, images, obeyed, progress)

        ways = ways_of(
            obeyed.dtype,
            single=lambda: self._plainly(in_single_precision(parts)),
            little=lambda: self._plainly(with_little_memory(parts, self._machine.torch, obeyed.device)),
        )
        networks, adapters = [*loaded.parts.values(), *controlnets], ready.additions.adapters
        with self._accelerating.drawing(request, obeyed.precisions, networks, adapters, self._spares):
            self._accelerating.lay(parts)
            picture, rescue = rescued(attempt, ways, drawing.doubts)
        if gives_back(obeyed, held_by(obeyed.device)):
            give_memory_back(obeyed.device)
        rescue = ", ".join(dict.fromkeys([*([rescue] if rescue else []), *drawing.rescues])) or None
        facts = self._facts(checkpoint, obeyed, time.monotonic() - began, named, rescue)
        return Generated(image=picture, made_with={**noted(drawing.doubts), **facts})

    def _drawn(
        self,
        drawing: Drawing,
        upscaler: Upscaler | None,
        request: Request,
        start: Start | None,
        maps: Sequence[Image.Image],
        images: Mapping[str, Image.Image],
        obeyed: Plan,
        progress: "_Progress",
    ) -> Image.Image:
        """Draw the picture of a request, enlarge and refine it, enlarge it."""

        def enlarged(small: Image.Image, size: tuple[int, int]) -> Image.Image:
            prompt = weighting.plain_text(request.prompt)
            made = enlarged_to(small, size, upscaler, prompt, request.seed, progress.again)
            drawing.doubts.extend(doubts_about(made, small))
            return made

        if obeyed.warm_up and not self._warm:  # PyTorch 1.13 draws its first picture differently
            self.warm_up(drawing, request, start, maps)
        progress.again()
        picture = drawing.drawn(request, start, maps)
        if request.hires_scale > 1:
            picture = enlarged(picture, request.refined_size)
            progress.before = request.steps_drawn
            picture = drawing.refined(request, picture, images)
        if request.upscale > 1:
            size = (picture.width * request.upscale, picture.height * request.upscale)
            picture = enlarged(picture, size)
        return picture

    def _plainly(self, way: AbstractContextManager[None]) -> AbstractContextManager[None]:
        """Return a way of a second try, in which nothing is compiled: it is for this picture alone."""
        self._accelerating.plainly()
        return way

    def _slice(self, obeyed: Plan, parts: Iterable[Any]) -> None:
        slice_bytes = min(self._slice_bytes, LEAST_SLICE) if self._spares else self._slice_bytes
        for each in parts:
            slice_attention(each, self._machine.torch, obeyed.slice_attention, slice_bytes, obeyed.pad_heads)

    def _obey(self, obeyed: Plan, parts: Iterable[Any]) -> None:
        """Prepare parts that were just loaded for the picture that is being drawn."""
        self._slice(obeyed, parts)
        self._accelerating.lay(parts)

    def _in_stages(
        self, checkpoint: models.Checkpoint, obeyed: Plan, request: Request, on_load: OnLoad, on_step: OnStep
    ) -> Generated:
        """Make a picture with a model that draws small and enlarges."""
        if self._cascade is None or self._cascade.checkpoint != checkpoint:
            on_load()
            _ = checkpoint.fingerprint
            self.release()
            keeps = keeps_stages(self._machine, checkpoint.architecture.weights * (1 + len(checkpoint.stages)))
            self._cascade = Cascade(
                checkpoint, obeyed.device, getattr(torch, obeyed.dtype), keeps, partial(self._obey, obeyed)
            )
        cascade = self._cascade
        progress = _Progress(cascade.steps(request), on_step)
        doubts: list[str] = []
        named = additions_named(request)
        began = time.monotonic()

        def attempt() -> Image.Image:
            progress.done = 0
            doubts.clear()
            with torch.inference_mode(), faults_named():
                progress.again()
                picture = cascade.drawn(request, progress.one_more)
                doubts.extend(doubts_about(picture))
                if request.upscale > 1:
                    size = (picture.width * request.upscale, picture.height * request.upscale)
                    prompt, upscaler = weighting.plain_text(request.prompt), self._upscaler_for(request, obeyed)
                    self._obey(obeyed, upscaler.parts if upscaler else ())
                    small = picture
                    picture = enlarged_to(small, size, upscaler, prompt, request.seed, progress.again)
                    doubts.extend(doubts_about(picture, small))
                return picture

        ways = ways_of(obeyed.dtype, single=lambda: cascade.one_by_one(torch.float32), little=cascade.one_by_one)
        with self._accelerating.drawing(request, obeyed.precisions, (), None, self._spares):
            picture, rescue = rescued(attempt, ways, doubts)
        facts = self._facts(checkpoint, obeyed, time.monotonic() - began, named, rescue)
        return Generated(image=picture, made_with={**noted(doubts), **facts})

    def warm_up(self, drawing: Drawing, request: Request, start: Start | None, maps: Sequence[Image.Image]) -> None:
        """Run one step of `request` and throw the result away."""
        steps = 1 if start is None else _steps_for_one(request)
        alone = replace(drawing, on_step=lambda _done: None, refiner=None, previews=None)
        alone.latents(replace(request, steps=steps), start, maps)
        self._warm = True

    def release(self) -> None:
        """Let go of the checkpoint and give its memory back."""
        self._ready_one = None
        self._upscaler = None
        self._cascade = None
        self._refiner = None
        self._decoders.release()
        self._accelerating.forget()
        give_memory_back(self._machine.device)

    def _plan(self, request: Request, checkpoint: models.Checkpoint) -> Plan:
        """Return the plan to obey; raises when it refuses the size."""
        asked = asked_of(checkpoint, request)
        obeyed = self._rules(self._machine, asked, request.refined_size, self._slice_choice)
        if obeyed.refused is not None:
            raise obeyed.refused
        return sparing(obeyed, asked) if self._spares else obeyed

    def _ready(self, checkpoint: models.Checkpoint, obeyed: Plan, on_load: OnLoad) -> "_Ready":
        if self._ready_one is None or self._ready_one.loaded.checkpoint != checkpoint:
            on_load()
            _ = checkpoint.fingerprint  # of what is loaded now, whatever lies there later
            held = None if self._ready_one is None else self._ready_one.loaded.checkpoint.architecture
            if held is not None and makes_room_first(self._machine, held, checkpoint.architecture):
                self.release()
            loaded = load(checkpoint, obeyed.device, obeyed.dtype, obeyed.precisions.denoiser)
            prove(loaded)
            self._accelerating.forget()
            self._cascade = None
            additions = Additions(loaded, obeyed.device, getattr(torch, obeyed.dtype))
            self._ready_one = _Ready(loaded, additions, Embeddings(loaded))
            self._warm = False
            give_memory_back(self._machine.device)
        return self._ready_one

    def _refiner_for(self, request: Request, obeyed: Plan) -> Embeddings | None:
        """Return the refiner of a request, keeping the last one loaded while it is asked for."""
        if request.refiner is None:
            self._refiner = None
            return None
        checkpoint = refiner(request.refiner)
        if self._refiner is None or self._refiner.loaded.checkpoint != checkpoint:
            self._refiner = Embeddings(load(checkpoint, obeyed.device, obeyed.dtype))
        return self._refiner

    def _decoder_for(self, request: Request, checkpoint: models.Checkpoint, obeyed: Plan) -> Decoder | None:
        """Return what shows the latents of a checkpoint as pictures, if it is here and there is room for it."""
        if not has_room_to_look(obeyed, request.refined_size):
            self._decoders.release()
            return None
        return self._decoders.decoder(checkpoint, obeyed.device, getattr(torch, obeyed.dtype))

    def _upscaler_for(self, request: Request, obeyed: Plan) -> Upscaler | None:
        """Return the upscaler of a request, keeping the last one loaded while it is asked for."""
        if request.upscaler is None or (request.upscale == 1 and request.hires_scale == 1):
            self._upscaler = None
            return None
        key = key_of(models.addon(request.upscaler, "upscaler"))
        if self._upscaler is None or self._upscaler[0] != key:
            opened = open_upscaler(request.upscaler, obeyed.device, getattr(torch, obeyed.dtype))
            self._upscaler = key, opened
        return self._upscaler[1]

    def _facts(
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
class _Ready:
    """A checkpoint in memory with what is added to it."""

    loaded: Loaded
    additions: Additions
    embeddings: Embeddings


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
