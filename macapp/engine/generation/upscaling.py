"""Upscale finished pictures: Lanczos, models of the ESRGAN family in tiles, the Stable Diffusion x4 upscaler.

spandrel (github.com/chaiNNer-org/spandrel) detects the architecture from the names of the tensors; it only reads
safetensors here. On the engine's thread.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.engine.generation.pixels import to_image
from macapp.engine.loading.components import Placement, load_components
from macapp.engine.loading.loaded_model import build_pipeline, load_error
from macapp.engine.runtime.memory_savings import tiled_decoding
from macapp.errors import BadRequest, EaselError, MachineError
from macapp.models import AuxiliaryModel
from macapp.models.auxiliary import is_diffusion_upscaler
from macapp.planning.plan import exceeds_sequence_limit
from macapp.planning.tiling import X4_SCALE, X4_STEPS, X4_TILE_PIXELS, Box, iter_tiles

X4_GUIDANCE, X4_NOISE = 9.0, 20  # defaults of diffusers

OnStep = Callable[[], None]


@dataclass(frozen=True)
class UpscaleTask:
    """What an upscaler gets besides the picture."""

    prompt: str
    """without weights"""
    seed: int
    on_step: OnStep
    """called before each tile or after each step; may raise to end the task"""


class Upscaler(Protocol):
    """Enlarges a picture by a whole factor."""

    scale: int

    @property
    def parts(self) -> Sequence[Any]:
        """The parts that fallbacks can change: to single precision, to smaller slices."""
        ...

    def upscale(self, image: Image.Image, task: UpscaleTask) -> Image.Image:
        """Return `image` at `scale` times its size."""
        ...


def load_upscaler(found: AuxiliaryModel, device: str, dtype: torch.dtype) -> Upscaler:
    """Load the upscaler that a path names; raises `BadRequest` or `MachineError`."""
    try:
        if is_diffusion_upscaler(found):
            return DiffusionUpscaler(found, device, dtype)
        return ConvolutionalUpscaler(found, device)
    except (EaselError, MemoryError):
        raise
    except Exception as exception:
        raise load_error(found.name, exception) from exception


def upscale_to(image: Image.Image, size: tuple[int, int], upscaler: Upscaler | None, task: UpscaleTask) -> Image.Image:
    """Return `image` at `size`: run the upscaler until it is large enough, then resize with Lanczos."""
    while upscaler is not None and upscaler.scale > 1 and image.width < size[0]:
        image = upscaler.upscale(image, task)
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _lay(whole: Image.Image, drawn: Image.Image, box: Box, keep: Box, scale: int) -> None:
    """Paste the part to keep of an enlarged tile into the whole picture."""
    left, top = box[:2]
    inner = [(keep[0] - left) * scale, (keep[1] - top) * scale, (keep[2] - left) * scale, (keep[3] - top) * scale]
    whole.paste(drawn.crop((inner[0], inner[1], inner[2], inner[3])), (keep[0] * scale, keep[1] * scale))


@dataclass
class ConvolutionalUpscaler:
    """A network that sees a picture once and returns it larger."""

    found: AuxiliaryModel
    device: str
    parts: tuple[()] = ()

    def __post_init__(self) -> None:
        with torchvision_stub():
            import spandrel
        loaded = spandrel.ModelLoader(device="cpu").load_from_state_dict(load_file(self.found.path))
        if not isinstance(loaded, spandrel.ImageModelDescriptor) or loaded.input_channels != 3:
            raise BadRequest("addon-other-kind", name=self.found.name, kind=AuxiliaryKind.UPSCALER.label)
        self._model = loaded.to(torch.device(self.device)).eval()  # in float32: small, and some overflow in half
        self.scale = int(loaded.scale)

    def upscale(self, image: Image.Image, task: UpscaleTask) -> Image.Image:
        """Return `image` enlarged, tile by tile."""
        whole = Image.new("RGB", (image.width * self.scale, image.height * self.scale))
        for box, keep in iter_tiles(image.size):
            task.on_step()
            array = np.asarray(image.crop(box), dtype=np.float32).transpose(2, 0, 1)[None] / 255
            drawn = self._model(torch.from_numpy(array).to(self.device)).clamp(0, 1)
            _lay(whole, to_image(drawn), box, keep, self.scale)
        return whole


@dataclass
class DiffusionUpscaler:
    """Stable Diffusion's x4 upscaler: a picture four times as large, drawn from the small one and the prompt."""

    found: AuxiliaryModel
    device: str
    dtype: torch.dtype
    scale: int = X4_SCALE

    def __post_init__(self) -> None:
        import diffusers

        parts = load_components(self.found.path, Placement(self.device, self.dtype))
        for each in parts.values():
            if isinstance(each, torch.nn.Module):
                each.to(self.device).eval()
        self._pipeline = build_pipeline(diffusers.StableDiffusionUpscalePipeline, {}, parts)
        self.parts = tuple(parts.values())

    def upscale(self, image: Image.Image, task: UpscaleTask) -> Image.Image:
        """Return `image` enlarged, each tile with the same seed."""
        whole = Image.new("RGB", (image.width * X4_SCALE, image.height * X4_SCALE))
        for box, keep in iter_tiles(image.size, X4_TILE_PIXELS):
            drawn = run_x4_upscaler(self._pipeline, image.crop(box), task)
            # A last tile whose sides are no multiples of 8 is drawn a little smaller.
            drawn = drawn.resize(((box[2] - box[0]) * X4_SCALE, (box[3] - box[1]) * X4_SCALE), Image.Resampling.LANCZOS)
            _lay(whole, drawn, box, keep, X4_SCALE)
        return whole


def run_x4_upscaler(pipeline: Any, image: Image.Image, task: UpscaleTask, noise_level: int = X4_NOISE) -> Image.Image:
    """Run the x4 upscaler on one picture."""
    with tiled_decoding(pipeline.vae, exceeds_sequence_limit(pipeline.unet.device.type, image.width * image.height)):
        found = pipeline(
            prompt=task.prompt,
            image=image,
            num_inference_steps=X4_STEPS,
            guidance_scale=X4_GUIDANCE,
            noise_level=noise_level,
            generator=torch.Generator("cpu").manual_seed(task.seed),
            output_type="pt",
            callback=lambda _step, _time, _latents: task.on_step(),
        ).images
    return to_image(found)


@contextmanager
def torchvision_stub() -> Iterator[None]:
    """Replace torchvision by a stub, if it is missing, while spandrel is imported.

    Two architectures of spandrel, which Easel does not offer, import it. Easel does not ship torchvision, because it
    would only provide three functions that Easel never calls.
    """
    names = ("torchvision", "torchvision.transforms", "torchvision.transforms.functional")
    if any(name in sys.modules for name in names) or "spandrel" in sys.modules:
        yield
        return
    stand_ins = {name: ModuleType(name) for name in names}
    for function in ("InterpolationMode", "rotate", "normalize"):
        setattr(stand_ins[names[-1]], function, None)
    sys.modules.update(stand_ins)
    try:
        yield
    except ModuleNotFoundError as missing:
        raise MachineError("library-missing", name=missing.name or "spandrel") from missing
    finally:
        for name in names:
            del sys.modules[name]
