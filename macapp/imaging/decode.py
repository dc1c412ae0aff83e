"""The one place that opens picture files: every file is hostile until its size, kind, parts and pixels are checked.

The order matters. The file must be a regular one and not too large; its kind is told by content, not by name; its parts
are counted before Pillow sees them (`macapp.imaging.containers`); its pixels are counted before any is decoded.
Any thread; slow where pixels are decoded.
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

from PIL import Image

from macapp.errors import BadRequest, EaselError
from macapp.imaging import containers
from macapp.system import storage

# Pillow only warns up to twice its own limit; ours is checked before decoding, in `_check_size`.
Image.MAX_IMAGE_PIXELS = None
warnings.filterwarnings("ignore", module=r"PIL\.")  # of odd tags in files that are read all the same

KINDS = ("PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP")
# What Pillow raises for damaged files, in `open` and in decoding: its plugins check little themselves.
_FAULTS = (
    OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError, AttributeError, RuntimeError,
    struct.error, zlib.error,
)  # fmt: skip
_HEAD_BYTES = 512  # bytes that say what a file is


@dataclass(frozen=True)
class Limits:
    """What a picture file may be at most, and at least."""

    file_bytes: int = 200 * 2**20
    pixels: int = 64_000_000
    """a large camera picture; 192 MB as RGB"""
    min_side: int = 1
    """pixels"""
    max_aspect: float | None = None
    """long side over short side; None for any"""


@contextmanager
def open_picture(
    path: Path,
    limits: Limits | None = None,
    kinds: Sequence[str] = KINDS,
    size: tuple[int, int] | None = None,
    complete: bool = True,
) -> Iterator[Image.Image]:
    """Open a picture file; its pixels are decoded inside the block, where nothing but Pillow belongs.

    `kinds` are those accepted, told by content; `size` is the width and height that the header must say, if known.
    Without `whole` a file that was cut is opened too, for the texts at its beginning.
    What Pillow raises inside the block becomes "image-broken" as well.

    Raises:
        BadRequest: "file-missing", "file-not-regular", "image-empty", "image-file-too-large", "image-unknown",
            "image-broken", "image-extras", "image-too-large" or "image-too-thin".
        OSError: for faults of the disk, such as a file that may not be read.
    """
    limits = limits or Limits()
    with _open_file(path) as stream, _translate_pillow_errors(path):
        kind = _check_header(path, stream, limits, kinds, complete)
        stream.seek(0)
        with Image.open(stream, formats=(kind,)) as image:
            _check_size(path, image.size, limits)
            if size is not None and image.size != size:
                raise BadRequest("image-broken", name=path.name)
            yield image


def is_complete(path: Path, limits: Limits | None = None, size: tuple[int, int] | None = None) -> bool:
    """Return whether a picture of any kind is complete and every pixel of its first frame decodes."""
    try:
        with open_picture(path, limits, size=size) as image:
            image.load()
    except (BadRequest, OSError):
        return False
    return True


def kind_of(path: Path) -> str | None:
    """Return the kind of a picture file by its content, one of `FAMILIES`; None for any other file or none."""
    try:
        with _open_file(path) as stream:
            return containers.kind_from_header(stream.read(16))
    except (BadRequest, OSError):
        return None


def _open_file(path: Path) -> BinaryIO:
    """Open a regular file; raises `BadRequest` for anything else, or `OSError` for one that may not be read."""
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
    """Turn what Pillow raises into `BadRequest("image-broken")`; faults of the disk pass, as they have a number."""
    try:
        yield
    except EaselError:
        raise
    except _FAULTS as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise
        raise BadRequest("image-broken", name=path.name) from None


def _check_header(path: Path, stream: BinaryIO, limits: Limits, kinds: Sequence[str], whole: bool) -> str:
    """Check everything that can be checked without Pillow, and return the kind of the file."""
    file_bytes = os.fstat(stream.fileno()).st_size
    if file_bytes == 0:
        raise BadRequest("image-empty", name=path.name)
    if file_bytes > limits.file_bytes:
        limit = limits.file_bytes
        raise BadRequest("image-file-too-large", name=path.name, size_bytes=file_bytes, limit_bytes=limit)
    start = stream.read(_HEAD_BYTES)
    kind = containers.kind_from_header(start)
    if kind is None or kind not in kinds:
        raise BadRequest("image-unknown", name=path.name, looks=_guess_content(start))
    if canvas := containers.read_canvas_size(kind, start):
        _check_size(path, canvas, limits)
    try:
        containers.check_container(kind, stream, path.name)
    except BadRequest as error:
        if whole or error.code != "image-broken":
            raise
    return kind


def _check_size(path: Path, size: tuple[int, int], limits: Limits) -> None:
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
    """Return in words what a file seems to be, from its first bytes."""
    if start[4:8] == b"ftyp":
        return "a HEIC picture or a video"
    for sign, words in _SIGNATURES:
        if start.lstrip().lower().startswith(sign.lower()):
            return words
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:
            return "something else"
    return "text"
