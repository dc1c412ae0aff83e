"""Prepare a source image and its mask for generation, and composite the result. Pillow only.

Pixels under the black part of a mask never change, whatever the model generates. Any thread.
"""

import math
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops, ImageFilter, ImageOps

from macapp.domain.request import SIDE_STEP, Request
from macapp.errors import BadRequest

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""

OUTPAINT_RANGE = range(2048 + 1)  # pixels that can be added to a side
OVERLAP = 8  # pixels of the image that are generated again at an extended side, and fade: they hide the seam


@dataclass(frozen=True)
class InpaintSource:
    """The source image of a picture, at the size of generation."""

    image: Image.Image
    """RGB"""
    mask: Image.Image | None = None
    """L; white where the image may change"""
    uncropped: Image.Image | None = None
    """the image that the masked part was cropped from, if only that part is generated"""
    box: Box | None = None
    """where in `uncropped` it was cropped"""
    alpha: Image.Image | None = None
    """L, of the size of `uncropped`, or else of `image`: the opacity of the new picture, 0 to 255"""

    def composite(self, drawn: Image.Image) -> Image.Image:
        """Return the new picture, with every pixel outside the mask unchanged."""
        if self.alpha is None:
            return drawn
        if self.uncropped is None or self.box is None:
            return Image.composite(drawn, self.image, self.alpha)
        pasted = self.uncropped.copy()
        size = (self.box[2] - self.box[0], self.box[3] - self.box[1])
        pasted.paste(drawn.resize(size, Image.Resampling.LANCZOS), self.box[:2])
        return Image.composite(pasted, self.uncropped, self.alpha)


def prepare_source(request: Request, image: Image.Image, mask: Image.Image | None) -> InpaintSource:
    """Prepare the source image of a request; raises `BadRequest` for a mask that does not fit the image."""
    if mask is None:
        return InpaintSource(resize_to(image, request.size, request.resize))
    mask = mask.convert("L")
    box = check_mask(image, mask)
    if not request.mask_only:
        image, mask = (resize_to(each, request.size, request.resize) for each in (image, mask))
        return InpaintSource(image, mask, alpha=feather_mask(mask, request.mask_feather))
    box = inpaint_region(box, image.size, request.size, request.mask_padding)
    cut, cut_mask = (each.crop(box).resize(request.size, Image.Resampling.LANCZOS) for each in (image, mask))
    return InpaintSource(cut, cut_mask, image, box, feather_mask(mask, request.mask_feather))


def fit_area(image: Image.Image, pixels: int) -> Image.Image:
    """Return an image with at most this many pixels and the same shape, as the pipelines of FLUX.2 shrink it."""
    if image.width * image.height <= pixels:
        return image
    scale = math.sqrt(pixels / (image.width * image.height))
    return image.resize((int(image.width * scale), int(image.height * scale)), Image.Resampling.LANCZOS)


def check_mask(image: Image.Image, mask: Image.Image) -> Box:
    """Return the bounds of the white part of a mask; raises `BadRequest` if it is empty, full, or of another size."""
    if mask.size != image.size:
        raise BadRequest("mask-other-size", width=mask.width, height=mask.height, wide=image.width, high=image.height)
    sharp = _binarize(mask.convert("L"))
    box = sharp.getbbox()
    if box is None:
        raise BadRequest("mask-empty")
    if sharp.getextrema()[0] == 255:
        raise BadRequest("mask-full")
    return box


def parse_outpaint(value: Any) -> Box:
    """Return how many pixels to add at the left, top, right and bottom; raises `BadRequest`."""
    whole = isinstance(value, (list, tuple)) and all(isinstance(each, int) and each in OUTPAINT_RANGE for each in value)
    if not whole or len(value) != 4 or not any(value):
        raise BadRequest("outpaint-sides", value=str(value)[:40], most=OUTPAINT_RANGE[-1])
    return value[0], value[1], value[2], value[3]


def outpaint_canvas(image: Image.Image, sides: Box) -> tuple[Image.Image, Image.Image]:
    """Return an image extended at its sides, and a mask of the extension plus `OVERLAP` pixels of the image.

    Width and height are rounded up to multiples of `SIDE_STEP`, at the right and at the bottom.
    """
    left, top, right, bottom = sides
    right += -(left + image.width + right) % SIDE_STEP
    bottom += -(top + image.height + bottom) % SIDE_STEP
    whole = extend_edges(image, (left, top, right, bottom))
    mask = Image.new("L", whole.size, 255)
    inner = [OVERLAP if left else 0, OVERLAP if top else 0, OVERLAP if right else 0, OVERLAP if bottom else 0]
    kept = (left + inner[0], top + inner[1], whole.width - right - inner[2], whole.height - bottom - inner[3])
    if kept[2] > kept[0] and kept[3] > kept[1]:
        mask.paste(0, kept)
    return whole, mask


def resize_to(image: Image.Image, size: tuple[int, int], how: str = "crop") -> Image.Image:
    """Return `image` at `size` (width, height in pixels): cropped, padded with its border colours, or stretched.

    `how` is one of `macapp.domain.request.RESIZES`.
    """
    if image.size == size:
        return image
    if how == "fill":
        return image.resize(size, Image.Resampling.LANCZOS)
    if how == "crop":
        return ImageOps.fit(image, size, Image.Resampling.LANCZOS)
    inside = _fit_inside(image, size)
    left, top = ((whole - part) // 2 for whole, part in zip(size, inside.size, strict=True))
    right, bottom = size[0] - inside.width - left, size[1] - inside.height - top
    if image.mode == "L":  # a mask: the padding is black, so it does not change
        return ImageOps.expand(inside, (left, top, right, bottom), 0)
    return extend_edges(inside, (left, top, right, bottom))


def _fit_inside(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Scale an image to fit into a size. Pillow before 13 would round the short side of a thin image to 0."""
    ratio = min(whole / part for whole, part in zip(size, image.size, strict=True))
    if min(image.size) * ratio > 1:
        return ImageOps.contain(image, size, Image.Resampling.LANCZOS)
    width, height = (max(1, round(part * ratio)) for part in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def extend_edges(image: Image.Image, sides: Box) -> Image.Image:
    """Return `image` with pixels added at its left, top, right and bottom, in the colours of its border."""
    left, top, right, bottom = sides
    width, height = image.size
    whole = Image.new("RGB", (width + left + right, height + top + bottom))
    whole.paste(image, (left, top))
    for at, strip in ((0, (0, 0, 1, height)), (left + width, (width - 1, 0, width, height))):
        if added := (left if at == 0 else right):
            whole.paste(image.crop(strip).resize((added, height)), (at, top))
    for at, row in ((0, top), (top + height, top + height - 1)):
        if added := (top if at == 0 else bottom):
            whole.paste(whole.crop((0, row, whole.width, row + 1)).resize((whole.width, added)), (0, at))
    return whole


def inpaint_region(box: Box, within: tuple[int, int], size: tuple[int, int], padding: int) -> Box:
    """Return the part of an image to generate: `box` with `padding`, in the shape of `size`, inside the image."""
    left, top, right, bottom = box[0] - padding, box[1] - padding, box[2] + padding, box[3] + padding
    width, height = right - left, bottom - top
    shape = size[0] / size[1]
    width, height = max(width, round(height * shape)), max(height, round(width / shape))
    width, height = min(width, within[0]), min(height, within[1])
    middle = (left + right) // 2, (top + bottom) // 2
    left = min(max(middle[0] - width // 2, 0), within[0] - width)
    top = min(max(middle[1] - height // 2, 0), within[1] - height)
    return left, top, left + width, top + height


def feather_mask(mask: Image.Image, pixels: int) -> Image.Image:
    """Return the opacity of a mask whose edge fades inwards over `pixels`; it is 0 everywhere outside the mask.

    A mask that is too small to fade keeps its sharp edge.
    """
    sharp = _binarize(mask)
    if pixels == 0:
        return sharp
    # A blurred edge is 0.5 at the border of the mask: 2 x - 1 is 0 there.
    blurred = sharp.filter(ImageFilter.GaussianBlur(pixels / 2)).point(
        [max(0, 2 * value - 255) for value in range(256)]
    )
    fading = ImageChops.darker(sharp, blurred)
    return fading if fading.getbbox() else sharp


def _binarize(mask: Image.Image) -> Image.Image:
    return mask.point([0] * 128 + [255] * 128)
