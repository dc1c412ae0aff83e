"""Write the recipe of a picture into its PNG, and read it back. Any thread.

There are two text chunks. `easel` is JSON with everything needed to repeat the picture, a schema number, and the seed
as text, since readers in other languages round integers above 2**53. `parameters` is the infotext that Automatic1111
introduced and other programs read.
"""

import hashlib
import io
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

from macapp import PRODUCT, __version__
from macapp.domain import timestamps
from macapp.domain.ids import is_id
from macapp.domain.job import Marks, Picture
from macapp.domain.request import FINAL_SIDE, Request, is_image_name
from macapp.domain.request_fields import FIELD_TABLE
from macapp.domain.schedulers import SCHEDULERS
from macapp.errors import BadRequest
from macapp.imaging.decode import Limits, open_picture
from macapp.library.index.newer import PLACEHOLDERS, read_fields
from macapp.library.metadata import xmp

KEY = "easel"
SCHEMA = 1
PNG_LEVEL = 1  # of zlib: a quarter of the default level's time for a tenth more bytes (measured on noise)
HASHED_ROWS = 256  # rows of pixels at a time
LIMITS = Limits(file_bytes=2**30, pixels=FINAL_SIDE**2)
"""for our own pictures: the largest valid request, filled with noise"""
_HEAD_LIMITS = Limits(file_bytes=LIMITS.file_bytes, pixels=2**64)  # nothing is decoded; damaged files count

_UNREADABLE = (OSError, ValueError, KeyError, TypeError, BadRequest, RecursionError)

_KEYS = {name: row.infotext for name, row in FIELD_TABLE.items() if row.infotext is not None}


@dataclass(frozen=True)
class PictureMetadata:
    """The recipe in a file of ours: enough to rebuild its row in the library."""

    id: str
    request: Request
    created: str
    made_with: Mapping[str, Any]
    stack: str | None = None
    pixels: str | None = None
    """the hash of the pixels; None in files of early versions"""
    size: tuple[int, int] = (0, 0)
    """of the file in pixels"""
    marks: Marks = field(default_factory=Marks)
    stored: str | None = None
    """the request as JSON, where a newer Easel wrote it and `request` is only what this one understands"""

    @property
    def newer(self) -> bool:
        """Whether a newer Easel wrote it with settings that this one does not know."""
        return self.stored is not None

    @property
    def request_json(self) -> str:
        """The request as the index keeps it: all of it, also what only a newer Easel understands."""
        return self.request.to_json() if self.stored is None else self.stored

    @property
    def fits(self) -> bool:
        """Whether the file has the size of its request; otherwise it is damaged."""
        return has_its_size(self.request, self.size, self.newer)


def pixels_hash(image: Image.Image) -> str:
    """Return the SHA-256 of an RGB image's size and pixels, in hexadecimal."""
    digest = hashlib.sha256(f"{image.size}".encode())
    if image.height <= HASHED_ROWS:
        digest.update(image.tobytes())
        return digest.hexdigest()
    for top in range(0, image.height, HASHED_ROWS):  # a copy of the whole may be 800 MB
        digest.update(image.crop((0, top, image.width, min(top + HASHED_ROWS, image.height))).tobytes())
    return digest.hexdigest()


def _hash_as_rgb(image: Image.Image) -> str:
    return pixels_hash(image if image.mode == "RGB" else image.convert("RGB"))  # to convert copies all pixels


def encode_png(image: Image.Image, recipe: PictureMetadata) -> bytes:
    """Return `image` as a PNG file that contains its recipe."""
    text = PngImagePlugin.PngInfo()
    content = {
        "schema": SCHEMA,
        "app": f"{PRODUCT} {__version__}",
        "id": recipe.id,
        "created": recipe.created,
        "seed": str(recipe.request.seed),
        "request": recipe.request.to_dict(),
        "made_with": dict(recipe.made_with),
        "stack": recipe.stack,
        "pixels": recipe.pixels,
    }
    text.add_itxt(KEY, json.dumps(content, ensure_ascii=False))
    _add(text, "parameters", infotext(recipe.request))
    text.add_itxt(xmp.KEY, xmp.build_packet(recipe.request))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", pnginfo=text, compress_level=PNG_LEVEL)
    return buffer.getvalue()


def read(file: Path) -> PictureMetadata | None:
    """Return the recipe of a PNG of ours, even of one that was cut, or None for any other file. No pixel is decoded.

    `PictureMetadata.fits` says whether the file has the size of its request.
    """
    try:
        with open_picture(file, _HEAD_LIMITS, ("PNG",), complete=False) as image:
            return _parse_recipe(json.loads(image.info[KEY]), image, file)
    except _UNREADABLE:
        return None


def read_checked(file: Path) -> tuple[PictureMetadata | None, bool]:
    """Return the recipe of a file, as `read` does, and whether the file is complete and shows the recipe's pixels.

    Every pixel is decoded, but only if the header has the size that the recipe names. A file that is intact is opened
    once.
    """
    try:
        with open_picture(file, LIMITS, ("PNG",)) as image:
            made = _parse_recipe(json.loads(image.info[KEY]), image, file)
            return made, made.fits and made.pixels in (None, _hash_as_rgb(image))
    except _UNREADABLE:
        return read(file), False


def is_intact(file: Path) -> bool:
    """Return whether a PNG of ours is complete and shows the pixels that its recipe names."""
    return read_checked(file)[1]


def has_its_size(request: Request, size: tuple[int, int], newer: bool) -> bool:
    """Return whether the picture of a request can have this width and height, in pixels.

    Of a request that is `newer`, and only partly understood, any picture that may be opened at all.
    """
    if newer:
        return size[0] * size[1] <= Limits().pixels
    if request.mask_only:  # it is as large as its source image
        return max(size) <= FINAL_SIDE
    return size == request.final_size


@contextmanager
def open_image(picture: Picture) -> Iterator[Image.Image]:
    """Open the file of a picture in the library, ours or imported; its pixels are decoded inside the block.

    Raises the `BadRequest` and `OSError` of `imaging.decode.open_picture`; "image-broken" for a picture of ours whose
    size differs from its request.
    """
    with open_picture(picture.path, LIMITS if picture.is_ours else None) as image:
        if picture.is_ours and not has_its_size(picture.request, image.size, picture.newer):
            raise BadRequest("image-broken", name=picture.path.name)
        yield image


def infotext(request: Request, unknown: Collection[str] = (), made_by: str = f"{PRODUCT} {__version__}") -> str:
    """Return the request as infotext in the grammar of Automatic1111.

    Fields in `unknown` have placeholder values and are left out. Empty if nothing is known.
    """
    items = {
        _KEYS["steps"]: ("steps", request.steps),
        _KEYS["scheduler"]: ("scheduler", SCHEDULERS[request.scheduler].infotext),
        _KEYS["guidance_scale"]: ("guidance_scale", f"{request.guidance_scale:g}"),
        _KEYS["seed"]: ("seed", request.seed),
        "Size": ("width", f"{request.width}x{request.height}"),
        _KEYS["model"]: ("model", _quoted(Path(request.model).name)),
    }
    stated = {key: value for key, (field_name, value) in items.items() if field_name not in unknown} | _more(request)
    if not stated and "prompt" in unknown:
        return ""
    stated["Version"] = made_by
    loras = [f"<lora:{Path(lora.model).stem}:{lora.weight:g}>" for lora in request.loras]
    lines = [" ".join((request.prompt, *loras))]
    if request.negative_prompt:
        lines.append(f"{_KEYS['negative_prompt']}: {request.negative_prompt}")
    lines.append(", ".join(f"{key}: {value}" for key, value in stated.items()))
    return "\n".join(lines)


def _more(request: Request) -> dict[str, Any]:
    """Return the optional settings, with the names of Automatic1111 and its ControlNet extension."""
    strength = request.hires_strength if request.hires_scale > 1 else request.strength
    upscaler = "Lanczos" if request.upscaler is None else Path(request.upscaler).stem
    known = {
        _KEYS["strength"]: (strength is not None, f"{strength or 0:g}"),
        _KEYS["clip_skip"]: (request.clip_skip > 1, request.clip_skip),
        _KEYS["guidance_end"]: (request.guidance_end < 1, f"{request.guidance_end:g}"),
        _KEYS["unconditional_interval"]: (request.unconditional_interval > 1, request.unconditional_interval),
        _KEYS["cache_interval"]: (request.cache_interval > 1, request.cache_interval),
        _KEYS["cache_start"]: (request.cache_interval > 1, f"{request.cache_start:g}"),
        _KEYS["eta"]: (request.eta > 0, f"{request.eta:g}"),
        _KEYS["variation_seed"]: (request.variation_strength > 0, request.variation_seed),
        _KEYS["variation_strength"]: (request.variation_strength > 0, f"{request.variation_strength:g}"),
        _KEYS["mask_feather"]: (request.mask is not None, request.mask_feather),
        _KEYS["mask_only"]: (request.mask_only, "Only masked"),
        _KEYS["mask_padding"]: (request.mask_only, request.mask_padding),
        _KEYS["hires_scale"]: (request.hires_scale > 1, f"{request.hires_scale:g}"),
        _KEYS["vae"]: (request.vae is not None, _quoted(Path(request.vae or "").stem)),
        "Hires upscaler": (request.hires_scale > 1, _quoted(upscaler)),
        _KEYS["upscale"]: (request.upscale > 1, request.upscale),
        _KEYS["upscaler"]: (request.upscale > 1, _quoted(upscaler)),
        _KEYS["embeddings"]: (
            bool(request.embeddings),
            _quoted(", ".join(Path(embedding).stem for embedding in request.embeddings)),
        ),
    }
    controls = {
        f"ControlNet {place}": _quoted(
            f"Module: {each.map}, Model: {Path(each.model).name}, Weight: {each.scale:g},"
            f" Guidance Start: {each.start:g}, Guidance End: {each.end:g}"
        )
        for place, each in enumerate(request.controls)
    }
    references = {"Reference images": len(request.references)} if request.references else {}
    return {name: value for name, (there, value) in known.items() if there} | references | controls


def _parse_recipe(content: Any, image: Image.Image, file: Path) -> PictureMetadata:
    """Parse a recipe; raises for one that is not ours. Fields that only describe the picture are optional."""
    values = {**content["request"], "seed": int(content["seed"])}
    request, stored = _read(values)
    job_id, created, made_with = content["id"], content["created"], content["made_with"]
    if not (is_id(job_id) and isinstance(created, str) and isinstance(made_with, dict)):
        raise TypeError
    if not all(map(is_image_name, request.images)):
        raise ValueError
    stack, pixels = (content.get(name) for name in ("stack", "pixels"))
    return PictureMetadata(
        job_id,
        request,
        timestamps.normalize_timestamp(created) or timestamps.from_unix_time(file.stat().st_mtime),
        made_with,
        stack if is_id(stack) else None,
        pixels if isinstance(pixels, str) and is_image_name(pixels) else None,
        image.size,
        xmp.read_marks(image.info.get(xmp.KEY)),
        stored,
    )


def _read(values: dict[str, Any]) -> tuple[Request, str | None]:
    """Return the request, and all that is stored if a newer Easel wrote it.

    Raises `TypeError` or `ValueError` where even what every request has makes no sense: no Easel wrote that.
    """
    read = read_fields(values)
    if read.unknown & PLACEHOLDERS.keys():
        raise TypeError
    stored = json.dumps(values, ensure_ascii=False, allow_nan=False) if read.newer else None
    if stored is not None:
        stored.encode()  # raises for what neither SQLite nor a PNG can keep
    return read.request, stored


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if any(sign in value for sign in ',:\n"') else value


def _add(text: PngImagePlugin.PngInfo, key: str, value: str) -> None:
    """Add a text chunk: `tEXt` where Latin-1 can hold it, as some readers know no other kind, else `iTXt`."""
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        text.add_itxt(key, value)
    else:
        text.add_text(key, value)
