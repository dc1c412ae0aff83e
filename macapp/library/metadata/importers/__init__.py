"""Read how pictures of other programs were made. Nothing in a file is run or evaluated.

There is one module per program. Its `read` takes the texts of a file and returns `ParsedMetadata`, or None for a file
of another program. To add a program, write its module and add its `read` to `_READERS`. Any thread.
"""

import contextlib
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from macapp.library.metadata.importers import (
    a1111,
    comfyui,
    diffusionbee,
    drawthings,
    easydiffusion,
    fooocus,
    invokeai,
    mflux,
    mochi,
    novelai,
    swarmui,
    tensorart,
)
from macapp.library.metadata.importers.report import Outcome, ParsedMetadata, ReportLine
from macapp.library.metadata.importers.texts import (
    EmbeddedTexts,
    extract_hidden_texts,
    extract_texts,
    read_sidecar_packets,
)
from macapp.library.metadata.xmp import MARKS, Packet

__all__ = [
    "Outcome",
    "ParsedMetadata",
    "ReportLine",
    "dump_report",
    "extract_texts",
    "load_report",
    "read_metadata",
    "read_sidecar_packets",
    "read_size",
    "read_texts",
    "try_reader",
]

_Source = TypeVar("_Source", EmbeddedTexts, Path)

# The most specific reader comes first: several programs use the keys `prompt` and `Comment`.
_READERS: tuple[Callable[[EmbeddedTexts], ParsedMetadata | None], ...] = (
    invokeai.read,
    swarmui.read,
    fooocus.read,
    fooocus.read_ruined,
    a1111.read,
    invokeai.read_version_2,
    novelai.read,
    easydiffusion.read,
    tensorart.read,
    comfyui.read,
    fooocus.read_comment,
    drawthings.read,
    mflux.read,
    mochi.read,
    a1111.read_text_file,
)


def read_metadata(path: Path) -> ParsedMetadata:
    """Return the settings in a picture file or a file next to it; `source` is empty if there are none.

    Raises `BadRequest` for a file that is not a picture.
    """
    texts = extract_texts(path)
    found = _read(texts) or try_reader(diffusionbee.read, path)
    if found is None and (hidden := extract_hidden_texts(path)):
        texts = replace(texts, png={**texts.png, **hidden})
        found = _read(texts)
    return _complete(found or ParsedMetadata(""), texts)


def read_texts(texts: EmbeddedTexts) -> ParsedMetadata:
    """Return the settings in the texts of a file; `source` is empty if there are none."""
    return _complete(_read(texts) or ParsedMetadata(""), texts)


def _complete(found: ParsedMetadata, texts: EmbeddedTexts) -> ParsedMetadata:
    _report_other_texts(found, texts)
    return found.finalize(texts.size)


def _read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    readings = (try_reader(reader, texts) for reader in _READERS)
    return next((found for found in readings if found is not None), None)


def _report_other_texts(found: ParsedMetadata, texts: EmbeddedTexts) -> None:
    """Report every text of a file that the importer did not read."""
    for name, text in texts.by_name().items():
        if text and name not in found.texts:
            found.report_unknown(name, text)
    for name in texts.unreadable:
        found.report_unknown(name, "damaged")
    if "XMP" not in found.texts and texts.packet:
        for name, value in Packet(texts.packet).properties().items():
            if name in MARKS:
                found.report_used(name, value)
            else:
                found.report_unknown(name, value)


def read_size(path: Path) -> tuple[int, int]:
    """Return the width and height of a picture file in pixels without decoding it; raises `BadRequest`."""
    return extract_texts(path).size


def try_reader(reader: Callable[[_Source], ParsedMetadata | None], source: _Source) -> ParsedMetadata | None:
    """Return what a reader finds, or None if it raises: the texts are untrusted, so any exception is possible."""
    with contextlib.suppress(Exception):
        return reader(source)
    return None


def dump_report(lines: Iterable[ReportLine]) -> str:
    """Return a report as JSON, as the index stores it."""
    return json.dumps([line.to_list() for line in lines], ensure_ascii=False)


def load_report(text: str | None) -> list[ReportLine]:
    """Read a report that `dump_report` wrote."""
    return [ReportLine(name, value, Outcome(verdict), used) for name, value, verdict, used in json.loads(text or "[]")]
