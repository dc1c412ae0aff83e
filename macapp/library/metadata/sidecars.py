"""Store the settings that a picture's own file lacks in an XMP sidecar next to its copy. Any thread.

The settings of a picture may be in a file next to it: text, XMP, DiffusionBee's history. Those files are not copied
with the picture, so the settings are written into a sidecar next to the copy, where a rebuild of the index finds them.
The sidecar contains the id of its picture, so it never describes another file with the same name.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from macapp import PRODUCT
from macapp.domain.field_values import normalize_text
from macapp.domain.job import Marks
from macapp.domain.request import REQUEST_FIELDS
from macapp.imaging.decode import kind_of
from macapp.library.index.rows import fill_missing_fields
from macapp.library.marks import read_packet, sidecar_path
from macapp.library.metadata import importers, xmp
from macapp.library.metadata.importers import ParsedMetadata, ReportLine
from macapp.library.metadata.importers.report import MAX_LINES
from macapp.system import storage

SETTINGS = "easel:Settings"  # JSON


def read(path: Path, picture_id: str) -> ParsedMetadata:
    """Return the settings in the sidecar of a picture, or else those in its file and in other files next to it.

    Raises `BadRequest` for a file that is not a picture.
    """
    return _read_written(path, picture_id) or importers.read_metadata(path)


def read_all_marks(path: Path) -> Marks:
    """Return the marks of a file to import: those inside it and those in its sidecars together."""
    texts, whole = importers.extract_texts(path), Marks()
    for packet in (texts.own_packet, *texts.sidecar_packets):
        whole = merge_marks(whole, xmp.read_marks(packet))
    return whole


def read_own_marks(path: Path) -> Marks:
    """Return the marks of a file in the library: those inside a PNG or a file without sidecar, else the sidecar's."""
    if kind_of(path) == "PNG" or sidecar_path(path).exists():
        return xmp.read_marks(read_packet(path))
    return xmp.read_marks(importers.extract_texts(path).own_packet)


def merge_marks(first: Marks, second: Marks) -> Marks:
    """Return the marks of both; the stars of the first have priority."""
    return Marks(
        favourite=first.favourite or second.favourite,
        stars=first.stars or second.stars,
        tags=tuple(sorted({*first.tags, *second.tags})),
        collections=tuple(sorted({*first.collections, *second.collections})),
    )


def is_described(path: Path, picture_id: str, found: ParsedMetadata) -> bool:
    """Return whether a file in the library and the files next to it contain these settings."""
    here = read(path, picture_id)
    return (here.source, here.known) == (found.source, found.known)


def write(path: Path, picture_id: str, found: ParsedMetadata, unfinished: Path, packet: str | None = None) -> None:
    """Write settings into the sidecar of a file in the library; raises `OSError`.

    Other properties of the existing sidecar are preserved, or of `packet`, the sidecar of the original file.
    """
    sidecar = sidecar_path(path)
    old = storage.read_text(sidecar, storage.MAX_TEXT_FILE_BYTES) if sidecar.exists() else packet
    # A PNG has its marks inside: its sidecar must not restore marks that the user removed.
    marks = Marks() if kind_of(path) == "PNG" else read_own_marks(path)
    described = xmp.Packet(xmp.write_marks(old, marks))
    described.set(SETTINGS, _to_json(picture_id, found))
    storage.write(sidecar, described.text().encode("utf-8", "replace"), unfinished)


def _to_json(picture_id: str, found: ParsedMetadata) -> str:
    report = importers.dump_report(found.lines)
    values = {"picture": picture_id, "source": found.source, "known": found.known, "report": report}
    return json.dumps(values)


def _read_written(path: Path, picture_id: str) -> ParsedMetadata | None:
    """Return what `write` stored for this picture, or None. The file is untrusted."""
    with suppress(Exception):  # the file is untrusted, so any exception is possible
        text = storage.read_text(sidecar_path(path), storage.MAX_TEXT_FILE_BYTES)
        values = json.loads(xmp.Packet(text).get(SETTINGS) or "{}") if SETTINGS.split(":")[1] in text else {}
        if values.get("picture") == picture_id:
            return _validate(values, importers.read_size(path))
    return None


def _validate(values: dict[str, Any], size: tuple[int, int]) -> ParsedMetadata | None:
    """Return the stored settings that are valid in a request."""
    known = {name: value for name, value in values["known"].items() if name in REQUEST_FIELDS}
    found = ParsedMetadata(normalize_text(values["source"])[:100], known)
    found.lines = [
        ReportLine(normalize_text(each.name), normalize_text(each.value), each.outcome, normalize_text(each.used))
        for each in importers.load_report(values["report"])[:MAX_LINES]
    ]
    if found.source == PRODUCT and fill_missing_fields(known, size, PRODUCT)[1]:
        return None
    found.drop_misfits(size)
    return found
