"""Convert pictures to rows of the index and back: columns, marks, searchable text. Any thread."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from macapp import PRODUCT
from macapp.domain.job import Marks, Picture
from macapp.domain.request import SIDE_STEP, SIDES, Request
from macapp.library.index.newer import PLACEHOLDERS, Reading, parse_object, read_fields, read_request
from macapp.library.index.search import SEARCHED_TEXT

COLUMNS = (
    "number, id, request, created, coalesce(nullif(trashed, ''), file), made_with, width, height, pixels, stack,"
    " source, favourite, stars,"
    " (SELECT json_group_array(json_array(kind, name)) FROM labels WHERE picture = number)"
)
"""The columns that `picture_of` reads, in this order. The file of a deleted picture is in the system's Trash."""


def picture_of(row: tuple, folder: Path) -> Picture:
    """Return the picture of a row with `COLUMNS`; a relative path in the row is below `folder`."""
    number, picture_id, known, created, file, made_with, width, height, pixels, stack, source, *marks = row
    read = read_request(known) if source == PRODUCT else _read_foreign(parse_object(known) or {}, (width, height))
    return Picture(
        id=picture_id,
        request=read.request,
        created=created,
        path=folder / file,
        made_with=parse_object(made_with) or {},
        row_number=number,
        size=(width, height),
        pixels=pixels,
        stack=stack,
        source=source,
        inferred_fields=read.unknown,
        newer=source == PRODUCT and read.newer,
        marks=_marks(*marks),
    )


def fill_missing_fields(known: Mapping[str, Any], size: tuple[int, int], source: str) -> tuple[Request, frozenset[str]]:
    """Return a complete request from the known fields, and the names of the fields with placeholders."""
    read = read_fields(known) if source == PRODUCT else _read_foreign(known, size)
    return read.request, read.unknown


def _read_foreign(known: Mapping[str, Any], size: tuple[int, int]) -> Reading:
    """Read the settings of another program; a missing size is taken from the file."""
    filled = {**PLACEHOLDERS, "width": _side(size[0]), "height": _side(size[1])}
    read = read_fields({**filled, **known}, filled)
    return Reading(read.request, read.unknown | ({*filled, "model", "scheduler"} - known.keys()))


def reindex_text(connection: sqlite3.Connection, number: int) -> None:
    """Update the searchable text of a picture, inside a transaction. A deleted picture has none."""
    connection.execute("DELETE FROM texts WHERE rowid = ?", (number,))
    connection.execute(
        f"INSERT INTO texts (rowid, text) SELECT number, {SEARCHED_TEXT}"  # noqa: S608
        " FROM pictures WHERE number = ? AND deleted IS NULL",
        (number,),
    )


def store_marks(connection: sqlite3.Connection, number: int, marks: Marks) -> None:
    """Replace the marks of a picture, inside a transaction."""
    connection.execute(
        "UPDATE pictures SET favourite = ?, stars = ? WHERE number = ?", (marks.favourite, marks.stars, number)
    )
    connection.execute("DELETE FROM labels WHERE picture = ?", (number,))
    labels = [("tag", each) for each in marks.tags] + [("collection", each) for each in marks.collections]
    if labels:
        connection.executemany("INSERT INTO labels VALUES (?, ?, ?)", [(number, *label) for label in labels])
        connection.executemany(
            "INSERT OR IGNORE INTO albums (name) VALUES (?)", [(album,) for album in marks.collections]
        )
        reindex_text(connection, number)


def _marks(favourite: int, stars: int, labels: str) -> Marks:
    named = json.loads(labels)
    return Marks(
        favourite=bool(favourite),
        stars=stars,
        tags=tuple(sorted(name for kind, name in named if kind == "tag")),
        collections=tuple(sorted(name for kind, name in named if kind == "collection")),
    )


def _side(pixels: int) -> int:
    """Return the valid side of a request that is nearest to the side of a file."""
    return min(max(round(pixels / SIDE_STEP) * SIDE_STEP, SIDES[0]), SIDES[-1])
