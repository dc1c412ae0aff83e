"""`Engine`: one loaded checkpoint, and making one picture with it. All calls come from one thread, as MPS wants it."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import diffusers
import torch
import transformers
from PIL import Image

from macapp import __version__, checkpoints
from macapp.engine.attention import slice_attention
from macapp.engine.devices import give_memory_back, memory_faults_named
from macapp.engine.pipelines import Loaded, load, scheduler
from macapp.engine.pixels import covering, decoded
from macapp.errors import BadRequest
from macapp.hardware import Machine
from macapp.jobs import Generated, Request
from macapp.plan import SLICE_BYTES, Architecture, Plan, SliceChoice, plan
from macapp.schedulers import SCHEDULERS

OnLoad = Callable[[], None]
OnStep = Callable[[int, int], None]
Rules = Callable[[Machine, Architecture, tuple[int, int], SliceChoice], Plan]


class Engine:
    """Makes pictures on one device, keeping the last checkpoint loaded.

    `rules` draws the plan that is obeyed, `slice_bytes` bounds the scores of a slice; tests hand over others, to see on
    a CPU and with small pictures what happens on a Mac.
    """

    def __init__(
        self,
        machine: Machine,
        slice_choice: SliceChoice = "auto",
        *,
        rules: Rules = plan,
        slice_bytes: int = SLICE_BYTES,
    ) -> None:
        self._machine = machine
        self._slice_choice: SliceChoice = slice_choice
        self._rules = rules
        self._slice_bytes = slice_bytes
        self._loaded: Loaded | None = None
        self._warm = False

    def generate(
        self, request: Request, start_image: Image.Image | None, on_load: OnLoad, on_step: OnStep
    ) -> Generated:
        """Make the picture that `request` asks for.

        `start_image` is RGB of any size; it is scaled and cropped to the request's. `on_load` and `on_step` (steps
        done, steps in all) may raise to end it: the loaded checkpoint stays usable. Raises `UsersWorld` errors, and
        what PyTorch and diffusers raise.
        """
        # 1. Is it possible at all? Said before anything is allocated.
        checkpoint = checkpoints.find(request.model)
        obeyed = self._plan(request, checkpoint)
        # 2. The checkpoint, loaded whole before the old one is let go.
        loaded = self._ready(checkpoint, obeyed, on_load)
        slice_attention(loaded.text_to_image, self._machine.torch, obeyed.slice_attention, self._slice_bytes)
        image = None if start_image is None else covering(start_image, request.size)
        with torch.inference_mode(), memory_faults_named():
            # 3. PyTorch 1.13 draws its first picture differently: one step, thrown away, once.
            if obeyed.warm_up and not self._warm:
                self.warm_up(loaded, request, image)
            # 4. The steps, then the picture.
            began = time.monotonic()
            on_step(0, request.steps_run)
            latents = _latents(loaded, request, image, request.steps, on_step)
            picture = decoded(loaded.pipeline(image is not None), latents)
        return Generated(image=picture, made_with=self._facts(checkpoint, obeyed, time.monotonic() - began))

    def warm_up(self, loaded: Loaded, request: Request, image: Image.Image | None) -> None:
        """Run one step of `request` and throw the result away."""
        steps = 1 if image is None else _steps_for_one(request)
        _latents(loaded, request, image, steps, lambda _done, _all: None)
        self._warm = True

    def release(self) -> None:
        """Let go of the checkpoint and give its memory back."""
        self._loaded = None
        give_memory_back(self._machine.device)

    def _plan(self, request: Request, checkpoint: checkpoints.Checkpoint) -> Plan:
        """Return the plan to obey; raises when it refuses the size, or the scheduler the steps."""
        limit = SCHEDULERS[request.scheduler].most_steps
        if request.steps > limit:
            raise BadRequest("steps-over-scheduler", value=request.scheduler, steps=request.steps, limit=limit)
        obeyed = self._rules(self._machine, checkpoint.architecture, request.size, self._slice_choice)
        if obeyed.refused is not None:
            raise obeyed.refused
        return obeyed

    def _ready(self, checkpoint: checkpoints.Checkpoint, obeyed: Plan, on_load: OnLoad) -> Loaded:
        if self._loaded is None or self._loaded.checkpoint != checkpoint:
            on_load()
            self._loaded = load(checkpoint, obeyed.device, obeyed.dtype)
            self._warm = False
            give_memory_back(self._machine.device)
        return self._loaded

    def _facts(self, checkpoint: checkpoints.Checkpoint, obeyed: Plan, seconds: float) -> Mapping[str, Any]:
        return {
            "easel": __version__,
            "torch": self._machine.torch,
            "diffusers": diffusers.__version__,
            "transformers": transformers.__version__,
            "device": obeyed.device,
            "dtype": obeyed.dtype,
            "slice_attention": obeyed.slice_attention,
            "chip": self._machine.chip,
            "macos": self._machine.macos,
            "checkpoint": checkpoint.fingerprint,
            "seconds": round(seconds, 3),
        }


def _latents(loaded: Loaded, request: Request, image: Image.Image | None, steps: int, on_step: OnStep) -> torch.Tensor:
    """Let diffusers walk from noise to latents (1, channels, height / 8, width / 8).

    The noise is drawn on the CPU, so that a seed gives the same noise on every machine. One picture, never a batch.
    """
    pipeline: Any = loaded.pipeline(image is not None)
    pipeline.scheduler = scheduler(request.scheduler, loaded.scheduler_config)  # fresh: it keeps state between steps
    total = request.steps_run

    def after_step(running: Any, step: int, _timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        on_step(min(total, step // running.scheduler.order + 1), total)  # Heun evaluates twice a step
        return tensors

    size_or_image = {"width": request.width, "height": request.height}
    if image is not None:
        size_or_image = {"image": image, "strength": request.strength}
    return pipeline(
        prompt=request.prompt,
        negative_prompt=request.negative_prompt or None,
        num_inference_steps=steps,
        guidance_scale=request.guidance_scale,
        generator=torch.Generator("cpu").manual_seed(request.seed),
        output_type="latent",
        callback_on_step_end=after_step,
        **size_or_image,
    ).images


def _steps_for_one(request: Request) -> int:
    """Return the number of steps of which the request's strength leaves one."""
    strength = request.strength or 1.0
    return next(steps for steps in range(1, request.steps + 1) if int(steps * strength) >= 1)
