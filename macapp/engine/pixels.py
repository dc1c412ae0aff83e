"""Between pictures and tensors: a starting image brought to size, and latents made a picture."""

from typing import Any

import torch
from PIL import Image, ImageOps

from macapp.errors import MachineFault


def covering(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return `image` scaled to cover `size` (width, height in pixels) and cropped at the centre to it."""
    if image.size == size:
        return image
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)


def decoded(pipeline: Any, latents: torch.Tensor) -> Image.Image:
    """Return the picture of latents (1, channels, height / 8, width / 8), as the pipeline itself would decode them.

    Raises `MachineFault("picture-not-finite")` if a number is not finite: diffusers clamps infinity to white and makes
    black of what is not a number.
    """
    _check(latents)
    pixels = pipeline.vae.decode(latents / pipeline.vae.config.scaling_factor, return_dict=False)[0]
    _check(pixels)
    return pipeline.image_processor.postprocess(pixels, output_type="pil", do_denormalize=[True])[0]


def _check(tensor: torch.Tensor) -> None:
    if not torch.isfinite(tensor).all():
        raise MachineFault("picture-not-finite")
