"""The gallery: a search line above a grid of all pictures, with filters, albums and stacks."""

from array import array
from functools import partial

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from macapp.domain.job import Picture, utc_now
from macapp.domain.timestamps import local_day
from macapp.errors import EaselError
from macapp.library import Library
from macapp.library.index.search import SORT_ORDERS
from macapp.ui.gallery.filmstrip import Filmstrip
from macapp.ui.gallery.model import GalleryModel
from macapp.ui.gallery.thumbnail_grid import TILE, GridKey, ThumbnailGrid, ThumbnailView
from macapp.ui.widgets.plain_text import add_named
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.theme import MARGIN, secondary_label

FIRST_RESULTS = 600  # shown before the search for the rest: more than a screen of the smallest tiles
TILES = range(64, 257)  # sides in points
MAX_TAGS = 40  # in the filter menu


class Gallery(QWidget):
    """The search line, its menus and the grid."""

    selected = Signal(Picture)
    chosen_again = Signal()
    """the current picture was clicked or opened"""
    newest_passed = Signal()
    """a step before the first picture"""
    opened = Signal()
    large_requested = Signal()
    key_pressed = Signal(GridKey)
    """a key that acts on the selected pictures"""
    stars_pressed = Signal(int)
    """a key from 0 to 5: stars for the selected pictures"""
    menu_requested = Signal(QPoint)
    results_shown = Signal()
    """the grid shows the results for the search line"""

    def __init__(self, library: Library, background: TaskPool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._background = library, background
        self._places = library.places
        self._sort = "newest"
        self._search_number = 0
        self._showing_stack: str | None = None
        self._unlisted: int | None = None
        """the number of the shown picture, if the grid does not list it and nothing is selected"""
        self.pictures = GalleryModel(library, background, self)
        self.grid = ThumbnailGrid(self.pictures)
        self.filmstrip = Filmstrip(self.pictures, self.grid.selectionModel())
        """the same pictures in one row, with the same selection; not in the layout of the gallery"""
        self._connect_view(self.grid)
        self._connect_view(self.filmstrip)
        self.grid.selectionModel().currentChanged.connect(self._on_current_changed)
        self.pictures.modelReset.connect(self._show_count)
        self.pictures.rowsInserted.connect(self._show_count)
        self.pictures.rowsRemoved.connect(self._show_count)
        self.setFocusProxy(self.grid)
        self._build_layout()
        self._show_count()

    def _connect_view(self, view: ThumbnailView) -> None:
        view.menu_requested.connect(self.menu_requested)
        view.opened.connect(self._open)
        view.large_requested.connect(self.large_requested)
        view.current_pressed.connect(self.chosen_again)
        view.key_pressed.connect(self.key_pressed)
        view.stars_pressed.connect(self.stars_pressed)

    # Search

    @property
    def query(self) -> str:
        """The text of the search line."""
        return self.line.text()

    @property
    def sort(self) -> str:
        """The order, one of `search.SORTS`."""
        return self._sort

    def show_query(self, query: str) -> None:
        """Put a query into the search line and search."""
        self.line.setText(query)
        self.search()

    def search(self) -> None:
        """Search for the text of the line, off this thread. Only the results of the last search are shown."""
        self._showing_stack = None
        self._start_search(self.query)

    def sort_by(self, sort: str) -> None:
        """Change the order of the pictures."""
        self._sort = sort
        self.search()

    def show_stack(self, picture: Picture) -> None:
        """Show all pictures of the stack of `picture`."""
        self._showing_stack = picture.stack
        numbers = array("q", (member.row_number for member in self._library.pictures.stack_of(picture)))
        self._show_results(self._next_search(), False, numbers)
        self.choose(0)

    def add(self, picture: Picture) -> bool:
        """Insert a new picture as the first if it matches the search; return whether it was inserted."""
        if self._showing_stack is not None and picture.stack != self._showing_stack:
            return False
        try:
            fits = not self.query.strip() or self._library.pictures.matches(picture.row_number, self.query)
        except EaselError:
            fits = False
        if not fits:
            return False
        if self._sort != "newest" or (self.stacks.isChecked() and picture.stack is not None):
            self.search()
            return False
        self.pictures.add(picture)
        return True

    # Selection

    def current(self) -> Picture | None:
        """Return the current picture of the grid."""
        return self.pictures.picture(self.grid.currentIndex().row())

    @property
    def selected_count(self) -> int:
        """The number of selected tiles. Fast for any number."""
        selection = self.grid.selectionModel().selection()
        return sum(selection.at(place).height() for place in range(selection.size()))

    def selected_numbers(self) -> list[int]:
        """Return the numbers of the selected pictures, with all members of a closed stack. Fast for any number."""
        selection = self.grid.selectionModel().selection()
        ranges = [selection.at(place) for place in range(selection.size())]
        numbers = self.pictures.numbers_in(sorted((span.top(), span.bottom()) for span in ranges))
        if not numbers and self._unlisted is not None:
            return [self._unlisted]
        closed = self.stacks.isChecked() and self._showing_stack is None
        return self._library.pictures.expand_stacks(numbers) if closed else numbers

    def choose(self, row: int) -> None:
        """Select the picture in a row, and only that, and scroll to it.

        The view's own `setCurrentIndex` would extend the selection while Shift or Control is held, as in typing.
        """
        index = self.pictures.index(row)
        self.grid.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.grid.scrollTo(index)

    def choose_picture(self, picture: Picture) -> bool:
        """Select a picture if the grid shows it; return whether it does."""
        row = self.pictures.row_of(picture.row_number)
        if row >= 0:
            self.choose(row)
        return row >= 0

    def follow(self, picture: Picture) -> int:
        """Let the commands act on the shown picture, also if the grid does not list it; return its row or -1."""
        row = self.pictures.row_of(picture.row_number)
        if row < 0:
            self.grid.selectionModel().clear()
            self._unlisted = picture.row_number
        return row

    def move_selection(self, rows: int) -> None:
        """Move the selection by a number of rows, at most to the first or last row."""
        if self.grid.currentIndex().row() + rows < 0:
            self.newest_passed.emit()
        self.choose(max(0, min(self.grid.currentIndex().row() + rows, self.pictures.rowCount() - 1)))

    def select_all(self) -> None:
        """Select every picture in the grid."""
        if self.pictures.rowCount():
            whole = QItemSelection(self.pictures.index(0), self.pictures.index(self.pictures.rowCount() - 1))
            self.grid.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _start_search(self, query: str) -> None:
        stacked = self.stacks.isChecked()
        search_number = self._next_search()
        first = partial(self._find_numbers, search_number, query, self._sort, stacked, FIRST_RESULTS)
        rest = partial(self._find_numbers, search_number, query, self._sort, stacked, -1)

        def show(numbers: "array[int]") -> None:
            self._show_results(search_number, stacked, numbers)
            if len(numbers) >= FIRST_RESULTS // 2:  # a stack is one result, so there may be more
                self._background.run(rest, partial(self._append_results, search_number), self._show_error)

        self._background.run(first, show, self._show_error)

    def _find_numbers(self, search_number: int, query: str, sort: str, stacked: bool, limit: int) -> "array[int]":
        """Search on another thread with its own connection; return nothing if a newer search has started."""
        if search_number != self._search_number:
            return array("q")
        with Library.open(self._places) as library:
            return library.pictures.search(query, sort, stacked, limit)

    def _append_results(self, search_number: int, numbers: "array[int]") -> None:
        if search_number == self._search_number:
            self.pictures.append_results(numbers)

    def _next_search(self) -> int:
        self._search_number += 1
        return self._search_number

    def _show_results(self, search_number: int, stacked: bool, numbers: "array[int]") -> None:
        if search_number != self._search_number:
            return  # a newer search has started
        self.hint.hide()
        before = self.current()
        self.pictures.show_numbers(numbers, stacked)
        if not (before is not None and self.choose_picture(before)) and numbers:
            self.grid.scrollToTop()
        self.results_shown.emit()

    def _show_error(self, error: EaselError) -> None:
        self.hint.setText(error_text(error))
        self.hint.show()

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        picture = self.pictures.picture(current.row())
        if picture is not None:
            self._unlisted = None
            self.selected.emit(picture)

    def _open(self) -> None:
        picture = self.current()
        if picture is not None and picture.stack and self.stacks.isChecked() and self._showing_stack is None:
            self.show_stack(picture)
        else:
            self.chosen_again.emit()
            self.opened.emit()

    def _show_count(self) -> None:
        count = self.pictures.rowCount()
        self.count.setText(self.tr("%Ln pictures", "", count) if count != 1 else self.tr("1 picture"))
        self.back.setVisible(self._showing_stack is not None)
        if count:
            empty = ""
        elif self.query.strip():
            empty = self.tr("No pictures match the search.")
        else:
            empty = self.tr("Your pictures appear here.")
        self.grid.set_placeholder(empty)

    def _on_text_changed(self, text: str) -> None:
        """Search when the clear button of the line empties it: `textEdited` is not emitted then."""
        if not text:
            self.search()

    def _build_layout(self) -> None:
        self.hint = secondary_label(QLabel())
        self.hint.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 0, MARGIN, 0)
        layout.setSpacing(6)
        layout.addLayout(self._build_head())
        layout.addWidget(self.hint)
        layout.addWidget(self.grid, 1)
        layout.addLayout(self._build_foot())

    def _build_head(self) -> QHBoxLayout:
        """Create the search line and the buttons next to it."""
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Search"))
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName(self.tr("Search the gallery"))
        self.line.setToolTip(
            self.tr(
                'Words, "a phrase", -without, and model: seed: steps:>30 guidance: size:512x768 date:2026-11 from: tag:'
                " stars:>3 in: is:favourite has:image"
            )
        )
        self.line.textEdited.connect(self.search)
        self.line.textChanged.connect(self._on_text_changed)
        self.line.returnPressed.connect(self.grid.setFocus)
        self.filters = _menu_button(self.tr("Filter"))
        self.filters.menu().aboutToShow.connect(self._fill_filters)
        self.albums = _menu_button(self.tr("Albums"))
        self.stacks = _flat_button(self.tr("Stacks"))
        self.stacks.setCheckable(True)
        self.stacks.setToolTip(self.tr("Show pictures that were added to the queue together as one stack"))
        self.stacks.toggled.connect(self.search)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.line, 1)
        for button in (self.filters, self.albums, self.stacks):
            head.addWidget(button)
        return head

    def _build_foot(self) -> QHBoxLayout:
        """Create the row below the grid: back, count, thumbnail size."""
        self.count = secondary_label(QLabel())
        self.count.setWordWrap(False)
        self.back = _flat_button(self.tr("‹ All Pictures"))
        self.back.clicked.connect(self.search)
        self.tile_size = QSlider(Qt.Orientation.Horizontal)
        self.tile_size.setRange(TILES[0], TILES[-1])
        self.tile_size.setValue(TILE)
        self.tile_size.setMaximumWidth(110)
        self.tile_size.setAccessibleName(self.tr("Thumbnail size"))
        self.tile_size.valueChanged.connect(self.grid.set_tile_points)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.tile_size)
        return foot

    def _fill_filters(self) -> None:
        """Fill the menu with search terms. Each entry adds text to the search line, or removes it."""
        menu = self.filters.menu()
        menu.clear()
        for words, token in (
            (self.tr("Favourites"), "is:favourite"),
            (self.tr("Three Stars or More"), "stars:>=3"),
            (self.tr("Without Source Image"), "-has:image"),
            (self.tr("With Source Image"), "has:image"),
            (self.tr("Imported"), "is:imported"),
            (self.tr("Made Today"), "date:today"),
            (self.tr("Made This Month"), f"date:{local_day(utc_now())[:7]}"),
            (self.tr("Made This Year"), f"date:{local_day(utc_now())[:4]}"),
        ):
            self._add_filter(menu, words, token)
        for words, column in ((self.tr("Model"), "model"), (self.tr("Made With"), "from"), (self.tr("Size"), "size")):
            submenu = menu.addMenu(words)
            for value in self._library.pictures.distinct_values(column):
                self._add_filter(submenu, value, f'{column}:"{value}"' if " " in value else f"{column}:{value}")
        submenu = menu.addMenu(self.tr("Tag"))
        for tag in self._library.marks.tags()[:MAX_TAGS]:
            self._add_filter(submenu, tag, f'tag:"{tag}"')
        menu.addSection(self.tr("Sort By"))
        names = {
            "newest": self.tr("Newest First"),
            "oldest": self.tr("Oldest First"),
            "stars": self.tr("Stars"),
            "prompt": self.tr("Prompt"),
            "size": self.tr("Size"),
        }
        for sort in SORT_ORDERS:
            action = menu.addAction(names[sort])
            action.setCheckable(True)
            action.setChecked(sort == self._sort)
            action.triggered.connect(partial(self.sort_by, sort))

    def _add_filter(self, menu: QMenu, words: str, token: str) -> None:
        action = add_named(menu, words, partial(self._toggle_filter, token))
        action.setCheckable(True)
        action.setChecked(f" {token} " in f" {self.query} ")

    def _toggle_filter(self, token: str) -> None:
        line = self.query
        without = " ".join(f" {line} ".replace(f" {token} ", " ").split())
        self.show_query(without if without != " ".join(line.split()) else f"{line} {token}".strip())


def _flat_button(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAutoRaise(True)
    return button


def _menu_button(text: str) -> QToolButton:
    button = _flat_button(text)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(QMenu(button))
    return button
