"""Find picture files in folders by their endings and, where an ending says nothing, by their content. Any thread."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from macapp.imaging.decode import kind_of, name_unsupported
from macapp.system import storage

IMPORT_FOLDER = "Imported"  # below the pictures folder
SUFFIXES = (
    ".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".tif", ".tiff", ".gif", ".bmp", ".avif", ".avifs",
)  # fmt: skip
UNSUPPORTED_SUFFIXES = (".heic", ".heif", ".hif", ".jxl")
"""Pictures that Easel cannot open; an import names each of them."""
_DETECTED = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
"""Formats whose first bytes are certain; raw files of cameras begin like a TIFF, and two letters are a BMP."""
_OTHER_SUFFIXES = (
    ".xmp", ".txt", ".json", ".yaml", ".yml", ".csv", ".md", ".html", ".log", ".py", ".zip", ".pdf", ".psd", ".svg",
    ".mp4", ".mov", ".webm", ".mkv", ".safetensors", ".ckpt", ".pt", ".pth", ".bin", ".gguf", ".db", ".sqlite",
)  # fmt: skip
"""Common endings of files that are no pictures and are not opened to find out."""


def iter_picture_files(paths: Sequence[Path], with_unsupported: bool = False) -> Iterator[Path]:
    """Yield the given files, and the pictures below the given folders, sorted by name.

    A file with an unknown ending is a picture if its content is. With `with_unsupported`, pictures that Easel cannot
    open are yielded too.
    """
    for path in paths:
        if not storage.is_folder(path):
            yield path
            continue
        for file in storage.below(path, _is_shown):
            if _is_shown(file.name) and _is_picture(file, with_unsupported):
                yield file


def _is_picture(file: Path, with_unsupported: bool) -> bool:
    name = file.name.lower()
    if name.endswith(SUFFIXES):
        return True
    if name.endswith(UNSUPPORTED_SUFFIXES):
        return with_unsupported or kind_of(file) is not None
    if name.endswith(_OTHER_SUFFIXES):
        return False
    return kind_of(file) in _DETECTED or (with_unsupported and name_unsupported(file) is not None)


def _is_shown(name: str) -> bool:
    return not name.startswith(".")
