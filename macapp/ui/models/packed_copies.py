"""Packed copies in the table of installed models: one row for each, below the row of its model."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from macapp.domain.units import format_bytes
from macapp.models.packed_copies import USABLE, PackedCopy
from macapp.models.scan_cache import InstalledModel
from macapp.ui.models.listing import ModelListing
from macapp.ui.models.table import Cell, installed_row


@dataclass(frozen=True)
class ListedCopy:
    """A packed copy as a row of the table."""

    copy: PackedCopy

    @property
    def id(self) -> str:
        """What identifies the row: the path of its first file."""
        return str(self.copy.files[0])

    @property
    def name(self) -> str:
        """The name of the model and the format, for the user."""
        return _words("{0}, {1} copy").format(self.copy.name, self.copy.weight_format.value)

    @property
    def folder(self) -> Path:
        """The folder of its files."""
        return self.copy.files[0].parent


def packed_copy_row(listed: ListedCopy) -> tuple[ListedCopy, list[Cell]]:
    """Return the row of a packed copy. Its name is marked if it is not used."""
    copy = listed.copy
    return listed, [
        Cell(listed.name, warns=copy.state != USABLE),
        Cell(_words("Packed copy")),
        Cell(""),
        Cell(format_bytes(copy.size_on_disk), copy.size_on_disk),
        Cell("", 0),
        Cell(""),
    ]


def rows_with_copies(listing: ModelListing) -> list[tuple[InstalledModel | ListedCopy, list[Cell]]]:
    """Return the rows of the installed models, each followed by its packed copies; copies without a model are last."""
    rows: list[tuple[InstalledModel | ListedCopy, list[Cell]]] = []
    for model in listing.installed:
        rows.append(installed_row(model, listing.use_of(model)))
        rows += [packed_copy_row(ListedCopy(copy)) for copy in listing.packed_copies if copy.model == model.path]
    paths = {model.path for model in listing.installed}
    rows += [packed_copy_row(ListedCopy(copy)) for copy in listing.packed_copies if copy.model not in paths]
    return rows


def _words(text: str) -> str:
    return QCoreApplication.translate("models", text)
