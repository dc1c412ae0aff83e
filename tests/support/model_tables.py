"""Read the tables of the Models window, and select in them."""

from macapp.ui.models.table import ModelsTable


def row_names(table: ModelsTable) -> list[str]:
    """Return the names in the visible rows."""
    rows = [row for row in range(table.rowCount()) if not table.isRowHidden(row)]
    return [table.item(row, 0).text() for row in rows]  # type: ignore[union-attr]


def cell_text(table: ModelsTable, name: str, column: int) -> str:
    """Return the text of a column in the row of a model."""
    row = next(row for row in range(table.rowCount()) if table.item(row, 0).text() == name)  # type: ignore[union-attr]
    return table.item(row, column).text()  # type: ignore[union-attr]


def select_row(table: ModelsTable, name: str) -> None:
    table.selectRow(next(row for row in range(table.rowCount()) if table.item(row, 0).text() == name))  # type: ignore[union-attr]
