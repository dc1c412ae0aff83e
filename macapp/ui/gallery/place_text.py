"""The names of places, and what an empty one says. On the window's thread."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from macapp.library.place import RECENT_DAYS, Place, PlaceKind
from macapp.ui.widgets.text import elide

QUERY_CHARACTERS = 60  # of a search in a sentence
translate = QCoreApplication.translate


def place_name(place: Place) -> str:
    """Return the name of a place as the sidebar shows it; the name of an album or folder is text from outside."""
    if place.kind is PlaceKind.FOLDER:
        folder = Path(place.name)
        return f"{folder.parent.name} / {folder.name}" if folder.parent.name else folder.name
    return place.name or {
        PlaceKind.ALL: translate("places", "All Pictures"),
        PlaceKind.FAVOURITES: translate("places", "Favourites"),
        PlaceKind.RECENT: translate("places", "Recently Made"),
        PlaceKind.IMPORTED: translate("places", "Imported"),
        PlaceKind.TRASH: translate("places", "Trash"),
    }.get(place.kind, "")


def empty_text(place: Place, query: str = "") -> tuple[str, str]:
    """Return what an empty grid says: a title, and the next step."""
    searched = query.strip() or place.query
    if searched:
        title = translate("places", "No results for “{0}”").format(elide(searched, QUERY_CHARACTERS))
        return title, _next_step_of_search(place, query)
    return {
        PlaceKind.FAVOURITES: (
            translate("places", "No favourites yet"),
            translate("places", "Select pictures and press F to mark them."),
        ),
        PlaceKind.RECENT: (
            translate("places", "Nothing new"),
            translate("places", "Pictures that Easel made in the last %n days appear here.", None, RECENT_DAYS),
        ),
        PlaceKind.IMPORTED: (
            translate("places", "No imported pictures"),
            translate("places", "Drop pictures or a folder here to copy them into your library."),
        ),
        PlaceKind.TRASH: (
            translate("places", "The Trash is empty"),
            translate("places", "Pictures that you delete stay here until you empty the system's Trash."),
        ),
        PlaceKind.ALBUM: (
            translate("places", "This album is empty"),
            translate("places", "Drag pictures to its name in the sidebar."),
        ),
        PlaceKind.FOLDER: (
            translate("places", "No pictures in this folder"),
            translate("places", "If it is on a disk, connect the disk."),
        ),
    }.get(
        place.kind,
        (
            translate("places", "No pictures yet"),
            translate("places", "Write a prompt and press Generate, or drop pictures here."),
        ),
    )


def _next_step_of_search(place: Place, query: str) -> str:
    if not query.strip():
        return translate("places", "New pictures that match this search appear here.")
    if place.kind is PlaceKind.ALL:
        return translate("places", "Try fewer words, or check the spelling.")
    return translate("places", "Choose All Pictures to search everywhere.")
