"""What the gallery showed when the window was closed, as JSON. Pure; any thread."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from macapp.library.index.search import SORT_ORDERS
from macapp.library.place import ALL_PICTURES, Place, PlaceKind
from macapp.ui.gallery.header import TILES
from macapp.ui.gallery.thumbnail_grid import TILE


@dataclass(frozen=True)
class GalleryState:
    """Place, search, order, stacks, size of the tiles, and the current picture."""

    place: Place = ALL_PICTURES
    query: str = ""
    sort: str = "newest"
    stacks: bool = False
    tile: int = TILE
    """points"""
    picture: int | None = None
    """its row number"""

    def to_json(self) -> str:
        """Return this state as text."""
        return json.dumps({**asdict(self), "place": [self.place.kind.value, self.place.name, self.place.query]})

    @classmethod
    def from_json(cls, text: str) -> "GalleryState":
        """Return the state of a text from `to_json`, with the default for each part that is missing or damaged."""
        try:
            saved = json.loads(text)
        except ValueError:
            saved = None
        if not isinstance(saved, dict):
            return cls()
        query, sort, tile, picture = (saved.get(name) for name in ("query", "sort", "tile", "picture"))
        return cls(
            place=_read_place(saved.get("place")),
            query=query if isinstance(query, str) else "",
            sort=sort if isinstance(sort, str) and sort in SORT_ORDERS else "newest",
            stacks=saved.get("stacks") is True,
            tile=tile if type(tile) is int and tile in TILES else TILE,
            picture=picture if type(picture) is int else None,
        )


def _read_place(saved: Any) -> Place:
    """Return a place from its kind, name and search; all pictures if the kind is unknown."""
    try:
        kind, name, query = saved
        return Place(PlaceKind(kind), str(name), str(query))
    except (TypeError, ValueError):
        return ALL_PICTURES
