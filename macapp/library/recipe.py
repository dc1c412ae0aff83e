"""What a picture's file says about how it was made: written into the PNG, read back from it. Any thread.

Two text chunks. `easel` is ours: JSON with everything that makes the picture again, a schema number, and the seed as
text as well, since readers in other languages round whole numbers above 2**53. `parameters` is the text that
Automatic1111 introduced and other programs read.
"""

import hashlib
import io
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

from macapp import PRODUCT, __version__, files
from macapp.errors import BadRequest
from macapp.jobs import Marks
from macapp.library import xmp
from macapp.library.newer import STAND_INS, read_fields
from macapp.library.png import END_CHUNK
from macapp.request import Request
from macapp.schedulers import SCHEDULERS

KEY = "easel"
SCHEMA = 1
PNG_LEVEL = 1  # of zlib: a quarter of the default level's time for a tenth more bytes (measured on noise)

_A1111_NAMES = {
    "dpm++ 2m karras": "DPM++ 2M Karras",
    "dpm++ 2m": "DPM++ 2M",
    "euler": "Euler",
    "euler trailing": "Euler SGM Uniform",
    "euler a": "Euler a",
    "heun": "Heun",
    "unipc": "UniPC",
    "deis": "DEIS",
    "ddim": "DDIM",
    "ddpm": "DDPM",
    "lcm": "LCM",
    "tcd": "TCD",
    "own": "Automatic",
}
assert _A1111_NAMES.keys() == SCHEDULERS.keys()  # noqa: S101  (a table beside another)


@dataclass(frozen=True)
class Recipe:
    """What a file of ours says: enough to make its row in the library again."""

    id: str
    request: Request
    created: str
    made_with: Mapping[str, Any]
    stack: str | None = None
    pixels: str | None = None
    """their hash; None in files from before it was written"""
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


def pixels_hash(image: Image.Image) -> str:
    """Return the SHA-256 of an RGB image's size and pixels, in hexadecimal."""
    return hashlib.sha256(f"{image.size}".encode() + image.tobytes()).hexdigest()


def png(image: Image.Image, recipe: Recipe) -> bytes:
    """Return `image` as a whole PNG file that carries its own recipe."""
    text = PngImagePlugin.PngInfo()
    content = {
        "schema": SCHEMA,
        "app": f"{PRODUCT} {__version__}",
        "id": recipe.id,
        "created": recipe.created,
        "seed": str(recipe.request.seed),
        "request": recipe.request.as_fields(),
        "made_with": dict(recipe.made_with),
        "stack": recipe.stack,
        "pixels": recipe.pixels,
    }
    text.add_itxt(KEY, json.dumps(content, ensure_ascii=False))
    _add(text, "parameters", parameters(recipe.request))
    text.add_itxt(xmp.KEY, xmp.for_picture(recipe.request))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", pnginfo=text, compress_level=PNG_LEVEL)
    return buffer.getvalue()


def read(file: Path) -> Recipe | None:
    """Return the recipe of a PNG of ours, or None for any other file. No pixel is decoded."""
    try:
        with Image.open(file, formats=("PNG",)) as image:
            return _parsed(json.loads(image.info[KEY]), image)
    except (OSError, ValueError, KeyError, TypeError, SyntaxError, BadRequest, RecursionError):
        return None


def ends(file: Path) -> bool:
    """Return whether a PNG ends as it should; one that was cut does not."""
    try:
        with files.open_regular(file) as stream:
            stream.seek(-len(END_CHUNK), io.SEEK_END)
            return stream.read() == END_CHUNK
    except OSError:
        return False


def is_whole(file: Path) -> bool:
    """Return whether a PNG ends as it should and every pixel decodes; Pillow alone accepts one cut near its end."""
    if not ends(file):
        return False
    try:
        with Image.open(file, formats=("PNG",)) as image:
            image.load()
    except (OSError, ValueError, SyntaxError):
        return False
    return True


def parameters(request: Request, unknown: Collection[str] = (), made_by: str = f"{PRODUCT} {__version__}") -> str:
    """Return the request in the grammar of Automatic1111's "infotext".

    `unknown` are the fields whose values are only filled in: they are left out. Empty if nothing is known.
    """
    items = {
        "Steps": ("steps", request.steps),
        "Sampler": ("scheduler", _A1111_NAMES[request.scheduler]),
        "CFG scale": ("guidance_scale", f"{request.guidance_scale:g}"),
        "Seed": ("seed", request.seed),
        "Size": ("width", f"{request.width}x{request.height}"),
        "Model": ("model", _quoted(Path(request.model).name)),
    }
    told = {key: value for key, (field_name, value) in items.items() if field_name not in unknown} | _more(request)
    if not told and "prompt" in unknown:
        return ""
    told["Version"] = made_by
    loras = [f"<lora:{Path(each.model).stem}:{each.weight:g}>" for each in request.loras]
    lines = [" ".join((request.prompt, *loras))]
    if request.negative_prompt:
        lines.append(f"Negative prompt: {request.negative_prompt}")
    lines.append(", ".join(f"{key}: {value}" for key, value in told.items()))
    return "\n".join(lines)


def _more(request: Request) -> dict[str, Any]:
    """Return what only some requests say, by the names of Automatic1111 and of its ControlNet extension."""
    strength = request.hires_strength if request.hires_scale > 1 else request.strength
    upscaler = "Lanczos" if request.upscaler is None else Path(request.upscaler).stem
    known = {
        "Denoising strength": (strength is not None, f"{strength or 0:g}"),
        "Clip skip": (request.clip_skip > 1, request.clip_skip),
        "Guidance end": (request.guidance_end < 1, f"{request.guidance_end:g}"),
        "Eta": (request.eta > 0, f"{request.eta:g}"),
        "Variation seed": (request.variation_strength > 0, request.variation_seed),
        "Variation seed strength": (request.variation_strength > 0, f"{request.variation_strength:g}"),
        "Mask blur": (request.mask is not None, request.mask_feather),
        "Inpaint area": (request.mask_only, "Only masked"),
        "Masked area padding": (request.mask_only, request.mask_padding),
        "Hires upscale": (request.hires_scale > 1, f"{request.hires_scale:g}"),
        "VAE": (request.vae is not None, _quoted(Path(request.vae or "").stem)),
        "Hires upscaler": (request.hires_scale > 1, _quoted(upscaler)),
        "Postprocess upscale by": (request.upscale > 1, request.upscale),
        "Postprocess upscaler": (request.upscale > 1, _quoted(upscaler)),
        "TI": (bool(request.embeddings), _quoted(", ".join(Path(each).stem for each in request.embeddings))),
    }
    controls = {
        f"ControlNet {place}": _quoted(
            f"Module: {each.map}, Model: {Path(each.model).name}, Weight: {each.scale:g},"
            f" Guidance Start: {each.start:g}, Guidance End: {each.end:g}"
        )
        for place, each in enumerate(request.controls)
    }
    return {name: value for name, (there, value) in known.items() if there} | controls


def _parsed(content: Any, image: Image.Image) -> Recipe:
    values = {**content["request"], "seed": int(content["seed"])}
    request, stored = _read(values)
    job_id, created, made_with = content["id"], content["created"], content["made_with"]
    if not (isinstance(job_id, str) and isinstance(created, str) and isinstance(made_with, dict)):
        raise TypeError
    stack, pixels = (content.get(name) for name in ("stack", "pixels"))
    return Recipe(
        job_id,
        request,
        created,
        made_with,
        stack if isinstance(stack, str) else None,
        pixels if isinstance(pixels, str) else None,
        image.size,
        xmp.marks_in(image.info.get(xmp.KEY)),
        stored,
    )


def _read(values: dict[str, Any]) -> tuple[Request, str | None]:
    """Return the request, and all that is stored if a newer Easel wrote it.

    Raises `TypeError` or `ValueError` where even what every request has makes no sense: no Easel wrote that.
    """
    read = read_fields(values)
    if read.unknown & STAND_INS.keys():
        raise TypeError
    stored = json.dumps(values, ensure_ascii=False, allow_nan=False) if read.newer else None
    if stored is not None:
        stored.encode()  # raises for what neither SQLite nor a PNG can keep
    return read.request, stored


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if any(each in value for each in ',:\n"') else value


def _add(text: PngImagePlugin.PngInfo, key: str, value: str) -> None:
    """Add a text chunk: `tEXt` where Latin-1 can hold it, as some readers know no other kind, else `iTXt`."""
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        text.add_itxt(key, value)
    else:
        text.add_text(key, value)
