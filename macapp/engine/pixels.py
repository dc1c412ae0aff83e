"""Between pictures and tensors: a starting image brought to size, masks, and latents made a picture."""

from dataclasses import dataclass
from typing import Any

import torch
from PIL import Image, ImageChops, ImageFilter, ImageOps

from macapp.errors import BadRequest, MachineFault
from macapp.request import Request

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""


@dataclass(frozen=True)
class Start:
    """What a picture starts from, brought to the size that it is drawn at."""

    image: Image.Image
    """RGB"""
    mask: Image.Image | None = None
    """L; white where the image may change"""
    whole: Image.Image | None = None
    """the image that the masked part was cut from, where only that is drawn"""
    box: Box | None = None
    """where in `whole` it was cut"""
    alpha: Image.Image | None = None
    """L, of the size of `whole` or else of `image`: how much of the new picture shows, 0 to 255"""

    def finished(self, drawn: Image.Image) -> Image.Image:
        """Return the new picture with everything outside the mask as it was, pixel for pixel."""
        if self.alpha is None:
            return drawn
        if self.whole is None or self.box is None:
            return Image.composite(drawn, self.image, self.alpha)
        laid = self.whole.copy()
        size = (self.box[2] - self.box[0], self.box[3] - self.box[1])
        laid.paste(drawn.resize(size, Image.Resampling.LANCZOS), self.box[:2])
        return Image.composite(laid, self.whole, self.alpha)


def start_of(request: Request, image: Image.Image, mask: Image.Image | None) -> Start:
    """Return what a request starts from; raises `BadRequest` for a mask that does not go with the image."""
    if mask is None:
        return Start(at_size(image, request.size, request.resize))
    mask = mask.convert("L")
    if mask.size != image.size:
        raise BadRequest("mask-other-size", width=mask.width, height=mask.height, wide=image.width, high=image.height)
    box = _sharp(mask).getbbox()
    if box is None:
        raise BadRequest("mask-empty")
    if mask.getextrema()[0] > 127:  # type: ignore[operator]
        raise BadRequest("mask-full")
    if not request.mask_only:
        image, mask = (at_size(each, request.size, request.resize) for each in (image, mask))
        return Start(image, mask, alpha=feathered(mask, request.mask_feather))
    box = region(box, image.size, request.size, request.mask_padding)
    cut, cut_mask = (each.crop(box).resize(request.size, Image.Resampling.LANCZOS) for each in (image, mask))
    return Start(cut, cut_mask, image, box, feathered(mask, request.mask_feather))


def at_size(image: Image.Image, size: tuple[int, int], how: str = "crop") -> Image.Image:
    """Return `image` at `size` (width, height in pixels): cut at its edges, whole with its border drawn out, stretched.

    `how` is one of `macapp.request.RESIZES`.
    """
    if image.size == size:
        return image
    if how == "fill":
        return image.resize(size, Image.Resampling.LANCZOS)
    if how == "crop":
        return ImageOps.fit(image, size, Image.Resampling.LANCZOS)
    inside = ImageOps.contain(image, size, Image.Resampling.LANCZOS)
    left, top = ((whole - part) // 2 for whole, part in zip(size, inside.size, strict=True))
    right, bottom = size[0] - inside.width - left, size[1] - inside.height - top
    if image.mode == "L":  # a mask: what is added round the image stays
        return ImageOps.expand(inside, (left, top, right, bottom), 0)
    return extended(inside, (left, top, right, bottom))


def extended(image: Image.Image, sides: Box) -> Image.Image:
    """Return `image` with pixels added to its left, top, right and bottom, of the colours of its border."""
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


def region(box: Box, within: tuple[int, int], size: tuple[int, int], padding: int) -> Box:
    """Return the part of an image to draw: `box` with `padding`, in the shape of `size`, inside of the image."""
    left, top, right, bottom = box[0] - padding, box[1] - padding, box[2] + padding, box[3] + padding
    width, height = right - left, bottom - top
    shape = size[0] / size[1]
    width, height = max(width, round(height * shape)), max(height, round(width / shape))
    width, height = min(width, within[0]), min(height, within[1])
    middle = (left + right) // 2, (top + bottom) // 2
    left = min(max(middle[0] - width // 2, 0), within[0] - width)
    top = min(max(middle[1] - height // 2, 0), within[1] - height)
    return left, top, left + width, top + height


def feathered(mask: Image.Image, pixels: int) -> Image.Image:
    """Return how much shows through a mask whose edge fades inwards over `pixels`: nothing outside, ever.

    A mask so small that nothing of it would be left keeps its edge.
    """
    sharp = _sharp(mask)
    if pixels == 0:
        return sharp
    # A blurred edge is half way at the mask's border: twice that, less one, begins at nothing there.
    blurred = sharp.filter(ImageFilter.GaussianBlur(pixels / 2)).point(
        [max(0, 2 * value - 255) for value in range(256)]
    )
    fading = ImageChops.darker(sharp, blurred)
    return fading if fading.getbbox() else sharp


def _sharp(mask: Image.Image) -> Image.Image:
    return mask.point([0] * 128 + [255] * 128)


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
