"""Use the gallery of a window as a user does."""

from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow


def show_query(window: MainWindow, qtbot: QtBot, query: str) -> list[str]:
    """Search for a query, wait for the results, and return their prompts."""
    with qtbot.waitSignal(window.gallery.results_shown, timeout=10_000):
        window.gallery.show_query(query)
    return list_prompts(window)


def list_prompts(window: MainWindow) -> list[str]:
    rows = window.gallery.pictures
    return [picture.request.prompt for row in range(rows.rowCount()) if (picture := rows.picture(row))]


def select_rows(window: MainWindow, *rows: int) -> None:
    grid = window.gallery.grid
    for row in rows:
        grid.selectionModel().setCurrentIndex(
            window.gallery.pictures.index(row),
            QItemSelectionModel.SelectionFlag.Select
            if row != rows[0]
            else QItemSelectionModel.SelectionFlag.ClearAndSelect,
        )


def press_key(window: MainWindow, qtbot: QtBot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(window.gallery.grid, key, modifier)
