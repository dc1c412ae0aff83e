"""Grids: one request with two of its fields varied. Each cell is a picture with its own request. Any thread.

A grid contains no pictures: a cell shows the picture that the library has for exactly its request. So a grid survives a
crash, can be arranged by other fields, and can grow by a row without generating a picture twice.
"""

import json
import sqlite3
from dataclasses import asdict, dataclass, replace
from typing import Any

from macapp.domain.job import Picture
from macapp.domain.request import Request
from macapp.domain.request_fields import FIELD_TABLE
from macapp.errors import BadRequest
from macapp.library.index.database import transaction
from macapp.library.index.newer import PARSE_ERRORS, parse_object, read_fields
from macapp.library.pictures import Pictures

_PLACES = {name: row.axis for name, row in FIELD_TABLE.items() if row.axis is not None}
GRID_FIELDS = tuple(sorted(_PLACES, key=_PLACES.__getitem__))
"""The fields that a grid can vary."""
MAX_AXIS_VALUES = 40
_TEXTS = ("prompt", "negative_prompt")


@dataclass(frozen=True)
class Axis:
    """A field of a request, and its values along one axis of a grid."""

    field: str
    values: tuple[Any, ...]

    @classmethod
    def parse(cls, field: str, text: str) -> "Axis":
        """Parse values separated by commas, or by | for prompts; raises `BadRequest`."""
        if field not in GRID_FIELDS:
            raise BadRequest("grid-field", value=field[:40], names=", ".join(GRID_FIELDS))
        parts = [part.strip() for part in text.split("|" if field in _TEXTS else ",")]
        values = tuple(dict.fromkeys(_parse_value(field, part) for part in parts if part or field in _TEXTS))
        if not 1 <= len(values) <= MAX_AXIS_VALUES:
            raise BadRequest("grid-values", field=field, limit=MAX_AXIS_VALUES)
        return cls(field, values)

    def format(self) -> str:
        """Return the values as text that `parse` accepts."""
        shown = [f"{value:g}" if isinstance(value, float) else str(value) for value in self.values]
        return (" | " if self.field in _TEXTS else ", ").join(shown)


@dataclass(frozen=True)
class Grid:
    """A request varied along two axes."""

    base: Request
    across: Axis
    down: Axis

    def requests(self) -> list[list[Request]]:
        """Return the request of each cell, row by row; raises `BadRequest` for an invalid value."""
        if self.across.field == self.down.field:
            raise BadRequest("grid-same-field")
        return [
            [replace(self.base, **{self.across.field: right, self.down.field: low}) for right in self.across.values]
            for low in self.down.values
        ]


class Grids:
    """The grids of one library, on one connection."""

    def __init__(self, connection: sqlite3.Connection, pictures: Pictures) -> None:
        self._connection = connection
        self._pictures = pictures

    def cells(self, grid: Grid) -> list[list[Picture | None]]:
        """Return the picture of each cell, row by row; None if it does not exist yet."""
        return [[self._pictures.find_by_request(request) for request in row] for row in grid.requests()]

    def missing(self, grid: Grid) -> list[Request]:
        """Return the requests of the cells without a picture, row by row."""
        pairs = zip(grid.requests(), self.cells(grid), strict=True)
        return [asked for row, made in pairs for asked, picture in zip(row, made, strict=True) if picture is None]

    def save(self, name: str, grid: Grid) -> None:
        """Save a grid under a name, replacing one of that name; raises `BadRequest`."""
        kept = " ".join(name.split())[:200]
        if not kept:
            raise BadRequest("name-missing")
        with transaction(self._connection):
            stored = self._connection.execute("SELECT definition FROM grids WHERE name = ?", (kept,))
            if any(_parse_grid(text) is None for (text,) in stored):
                raise BadRequest("name-newer", name=kept[:60])
            definition = json.dumps(asdict(grid), ensure_ascii=False)
            self._connection.execute("INSERT OR REPLACE INTO grids VALUES (?, ?)", (kept, definition))

    def all(self) -> dict[str, Grid]:
        """Return the grids by name. Grids that only a newer Easel understands are left out, but stay stored."""
        rows = self._connection.execute("SELECT name, definition FROM grids ORDER BY folded(name)")
        return {name: grid for name, definition in rows if (grid := _parse_grid(definition)) is not None}

    def delete(self, name: str) -> None:
        """Delete a grid; its pictures stay."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM grids WHERE name = ?", (name,))


def _parse_grid(definition: str) -> Grid | None:
    """Parse a stored grid; return None if this Easel does not understand all of it."""
    values = parse_object(definition) or {}
    try:
        base = read_fields(values["base"])
        axes = [Axis(axis["field"], tuple(axis["values"])) for axis in (values["across"], values["down"])]
        if base.newer or values.keys() - {"base", "across", "down"}:
            return None
        grid = Grid(base.request, *axes)
        grid.requests()
    except PARSE_ERRORS:
        return None
    return grid


def _parse_value(field: str, text: str) -> Any:
    number = FIELD_TABLE[field].number
    if number is None:
        return text
    try:
        return number(text)
    except ValueError:
        code = "not-whole" if number is int else "not-a-number"
        raise BadRequest(code, field=field, value=text[:40]) from None
