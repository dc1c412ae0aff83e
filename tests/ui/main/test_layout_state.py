"""The layout of the window from one start to the next."""

from macapp.ui.main.layout_state import restore_layout, save_layout
from macapp.ui.main.shell import Page
from macapp.ui.main.window import MainWindow


def test_geometry_folds_and_page_come_back(window: MainWindow) -> None:
    window.resize(790, 590)
    window.shell.show_page(Page.GRID)
    saved = save_layout(window, window.shell)
    window.resize(800, 600)
    window.shell.show_page(Page.PICTURE)
    restore_layout(window, window.shell, saved)
    assert window.shell.page is Page.GRID


def test_the_text_of_an_earlier_easel_or_a_damaged_one_changes_nothing_else(window: MainWindow) -> None:
    geometry = bytes(window.saveGeometry().toBase64().data()).decode()
    for text in ("", geometry + " AAAA", "no geometry", "[]", "5", '{"geometry": 5, "page": "nowhere"}'):
        restore_layout(window, window.shell, text)
        assert window.shell.page is Page.PICTURE
