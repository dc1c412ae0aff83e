"""Convert tensors to pictures, and reject numbers that are not finite."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from PIL import Image, ImageChops

from macapp.engine.runtime.retry import SINGLE_DECODED, in_float32
from macapp.engine.runtime.tensor_formats import is_varied
from macapp.errors import MachineError

UNIFORM_IMAGE = "one colour"
"""Why a picture may be wrong, as its file states it under "doubt"."""
MAX_COLOUR_DIFFERENCE = 32  # of 255, in each channel: a correct picture from a source of one colour may differ by that


def decode_latents(pipeline: Any, latents: torch.Tensor, rescues: list[str]) -> Image.Image:
    """Decode latents (1, channels, height / 8, width / 8), as the pipeline itself would decode them.

    If the VAE returns invalid numbers or one colour in half precision, it decodes again in single precision and adds
    the name of that fallback to `rescues`. Raises `MachineError("picture-not-finite")` if a number is still not finite:
    diffusers would clamp infinity to white and turn NaN into black.
    """
    check_finite(latents)
    pixels = _pixels(pipeline, latents)
    if pipeline.vae.dtype != torch.float32 and not (torch.isfinite(pixels).all() and is_varied(pixels)):
        with in_float32([pipeline.vae]):
            pixels = _pixels(pipeline, latents.float())
        rescues.append(SINGLE_DECODED)
    check_finite(pixels)
    return pipeline.image_processor.postprocess(pixels, output_type="pil", do_denormalize=[True])[0]


def is_uniform(picture: Image.Image) -> bool:
    """Return whether a picture has one colour: usually the result of a GPU failure, rarely what the user wants."""
    return all(least == most for least, most in picture.getextrema())  # pyright: ignore[reportGeneralTypeIssues]


def doubts_about(picture: Image.Image, source: Image.Image | None = None) -> list[str]:
    """Return why a picture may be wrong: it has one colour that differs from that of its `source`."""
    if not is_uniform(picture):
        return []
    if source is not None and is_uniform(source):
        apart = ImageChops.difference(picture.crop((0, 0, 1, 1)), source.crop((0, 0, 1, 1)).convert(picture.mode))
        if max(apart.tobytes()) <= MAX_COLOUR_DIFFERENCE:
            return []
    return [UNIFORM_IMAGE]


def format_doubts(doubts: Sequence[str]) -> dict[str, str]:
    """Return doubts in the form that the file of a picture stores."""
    return {"doubt": ", ".join(dict.fromkeys(doubts))} if doubts else {}


def _pixels(pipeline: Any, latents: torch.Tensor) -> torch.Tensor:
    return pipeline.vae.decode(latents / pipeline.vae.config.scaling_factor, return_dict=False)[0]


def to_image(pixels: torch.Tensor | np.ndarray) -> Image.Image:
    """Convert pixels from 0 to 1 to a picture: a tensor (1, 3, height, width) or an array (1, height, width, 3).

    Raises `MachineError("picture-not-finite")`.
    """
    if isinstance(pixels, torch.Tensor):
        pixels = pixels.permute(0, 2, 3, 1).float().cpu().numpy()
    if not np.isfinite(pixels).all():
        raise MachineError("picture-not-finite")
    return Image.fromarray((pixels[0] * 255).round().astype("uint8"))


def check_finite(tensor: torch.Tensor) -> None:
    """Raise `MachineError("picture-not-finite")` unless every number is finite."""
    if not torch.isfinite(tensor).all():
        raise MachineError("picture-not-finite")
