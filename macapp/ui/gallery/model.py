"""Item model of a search: all picture numbers are in memory; pictures and thumbnails load when they are visible."""

import contextlib
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QLocale,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageReader, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QWidget

from macapp.domain.job import Picture
from macapp.errors import EaselError
from macapp.library import Library, thumbnails
from macapp.library.export import create_share_copy
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.dragged_pictures import PICTURES_FORMAT, name_pictures
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide, format_marks

PAGE = 16  # rows read together when one is needed at once: takes 1 ms
TILES_PER_TASK = 12  # loaded by one task; each task first drops the tiles that are no longer needed
MAX_RELOADED_AT_ONCE = 300  # changed pictures that are read again at once
MAX_REMOVED_SINGLY = 64  # rows that are removed one by one; more rows reset the model
MAX_CACHED_ROWS = 4000
MAX_CACHED_PIXELS = 24_000_000  # of thumbnails in memory: 96 MB
MAX_REQUESTED = 300  # tiles that are loading; older requests are no longer in view
CORNER = 0.06  # radius as a share of a tile's side
MAX_SHARED = 20  # copies encoded while a drag waits
_EDGE = QColor(128, 128, 128, 70)  # visible on light and dark
PICTURE_ROLE = Qt.ItemDataRole.UserRole
AnyIndex = QModelIndex | QPersistentModelIndex


class GalleryModel(QAbstractListModel):
    """The pictures that the grid shows."""

    def __init__(self, library: Library, background: TaskPool, parent: QWidget) -> None:
        super().__init__(parent)
        self._library, self._background = library, background
        self._numbers: array[int] = library.pictures.search()
        self._rows: OrderedDict[int, Picture] = OrderedDict()
        self._thumbnails: OrderedDict[str, QPixmap] = OrderedDict()
        self._pixels = 0
        self._requested: OrderedDict[int, None] = OrderedDict()
        self._pending: OrderedDict[int, None] = OrderedDict()
        self._request_timer = QTimer(self)
        self._request_timer.setSingleShot(True)
        self._request_timer.timeout.connect(self._request_tiles)
        self._missing: set[str] = set()
        self._side = thumbnails.THUMBNAIL_PIXELS
        self._stacked = False
        self.rejected: set[int] = set()
        self.shares_without_prompt = False

    # Content

    def show_numbers(self, numbers: "array[int]", stacked: bool = False) -> None:
        """Replace the pictures and their order."""
        self.beginResetModel()
        self._numbers, self._stacked = numbers, stacked
        self.endResetModel()

    def append_results(self, numbers: "array[int]") -> None:
        """Append the rest of the results. If `numbers` no longer begins with the shown ones, replace them."""
        shown = len(self._numbers)
        if numbers[:shown] != self._numbers:
            self.show_numbers(numbers, self._stacked)
        elif len(numbers) > shown:
            self.beginInsertRows(QModelIndex(), shown, len(numbers) - 1)
            self._numbers = numbers
            self.endInsertRows()

    def add(self, picture: Picture) -> None:
        """Insert a new picture as the first row."""
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._numbers.insert(0, picture.row_number)
        self._rows[picture.row_number] = picture
        self.endInsertRows()

    def remove(self, numbers: Iterable[int]) -> None:
        """Remove pictures from the model."""
        gone = set(numbers)
        rows = [row for row, number in enumerate(self._numbers) if number in gone]
        if len(rows) > MAX_REMOVED_SINGLY:
            self.show_numbers(array("q", (number for number in self._numbers if number not in gone)), self._stacked)
            return
        for row in reversed(rows):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._numbers[row]
            self.endRemoveRows()

    def reload(self, numbers: Iterable[int]) -> None:
        """Read pictures again whose marks or files have changed, and repaint all tiles."""
        cached = [number for number in numbers if number in self._rows]
        for number in cached:
            self._missing.discard(self._rows.pop(number).id)
        if len(cached) <= MAX_RELOADED_AT_ONCE:  # on this thread: loading them later would flicker
            pictures = self._library.pictures.by_row_numbers(cached)
            self._rows.update((picture.row_number, picture) for picture in pictures)
        if self._numbers:
            self.dataChanged.emit(self.index(0), self.index(len(self._numbers) - 1))

    def set_side(self, side: int) -> None:
        """Set the side of the thumbnails in pixels."""
        if side != self._side:
            self._side = side
            self._thumbnails.clear()
            self._pixels = 0

    # Access

    def picture(self, row: int) -> Picture | None:
        """Return the picture in a row."""
        if not 0 <= row < len(self._numbers):
            return None
        number = self._numbers[row]
        if number not in self._rows:
            start = row // PAGE * PAGE
            for picture in self._library.pictures.by_row_numbers(self._numbers[start : start + PAGE]):
                self._rows[picture.row_number] = picture
            while len(self._rows) > MAX_CACHED_ROWS:
                self._rows.popitem(last=False)
        return self._rows.get(number)

    def pictures_in(self, rows: Iterable[int]) -> list[Picture]:
        """Return the pictures in any number of rows."""
        numbers = [self._numbers[row] for row in rows if 0 <= row < len(self._numbers)]
        return self._library.pictures.by_row_numbers(numbers)

    def numbers_in(self, ranges: Iterable[tuple[int, int]]) -> list[int]:
        """Return the numbers of the pictures in ranges of rows; a range includes its last row."""
        return [number for first, last in ranges for number in self._numbers[first : last + 1]]

    def selection_of(self, numbers: Iterable[int]) -> QItemSelection:
        """Return the rows of those pictures that are in the model, as few ranges as possible. Fast for any number."""
        wanted, chosen = set(numbers), QItemSelection()
        rows = [row for row, number in enumerate(self._numbers) if number in wanted]
        for _place, group in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
            together = [row for _place, row in group]
            chosen.select(self.index(together[0]), self.index(together[-1]))
        return chosen

    def row_of(self, picture_number: int) -> int:
        """Return the row of a picture, or -1 if it is not in the model."""
        try:
            return self._numbers.index(picture_number)
        except ValueError:
            return -1

    def first_row_of(self, numbers: Iterable[int]) -> int:
        """Return the first row that shows one of the pictures, or -1."""
        wanted = set(numbers)
        return next((row for row, number in enumerate(self._numbers) if number in wanted), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._numbers)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            place, count = (QLocale().toString(number) for number in (index.row() + 1, len(self._numbers)))
            return self.tr("{0} of {1}").format(place, count)
        if role not in (
            PICTURE_ROLE,
            Qt.ItemDataRole.DecorationRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        picture = self.picture(index.row())
        if picture is None or role == PICTURE_ROLE:
            return picture
        if role == Qt.ItemDataRole.DecorationRole:
            return self.tile(index.row())[0]
        words = elide(picture.request.prompt) or self.tr("A picture without a prompt")
        words = " – ".join(filter(None, (words, format_marks(picture.marks))))
        return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def tile(self, row: int) -> tuple[QPixmap | None, Picture | None, bool, bool]:
        """Return what to paint for a row: its tile, its picture, whether it is rejected, whether it is a stack.

        Reads nothing from disk. A tile that is not in memory is requested, and `dataChanged` follows when it is loaded.
        """
        number = self._numbers[row]
        picture = self._rows.get(number)
        pixmap = None if picture is None else self._thumbnails.get(picture.id)
        if picture is None or (pixmap is None and picture.id not in self._missing):
            if number not in self._requested:
                self._pending[number] = None
                if not self._request_timer.isActive():
                    self._request_timer.start(0)
        elif pixmap is not None:
            self._thumbnails.move_to_end(picture.id)
        stacked = self._stacked and picture is not None and picture.stack is not None
        return pixmap, picture, number in self.rejected, stacked

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list", PICTURES_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return self.drag_data(self.pictures_in(index.row() for index in indexes))

    def drag_data(self, pictures: Sequence[Picture]) -> QMimeData:
        """Return the files of pictures for a drag.

        With `shares_without_prompt` they are copies without metadata; the Option key inverts that setting.
        """
        option = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier)
        strip = option != self.shares_without_prompt
        paths = self._create_copies(pictures) if strip else [picture.path for picture in pictures]
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        name_pictures(data, self._library.places, [picture.row_number for picture in pictures])
        return data

    def _create_copies(self, pictures: Sequence[Picture]) -> list[Path]:
        """Create copies without prompt and settings, of at most `MAX_SHARED` pictures."""
        paths = []
        for picture in pictures[:MAX_SHARED]:
            with contextlib.suppress(EaselError):
                paths.append(create_share_copy(self._library.places, picture))
        return paths

    # Thumbnails

    def _request_tiles(self) -> None:
        """Load pictures and tiles off this thread, a few per task, the last painted first."""
        wanted = list(self._pending)[-MAX_REQUESTED:]
        self._pending.clear()
        self._requested.update(dict.fromkeys(wanted))
        while len(self._requested) > MAX_REQUESTED:
            self._requested.popitem(last=False)
        for start in range(0, len(wanted), TILES_PER_TASK):
            part = wanted[start : start + TILES_PER_TASK]
            done = partial(self._on_loaded, part, self._side)
            self._background.run(partial(self._load, part, self._side), done, self._on_load_failed, newest_first=True)

    def _load(self, numbers: Sequence[int], side: int) -> list[tuple[Picture, QImage | None]]:
        """Read pictures and render their tiles, except those that have been scrolled out of view."""
        wanted = [number for number in numbers if number in self._requested]
        if not wanted:
            return []
        with Library.open(self._library.places) as library:
            pictures = library.pictures.by_row_numbers(wanted)
        return [(picture, _load_tile(self._library.places, picture, side)) for picture in pictures]

    def _on_loaded(self, numbers: Sequence[int], side: int, loaded: list[tuple[Picture, QImage | None]]) -> None:
        for number in numbers:
            self._requested.pop(number, None)
        for picture, image in loaded:
            self._rows.setdefault(picture.row_number, picture)
            if image is None:
                self._missing.add(picture.id)  # do not look for a missing file at every paint
            elif side == self._side:
                self._cache(picture, QPixmap.fromImage(image))
        while len(self._rows) > MAX_CACHED_ROWS:
            self._rows.popitem(last=False)
        if loaded and self._numbers:
            self.dataChanged.emit(self.index(0), self.index(len(self._numbers) - 1), [Qt.ItemDataRole.DecorationRole])

    def _cache(self, picture: Picture, pixmap: QPixmap) -> None:
        old = self._thumbnails.pop(picture.id, None)
        self._thumbnails[picture.id] = pixmap
        self._pixels += pixmap.width() * pixmap.height() - (old.width() * old.height() if old is not None else 0)
        while self._pixels > MAX_CACHED_PIXELS:
            _id, oldest = self._thumbnails.popitem(last=False)
            self._pixels -= oldest.width() * oldest.height()

    def _on_load_failed(self, _error: EaselError) -> None:
        """Leave the tiles empty; the next paint requests them again."""
        self._requested.clear()


def _load_tile(places: LibraryPaths, picture: Picture, side: int) -> QImage | None:
    """Return the tile of a picture, or None if its file is missing or damaged."""
    try:
        return _render_tile(load_thumbnail(places, picture, side), side)
    except (EaselError, OSError):
        return None


def _render_tile(image: QImage, side: int) -> QImage:
    """Return the middle square of a thumbnail with round corners and an edge, in the format of the screen."""
    tile = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(Qt.GlobalColor.transparent)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), side * CORNER, side * CORNER)
    painter = QPainter(tile)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(outline)
    crop = min(image.width(), image.height())
    middle = QRectF((image.width() - crop) / 2, (image.height() - crop) / 2, crop, crop)
    painter.drawImage(QRectF(0, 0, side, side), image, middle)
    painter.setClipping(False)
    painter.setPen(_EDGE)
    painter.drawPath(outline)
    painter.end()
    return tile


def load_thumbnail(places: LibraryPaths, picture: Picture, side: int) -> QImage:
    """Decode the thumbnail of a picture; create its file if it is missing.

    Call it off the window's thread: `QImage` allows that, `QPixmap` does not. Raises `EaselError` or `OSError` for a
    missing or damaged file.
    """
    path = thumbnails.ensure_thumbnail(places, picture)
    storage.check_regular(path)
    reader = QImageReader(str(path))
    size = reader.size()
    if min(size.width(), size.height()) > side:  # the JPEG decoder scales while it reads, and releases the interpreter
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        raise FileNotFoundError(picture.path.name)
    return image
