"""From tensors to pictures, and no further if a number is none."""

from typing import Any

import numpy as np
import torch
from PIL import Image

from macapp.errors import MachineFault


def decoded(pipeline: Any, latents: torch.Tensor) -> Image.Image:
    """Return the picture of latents (1, channels, height / 8, width / 8), as the pipeline itself would decode them.

    Raises `MachineFault("picture-not-finite")` if a number is not finite: diffusers clamps infinity to white and makes
    black of what is not a number.
    """
    check_finite(latents)
    pixels = pipeline.vae.decode(latents / pipeline.vae.config.scaling_factor, return_dict=False)[0]
    check_finite(pixels)
    return pipeline.image_processor.postprocess(pixels, output_type="pil", do_denormalize=[True])[0]


def pictured(pixels: torch.Tensor | np.ndarray) -> Image.Image:
    """Return the picture of finished pixels, 0 to 1: a tensor (1, 3, height, width) or an array (1, height, width, 3).

    Raises `MachineFault` as `decoded`.
    """
    if isinstance(pixels, torch.Tensor):
        pixels = pixels.permute(0, 2, 3, 1).float().cpu().numpy()
    if not np.isfinite(pixels).all():
        raise MachineFault("picture-not-finite")
    return Image.fromarray((pixels[0] * 255).round().astype("uint8"))


def check_finite(tensor: torch.Tensor) -> None:
    """Raise `MachineFault("picture-not-finite")` unless every number is one."""
    if not torch.isfinite(tensor).all():
        raise MachineFault("picture-not-finite")
