"""Open picture files. Every file is untrusted until its size, format, parts and pixel count are checked.

The order matters. The file must be a regular file and not too large; its format is detected from its content, not its
name; its parts are counted before Pillow opens it (`macapp.imaging.containers`); its pixels are counted before any is
decoded. Any thread; slow when pixels are decoded.
"""

import os
import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image, features

from macapp.errors import BadRequest, EaselError, Reason
from macapp.imaging import containers, png
from macapp.imaging.colour import opaque_srgb
from macapp.system import storage

# Up to twice its own limit, Pillow only warns. `_check_size` checks our limit before decoding.
Image.MAX_IMAGE_PIXELS = None
warnings.filterwarnings("ignore", module=r"PIL\.")  # about unusual tags in files that can be read

# A Pillow that was built without AVIF, as some systems have it, cannot open it.
KINDS = ("PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP", *(("AVIF",) if features.check("avif") else ()))
# Pillow raises these for damaged files, in `open` and while decoding: its plugins check little.
_FAULTS = (
    OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError, AttributeError, RuntimeError,
    struct.error, zlib.error,
)  # fmt: skip
UNREADABLE_TEXTS = "unreadable texts"
"""the key in `Image.info`"""
_HEAD_BYTES = 512  # the start of the file, from which its format is detected


@dataclass(frozen=True)
class Limits:
    """The limits of a picture file."""

    file_bytes: int = 200 * 2**20
    pixels: int = 64_000_000
    """a large camera picture; 192 MB as RGB"""
    min_side: int = 1
    """pixels"""
    max_aspect: float | None = None
    """long side over short side; None for any"""


SOURCE_LIMITS = Limits(min_side=8, max_aspect=64)
MAX_SOURCE_SIDE = 2048  # pixels; no request uses more


@contextmanager
def open_picture(
    path: Path,
    limits: Limits | None = None,
    kinds: Sequence[str] = KINDS,
    size: tuple[int, int] | None = None,
    complete: bool = True,
) -> Iterator[Image.Image]:
    """Open a picture file. Decode its pixels inside the block, and call only Pillow there.

    `kinds` are the accepted formats, detected from the content; `size` is the expected width and height, if known.
    Without `complete`, a truncated file is opened too, for the texts at its start. Errors that Pillow raises inside the
    block become "image-broken" as well. The texts of a PNG are in `Image.info` by their keywords, wherever they are in
    the file; under `UNREADABLE_TEXTS` are the keywords of damaged ones, if any.

    Raises:
        BadRequest: "file-missing", "file-not-regular", "image-empty", "image-file-too-large", "image-unknown",
            "image-unsupported", "image-broken", "image-extras", "image-too-large" or "image-too-thin".
        OSError: for errors of the disk, such as a file without read permission.
    """
    limits = limits or Limits()
    with _open_file(path) as stream, _translate_pillow_errors(path):
        kind = _check_header(path, stream, limits, kinds, complete)
        texts, pixels = png.separate_texts(stream) if kind == "PNG" else (png.PngTexts(), stream)
        pixels.seek(0)
        with Image.open(pixels, formats=(kind,)) as image:
            image.info = {**texts.by_keyword, **image.info}
            if texts.unreadable:
                image.info[UNREADABLE_TEXTS] = tuple(texts.unreadable)
            check_size(path, image.size, limits)
            if size is not None and image.size != size:
                raise BadRequest("image-broken", name=path.name)
            yield image


def decode_image(file: Path) -> tuple[Image.Image, tuple[Reason, ...]]:
    """Return the first frame of a picture file as upright sRGB with 8 bits and no alpha, and notices about changes.

    A picture with a side above `MAX_SOURCE_SIDE` is scaled down. Raises as `open_picture` does.
    """
    notices: list[Reason] = []
    with open_picture(file, SOURCE_LIMITS) as image:
        if getattr(image, "is_animated", False):
            image.seek(0)
            notices.append(Reason("notice-first-frame", {"name": file.name}))
        image.draft("RGB", (MAX_SOURCE_SIDE, MAX_SOURCE_SIDE))
        rgb, had_alpha = opaque_srgb(image)
    if had_alpha:
        notices.append(Reason("notice-alpha", {"name": file.name}))
    rgb.thumbnail((MAX_SOURCE_SIDE, MAX_SOURCE_SIDE), Image.Resampling.LANCZOS)
    return rgb, tuple(notices)


def is_complete(path: Path, limits: Limits | None = None, size: tuple[int, int] | None = None) -> bool:
    """Return whether a picture file is complete and every pixel of its first frame decodes."""
    try:
        with open_picture(path, limits, size=size) as image:
            image.load()
    except (BadRequest, OSError):
        return False
    return True


def kind_of(path: Path) -> str | None:
    """Return the format of a picture file from its content, one of `KINDS`; None for any other file."""
    try:
        with _open_file(path) as stream:
            return containers.kind_from_header(stream.read(containers.HEADER_BYTES))
    except (BadRequest, OSError):
        return None


def name_unsupported(path: Path) -> str | None:
    """Return the name of the format of a picture that Easel cannot open; None for any other file."""
    try:
        with _open_file(path) as stream:
            return containers.name_unsupported(stream.read(containers.HEADER_BYTES))
    except (BadRequest, OSError):
        return None


def _open_file(path: Path) -> BinaryIO:
    """Open a regular file; raises `BadRequest` for anything else, `OSError` without read permission."""
    try:
        return storage.open_regular(path)
    except PermissionError:
        raise
    except (OSError, ValueError) as fault:
        if isinstance(fault, BadRequest):
            raise
        raise BadRequest("file-missing", path=ascii(str(path))[1:-1][:200]) from None


@contextmanager
def _translate_pillow_errors(path: Path) -> Iterator[None]:
    """Turn errors of Pillow into `BadRequest("image-broken")`; errors of the disk, with an errno, pass through."""
    try:
        yield
    except EaselError:
        raise
    except _FAULTS as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise
        raise BadRequest("image-broken", name=path.name) from None


def _check_header(path: Path, stream: BinaryIO, limits: Limits, kinds: Sequence[str], whole: bool) -> str:
    """Check all that can be checked without Pillow, and return the format of the file."""
    file_bytes = os.fstat(stream.fileno()).st_size
    if file_bytes == 0:
        raise BadRequest("image-empty", name=path.name)
    if file_bytes > limits.file_bytes:
        limit = limits.file_bytes
        raise BadRequest("image-file-too-large", name=path.name, size_bytes=file_bytes, limit_bytes=limit)
    start = stream.read(_HEAD_BYTES)
    kind = containers.kind_from_header(start)
    if kind is None and (unsupported := containers.name_unsupported(start)):
        raise BadRequest("image-unsupported", name=path.name, format=unsupported)
    if kind is None or kind not in kinds:
        raise BadRequest("image-unknown", name=path.name, looks=_guess_content(start))
    if canvas := containers.read_canvas_size(kind, start):
        check_size(path, canvas, limits)
    try:
        containers.check_container(kind, stream, path.name)
    except BadRequest as error:
        if whole or error.code != "image-broken":
            raise
    return kind


def check_size(path: Path, size: tuple[int, int], limits: Limits) -> None:
    """Raise `BadRequest` for an image with too many pixels or a very narrow shape; `path` is its name for the user."""
    width, height = size
    if width * height > limits.pixels:
        limit = limits.pixels // 1_000_000
        raise BadRequest("image-too-large", name=path.name, width=width, height=height, limit=limit)
    too_long = limits.max_aspect is not None and max(size) > limits.max_aspect * min(size)
    if min(size) < limits.min_side or too_long:
        raise BadRequest("image-too-thin", name=path.name, width=width, height=height)


_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"<svg", "an SVG drawing"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML document"),
    (b"\x1f\x8b", "a compressed archive"),
)


def _guess_content(start: bytes) -> str:
    """Describe what a file seems to be, from its first bytes."""
    if start[4:8] == b"ftyp":
        return "a video"
    for sign, words in _SIGNATURES:
        if start.lstrip().lower().startswith(sign.lower()):
            return words
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:
            return "something else"
    return "text"
