"""Pictures of other programs: what their files say about how they were made. Nothing is run, nothing is evaluated.

One module a program, or a family of them. Each is given a file's texts and returns what it `Found`, or None for a file
that is not its program's. Any thread.
"""

import contextlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from macapp.library.metadata.importers import a1111, comfyui, diffusionbee, drawthings, invokeai, mochi, others
from macapp.library.metadata.importers.report import Found, Line, Verdict
from macapp.library.metadata.importers.texts import Texts, packets_beside, texts_of

__all__ = ["Found", "Line", "Verdict", "packed", "packets_beside", "read", "size_of", "texts_of", "unpacked"]

_Source = TypeVar("_Source", Texts, Path)

# Whoever is more certain comes first: `prompt` and `Comment` are keys that several programs use.
_READERS: tuple[Callable[[Texts], Found | None], ...] = (
    invokeai.read,
    others.swarm,
    others.fooocus,
    a1111.read,
    invokeai.read_version_2,
    others.novel_ai,
    others.easy_diffusion,
    comfyui.read,
    others.comment,
    drawthings.read,
    others.mflux,
    mochi.read,
    a1111.read_beside,
)


def read(path: Path) -> Found:
    """Return what a picture's file (or what lies beside it) tells; an empty `Found` if it tells nothing.

    Raises `BadRequest` for what is no picture.
    """
    texts = texts_of(path)
    for each in _READERS:
        if (found := _tried(each, texts)) is not None:
            return found.whole(texts.size)
    return (_tried(diffusionbee.read, path) or Found("")).whole(texts.size)


def size_of(path: Path) -> tuple[int, int]:
    """Return width and height of a picture's file in pixels, without decoding it; raises `BadRequest`."""
    return texts_of(path).size


def _tried(reader: Callable[[_Source], Found | None], source: _Source) -> Found | None:
    """Return what a reader finds. What it cannot read is not its program's: the text is hostile, the list is open."""
    with contextlib.suppress(Exception):
        return reader(source)
    return None


def packed(lines: Iterable[Line]) -> str:
    """Return a report as JSON, as it is kept with its picture."""
    return json.dumps([each.as_list() for each in lines], ensure_ascii=False)


def unpacked(text: str | None) -> list[Line]:
    """Read what `packed` wrote."""
    return [Line(name, value, Verdict(verdict), used) for name, value, verdict, used in json.loads(text or "[]")]
