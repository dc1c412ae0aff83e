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
from macapp.library.metadata.importers.report import Outcome, ParsedMetadata, ReportLine
from macapp.library.metadata.importers.texts import EmbeddedTexts, extract_texts, packets_beside

__all__ = [
    "Outcome",
    "ParsedMetadata",
    "ReportLine",
    "dump_report",
    "extract_texts",
    "load_report",
    "packets_beside",
    "read_metadata",
    "size_of",
    "try_reader",
]

_Source = TypeVar("_Source", EmbeddedTexts, Path)

# Whoever is more certain comes first: `prompt` and `Comment` are keys that several programs use.
_READERS: tuple[Callable[[EmbeddedTexts], ParsedMetadata | None], ...] = (
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


def read_metadata(path: Path) -> ParsedMetadata:
    """Return what a picture's file (or what lies beside it) tells; an empty `Found` if it tells nothing.

    Raises `BadRequest` for what is no picture.
    """
    texts = extract_texts(path)
    for each in _READERS:
        if (found := try_reader(each, texts)) is not None:
            return found.finalize(texts.size)
    return (try_reader(diffusionbee.read, path) or ParsedMetadata("")).finalize(texts.size)


def size_of(path: Path) -> tuple[int, int]:
    """Return width and height of a picture's file in pixels, without decoding it; raises `BadRequest`."""
    return extract_texts(path).size


def try_reader(reader: Callable[[_Source], ParsedMetadata | None], source: _Source) -> ParsedMetadata | None:
    """Return what a reader finds. What it cannot read is not its program's: the text is hostile, the list is open."""
    with contextlib.suppress(Exception):
        return reader(source)
    return None


def dump_report(lines: Iterable[ReportLine]) -> str:
    """Return a report as JSON, as it is kept with its picture."""
    return json.dumps([each.as_list() for each in lines], ensure_ascii=False)


def load_report(text: str | None) -> list[ReportLine]:
    """Read what `packed` wrote."""
    return [ReportLine(name, value, Outcome(verdict), used) for name, value, verdict, used in json.loads(text or "[]")]
