"""The gallery: a search line over a grid of everything made, with filters, albums and stacks."""

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
from macapp.library.index.search import SORTS
from macapp.ui.gallery.model import GalleryModel
from macapp.ui.gallery.thumbnail_grid import TILE, ThumbnailGrid
from macapp.ui.widgets.plain_text import add_named
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.theme import secondary_label

FIRST = 600  # results that are shown before the rest is looked for: more than a screen of the smallest tiles
TILES = range(64, 257)  # points


class Gallery(QWidget):
    """The search line, its menus, and the grid."""

    selected = Signal(Picture)
    opened = Signal()
    key_pressed = Signal(str)
    """a key that does something to the chosen pictures: "favourite", "stars 3", "reject", "trash\""""
    menu_requested = Signal(QPoint)
    results_shown = Signal()
    """the grid shows what the search line asks for"""

    def __init__(self, library: Library, background: TaskPool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._background = library, background
        self._places = library.places
        self._sort = "newest"
        self._wanted = 0
        self._showing_stack: str | None = None
        self.pictures = GalleryModel(library, background, self)
        self.grid = ThumbnailGrid(self.pictures)
        self.grid.menu_requested.connect(self.menu_requested)
        self.grid.opened.connect(self._open)
        self.grid.key_pressed.connect(self.key_pressed)
        self.grid.selectionModel().currentChanged.connect(self._chosen)
        self.pictures.modelReset.connect(self._say_count)
        self.pictures.rowsInserted.connect(self._say_count)
        self.pictures.rowsRemoved.connect(self._say_count)
        self.setFocusProxy(self.grid)
        self._lay_out()
        self._say_count()

    # What is shown

    @property
    def query(self) -> str:
        """The search line."""
        return self.line.text()

    @property
    def sort(self) -> str:
        """The order, one of `search.SORTS`."""
        return self._sort

    def show_query(self, query: str) -> None:
        """Search for something at once, as an album does."""
        self.line.setText(query)
        self.search()

    def search(self) -> None:
        """Look for what the line says, off this thread; the last one asked for is shown."""
        self._showing_stack = None
        self._look_up(self.query)

    def sort_by(self, sort: str) -> None:
        """Show the pictures in another order."""
        self._sort = sort
        self.search()

    def show_stack(self, picture: Picture) -> None:
        """Show all pictures that were ordered together with one."""
        self._showing_stack = picture.stack
        numbers = array("q", (each.row_number for each in self._library.pictures.stack_of(picture)))
        self._shown(self._next(), False, numbers)
        self.choose(0)

    def add(self, picture: Picture) -> bool:
        """Put a new picture first if the search asks for it; return whether it did."""
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

    # What is chosen

    def current(self) -> Picture | None:
        """Return the picture that the keys are at."""
        return self.pictures.picture(self.grid.currentIndex().row())

    def selected_numbers(self) -> list[int]:
        """Return the numbers of the chosen pictures, of a closed stack all of it: quick however many they are."""
        selection = self.grid.selectionModel().selection()
        ranges = [selection.at(place) for place in range(selection.size())]
        numbers = self.pictures.numbers_in(sorted((each.top(), each.bottom()) for each in ranges))
        closed = self.stacks.isChecked() and self._showing_stack is None
        return self._library.pictures.expand_stacks(numbers) if closed else numbers

    def choose(self, row: int) -> None:
        """Choose the picture in a row and bring it into view."""
        index = self.pictures.index(row)
        self.grid.setCurrentIndex(index)
        self.grid.scrollTo(index)

    def choose_picture(self, picture: Picture) -> bool:
        """Choose a picture if it is shown; return whether it is."""
        row = self.pictures.row_of(picture.row_number)
        if row >= 0:
            self.choose(row)
        return row >= 0

    def move_selection(self, rows: int) -> None:
        """Choose the picture so many rows on, or the last there is that way."""
        self.choose(max(0, min(self.grid.currentIndex().row() + rows, self.pictures.rowCount() - 1)))

    def select_all(self) -> None:
        """Choose every picture that is shown."""
        if self.pictures.rowCount():
            whole = QItemSelection(self.pictures.index(0), self.pictures.index(self.pictures.rowCount() - 1))
            self.grid.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _look_up(self, query: str) -> None:
        stacked = self.stacks.isChecked()
        asked = self._next()
        first = partial(self._numbers, asked, query, self._sort, stacked, FIRST)
        rest = partial(self._numbers, asked, query, self._sort, stacked, -1)

        def shown(numbers: "array[int]") -> None:
            self._shown(asked, stacked, numbers)
            if len(numbers) >= FIRST // 2:  # a stack counts once: there may be more than these
                self._background.run(rest, partial(self._completed, asked), self._refused)

        self._background.run(first, shown, self._refused)

    def _numbers(self, asked: int, query: str, sort: str, stacked: bool, limit: int) -> "array[int]":
        """Search on a connection of this thread's own, unless more was typed meanwhile."""
        if asked != self._wanted:
            return array("q")
        with Library.open(self._places) as library:
            return library.pictures.search(query, sort, stacked, limit)

    def _completed(self, asked: int, numbers: "array[int]") -> None:
        """Show the rest of what was found."""
        if asked == self._wanted:
            self.pictures.append_results(numbers)

    def _next(self) -> int:
        self._wanted += 1
        return self._wanted

    def _shown(self, asked: int, stacked: bool, numbers: "array[int]") -> None:
        if asked != self._wanted:
            return  # something else was typed since
        self.hint.hide()
        before = self.current()
        self.pictures.show_numbers(numbers, stacked)
        if not (before is not None and self.choose_picture(before)) and numbers:
            self.grid.scrollToTop()
        self.results_shown.emit()

    def _refused(self, error: EaselError) -> None:
        self.hint.setText(error_text(error))
        self.hint.show()

    def _chosen(self, current: QModelIndex, _before: QModelIndex) -> None:
        picture = self.pictures.picture(current.row())
        if picture is not None:
            self.selected.emit(picture)

    def _open(self) -> None:
        picture = self.current()
        if picture is not None and picture.stack and self.stacks.isChecked() and self._showing_stack is None:
            self.show_stack(picture)
        else:
            self.opened.emit()

    def _say_count(self) -> None:
        count = self.pictures.rowCount()
        self.count.setText(self.tr("%Ln pictures", "", count) if count != 1 else self.tr("1 picture"))
        self.back.setVisible(self._showing_stack is not None)
        if count:
            empty = ""
        elif self.query.strip():
            empty = self.tr("No picture has all of that.")
        else:
            empty = self.tr("Your pictures will gather here.")
        self.grid.set_placeholder(empty)

    def _cleared(self, text: str) -> None:
        """The line's own button empties it without a key."""
        if not text:
            self.search()

    def _size_moved(self, points: int) -> None:
        self.grid.set_tile_points(points)

    def _lay_out(self) -> None:
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
        self.line.textChanged.connect(self._cleared)
        self.line.returnPressed.connect(self.grid.setFocus)
        self.filters = QToolButton()
        self.filters.setText(self.tr("Filter"))
        self.filters.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filters.setMenu(QMenu(self.filters))
        self.filters.menu().aboutToShow.connect(self._fill_filters)
        self.albums = QToolButton()
        self.albums.setText(self.tr("Albums"))
        self.albums.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.albums.setMenu(QMenu(self.albums))
        self.stacks = QToolButton()
        self.stacks.setText(self.tr("Stacks"))
        self.stacks.setCheckable(True)
        self.stacks.setToolTip(self.tr("Show pictures that were ordered together as one"))
        self.stacks.toggled.connect(self.search)
        self.hint = secondary_label(QLabel())
        self.hint.hide()
        self.count = secondary_label(QLabel())
        self.count.setWordWrap(False)
        self.back = QToolButton()
        self.back.setText(self.tr("‹ All Pictures"))
        self.back.setAutoRaise(True)
        self.back.clicked.connect(self.search)
        size = QSlider(Qt.Orientation.Horizontal)
        size.setRange(TILES[0], TILES[-1])
        size.setValue(TILE)
        size.setMaximumWidth(110)
        size.setAccessibleName(self.tr("Size of the tiles"))
        size.valueChanged.connect(self._size_moved)
        self.tile_size = size
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.line, 1)
        for each in (self.filters, self.albums, self.stacks):
            each.setAutoRaise(True)
            head.addWidget(each)
        foot.addWidget(self.back)
        foot.addWidget(self.count, 1)
        foot.addWidget(size)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.hint)
        layout.addWidget(self.grid, 1)
        layout.addLayout(foot)

    def _fill_filters(self) -> None:
        """Offer words for the search line: what can be clicked can be typed as well."""
        menu = self.filters.menu()
        menu.clear()
        for words, token in (
            (self.tr("Favourites"), "is:favourite"),
            (self.tr("Three stars and more"), "stars:>=3"),
            (self.tr("From text alone"), "-has:image"),
            (self.tr("From a source image"), "has:image"),
            (self.tr("Imported"), "is:imported"),
            (self.tr("Made today"), "date:today"),
            (self.tr("Made this month"), f"date:{local_day(utc_now())[:7]}"),
            (self.tr("Made this year"), f"date:{local_day(utc_now())[:4]}"),
        ):
            self._offer(menu, words, token)
        for words, column in ((self.tr("Model"), "model"), (self.tr("Made with"), "from"), (self.tr("Size"), "size")):
            below = menu.addMenu(words)
            for value in self._library.pictures.distinct_values(column):
                self._offer(below, value, f'{column}:"{value}"' if " " in value else f"{column}:{value}")
        below = menu.addMenu(self.tr("Tag"))
        for tag in self._library.marks.tags()[:40]:
            self._offer(below, tag, f'tag:"{tag}"')
        menu.addSection(self.tr("Sort by"))
        names = {
            "newest": self.tr("Newest first"),
            "oldest": self.tr("Oldest first"),
            "stars": self.tr("Stars"),
            "prompt": self.tr("Prompt"),
            "size": self.tr("Size"),
        }
        for sort in SORTS:
            action = menu.addAction(names[sort])
            action.setCheckable(True)
            action.setChecked(sort == self._sort)
            action.triggered.connect(partial(self.sort_by, sort))

    def _offer(self, menu: QMenu, words: str, token: str) -> None:
        action = add_named(menu, words, partial(self._toggle, token))
        action.setCheckable(True)
        action.setChecked(f" {token} " in f" {self.query} ")

    def _toggle(self, token: str) -> None:
        line = self.query
        without = " ".join(f" {line} ".replace(f" {token} ", " ").split())
        self.show_query(without if without != " ".join(line.split()) else f"{line} {token}".strip())
