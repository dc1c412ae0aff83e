"""Export pictures as PNG, JPEG or WebP, with or without their prompts, and as contact sheets. Any thread; slow.

Exports are encoded from pixels alone (`macapp.imaging.colour`); only a PNG with its prompt is copied byte for byte. So
a file contains only what the user chose. Without its prompt, a picture still states that it was made by AI (IPTC's
DigitalSourceType), and nothing else. The parts of such a file are checked before it is written.
"""

import hashlib
import io
import math
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image, ImageDraw, ImageOps, PngImagePlugin

from macapp import PRODUCT
from macapp.domain.job import Picture
from macapp.domain.timestamps import local_day
from macapp.errors import BadRequest, MachineError, as_easel_error
from macapp.imaging.colour import to_srgb
from macapp.imaging.decode import kind_of
from macapp.imaging.extras import list_extras
from macapp.library.file_names import sanitize_name
from macapp.library.metadata import recipe, xmp
from macapp.library.metadata.exif import build_exif
from macapp.system import storage
from macapp.system.paths import LibraryPaths

FORMATS = {"png": ".png", "jpeg": ".jpg", "webp": ".webp"}
PATTERN = "{date} {prompt} {seed}"
PATTERN_WITHOUT_PROMPT = "{date} {n}"  # the name must not reveal what the file omits
PATTERN_NAMES = ("date", "time", "prompt", "seed", "steps", "size", "model", "id", "n")
QUALITY = 95
MAX_WEBP_SIDE = 16_383  # pixels: the format has 14 bits for a side
_PACKETS = {  # the part of a file with its XMP, and the bytes before the packet
    "png": ("iTXt", xmp.KEY.encode() + bytes(5)),
    "jpeg": ("E1", b"http://ns.adobe.com/xap/1.0/\0"),
    "webp": ("XMP ", b""),
}
Written = TypeVar("Written")
SHEET_TILE_PIXELS, SHEET_GAP_PIXELS, MAX_SHEET_PICTURES = 320, 16, 400  # pixels, pixels, pictures


@dataclass(frozen=True)
class Export:
    """The options of an export."""

    format: str = "png"
    with_prompt: bool = True
    pattern: str | None = None
    """of the file names, such as "{date} {seed}"; None for the default"""

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise BadRequest("format-unknown", value=self.format[:40], names=", ".join(FORMATS))
        if self.pattern is not None:
            _check_pattern(self.pattern)


def export(picture: Picture, folder: Path, how: Export, place: int = 1) -> Path:
    """Write a picture into a folder under an unused name; return its path. `place` is its number in the export.

    Raises `BadRequest` if its file is missing or damaged, `MachineError` for errors of the disk.
    """
    name = render_file_name(picture, how, place)
    return _write_translated(storage.write_unique, folder, name, FORMATS[how.format], encode(picture, how), folder)


def export_as(picture: Picture, path: Path, how: Export) -> None:
    """Write a picture to a path that the user chose; an existing file is replaced."""
    _write_translated(storage.write, path, encode(picture, how), path.parent)


def create_share_copy(places: LibraryPaths, picture: Picture) -> Path:
    """Write a copy of a picture without its prompt, to drag or paste; raises the same errors as `export`."""
    told_apart = hashlib.sha256(picture.id.encode()).hexdigest()[:8]
    path = places.shared / f"{PRODUCT} {local_day(picture.created)} {told_apart}.png"
    export_as(picture, path, Export(with_prompt=False))
    return path


def encode(picture: Picture, how: Export) -> bytes:
    """Return the bytes of an exported picture; raises the same errors as `export`."""
    try:
        if how.with_prompt and how.format == "png" and kind_of(picture.path) == "PNG":
            return storage.read_regular(picture.path, storage.MAX_PICTURE_BYTES)
        with recipe.open_image(picture) as image:
            rgb, original = to_srgb(image), _read_packet(image)
    except OSError as error:
        raise as_easel_error(error) from error
    if how.format == "webp" and max(rgb.size) > MAX_WEBP_SIDE:
        raise BadRequest("export-too-wide", width=rgb.width, height=rgb.height, limit=MAX_WEBP_SIDE)
    packet = xmp.build_export_packet(picture, original, how.with_prompt)
    if how.with_prompt:
        return encode_pixels(rgb, how.format, packet, _build_infotext(picture))
    written = encode_pixels(rgb, how.format, packet)
    check_no_extras(written, how.format, packet)
    return written


def render_file_name(picture: Picture, how: Export, place: int) -> str:
    """Return the file name of an exported picture without its ending; `place` is its number in the export."""
    pattern = how.pattern or (PATTERN if how.with_prompt else PATTERN_WITHOUT_PROMPT)
    asked = picture.request
    values = {
        "date": local_day(picture.created),
        "time": picture.created[11:19].replace(":", ""),
        "prompt": asked.prompt,
        "seed": asked.seed,
        "steps": asked.steps,
        "size": f"{picture.size[0]}x{picture.size[1]}",
        "model": Path(asked.model).name,
        "id": picture.id,
        "n": place,
    }
    values |= dict.fromkeys(picture.inferred_fields & values.keys(), "")  # these values are only placeholders
    return sanitize_name(pattern.format_map(values)) or sanitize_name(picture.id) or PRODUCT


def write_contact_sheet(
    pictures: Sequence[Picture], path: Path, columns: int | None = None, captions: bool = True
) -> None:
    """Write small copies of pictures side by side as one PNG or JPEG; raises `BadRequest`, `MachineError`."""
    if not 1 <= len(pictures) <= MAX_SHEET_PICTURES:
        raise BadRequest("sheet-count", value=len(pictures), limit=MAX_SHEET_PICTURES)
    across = columns or math.ceil(math.sqrt(len(pictures)))
    below = 24 if captions else 0
    tile = SHEET_TILE_PIXELS + SHEET_GAP_PIXELS
    down = math.ceil(len(pictures) / across)
    sheet = Image.new("RGB", (across * tile + SHEET_GAP_PIXELS, down * (tile + below) + SHEET_GAP_PIXELS), "white")
    draw = ImageDraw.Draw(sheet)
    for at, picture in enumerate(pictures):
        left, top = SHEET_GAP_PIXELS + at % across * tile, SHEET_GAP_PIXELS + at // across * (tile + below)
        small = _load_tile(picture)
        sheet.paste(
            small, (left + (SHEET_TILE_PIXELS - small.width) // 2, top + (SHEET_TILE_PIXELS - small.height) // 2)
        )
        if captions:
            draw.text((left, top + SHEET_TILE_PIXELS + 4), _format_caption(at + 1, picture), "#333333", font_size=14)
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG" if path.suffix.lower() in (".jpg", ".jpeg") else "PNG")
    _write_translated(storage.write, path, buffer.getvalue(), path.parent)


def _load_tile(picture: Picture) -> Image.Image:
    try:
        with recipe.open_image(picture) as image:
            image.draft("RGB", (SHEET_TILE_PIXELS, SHEET_TILE_PIXELS))
            return ImageOps.contain(to_srgb(image), (SHEET_TILE_PIXELS, SHEET_TILE_PIXELS), Image.Resampling.LANCZOS)
    except OSError as error:
        raise as_easel_error(error) from error


def _format_caption(place: int, picture: Picture) -> str:
    """Return the caption of a picture of a contact sheet: its number, and its seed and steps if known."""
    captions = {"seed": f"seed {picture.request.seed}", "steps": f"{picture.request.steps} steps"}
    return "  ".join([str(place), *(words for name, words in captions.items() if name not in picture.inferred_fields)])


def encode_pixels(rgb: Image.Image, kind: str, packet: str | None, text: str = "") -> bytes:
    """Encode pixels in one of `FORMATS`, with an XMP packet and an infotext."""
    buffer = io.BytesIO()
    if kind == "png":
        info = PngImagePlugin.PngInfo()
        if text:
            info.add_itxt("parameters", text)
        if packet:
            info.add_itxt(xmp.KEY, packet)
        rgb.save(buffer, "PNG", pnginfo=info, compress_level=recipe.PNG_LEVEL)
        return buffer.getvalue()
    more: dict[str, Any] = {"xmp": packet.encode()} if packet else {}
    if text:
        more["exif"] = build_exif(text)
    rgb.save(buffer, kind.upper(), quality=QUALITY, **more)
    return buffer.getvalue()


def check_no_extras(written: bytes, kind: str, packet: str | None) -> None:
    """Raise `MachineError("export-would-tell")` for a file with anything besides its pixels and this packet."""
    name, before = _PACKETS[kind]
    if list_extras(written) != ([] if packet is None else [(name, before + packet.encode())]):
        raise MachineError("export-would-tell")


def _build_infotext(picture: Picture) -> str:
    """Return the infotext of a picture; empty if its settings are unknown or only partly understood."""
    if picture.newer:  # incomplete settings would give another picture
        return ""
    made_by = {} if picture.is_ours else {"made_by": picture.source}
    return recipe.infotext(picture.request, picture.inferred_fields, **made_by)


def _read_packet(image: Image.Image) -> str | None:
    """Return the XMP packet of an open file, or None."""
    packet = image.info.get(xmp.KEY) or image.info.get("xmp")
    return packet.decode("utf-8", "replace") if isinstance(packet, bytes) else packet


def _check_pattern(pattern: str) -> None:
    try:
        parts = [part[1:] for part in string.Formatter().parse(pattern) if part[1] is not None]
        fits = (
            all(name in PATTERN_NAMES and not spec and not conversion for name, spec, conversion in parts)
            and pattern.format(**dict.fromkeys(PATTERN_NAMES, "x")).strip()
        )
    except (ValueError, LookupError, AttributeError):
        fits = False
    if not fits:
        raise BadRequest("pattern-wrong", value=pattern[:40], names=", ".join(f"{{{name}}}" for name in PATTERN_NAMES))


def _write_translated(write: Callable[..., Written], *arguments: object) -> Written:
    """Call a function that writes a file, and translate errors of the disk."""
    try:
        return write(*arguments)
    except OSError as error:
        raise as_easel_error(error) from error
