"""The latents of a picture: the noise of a variation, and the layout of packed latents. On the engine's thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from diffusers.utils.torch_utils import randn_tensor
from torch.linalg import vector_norm

from macapp.domain.request import Request

PATCH_PIXELS = 16  # a side: a patch of 2 x 2 latents of 8 pixels each
TOKEN_DIMENSIONS = 3  # (1, patches, 4 * channels), as FLUX, Qwen-Image and similar families pack their latents


def unpack_patches(latents: Any, size: tuple[int, int]) -> Any:
    """Return packed latents (1, patches, 4 * channels) as (1, channels, height / 8, width / 8); others as they are.

    `size` is the width and height of the picture in pixels. The same as `FluxPipeline._unpack_latents`.
    """
    if not isinstance(latents, torch.Tensor) or latents.ndim != TOKEN_DIMENSIONS:
        return latents
    columns, rows = (side // PATCH_PIXELS for side in size)
    if latents.shape[1] != rows * columns or latents.shape[2] % 4:
        return latents
    channels = latents.shape[2] // 4
    patches = latents[0].view(rows, columns, channels, 2, 2)
    return patches.permute(2, 0, 3, 1, 4).reshape(1, channels, 2 * rows, 2 * columns)


@contextmanager
def varied_noise(pipeline: Any, request: Request, generator: torch.Generator) -> Iterator[dict[str, torch.Tensor]]:
    """Let a pipeline start from the noise of a variation, if the request is for one; yield its argument for that.

    A pipeline with a UNet takes the noise as an argument. Other pipelines prepare theirs in a layout of their own, so
    both noises are what the pipeline prepares. They draw the same as "variation seed" in Automatic1111: a spherical
    interpolation. `generator` makes the first noise, so its later numbers are those without a variation.
    """
    if request.variation_strength == 0:
        yield {}
    elif hasattr(pipeline, "unet") and hasattr(pipeline, "vae"):
        yield {"latents": _noise_for_unet(pipeline, request, generator)}
    else:
        before = vars(pipeline).get("prepare_latents")  # another replacement
        pipeline.prepare_latents = _prepare_varied(pipeline.prepare_latents, request)
        try:
            yield {}
        finally:
            del pipeline.prepare_latents
            if before is not None:
                pipeline.prepare_latents = before


def _prepare_varied(prepare: Any, request: Request) -> Any:
    """Return a `prepare_latents` whose latents lie between those of both seeds."""

    def is_generator(value: Any) -> bool:
        return isinstance(value, torch.Generator)

    def prepare_varied(*args: Any, **kwargs: Any) -> Any:
        other = _generator(request.variation_seed or 0)
        one = prepare(*args, **kwargs)
        args = tuple(other if is_generator(value) else value for value in args)
        two = prepare(*args, **{name: other if is_generator(value) else value for name, value in kwargs.items()})
        if isinstance(one, torch.Tensor):
            return interpolate_noise(one, two, request.variation_strength)
        return interpolate_noise(one[0], two[0], request.variation_strength), *one[1:]

    return prepare_varied


def _noise_for_unet(pipeline: Any, request: Request, generator: torch.Generator) -> torch.Tensor:
    """Return the noise of a variation (1, channels, height / 8, width / 8)."""
    scale = pipeline.vae_scale_factor
    shape = (1, pipeline.unet.config.in_channels, request.height // scale, request.width // scale)
    one, two = (
        randn_tensor(shape, generator=source, device=pipeline.unet.device, dtype=pipeline.vae.dtype)
        for source in (generator, _generator(request.variation_seed or 0))
    )
    return interpolate_noise(one, two, request.variation_strength)


def interpolate_noise(one: torch.Tensor, two: torch.Tensor, share: float) -> torch.Tensor:
    """Interpolate spherically between two noises of the same shape; `share` 0 is the first, 1 the second."""
    first, second = one.float(), two.float()
    angle = torch.acos((first.flatten() @ second.flatten() / (vector_norm(first) * vector_norm(second))).clamp(-1, 1))
    turned = (torch.sin((1 - share) * angle) * first + torch.sin(share * angle) * second) / torch.sin(angle)
    return turned.to(one.dtype)


def _generator(seed: int) -> torch.Generator:
    return torch.Generator("cpu").manual_seed(seed)
