"""The gallery: the pictures of a place that match the search line, as a grid and as a filmstrip, with stacks.

The search line is a widget of its own: the window shows it in the toolbar. On the window's thread.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from macapp.domain.job import Picture
from macapp.errors import EaselError
from macapp.library import Library
from macapp.library.place import ALL_PICTURES, TRASH, Place, PlaceKind
from macapp.ui.gallery.filmstrip import Filmstrip
from macapp.ui.gallery.filter_menu import FilterMenu
from macapp.ui.gallery.header import GalleryHeader
from macapp.ui.gallery.model import GalleryModel
from macapp.ui.gallery.panel_state import GalleryState
from macapp.ui.gallery.place_text import empty_text
from macapp.ui.gallery.thumbnail_grid import GridKey, ThumbnailGrid, ThumbnailView
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.theme import MARGIN, secondary_label

FIRST_RESULTS = 600  # shown before the search for the rest: more than a screen of the smallest tiles
_CHANGED_BY_MARKS = (PlaceKind.FAVOURITES, PlaceKind.ALBUM, PlaceKind.SMART_ALBUM)


@dataclass(frozen=True)
class _Search:
    """What the grid should show."""

    place: Place
    query: str
    sort: str
    stacked: bool
    number: int
    """a later search has a higher one"""


class Gallery(QWidget):
    """The grid with its header; the search line and the filmstrip, which are placed elsewhere."""

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
    results_requested = Signal()
    """Return in the search line: show the results with the keyboard focus"""
    results_shown = Signal()
    """the grid shows the results for the search line"""
    place_changed = Signal(Place)
    """the grid shows another place"""

    def __init__(self, library: Library, background: TaskPool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._background = library, background
        self._places = library.places
        self._place, self._sort = ALL_PICTURES, "newest"
        self._search_number = 0
        self._showing_stack: str | None = None
        self._unlisted: int | None = None
        """the number of the current picture, if the grid does not list it and nothing is selected"""
        self._restored: int | None = None
        """the number of the picture that was current when the state was saved, until the next results"""
        self.pictures = GalleryModel(library, background, self)
        self._newest = max(self.pictures.numbers_in([(0, 0)]), default=0)
        """the number of the newest picture that the grid has listed or that was given to `add`"""
        self.grid = ThumbnailGrid(self.pictures)
        self.filmstrip = Filmstrip(self.pictures, self.grid.selectionModel())
        """the same pictures in one row, with the same selection; not in the layout of the gallery"""
        self._connect_view(self.grid)
        self._connect_view(self.filmstrip)
        self._build_layout()
        self.grid.selectionModel().currentChanged.connect(self._on_current_changed)
        self.grid.selectionModel().selectionChanged.connect(self._show_count)
        for changed in (self.pictures.modelReset, self.pictures.rowsInserted, self.pictures.rowsRemoved):
            changed.connect(self._show_count)
        self.setFocusProxy(self.grid)
        self.header.show_place(self._place)
        self._show_count()

    def _connect_view(self, view: ThumbnailView) -> None:
        view.menu_requested.connect(self.menu_requested)
        view.opened.connect(self._open)
        view.large_requested.connect(self.large_requested)
        view.current_pressed.connect(self.chosen_again)
        view.key_pressed.connect(self.key_pressed)
        view.stars_pressed.connect(self.stars_pressed)

    # Place, search and order

    @property
    def place(self) -> Place:
        """The place that the grid shows."""
        return self._place

    @property
    def shows_trash(self) -> bool:
        """Whether the grid shows the Trash."""
        return self._place == TRASH

    @property
    def query(self) -> str:
        """The text of the search line."""
        return self.line.text()

    @property
    def sort(self) -> str:
        """The order, a key of `search.SORT_ORDERS`."""
        return self._sort

    @Slot(Place)
    def show_place(self, place: Place) -> None:
        """Show the pictures of a place that match the search line."""
        self._place = place
        self.header.show_place(place)
        for view in (self.grid, self.filmstrip):
            view.setDragEnabled(not self.shows_trash)
        self.search()
        self.place_changed.emit(place)

    def show_query(self, query: str) -> None:
        """Put a query into the search line and search."""
        self.line.setText(query)
        self.search()

    def search(self) -> None:
        """Search the place for the text of the line, off this thread. Only the results of the last search are shown."""
        self._showing_stack = None
        stacked = self.stacks.isChecked()
        number = self._next_search()
        asked = _Search(self._place, self.query, self._sort, stacked, number)
        first = partial(self._find_numbers, asked, FIRST_RESULTS)
        rest = partial(self._find_numbers, asked, -1)

        def show(numbers: "array[int]") -> None:
            self._show_results(number, stacked, numbers)
            if len(numbers) >= FIRST_RESULTS // 2:  # a stack is one result, so there may be more
                self._background.run(rest, partial(self._append_results, number), self._show_error)

        self._background.run(first, show, self._show_error)

    def sort_by(self, sort: str) -> None:
        """Change the order of the pictures."""
        self._sort = sort
        self.header.show_sort(sort)
        self.search()

    def show_stack(self, picture: Picture) -> None:
        """Show all pictures of the stack of `picture`."""
        self._showing_stack = picture.stack
        numbers = array("q", (member.row_number for member in self._library.pictures.stack_of(picture)))
        self._show_results(self._next_search(), False, numbers)
        self.choose(0)

    def add(self, picture: Picture) -> bool:
        """Insert a new picture as the first if it is in the place and matches the search; return whether it was."""
        self._newest = max(self._newest, picture.row_number)
        if not self._lists(picture):
            return False
        if self._sort != "newest" or (self.stacks.isChecked() and picture.stack is not None):
            self.search()
            return False
        self.pictures.add(picture)
        return True

    def reload(self, numbers: Sequence[int]) -> None:
        """Show new marks of pictures; in a place that depends on them, other pictures may be listed."""
        self.pictures.reload(numbers)
        if self._place.kind in _CHANGED_BY_MARKS:
            self.search()

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove pictures from the grid, and select the one that takes the place of the first."""
        row = self.pictures.first_row_of(numbers)
        self.pictures.remove(numbers)
        if self._unlisted in numbers:
            self._unlisted = None
        self.choose(max(0, min(row, self.pictures.rowCount() - 1)))

    # Selection

    @property
    def is_trash_selected(self) -> bool:
        """Whether the selected pictures are in the Trash."""
        return self.shows_trash and self.grid.selectionModel().hasSelection()

    def current(self) -> Picture | None:
        """Return the current picture of the grid."""
        return self.pictures.picture(self.grid.currentIndex().row())

    @property
    def selected_count(self) -> int:
        """The number of selected tiles. Fast for any number."""
        return sum(last - first + 1 for first, last in self._selected_ranges())

    def selected_tiles(self) -> list[int]:
        """Return the numbers of the pictures of the selected tiles, in order; of a closed stack only the first.

        The shown picture counts as selected while the gallery does not list it. While the grid is in sight, the picture
        is not: a key in a grid without selection must not move it to the Trash.
        """
        numbers = self.pictures.numbers_in(self._selected_ranges())
        if numbers or self._unlisted is None or self.grid.isVisible():
            return numbers
        return [self._unlisted]

    def selected_numbers(self) -> list[int]:
        """Return the numbers of the selected pictures, with all members of a closed stack. Fast for any number."""
        closed = self.stacks.isChecked() and self._showing_stack is None
        is_listed = self.grid.selectionModel().hasSelection()
        numbers = self.selected_tiles()
        return self._library.pictures.expand_stacks(numbers) if closed and is_listed else numbers

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

    def follow(self, picture: Picture) -> bool:
        """Let the commands act on the shown picture, also if the grid does not list it.

        Returns whether it is the newest picture, apart from those that no event has announced yet.
        """
        if self.pictures.row_of(picture.row_number) < 0:
            self.grid.selectionModel().clear()
            self._unlisted = picture.row_number
        existing = (each.row_number for each in self._library.pictures.newest(1))
        return picture.row_number >= min((self._newest, *existing))

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

    def _selected_ranges(self) -> list[tuple[int, int]]:
        selection = self.grid.selectionModel().selection()
        ranges = (selection.at(place) for place in range(selection.size()))
        return sorted((span.top(), span.bottom()) for span in ranges)

    # State

    def to_json(self) -> str:
        """Return place, search, order, stacks, tile size and current picture, for `from_json`."""
        row = self.grid.currentIndex().row()
        number = self._unlisted if row < 0 else self.pictures.numbers_in([(row, row)])[0]
        stacks, tile = self.stacks.isChecked(), self.tile_size.value()
        return GalleryState(self._place, self.query, self._sort, stacks, tile, number).to_json()

    def from_json(self, text: str) -> None:
        """Show what `to_json` returned; what is missing or damaged is the default."""
        state = GalleryState.from_json(text)
        self._restored = state.picture
        self.tile_size.setValue(state.tile)
        with QSignalBlocker(self.stacks), QSignalBlocker(self.line):  # each would search
            self.stacks.setChecked(state.stacks)
            self.line.setText(state.query)
        self._sort = state.sort
        self.header.show_sort(state.sort)
        self.show_place(state.place)

    # Results

    def _lists(self, picture: Picture) -> bool:
        """Return whether the grid should show a new picture."""
        if self._showing_stack is not None and picture.stack != self._showing_stack:
            return False
        if self._place == ALL_PICTURES and not self.query.strip():
            return True
        try:
            fits = self._library.pictures.matches(picture.row_number, self.query, self._place)
        except EaselError:
            return False
        return fits and not self.shows_trash

    def _find_numbers(self, asked: _Search, limit: int) -> "array[int]":
        """Search on another thread with its own connection; return nothing if a newer search has started."""
        if asked.number != self._search_number:
            return array("q")
        with Library.open(self._places) as library:
            if asked.place == TRASH:
                return library.trash.search(asked.query, asked.sort)
            return library.pictures.search(asked.query, asked.sort, asked.stacked, limit, asked.place)

    def _append_results(self, search_number: int, numbers: "array[int]") -> None:
        if search_number == self._search_number:
            self.pictures.append_results(numbers)
            if self._unlisted is not None:
                self._select_again(self._unlisted, [])

    def _next_search(self) -> int:
        self._search_number += 1
        return self._search_number

    def _show_results(self, search_number: int, stacked: bool, numbers: "array[int]") -> None:
        if search_number != self._search_number:
            return  # a newer search has started
        self.hint.hide()
        row = self.grid.currentIndex().row()
        current = self.pictures.numbers_in([(row, row)])[0] if row >= 0 else self._unlisted
        selected = self.pictures.numbers_in(self._selected_ranges())
        if self._restored is not None and self._library.pictures.is_any_listed([self._restored]):
            current, selected = self._restored, []
        self._restored = None
        self._newest = max((self._newest, *numbers[:1], *numbers[-1:]))
        self.pictures.show_numbers(numbers, stacked)
        self._select_again(current, selected)
        self._show_count()
        self.results_shown.emit()

    def _select_again(self, current: int | None, selected: list[int]) -> None:
        """Keep the current picture, whether the grid lists it or not; if it does, the others stay selected too."""
        row = -1 if current is None else self.pictures.row_of(current)
        if row < 0:
            self._unlisted = current
            self.grid.scrollToTop()
            return
        self.choose(row)
        if len(selected) > 1:
            flags = QItemSelectionModel.SelectionFlag
            self.grid.selectionModel().select(self.pictures.selection_of(selected), flags.ClearAndSelect)

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

    @Slot()
    def _show_count(self) -> None:
        count = self.pictures.rowCount()
        self.header.show_count(count, self.selected_count)
        self.header.back.setVisible(self._showing_stack is not None)
        self.grid.set_placeholder(*(("", "") if count else empty_text(self._place, self.query)))

    def _on_text_changed(self, text: str) -> None:
        """Search when the clear button of the line empties it: `textEdited` is not emitted then."""
        if not text:
            self.search()

    # Parts

    def _build_layout(self) -> None:
        self.line = self._build_line()
        filters = FilterMenu(self._library, self.line, self)
        filters.changed.connect(self.show_query)
        self.header = GalleryHeader(filters)
        self.header.sort_chosen.connect(self.sort_by)
        self.header.back.clicked.connect(self.search)
        self.stacks, self.tile_size = self.header.stacks, self.header.tile_size
        self.stacks.toggled.connect(self.search)
        self.tile_size.valueChanged.connect(self.grid.set_tile_points)
        self.hint = secondary_label(QLabel())
        self.hint.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 0, MARGIN, 0)
        layout.setSpacing(6)
        for widget in (self.line, self.header, self.hint):
            layout.addWidget(widget)
        layout.addWidget(self.grid, 1)

    def _build_line(self) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(self.tr("Search your pictures"))
        line.setClearButtonEnabled(True)
        line.setAccessibleName(self.tr("Search your pictures"))
        line.setToolTip(
            self.tr(
                'Words, "a phrase", -without, and model: seed: steps:>30 guidance: size:512x768 date:2026-11 from: tag:'
                " stars:>3 in: is:favourite has:image"
            )
        )
        line.textEdited.connect(self.search)
        line.textChanged.connect(self._on_text_changed)
        line.returnPressed.connect(self.results_requested)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), line, context=Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self._leave_line)
        return line

    def _leave_line(self) -> None:
        """Clear the search with Escape; leave an empty one."""
        if self.line.text():
            self.line.clear()
        else:
            self.results_requested.emit()

    def focus_line(self) -> None:
        """Put the keyboard focus into the search line, with its text selected to replace it."""
        self.line.setFocus()
        self.line.selectAll()
