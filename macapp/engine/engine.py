"""`Engine`: one loaded checkpoint, and making one picture with it. All calls come from one thread, as MPS wants it."""

import hashlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import torch
import transformers
from PIL import Image, ImageOps

from macapp import __version__, checkpoints
from macapp.engine.attention import slice_attention
from macapp.engine.devices import give_memory_back
from macapp.engine.pipelines import Loaded, load, scheduler
from macapp.errors import MachineFault
from macapp.hardware import Machine
from macapp.jobs import Generated, Request
from macapp.plan import Plan, SliceChoice, plan

OnLoad = Callable[[], None]
OnStep = Callable[[int, int], None]


class Engine:
    """Makes pictures on one device, keeping the last checkpoint loaded."""

    def __init__(self, machine: Machine, slice_choice: SliceChoice = "auto") -> None:
        self._machine = machine
        self._slice_choice: SliceChoice = slice_choice
        self._loaded: Loaded | None = None
        self._warm = False

    def generate(
        self, request: Request, start_image: Image.Image | None, on_load: OnLoad, on_step: OnStep
    ) -> Generated:
        """Make the picture that `request` asks for.

        `start_image` is RGB of any size; it is cropped to the request's. `on_load` and `on_step` (steps done, steps in
        all) may raise to end it: the loaded checkpoint stays usable. Raises `UsersWorld` errors.
        """
        # 1. Is it possible at all? Said before anything is allocated.
        checkpoint = checkpoints.find(request.model)
        obeyed = plan(self._machine, checkpoint.architecture, request.size, self._slice_choice)
        if obeyed.refused is not None:
            raise obeyed.refused
        # 2. The checkpoint, loaded whole before the old one is let go.
        loaded = self._ready(checkpoint, obeyed, on_load)
        slice_attention(loaded.text_to_image, self._machine.torch, obeyed.slice_attention)
        image = None if start_image is None else covering(start_image, request.size)
        # 3. PyTorch 1.13 draws its first picture differently: one step, thrown away, once.
        if obeyed.warm_up and not self._warm:
            self.warm_up(loaded, request, image)
        # 4. The steps.
        began = time.monotonic()
        made = self._run(loaded, request, image, on_step)
        # 5. Only finite numbers are a picture.
        return Generated(image=_as_picture(made), made_with=self._facts(loaded, obeyed, time.monotonic() - began))

    def warm_up(self, loaded: Loaded, request: Request, image: Image.Image | None) -> None:
        """Run one step of `request` and throw the result away."""
        steps = 1 if image is None else _steps_for_one(request.strength or 1.0)
        _call(loaded, request, image, steps, lambda _done, _all: None)
        self._warm = True

    def release(self) -> None:
        """Let go of the checkpoint and give its memory back."""
        self._loaded = None
        give_memory_back(self._machine.device)

    def _ready(self, checkpoint: checkpoints.Checkpoint, obeyed: Plan, on_load: OnLoad) -> Loaded:
        if self._loaded is None or self._loaded.checkpoint != checkpoint:
            on_load()
            self._loaded = load(checkpoint, obeyed.device, obeyed.dtype)
            self._warm = False
            give_memory_back(self._machine.device)
        return self._loaded

    def _run(self, loaded: Loaded, request: Request, image: Image.Image | None, on_step: OnStep) -> np.ndarray:
        on_step(0, request.steps_run)
        return _call(loaded, request, image, request.steps, on_step)

    def _facts(self, loaded: Loaded, obeyed: Plan, seconds: float) -> Mapping[str, Any]:
        return {
            "easel": __version__,
            "torch": torch.__version__,
            "diffusers": diffusers.__version__,
            "transformers": transformers.__version__,
            "device": obeyed.device,
            "dtype": obeyed.dtype,
            "slice_attention": obeyed.slice_attention,
            "chip": self._machine.chip,
            "macos": self._machine.macos,
            "checkpoint": fingerprint(loaded.checkpoint.folder),
            "seconds": round(seconds, 3),
        }


def covering(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return `image` scaled to cover `size` (width, height in pixels) and cropped at the centre to it."""
    if image.size == size:
        return image
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)


def fingerprint(folder: Path) -> str:
    """Return 16 hex digits that tell checkpoints apart: of the names, sizes and headers of their weights, not of every
    byte, which would take as long as loading them."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*/*.safetensors")):
        with file.open("rb") as stream:
            length = min(int.from_bytes(stream.read(8), "little"), 10_000_000)
            digest.update(f"{file.relative_to(folder).as_posix()} {file.stat().st_size}".encode() + stream.read(length))
            digest.update(stream.read(65_536))
    return digest.hexdigest()[:16]


def _call(loaded: Loaded, request: Request, image: Image.Image | None, steps: int, on_step: OnStep) -> np.ndarray:
    """Call diffusers for one picture; return it as floats from 0 to 1, height x width x 3.

    The noise is drawn on the CPU, so that a seed gives the same noise on every machine. One picture, never a batch.
    """
    pipeline: Any = loaded.pipeline(image is not None)
    pipeline.scheduler = scheduler(request.scheduler, loaded.scheduler_config)
    total = request.steps_run

    def after_step(running: Any, step: int, _timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        on_step(total * (step + 1) // running.num_timesteps, total)  # Heun calls twice a step
        return tensors

    options: dict[str, Any] = {"width": request.width, "height": request.height}
    if image is not None:
        options = {"image": image, "strength": request.strength}
    with torch.inference_mode():
        output = pipeline(
            prompt=request.prompt,
            negative_prompt=request.negative_prompt or None,
            num_inference_steps=steps,
            guidance_scale=request.guidance_scale,
            generator=torch.Generator("cpu").manual_seed(request.seed),
            output_type="np",
            callback_on_step_end=after_step,
            **options,
        )
    return output.images[0]


def _as_picture(values: np.ndarray) -> Image.Image:
    """Return floats from 0 to 1 as a picture, rounded as diffusers does; raises if any is not a number."""
    if not np.isfinite(values).all():
        raise MachineFault("picture-not-finite")
    return Image.fromarray((values * 255).round().astype("uint8"))


def _steps_for_one(strength: float) -> int:
    """Return the number of steps of which `strength` leaves one."""
    return next(steps for steps in range(1, 1001) if int(steps * strength) >= 1)
