"""From tensors to pictures, and no further if a number is none."""

from typing import Any

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


def pictured(pixels: torch.Tensor) -> Image.Image:
    """Return the picture of finished pixels (1, 3, height, width), 0 to 1; raises `MachineFault` as `decoded`."""
    check_finite(pixels)
    array = pixels[0].permute(1, 2, 0).float().cpu().numpy()
    return Image.fromarray((array * 255).round().astype("uint8"))


def check_finite(tensor: torch.Tensor) -> None:
    """Raise `MachineFault("picture-not-finite")` unless every number is one."""
    if not torch.isfinite(tensor).all():
        raise MachineFault("picture-not-finite")
