"""What was read of a picture and its own file does not say: kept beside the copy, as XMP. Any thread.

A picture's settings may stand in a file beside it: text, XMP, DiffusionBee's history. Those files stay behind when the
picture is copied. So what was read goes into `NAME.xmp` beside the copy, where a rebuilt index finds it. The packet
names the picture that it belongs to: a file that has another picture's name is not described by it.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from macapp import PRODUCT
from macapp.domain.job import Marks
from macapp.domain.request import REQUEST_FIELDS, normalize_text
from macapp.imaging.decode import kind_of
from macapp.library.index.rows import fill_missing_fields
from macapp.library.marks import read_packet, sidecar_path
from macapp.library.metadata import importers, xmp
from macapp.library.metadata.importers import ParsedMetadata, ReportLine
from macapp.library.metadata.importers.report import MOST_LINES
from macapp.system import storage

SETTINGS = "easel:Settings"  # JSON


def read(path: Path, picture_id: str) -> ParsedMetadata:
    """Return what is kept beside a picture, or else what its file and others beside it say.

    Raises `BadRequest` for what is no picture.
    """
    return _read_written(path, picture_id) or importers.read_metadata(path)


def read_all_marks(path: Path) -> Marks:
    """Return the marks of a file that was given: those inside it and those beside it together."""
    texts, whole = importers.extract_texts(path), Marks()
    for each in (texts.own_packet, *texts.sidecar_packets):
        whole = merge_marks(whole, xmp.read_marks(each))
    return whole


def read_own_marks(path: Path) -> Marks:
    """Return the marks of a file in the library: of a PNG, or where nothing lies beside, those inside it."""
    if kind_of(path) == "PNG" or sidecar_path(path).exists():
        return xmp.read_marks(read_packet(path))
    return xmp.read_marks(importers.extract_texts(path).own_packet)


def merge_marks(first: Marks, second: Marks) -> Marks:
    """Return all marks of both; the stars of the first count, if it has any."""
    return Marks(
        favourite=first.favourite or second.favourite,
        stars=first.stars or second.stars,
        tags=tuple(sorted({*first.tags, *second.tags})),
        collections=tuple(sorted({*first.collections, *second.collections})),
    )


def is_described(path: Path, picture_id: str, found: ParsedMetadata) -> bool:
    """Return whether all that was found can be read from a file in the library, and from what lies beside it."""
    here = read(path, picture_id)
    return (here.source, here.known) == (found.source, found.known)


def write(path: Path, picture_id: str, found: ParsedMetadata, unfinished: Path, packet: str | None = None) -> None:
    """Write what was found beside a file in the library; raises `OSError`.

    What lies there already is kept, or else `packet`, which lay beside the file that was copied.
    """
    beside = sidecar_path(path)
    old = storage.read_text(beside, storage.SMALL) if beside.exists() else packet
    # A PNG has its marks inside: what lies beside it must not bring back those that are taken off.
    marks = Marks() if kind_of(path) == "PNG" else read_own_marks(path)
    described = xmp.Packet(xmp.write_marks(old, marks))
    described.set(SETTINGS, _to_json(picture_id, found))
    storage.write(beside, described.text().encode("utf-8", "replace"), unfinished)


def _to_json(picture_id: str, found: ParsedMetadata) -> str:
    report = importers.dump_report(found.lines)
    values = {"picture": picture_id, "source": found.source, "known": found.known, "report": report}
    return json.dumps(values)


def _read_written(path: Path, picture_id: str) -> ParsedMetadata | None:
    """Return what `keep` wrote for this very picture; None for anything else, as the file may be anybody's."""
    with suppress(Exception):  # whoever wrote it; the list of what it may raise is open
        text = storage.read_text(sidecar_path(path), storage.SMALL)
        values = json.loads(xmp.Packet(text).get(SETTINGS) or "{}") if SETTINGS.split(":")[1] in text else {}
        if values.get("picture") == picture_id:
            return _validate(values, importers.read_size(path))
    return None


def _validate(values: dict[str, Any], size: tuple[int, int]) -> ParsedMetadata | None:
    """Return what a packet says as far as a request can have it."""
    known = {name: value for name, value in values["known"].items() if name in REQUEST_FIELDS}
    found = ParsedMetadata(normalize_text(values["source"])[:100], known)
    found.lines = [
        ReportLine(normalize_text(each.name), normalize_text(each.value), each.outcome, normalize_text(each.used))
        for each in importers.load_report(values["report"])[:MOST_LINES]
    ]
    if found.source == PRODUCT and fill_missing_fields(known, size, PRODUCT)[1]:
        return None
    found.drop_misfits(size)
    return found
