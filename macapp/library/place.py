"""Places: the parts of a library that the sidebar lists, and the SQL condition of each. Any thread."""

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from macapp import PRODUCT
from macapp.domain.job import utc_now
from macapp.domain.timestamps import local_day
from macapp.library.index.search import Condition, SearchQuery, parse_query
from macapp.library.picture_files import IMPORT_FOLDER

RECENT_DAYS = 7  # calendar days of the user, today included


class PlaceKind(str, Enum):
    """The kind of a place; the values are stored in the settings."""

    ALL = "all"
    FAVOURITES = "favourites"
    RECENT = "recent"
    IMPORTED = "imported"
    TRASH = "trash"
    ALBUM = "album"
    SMART_ALBUM = "smart-album"
    FOLDER = "folder"


@dataclass(frozen=True)
class Place:
    """A part of a library: every picture, the favourites, an album, a watched folder, ..."""

    kind: PlaceKind = PlaceKind.ALL
    name: str = ""
    """the name of an album, or the path of a watched folder; empty for the other kinds"""
    query: str = ""
    """the search line of a smart album; empty for the other kinds"""

    @property
    def takes_pictures(self) -> bool:
        """Whether pictures can be put there: on Favourites, in the Trash, and in an album."""
        return self.kind in (PlaceKind.FAVOURITES, PlaceKind.TRASH, PlaceKind.ALBUM)


ALL_PICTURES = Place()
TRASH = Place(PlaceKind.TRASH)
FIXED_PLACES = (
    ALL_PICTURES,
    Place(PlaceKind.FAVOURITES),
    Place(PlaceKind.RECENT),
    Place(PlaceKind.IMPORTED),
    TRASH,
)
"""The places that every library has, in the order of the sidebar."""


def restrict_to_place(query: SearchQuery, place: Place) -> SearchQuery:
    """Return a query that finds only the pictures of a place; raises `BadRequest` if its search is invalid."""
    if place.kind is PlaceKind.SMART_ALBUM and not (query.text or query.row):
        return parse_query(place.query)  # its texts alone are found faster than as a condition
    condition, values = place_condition(place)
    if not condition:
        return query
    return replace(query, row=(*query.row, condition), row_values=(*query.row_values, *values))


def place_condition(place: Place) -> Condition:
    """Return the condition on a row of `pictures`, and its values; empty for all pictures.

    `Trash.search` finds what is in the Trash: that depends on files, not on rows alone. Raises `BadRequest` for a smart
    album whose search is invalid, such as one of a newer Easel.
    """
    if place.kind is PlaceKind.FAVOURITES:
        return "number IN (SELECT number FROM pictures WHERE favourite)", ()
    if place.kind is PlaceKind.RECENT:
        recent = parse_query(f"date:>={local_day(utc_now(), days_before=RECENT_DAYS - 1)}")
        return f"{recent.where} AND source = ?", (*recent.values, PRODUCT)
    if place.kind is PlaceKind.IMPORTED:
        return _in_folder(Path(IMPORT_FOLDER))
    if place.kind is PlaceKind.FOLDER:
        return _in_folder(Path(place.name))
    if place.kind is PlaceKind.ALBUM:
        return "number IN (SELECT picture FROM labels WHERE kind = 'collection' AND name = ?)", (place.name,)
    if place.kind is PlaceKind.SMART_ALBUM:
        parsed = parse_query(place.query)
        return f"({parsed.where})", parsed.values
    return "", ()


def folder_condition(folder: Path) -> Condition:
    """Return the condition for the files below a folder. It is a range, so SQLite reads only that part of its index."""
    inside = folder.as_posix() + "/"
    return "file >= ? AND file < ?", (inside, inside[:-1] + chr(ord("/") + 1))


def _in_folder(folder: Path) -> Condition:
    """Return the condition as a query of its own: SQLite would prefer the index of `deleted`, and read all of it."""
    condition, values = folder_condition(folder)
    return f"number IN (SELECT number FROM pictures WHERE {condition})", values  # noqa: S608
