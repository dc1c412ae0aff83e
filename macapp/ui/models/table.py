"""Tables of installed and available models, with sortable columns and search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.units import format_approximate_duration, format_bytes
from macapp.library.model_usage import ModelUsage
from macapp.models.catalog import CHECKPOINT, PART, STAGE, CatalogEntry, missing_entries
from macapp.models.cost import ModelCost
from macapp.models.scan_cache import InstalledModel
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.text import tr_message
from macapp.ui.widgets.theme import warning_colour

KIND_WIDTH, FAMILY_WIDTH, NUMBER_WIDTH, DAY_WIDTH, SPEED_WIDTH = 110, 140, 90, 100, 230
QUICK_SECONDS, FAIR_SECONDS, SLOW_SECONDS = 15, 60, 300  # the longest time that each word stands for


@dataclass(frozen=True)
class Column:
    """A column: title, width in pixels (0: the remaining width), whether it holds numbers, and a tool tip."""

    title: str
    width: int = 0
    number: bool = False
    tip: str = ""


@dataclass(frozen=True)
class Cell:
    """The text of a cell, and the value that sorts it."""

    text: str
    order: Any = None
    warns: bool = False


class ModelsTable(QTableWidget):
    """A table with one row per model or catalogue entry."""

    delete_pressed = Signal()

    def __init__(self, name: str, columns: Sequence[Column]) -> None:
        super().__init__(0, len(columns))
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels([column.title for column in columns])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for number, column in enumerate(columns):
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            item = self.horizontalHeaderItem(number)
            if item is not None:
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(tip(column.tip))
            if column.width:
                self.setColumnWidth(number, column.width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self._columns = columns
        self._words: list[str] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def fill(self, rows: Sequence[tuple[Any, Sequence[Cell]]]) -> None:
        """Show rows of cells, each row with its model or entry. Keeps the selection."""
        previous = self.selected()
        self.setSortingEnabled(False)
        self.setRowCount(len(rows))
        for row, (shown, cells) in enumerate(rows):
            for column, cell in enumerate(cells):
                item = _Item(cell)
                if self._columns[column].number:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if cell.warns:
                    item.setForeground(warning_colour(self))
                if column == 0:
                    item.setData(Qt.ItemDataRole.UserRole, shown)
                    item.setToolTip(tip(cell.text))
                self.setItem(row, column, item)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.search(self._words)
        self.select(getattr(previous, "id", None))

    def selected(self) -> Any:
        """Return the model or entry of the selected row; None if no visible row is selected."""
        row = self.currentRow()
        item = self.item(row, 0) if row >= 0 and not self.isRowHidden(row) else None
        return None if item is None else item.data(Qt.ItemDataRole.UserRole)

    def select(self, name: str | None) -> None:
        """Select the row of an id, or clear the selection if there is no such row."""
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            if item is not None and item.data(Qt.ItemDataRole.UserRole).id == name:
                self.selectRow(row)
                return
        self.setCurrentCell(-1, -1)

    def set_text(self, name: str, column: int, text: str) -> None:
        """Replace the text of a cell, in the row with an id; the row sorts as before."""
        for row in range(self.rowCount()):
            first, item = self.item(row, 0), self.item(row, column)
            if first is not None and item is not None and first.data(Qt.ItemDataRole.UserRole).id == name:
                item.setText(text)

    def search(self, words: Sequence[str]) -> None:
        """Hide the rows that do not contain all of the words."""
        self._words = [word.casefold() for word in words]
        for row in range(self.rowCount()):
            items = (self.item(row, column) for column in range(self.columnCount()))
            text = " ".join(item.text() for item in items if item is not None).casefold()
            self.setRowHidden(row, not all(word in text for word in self._words))


class _Item(QTableWidgetItem):
    """A cell that sorts by its value, not by its text."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell.text)
        self._order = cell.text.casefold() if cell.order is None else cell.order

    def __lt__(self, other: object) -> bool:
        return isinstance(other, _Item) and self._order < other._order


def installed_columns() -> list[Column]:
    """Return the columns of the table of installed models."""
    words = _words
    return [
        Column(words("Name")),
        Column(words("Kind"), KIND_WIDTH),
        Column(words("Family"), FAMILY_WIDTH),
        Column(words("On disk"), NUMBER_WIDTH, number=True),
        Column(words("Pictures"), NUMBER_WIDTH, number=True),
        Column(words("Last used"), DAY_WIDTH, number=True),
    ]


def installed_row(model: InstalledModel, use: ModelUsage | None) -> tuple[InstalledModel, list[Cell]]:
    """Return the row of an installed model."""
    last = "" if use is None else _day(use.last)
    return model, [
        Cell(model.name, warns=bool(model.missing)),
        Cell(format_kind(model.kind)),
        Cell(model.family),
        Cell(format_bytes(model.size_on_disk), model.size_on_disk),
        Cell(str(use.pictures) if use is not None else "", use.pictures if use is not None else 0),
        Cell(last, "" if use is None else use.last),
    ]


def available_columns() -> list[Column]:
    """Return the columns of the table of available models."""
    words = _words
    return [
        Column(words("Name")),
        Column(words("Kind"), KIND_WIDTH),
        Column(words("Family"), FAMILY_WIDTH),
        Column(words("Download"), NUMBER_WIDTH, number=True),
        Column(words("Memory"), NUMBER_WIDTH, True, words("Memory for a picture at the native size of the model")),
        Column(
            words("Speed"),
            SPEED_WIDTH,
            True,
            words("Time per picture, estimated from earlier pictures, or from the speed of the chip"),
        ),
    ]


def available_row(entry: CatalogEntry, costs: ModelCost) -> tuple[CatalogEntry, list[Cell]]:
    """Return the row of an available model. Its memory is in red if it does not fit this machine."""
    download = sum(needed.download for needed in missing_entries(entry.id))
    return entry, [
        Cell(entry.name),
        Cell(format_kind(entry.kind)),
        Cell(entry.family),
        Cell(format_bytes(download), download),
        Cell(format_bytes(costs.needed), costs.needed, not costs.fits),
        Cell(format_speed(costs.seconds), costs.seconds or 0.0),
    ]


def format_speed(seconds: float | None) -> str:
    """Return the time of a picture here as a word with the time; empty if it is unknown."""
    if seconds is None:
        return ""
    limits = ((QUICK_SECONDS, _words("quick")), (FAIR_SECONDS, _words("fair")), (SLOW_SECONDS, _words("slow here")))
    word = next((word for limit, word in limits if seconds <= limit), _words("very slow here"))
    return _words("{0}, {1}").format(word, format_approximate_duration(seconds, tr_message))


def format_kind(kind: str) -> str:
    """Return the display name of a kind of model."""
    known = {CHECKPOINT: _words("Checkpoint"), STAGE: _words("Stage"), PART: _words("Part")}
    if kind in known:
        return known[kind]
    name = AuxiliaryKind(kind).label
    return f"{name[:1].upper()}{name[1:]}"


def _day(moment: str) -> str:
    day = datetime.fromisoformat(moment).astimezone()
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


def _words(text: str) -> str:
    return QCoreApplication.translate("models", text)
