"""The rows of the sidebar: headings, and below them places with their numbers of pictures. Window's thread."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from macapp.library.place import FIXED_PLACES, Place, PlaceKind
from macapp.library.place_counts import CountedPlace
from macapp.ui.gallery.place_text import place_name
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.text import elide

PLACE_ROLE, COUNT_ROLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
RENAMED = (PlaceKind.ALBUM, PlaceKind.SMART_ALBUM)
"""the kinds of places that have a name of the user"""
AnyIndex = QModelIndex | QPersistentModelIndex
Row = CountedPlace | str


class SidebarModel(QAbstractListModel):
    """One row for each heading and place."""

    renamed = Signal(Place, str)
    """a place, and the name that the user typed for it"""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[Row] = _arrange([CountedPlace(place, None) for place in FIXED_PLACES])

    def show(self, counted: Sequence[CountedPlace]) -> None:
        """Show places and their counts. Rows stay where they are if only counts have changed."""
        rows = _arrange(counted)
        if [_key(row) for row in rows] == [_key(row) for row in self._rows]:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def place(self, row: int) -> Place | None:
        """Return the place in a row; None for a heading."""
        found = self._rows[row] if 0 <= row < len(self._rows) else ""
        return None if isinstance(found, str) else found.place

    def row_of(self, place: Place) -> int:
        """Return the row of a place, or -1."""
        return next((row for row in range(len(self._rows)) if self.place(row) == place), -1)

    def albums_row(self) -> int:
        """Return the row of the heading above the albums."""
        return self._rows.index(_heading(PlaceKind.ALBUM))

    # Interface of QAbstractListModel

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        place = self.place(index.row())
        if place is None:
            return Qt.ItemFlag.NoItemFlags  # the arrow keys skip it
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if place.kind in RENAMED else flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if isinstance(row, str):
            return row if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return elide(place_name(row.place))
        if role == Qt.ItemDataRole.EditRole:
            return row.place.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._speak(row)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return _heading(row.place.kind)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.place.query or row.place.name)
        return {PLACE_ROLE: row.place, COUNT_ROLE: row.count}.get(role)

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Announce a typed name; the row changes once the album is renamed."""
        place = self.place(index.row())
        if place is None or role != Qt.ItemDataRole.EditRole or not str(value).strip() or value == place.name:
            return False
        self.renamed.emit(place, str(value))
        return True

    def _speak(self, row: CountedPlace) -> str:
        """Return the name and the count of a place for a screen reader."""
        name = elide(place_name(row.place))
        if row.count is None:
            return name
        words = self.tr("1 picture") if row.count == 1 else self.tr("%Ln pictures", "", row.count)
        return f"{name}, {words}"


def format_count(count: int | None) -> str:
    """Return a count as the sidebar shows it; empty if it is unknown."""
    return "" if count is None else QLocale().toString(count)


def _arrange(counted: Sequence[CountedPlace]) -> list[Row]:
    """Return headings and places. The heading of the albums is always there, the other optional ones with places."""
    rows: list[Row] = []
    for heading in dict.fromkeys(_heading(kind) for kind in PlaceKind):
        inside = [each for each in counted if _heading(each.place.kind) == heading]
        if inside or heading == _heading(PlaceKind.ALBUM):
            rows += [heading, *inside]
    return rows


def _heading(kind: PlaceKind) -> str:
    return {
        PlaceKind.ALBUM: QCoreApplication.translate("sidebar", "Albums"),
        PlaceKind.SMART_ALBUM: QCoreApplication.translate("sidebar", "Smart Albums"),
        PlaceKind.FOLDER: QCoreApplication.translate("sidebar", "Folders"),
    }.get(kind, QCoreApplication.translate("sidebar", "Library"))


def _key(row: Row) -> Place | str:
    return row if isinstance(row, str) else row.place
