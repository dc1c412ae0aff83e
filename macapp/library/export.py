"""Taking pictures out: as PNG, JPEG or WebP, with their prompts or without, and as contact sheets. Any thread; slow.

Without its prompt a picture still says that it was made by AI (IPTC's DigitalSourceType), and nothing else: its pixels
are encoded anew, and the bytes are searched for the prompt before they are written.
"""

import io
import math
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PIL import ExifTags, Image, ImageDraw, ImageOps, PngImagePlugin

from macapp import PRODUCT, files
from macapp.errors import BadRequest, MachineFault, known
from macapp.jobs import Picture
from macapp.library import recipe, xmp
from macapp.library.naming import fit_for_a_name, local_day
from macapp.library.start_images import FORMATS as READABLE
from macapp.paths import Places

FORMATS = {"png": ".png", "jpeg": ".jpg", "webp": ".webp"}
PATTERN = "{date} {prompt} {seed}"
PATTERN_WITHOUT = "{date} {n}"  # a file's name must not say what the file does not
NAMES = ("date", "time", "prompt", "seed", "steps", "size", "model", "id", "n")
QUALITY = 95
LEAST_LOOKED_FOR = 4  # bytes: a prompt of one letter is in every file
Written = TypeVar("Written")
SHEET_TILE, SHEET_GAP, SHEET_MOST = 320, 16, 400  # pixels, pixels, pictures


@dataclass(frozen=True)
class Export:
    """How pictures leave the library."""

    format: str = "png"
    with_prompt: bool = True
    pattern: str | None = None
    """of the names, such as "{date} {seed}"; None for the usual one"""

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise BadRequest("format-unknown", value=self.format[:40], names=", ".join(FORMATS))
        if self.pattern is not None:
            _check_pattern(self.pattern)


def export(picture: Picture, folder: Path, how: Export, place: int = 1) -> Path:
    """Write a picture into a folder under a name that nobody has; return where.

    Raises `BadRequest` when its file is gone or broken, `MachineFault` for the disk.
    """
    name = name_for(picture, how, place)
    return _written(files.write_new, folder, name, FORMATS[how.format], content(picture, how), folder)


def export_as(picture: Picture, path: Path, how: Export) -> None:
    """Write a picture to a path that the user has chosen, perhaps in place of a file."""
    _written(files.write, path, content(picture, how), path.parent)


def shared(places: Places, picture: Picture) -> Path:
    """Return a copy of a picture without its prompt, to be dragged or pasted elsewhere; raises as `export` does."""
    path = places.shared / f"{PRODUCT} {local_day(picture.created)} {picture.id[-4:]}.png"
    export_as(picture, path, Export(with_prompt=False))
    return path


def content(picture: Picture, how: Export) -> bytes:
    """Return a picture as a file."""
    try:
        if how.with_prompt and how.format == "png" and picture.path.suffix.lower() == ".png":
            return files.read_regular(picture.path, files.LARGE)
        with Image.open(picture.path, formats=READABLE) as image:
            rgb = ImageOps.exif_transpose(image).convert("RGB")
    except FileNotFoundError:
        raise BadRequest("file-missing", path=str(picture.path)) from None
    except (OSError, ValueError, SyntaxError):
        raise BadRequest("image-broken", name=picture.path.name) from None
    written = _encoded(rgb, picture, how)
    if not how.with_prompt:
        _check_silent(written, picture)
    return written


def name_for(picture: Picture, how: Export, place: int) -> str:
    """Return the name, without its ending, that a picture gets; `place` is its number among those exported."""
    pattern = how.pattern or (PATTERN if how.with_prompt else PATTERN_WITHOUT)
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
    return fit_for_a_name(pattern.format_map(values)) or picture.id


def contact_sheet(pictures: Sequence[Picture], path: Path, columns: int | None = None, captions: bool = True) -> None:
    """Write small copies of pictures side by side as one PNG or JPEG; raises `BadRequest`, `MachineFault`."""
    if not 1 <= len(pictures) <= SHEET_MOST:
        raise BadRequest("sheet-count", value=len(pictures), limit=SHEET_MOST)
    across = columns or math.ceil(math.sqrt(len(pictures)))
    below = 24 if captions else 0
    tile = SHEET_TILE + SHEET_GAP
    down = math.ceil(len(pictures) / across)
    sheet = Image.new("RGB", (across * tile + SHEET_GAP, down * (tile + below) + SHEET_GAP), "white")
    draw = ImageDraw.Draw(sheet)
    for at, picture in enumerate(pictures):
        left, top = SHEET_GAP + at % across * tile, SHEET_GAP + at // across * (tile + below)
        try:
            with Image.open(picture.path, formats=READABLE) as image:
                small = ImageOps.contain(image.convert("RGB"), (SHEET_TILE, SHEET_TILE), Image.Resampling.LANCZOS)
        except (OSError, ValueError, SyntaxError):
            raise BadRequest("image-broken", name=picture.path.name) from None
        sheet.paste(small, (left + (SHEET_TILE - small.width) // 2, top + (SHEET_TILE - small.height) // 2))
        if captions:
            words = f"{at + 1}  seed {picture.request.seed}  {picture.request.steps} steps"
            draw.text((left, top + SHEET_TILE + 4), words, "#333333", font_size=14)
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG" if path.suffix.lower() in (".jpg", ".jpeg") else "PNG")
    _written(files.write, path, buffer.getvalue(), path.parent)


def _encoded(rgb: Image.Image, picture: Picture, how: Export) -> bytes:
    packet = xmp.for_picture(picture.request, how.with_prompt)
    if how.with_prompt:
        packet = xmp.with_marks(packet, picture.marks)
    text = recipe.parameters(picture.request)
    tells = how.with_prompt and not picture.newer  # half of the settings would be other settings
    buffer = io.BytesIO()
    if how.format == "png":
        info = PngImagePlugin.PngInfo()
        if tells:
            info.add_itxt("parameters", text)
        info.add_itxt(xmp.KEY, packet)
        rgb.save(buffer, "PNG", pnginfo=info, compress_level=recipe.PNG_LEVEL)
        return buffer.getvalue()
    exif = Image.Exif()
    if tells:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"UNICODE\0" + text.encode("utf-16-be")
    rgb.save(buffer, how.format.upper(), quality=QUALITY, exif=exif, xmp=packet.encode())
    return buffer.getvalue()


def _check_silent(written: bytes, picture: Picture) -> None:
    """Make sure that no byte of a file says what it must not: the prompts, the seed's text, where it lay."""
    told = [picture.request.prompt, picture.request.negative_prompt, str(picture.path.parent), picture.id]
    for each in told:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = each.encode(encoding)
            if len(raw) >= LEAST_LOOKED_FOR and len(each) >= LEAST_LOOKED_FOR and raw in written:
                raise MachineFault("export-would-tell")


def _check_pattern(pattern: str) -> None:
    try:
        parts = [part[1:] for part in string.Formatter().parse(pattern) if part[1] is not None]
        fits = (
            all(name in NAMES and not spec and not conversion for name, spec, conversion in parts)
            and pattern.format(**dict.fromkeys(NAMES, "x")).strip()
        )
    except (ValueError, LookupError, AttributeError):
        fits = False
    if not fits:
        raise BadRequest("pattern-wrong", value=pattern[:40], names=", ".join(f"{{{name}}}" for name in NAMES))


def _written(write: Callable[..., Written], *arguments: object) -> Written:
    """Call a function that writes a file, with what the disk says against it named."""
    try:
        return write(*arguments)
    except OSError as error:
        raise known(error) from error
