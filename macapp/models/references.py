"""The rules for reference images: how many a model takes, which shapes, and what size they have inside it. Any thread.

The shapes are those that the pipelines of FLUX.2 in diffusers accept. The other pipelines would stretch an image of an
extreme shape, or fail inside a network.
"""

import math
from collections.abc import Sequence

from macapp.domain.request import SIDES, Request
from macapp.errors import BadRequest
from macapp.models.model_family import ModelFamily

REFERENCE_PIXELS = 1024 * 1024  # the size to which the pipelines shrink larger images
MIN_REFERENCE_SIDE = 64  # pixels
MAX_ASPECT = 8  # the long side divided by the short one


def check_reference_count(family: ModelFamily, model: str, request: Request) -> None:
    """Raise `BadRequest` for too many reference images, and for none where the model needs one.

    `model` is its name for the user. Models that take no reference images are not checked here.
    """
    use, count = family.references, len(request.references)
    if use is None:
        return
    if request.image is not None and count > use.with_image:
        raise BadRequest("references-with-image", model=model, limit=use.with_image, count=count)
    if count > use.most:
        raise BadRequest("references-too-many", model=model, limit=use.most, count=count)
    if use.is_needed and not count:
        raise BadRequest("references-needed", model=model)


def check_reference_shapes(sizes: Sequence[tuple[int, int]]) -> None:
    """Raise `BadRequest` for a reference image that is too small or too narrow; `sizes` are widths and heights."""
    for number, (width, height) in enumerate(sizes, start=1):
        if min(width, height) < MIN_REFERENCE_SIDE or max(width, height) > MAX_ASPECT * min(width, height):
            raise BadRequest(
                "reference-shape", number=number, width=width, height=height, least=MIN_REFERENCE_SIDE, most=MAX_ASPECT
            )


def size_for_reference(family: ModelFamily, native: int, size: tuple[int, int]) -> tuple[int, int]:
    """Return the size of a picture with the shape of a reference image of `size`.

    It has the size that the pipeline gives the reference, so that both have the same details: at most the area that the
    model was trained on, a square of `native` pixels a side. The sides are multiples of the family's step.
    """
    area = size[0] * size[1]
    enlarges = family.references is not None and family.references.enlarges
    scale = 1.0 if area <= native**2 and not enlarges else native / math.sqrt(area)
    step = family.side_step
    width, height = (max(int(side * scale) // step * step, step, SIDES[0]) for side in size)
    return min(width, SIDES[-1]), min(height, SIDES[-1])


def encoded_pixels(family: ModelFamily, request: Request, sizes: Sequence[tuple[int, int]] | None) -> tuple[int, ...]:
    """Return the pixels of each image that the VAE encodes for the model to see at each step.

    These are the reference images and, with a mask, the source image. `sizes` are the widths and heights of the
    reference images; None if unknown: then each has the most pixels that the pipeline encodes.
    """
    use, count = family.references, len(request.references)
    if use is None:
        return ()
    source = () if request.mask is None else (request.width * request.height,)
    if sizes is None or use.enlarges:
        return (REFERENCE_PIXELS,) * count + source
    return tuple(min(width * height, REFERENCE_PIXELS) for width, height in sizes) + source
